"""An older version to upgrade from: this tree, called 0.0.1."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.package.building import build, copy_source
from tests.package.progress import fact, step

OLDER = "0.0.1"
FIELDS_OF_1 = ("id", "name", "address", "user_name")
"""What a profile of file format 1 had."""


def older_deb(project: Path, work: Path) -> Path:
    """Build its package."""
    step(f"Building {OLDER} from this tree, to upgrade from")
    source = copy_source(project, work / "older")
    file = source / "desktop_app/__init__.py"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r'^VERSION = ".*"', f'VERSION = "{OLDER}"', text, flags=re.M), "utf-8")
    (deb,) = build(project, source, "--quick").glob("*.deb")
    fact(deb.name)
    return deb


def to_format_1(file: Path) -> dict[str, str]:
    """Write a profiles file as version 1 had it; gives its only profile."""
    (profile,) = json.loads(file.read_text("utf-8"))["profiles"]
    old: dict[str, str] = {name: profile[name] for name in FIELDS_OF_1}
    file.write_text(json.dumps({"version": 1, "profiles": [old]}), "utf-8")
    return old
