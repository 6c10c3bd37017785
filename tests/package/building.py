"""Building in a copy of the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PARTS = ("desktop_app", "packaging", "resources", "pyproject.toml", "README.md")
"""What a build reads."""


def copy_source(project: Path, folder: Path) -> Path:
    """A copy of what a build reads, elsewhere."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in PARTS:
        source = project / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    return folder


def build(project: Path, source: Path, *options: str) -> Path:
    """Build the packages of a copy with the project's own build environment; gives their folder."""
    python = project / "build/package/venv/bin/python"
    command = [
        str(python),
        "-B",
        str(source / "packaging/linux"),
        "--source",
        str(source),
        *options,
    ]
    moment = ["git", "-C", str(project), "log", "-1", "--format=%ct"]
    output = subprocess.run(moment, capture_output=True, text=True, check=True).stdout.strip()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", output)
    env = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return source / "dist"
