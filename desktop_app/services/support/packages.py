"""The packages that this program uses, with versions and licences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from desktop_app.resource_paths import resource_path

PROJECT = "mailbox-admin"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that this program uses. ``licence_texts`` are the licence files it came with."""

    name: str
    version: str
    licence: str
    licence_texts: tuple[str, ...]


def packages() -> tuple[Package, ...]:
    """Return the installed dependencies of this program and the icons, in alphabetical order."""
    found = {each.name.lower(): each for each in map(_package, _dependencies(PROJECT, set()))}
    icons = resource_path("icons/LICENSE.txt").read_text("utf-8")
    found["lucide"] = Package("Lucide", "", "ISC", (icons,))
    return tuple(found[name] for name in sorted(found))


def qt_licence() -> str:
    """Return the licences of Qt and PySide6, which their packages do not contain."""
    return "\n\n".join(
        resource_path(f"licences/{name}.txt").read_text("utf-8") for name in ("LGPL-3.0", "GPL-3.0")
    )


def _dependencies(name: str, seen: set[str]) -> Iterator[Distribution]:
    try:
        found = distribution(name)
    except PackageNotFoundError:  # for another system, or another Python
        return
    for wanted in found.requires or ():
        match = _NAME.match(wanted)
        if match is None or "extra ==" in wanted or match[0].lower() in seen:
            continue
        seen.add(match[0].lower())
        yield from _installed(match[0])
        yield from _dependencies(match[0], seen)


def _installed(name: str) -> Iterator[Distribution]:
    try:
        yield distribution(name)
    except PackageNotFoundError:
        return


def _package(found: Distribution) -> Package:
    return Package(
        found.metadata["Name"], found.version, _licence(found), tuple(_licence_texts(found))
    )


def _licence(found: Distribution) -> str:
    """Return the SPDX licence expression, else the classifiers, else a short licence text."""
    told = found.metadata.get_all("License-Expression") or []
    prefix = "License :: OSI Approved :: "
    classed = [
        line.removeprefix(prefix)
        for line in found.metadata.get_all("Classifier") or []
        if line.startswith(prefix)
    ]
    plain = [line for line in found.metadata.get_all("License") or [] if len(line) < 60]
    return ", ".join(told or classed or plain)


def _licence_texts(found: Distribution) -> Iterator[str]:
    for name in found.metadata.get_all("License-File") or ():
        text = found.read_text(f"licenses/{name}") or found.read_text(name)
        if text:
            yield text
