"""A change set, killed at forty points of its story and resumed, ends in the CRM that was agreed.

Three mailboxes are edited and one is made without a connection; another administrator changes two
of them meanwhile. Every point is ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.killing import Kill, stage
from tests.soak.story_kills import History, prepare, run
from tests.soak.tap import When

pytestmark = pytest.mark.soak


def test_killed_at_forty_points_it_ends_in_the_same_crm(tmp_path: Path) -> None:
    tally = run(tmp_path, seed=7, most=40)
    assert tally.wrong == []
    assert tally.points == 40
    assert tally.fell.keys() == {"WRITE", *When.__members__}


@pytest.mark.parametrize("careless", ["forgets what was sent", "is sure that nothing was sent"])
def test_the_story_sees_a_careless_program(careless: str, tmp_path: Path) -> None:
    with stage(careless) as (playing, tap):
        prepare(playing, tap, tmp_path)
        whole = History(playing, tap, tmp_path / "whole")
        whole.tell(tmp_path)
        kill = Kill("back", tap.saves_at[0], When.AFTER)
        history = History(playing, tap, tmp_path / "killed", [kill])
        history.tell(tmp_path)
    assert whole.wrong == []
    assert history.wrong
