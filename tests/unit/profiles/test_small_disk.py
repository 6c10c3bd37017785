"""A full disk of 64 kB, and a home that cannot be written: told, and the old file is there."""

from __future__ import annotations

import json
from pathlib import Path

from tests.servers.small_disk import run_on_small_disk
from tests.unit.profiles.saves_on_small_disk import NAMES


def test_where_nothing_can_be_written_the_old_file_stays(tmp_path: Path) -> None:
    printed = run_on_small_disk(tmp_path / "disk", "tests.unit.profiles.saves_on_small_disk")
    found = [json.loads(line) for line in printed.splitlines()]
    assert [case["name"] for case in found] == [name for name in NAMES for _ in range(3)]
    assert {case["room"]: case["holds"] for case in found} == {
        "none": "old",
        "read-only": "old",
        "enough": "new",
    }
    for case in found:
        reason = {"none": "No space left on device", "read-only": "Read-only file system"}
        assert reason.get(case["room"], "") in case["said"]
        assert bool(case["said"]) == (case["room"] != "enough")
        assert case["left over"] == []
