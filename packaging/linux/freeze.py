"""The program with its own Python and Qt, as one folder."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path

from inspection import declared
from native_parts import python_part
from release import NAME, Release, say, set_times


def freeze(release: Release) -> Path:
    """Build the folder; gives where it is."""
    python = python_part()  # exits if nobody sends security updates for it
    say(f"Freezing {NAME} {release.version} with {python.name} {python.version} …")
    made = release.work / "frozen"
    shutil.rmtree(made, ignore_errors=True)
    release.run(
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", made, "--workpath", release.work / "work"),
        release.source / "packaging/pyinstaller/mailbox-admin.spec",
    )
    program = made / NAME
    _add_papers(release, program)
    set_times(program, release.epoch)
    return program


def _add_papers(release: Release, program: Path) -> None:
    """What whoever has only this folder needs to read."""
    here = release.source / "packaging/linux/files"
    packages = textwrap.fill(
        " ".join(sorted(set(declared(release).values()) - {"libc6"})),
        width=90,
        initial_indent="    ",
        subsequent_indent="    ",
    )
    readme = (here / "README.txt").read_text("utf-8").replace("    @PACKAGES@", packages)
    (program / "README.txt").write_text(readme, "utf-8")
    shutil.copy(here / "REPLACING-QT.txt", program / "REPLACING-QT.txt")
