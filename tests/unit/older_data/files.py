"""Where the files are that version 0.1.0 left behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2] / "data" / "version_0_1_0"


def copy_data_folder(target: Path) -> Path:
    """Copy the data folder to ``target``, which must not exist yet; returns ``target``."""
    shutil.copytree(ROOT / "data_folder", target)
    return target


def copy_file(name: str, folder: Path) -> Path:
    """Copy one file that only its owner may write into ``folder``; returns the copy."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = folder / name
    copied.write_bytes((ROOT / name).read_bytes())
    copied.chmod(0o644)
    return copied


def json_of(path: Path) -> Any:
    """What a file says as JSON."""
    return json.loads(path.read_bytes())
