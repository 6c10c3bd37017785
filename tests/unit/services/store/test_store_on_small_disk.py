"""A full disk, and one that cannot be written: what is kept can be read, and nothing is sent."""

from __future__ import annotations

import json
from pathlib import Path

from tests.servers.small_disk import run_on_small_disk

MODULE = "tests.unit.services.store.store_on_small_disk"


def test_where_nothing_can_be_written_all_can_be_read(tmp_path: Path) -> None:
    printed = run_on_small_disk(tmp_path / "disk", MODULE, size="256k")
    full, locked, enough = (json.loads(line) for line in printed.splitlines())
    for found in (full, locked):
        assert found["rows"] == 1
        assert found["begin"].startswith("NothingKept"), "without a line nothing is sent"
        assert found["keep"].startswith("NothingKept")
        assert len(found["outcomes"]) == 1
    assert full["end"].startswith("NothingKept")
    assert enough["outcomes"] == ["UNDER_WAY", "UNKNOWN"], "what nobody saw end is looked up"


def test_a_disk_without_room_for_the_store_gets_its_room_back(tmp_path: Path) -> None:
    (line,) = run_on_small_disk(tmp_path / "disk", MODULE, "none").splitlines()
    assert json.loads(line) == {"said": "NothingKept: OperationalError", "left": []}
