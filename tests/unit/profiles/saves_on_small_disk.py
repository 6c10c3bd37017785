"""Saves each file of the data folder on a disk that is full, then read-only, then neither.

Run as a program by test_small_disk.py; prints what came of it as one line of JSON for each file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from desktop_app.core.errors import AppError
from tests.servers.small_disk import fill, make_read_only
from tests.soak.killed_files import CASES, Case

NAMES = ("profiles, later save", "vault, later secret", "settings, later save")


def main(folder: Path) -> None:
    """Go through all."""
    for name in NAMES:
        case = CASES[name]
        case.prepare(folder)
        print(json.dumps({"name": name, "room": "none", **_full(folder, case)}))
        print(json.dumps({"name": name, "room": "read-only", **_read_only(folder, case)}))
        print(json.dumps({"name": name, "room": "enough", **_tried(folder, case)}))


def _full(folder: Path, case: Case) -> dict[str, object]:
    filler = fill(folder)
    found = _tried(folder, case)
    filler.unlink()
    return found


def _read_only(folder: Path, case: Case) -> dict[str, object]:
    make_read_only(folder, read_only=True)
    found = _tried(folder, case)
    make_read_only(folder, read_only=False)
    return found


def _tried(folder: Path, case: Case) -> dict[str, object]:
    message = ""
    try:
        case.save(folder)
    except AppError as error:
        message = f"{type(error).__name__}: {error.detail}"
    left = [path.name for path in folder.rglob("*.tmp")]
    return {"said": message, "left over": left, **case.look(folder)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
