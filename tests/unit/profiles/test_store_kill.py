"""Killed with SIGKILL at any call that touches the disk: the old or the new file is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("situation", ["first save", "later save", "damaged file"])
def test_killed_anywhere_the_old_or_the_new_file_is_there(situation: str, tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.profiles.killed_saves", str(tmp_path), situation],
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    killed = [case for case in found if case["killed"]]
    assert len(killed) == len(found) - 1 >= 8, "every call was cut once, then one save went through"
    assert {case["holds"] for case in killed} <= {"old", "new"}
    assert found[-1]["holds"] == "new"
    assert {case["backup"] for case in found} <= {"old", "older", "none"}
    assert not any(case["left over"] for case in found)
    assert all(case["damaged kept"] for case in found)
