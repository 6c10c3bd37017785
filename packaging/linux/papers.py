"""The papers of the Debian package: who owns what, and what changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

from release import NAME, Release
from sbom import wheels

RULE = "-" * 72


def copyright_text(release: Release, program: Path) -> str:
    """The whole file: this program, then every part of it with its licence."""
    here = release.source / "packaging/linux/files"
    resources = release.source / "resources"
    head = (here / "copyright").read_text("utf-8")
    texts = {
        "Lucide icons": resources / "icons/LICENSE.txt",
        "Python": here / "PYTHON-LICENCE.txt",
        "GNU Lesser General Public License 3.0": resources / "licences/LGPL-3.0.txt",
        "GNU General Public License 3.0, which it refers to": resources / "licences/GPL-3.0.txt",
    }
    found = sorted(wheels(program), key=lambda each: each.name.lower())
    replacing = (here / "REPLACING-QT.txt").read_text("utf-8")
    parts = "".join(_part(each) for each in found)
    more = "".join(_section(title, file.read_text("utf-8")) for title, file in texts.items())
    return f"{head}\n{replacing}\n{parts}{more}"


def changelog(release: Release) -> str:
    """Debian's form of it."""
    moment = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(release.epoch))
    return (
        f"{NAME} ({release.version}) unstable; urgency=medium\n\n"
        f"  * Version {release.version}.\n\n"
        f" -- Mailbox Admin <mailbox-admin@localhost>  {moment}\n"
    )


def _part(wheel: Distribution) -> str:
    said = wheel.metadata.get("License-Expression") or ", ".join(_classified(wheel))
    texts = "\n".join(_texts(wheel)) or "Its text is below, or in /usr/share/common-licenses.\n"
    return _section(f"{wheel.name} {wheel.version} ({said})", texts)


def _classified(wheel: Distribution) -> Iterator[str]:
    for line in wheel.metadata.get_all("Classifier") or ():
        if line.startswith("License ::"):
            yield line.rpartition(" :: ")[2]


def _texts(wheel: Distribution) -> Iterator[str]:
    for name in wheel.metadata.get_all("License-File") or ():
        text = wheel.read_text(f"licenses/{name}") or wheel.read_text(name)
        if text:
            yield text


def _section(title: str, text: str) -> str:
    return f"{RULE}\n{title}\n{RULE}\n{text.rstrip()}\n\n"
