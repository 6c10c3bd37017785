"""Two builds, in different folders, give the same bytes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tests.package.building import build, copy_source
from tests.package.progress import fact, step


def build_again(project: Path, dist: Path, work: Path) -> None:
    """Build once more elsewhere, and compare every file; AssertionError names what differs."""
    step("Building everything a second time, in another folder")
    source = copy_source(project, work / "again" / "source tree")
    again = build(project, source)
    names = sorted(file.name for file in dist.iterdir() if file.suffix != ".asc")
    differ = [name for name in names if _sum(dist / name) != _sum(again / name)]
    assert not differ, f"not the same bytes: {differ}; compare {dist} and {again}"
    fact("the same bytes: " + ", ".join(names))
    shutil.rmtree(work / "again")


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
