"""The bench works: one round of each row. Nothing here asserts a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.child import ROOT
from tests.bench.measurements import Row, measured
from tests.bench.rows import ROWS


def test_one_round_of_every_row(tmp_path: Path) -> None:
    output = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--short", "--output", str(output)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    rows = json.loads(output.read_text("utf-8"))
    assert [row["name"] for row in rows] == list(ROWS)
    for row in rows:
        assert set(row) == {"name", "median", "worst", "bar", "aim", "holds"}
        assert row["holds"] is (row["median"] <= row["bar"])
        assert row["name"] in done.stdout


class Pair:
    """Measures in the order given."""

    def __init__(self, ours: list[float], baselines: list[float]) -> None:
        self.ours, self.baselines = ours, baselines
        self.calls = ""

    def __enter__(self) -> Pair:
        return self

    def __exit__(self, *_: object) -> None:
        self.calls += "."

    def measure(self) -> float:
        self.calls += "m"
        return self.ours.pop(0)

    def baseline(self) -> float:
        self.calls += "y"
        return self.baselines.pop(0)


def test_rounds_are_interleaved_and_the_median_counts() -> None:
    pair = Pair([99, 2, 6, 3], [99, 2, 2, 2])
    result, seconds = measured(Row("ratio", bar=1.5, aim=1, prepare=lambda: pair), 3)
    assert pair.calls == "ymmymymy."
    assert seconds == [(2, 2), (6, 2), (3, 2)]
    assert (result.median, result.worst, result.holds) == (1.5, 3, True)


def test_a_row_in_ms_is_a_difference() -> None:
    pair = Pair([99, 0.04, 0.05, 0.02], [99, 0.01, 0.01, 0.01])
    result, _ = measured(Row("gap ms", bar=25, aim=16, prepare=lambda: pair), 3)
    assert (result.median, result.worst, result.holds) == (30, 40, False)
