"""A change set with kills at forty points ends in the agreed CRM.

Three mailboxes are edited and one is made without a connection; another administrator changes two
of them meanwhile. Every point is ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.change_set_kills import PREPARE, ChangeSetHistory, run
from tests.soak.kill_history import check_carelessness
from tests.soak.killing_proxy import KillMoment

pytestmark = pytest.mark.soak


def test_killed_at_forty_points_it_ends_in_the_same_crm(tmp_path: Path) -> None:
    summary = run(tmp_path, seed=7, most=40)
    assert summary.wrong == []
    assert summary.points == 40
    assert summary.kinds.keys() == {"WRITE", *KillMoment.__members__}


@pytest.mark.parametrize("careless", ["forgets what was sent", "is sure that nothing was sent"])
def test_a_careless_program_is_noticed(careless: str, tmp_path: Path) -> None:
    check_carelessness(ChangeSetHistory, PREPARE, "send", careless, tmp_path)
