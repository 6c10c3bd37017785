"""The portable archive: unpack it anywhere, start it."""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

from release import NAME, Release, say


def make_archive(release: Release, program: Path) -> Path:
    """Pack the folder, in one order, with one date and no owner."""
    top = f"{NAME}-{release.version}"
    file = release.dist / f"{top}-linux-{release.machine}.tar.gz"
    say(f"Packing {file.name} …")

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = release.epoch
        return entry

    with (
        file.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        archive.add(program, top, recursive=False, filter=plain)
        for path in sorted(program.rglob("*")):
            name = f"{top}/{path.relative_to(program)}"
            archive.add(path, name, recursive=False, filter=plain)
    return file
