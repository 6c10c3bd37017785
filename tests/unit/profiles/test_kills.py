"""Killed with SIGKILL at any call that touches the disk: the old or the new file is there.

``make soak`` goes on from here with long histories of saves; a sample of them is here too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.killed_files import CASES, HISTORIES

ROOT = Path(__file__).parents[3]


def child(*arguments: str) -> bytes:
    """Run a program that may fork, because it has no threads."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("name", CASES)
def test_killed_anywhere_the_old_or_the_new_file_is_there(name: str, tmp_path: Path) -> None:
    lines = child("-m", "tests.soak.file_kills", str(tmp_path), name).splitlines()
    found = [json.loads(line) for line in lines]
    killed, whole = found[:-1], found[-1]
    assert len(killed) >= 5, "every call was cut once, then one save went through"
    assert all(case["killed"] for case in killed)
    assert {case["holds"] for case in killed} == CASES[name].states
    assert whole["holds"] == killed[-1]["holds"], "the last calls come after the new state"
    if name != "vault, made":  # where there is no vault, the next one sweeps
        assert not any(case["left over"] for case in found)
    if name.startswith("profiles"):
        assert {case["backup"] for case in found} <= {"old", "older", "none"}
    if "damaged" in name:
        assert all(case["damage kept"] for case in found)
    if name == "vault, another passphrase":
        assert {case["by"] for case in found} == {"correct horse", "battery staple"}
    if name == "vault, made anew":
        assert all(case["holds"] == "old" or case["asides"] for case in found)


def test_a_sample_of_the_long_histories(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.soak.file_kills import history\n"
        "from tests.soak.killed_files import CASES, HISTORIES\n"
        "print(sum((history(Path(sys.argv[1]), CASES[n], 1, 40) for n in HISTORIES), []))"
    )
    assert HISTORIES
    assert child("-c", code, str(tmp_path)).strip() == b"[]"
