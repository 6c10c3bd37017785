"""A bulk run with kills at thirty points ends in exactly the agreed values.

Two rows have typed passwords; another administrator changes two rows meanwhile, one of them in the
same field. Every point is ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.bulk_run_kills import PREPARE, BulkRunHistory, run
from tests.soak.kill_history import check_carelessness
from tests.soak.killing_proxy import KillMoment

pytestmark = pytest.mark.soak


def test_killed_at_thirty_points_no_row_is_saved_twice(tmp_path: Path) -> None:
    summary = run(tmp_path, seed=11, most=30)
    assert summary.wrong == []
    assert summary.points == 30
    assert summary.kinds.keys() == {"WRITE", *KillMoment.__members__}


def test_a_program_that_forgets_what_was_sent_is_noticed(tmp_path: Path) -> None:
    check_carelessness(
        BulkRunHistory, PREPARE, "bulk run", "is sure that nothing was sent", tmp_path
    )
