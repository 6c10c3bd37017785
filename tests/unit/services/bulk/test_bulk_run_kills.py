"""A batch of saves, killed at thirty points and resumed, ends in exactly what could be agreed.

Two rows have typed passwords; another administrator changes two rows meanwhile, one of them in the
very field. Every point is ``make soak``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.bulk_run_kills import BatchHistory, prepare, run
from tests.soak.killing import Kill, stage
from tests.soak.tap import When

pytestmark = pytest.mark.soak


def test_killed_at_thirty_points_no_row_is_saved_twice(tmp_path: Path) -> None:
    tally = run(tmp_path, seed=11, most=30)
    assert tally.wrong == []
    assert tally.points == 30
    assert tally.fell.keys() == {"WRITE", *When.__members__}


def test_a_program_that_forgets_what_was_sent_is_seen(tmp_path: Path) -> None:
    with stage("is sure that nothing was sent") as (playing, tap):
        prepare(playing, tap, tmp_path)
        whole = BatchHistory(playing, tap, tmp_path / "whole")
        whole.tell(tmp_path)
        kill = Kill("batch", tap.saves_at[0], When.AFTER)
        history = BatchHistory(playing, tap, tmp_path / "killed", [kill])
        history.tell(tmp_path)
    assert whole.wrong == []
    assert history.wrong
