"""The sending of a change set, killed at 40 of its points with a fixed seed, and resumed.

The whole of it is ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.core.journal import Search
from desktop_app.tasks.late_shelf import LateShelf
from tests.servers.crm import Crm
from tests.soak.story import AGREED, collect, kill_story, wrong


def test_killed_at_40_points_the_crm_holds_what_was_agreed_and_no_save_ran_twice(
    tmp_path: Path,
) -> None:
    count, troubles = kill_story(tmp_path, sample=40, seed=1)
    assert troubles == []
    assert count == 40


@pytest.mark.parametrize("executed", [AGREED + 1, AGREED - 1])
def test_the_judge_sees_a_save_too_many_or_too_few(tmp_path: Path, executed: int) -> None:
    collect(tmp_path)
    crm = Crm()
    for number in range(1, 6):
        crm.add(Address=f"box{number}@example.com", Port=143, Server="", Username="")
    crm.executed = executed
    told = list(wrong(crm, tmp_path))
    assert any("saves were executed" in what for what in told)
    assert any("new mailboxes" in what for what in told)
    assert any("still wait" in what for what in told)
    shelf = LateShelf(lambda: tmp_path, lambda _aside: None)
    assert shelf.run(lambda opened: opened.journal.find(Search())) == []
    shelf.close()
