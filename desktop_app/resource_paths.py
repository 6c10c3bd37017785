"""Paths of the program's resources: in the source tree, the wheel and the frozen program."""

from __future__ import annotations

import sys
from pathlib import Path


def resource_path(name: str) -> Path:
    """Return the path of a resource such as ``icons/plus.svg``."""
    return _resource_folder() / name


def _resource_folder() -> Path:
    here = Path(__file__).parent
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", here)) / "desktop_app" / "resources"
    inside = here / "resources"
    return inside if inside.is_dir() else here.parent / "resources"
