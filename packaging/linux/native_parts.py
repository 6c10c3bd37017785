"""Finds where each library of the frozen program comes from; refuses unknown ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

ICU_DATA = re.compile(r"libicudata\.so\.(\d+)")
QT_WHEEL = "PySide6_Essentials"
LIBRARY = re.compile(r".*\.so(\.\d+)*")
STATIC_PARTS = {"cffi": "libffi"}
"""Wheels that link a foreign library statically without listing it, and that library."""


@dataclass(frozen=True, order=True)
class Part:
    """Something inside the program that is no wheel of its own. ``version`` may be unknown."""

    name: str
    version: str
    purl_type: str
    """What kind of package it is, as in a package URL: ``deb``, ``cargo`` or ``generic``."""
    inside: str = ""
    """The wheel that brings it."""


def python_part() -> Part:
    """Return the Debian package of the interpreter that builds; it goes into the program.

    Exits if the interpreter is of no Debian package: nobody would send security updates for it.
    """
    binary = Path(os.path.realpath(sys.executable))
    part = _debian_part(binary)
    if part is None:
        raise SystemExit(
            f"The Python that builds ({sys.version.split()[0]}) is of no Debian package, so nobody "
            "sends security updates for it.\n"
            "Use Debian's own: make package PACKAGE_PYTHON=/usr/bin/python3"
        )
    return part


def native_parts(program: Path) -> list[Part]:
    """Return the libraries in the program that are not the wheels' own, without duplicates.

    Exits if a library comes from neither a wheel nor a Debian package.
    """
    inside = program / "_internal"
    found = set(_of_debian(inside))
    found.update(_of_wheels(inside))
    return sorted(found)


def _of_debian(inside: Path) -> Iterator[Part]:
    of_wheels = set(_recorded_names(distributions()))
    for file in sorted(inside.iterdir()):
        if file.is_symlink() or not LIBRARY.fullmatch(file.name) or file.name in of_wheels:
            continue
        part = _debian_part(_system_library(file.name))
        if part is None:
            raise SystemExit(f"{file.name} comes from neither a wheel nor a Debian package.")
        yield part


def _of_wheels(inside: Path) -> Iterator[Part]:
    for file in inside.rglob("libicudata.so.*"):
        match = ICU_DATA.fullmatch(file.name)
        if match:
            yield Part("ICU", match[1], "generic", QT_WHEEL)
            yield Part("Qt", distribution(QT_WHEEL).version, "generic", QT_WHEEL)
    for shown in distributions(path=[str(inside)]):
        wheel = distribution(shown.name)  # as installed: PyInstaller leaves the wheel's SBOM out
        yield from _listed_by(wheel)
        if wheel.name in STATIC_PARTS:
            yield Part(STATIC_PARTS[wheel.name], "", "generic", wheel.name)


def _listed_by(wheel: Distribution) -> Iterator[Part]:
    """Return what a wheel itself says that it contains (PEP 770), such as OpenSSL."""
    for file in wheel.files or ():
        if "sboms" in file.parts and file.suffix == ".json":
            for each in json.loads(file.read_text()).get("components", ()):
                if each.get("name") != wheel.name:
                    kind = each.get("purl", "pkg:generic/").removeprefix("pkg:").partition("/")[0]
                    yield Part(each["name"], each.get("version", ""), kind, wheel.name)


def _recorded_names(wheels: Iterable[Distribution]) -> Iterator[str]:
    for wheel in wheels:
        yield from (file.name for file in wheel.files or ())


def _system_library(name: str) -> Path:
    """Return the library that the loader of this system would take. Exits if there is none."""
    told = subprocess.run(
        ["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True
    ).stdout
    for line in told.splitlines():
        if line.split()[:1] == [name]:
            return Path(os.path.realpath(line.rpartition(" => ")[2]))
    raise SystemExit(f"{name} is in the program, but not on this system.")


def _debian_part(file: Path) -> Part | None:
    """Return the Debian package of a file; None if it is of none."""
    for path in (file, Path(str(file).removeprefix("/usr"))):  # /lib is a link to /usr/lib
        found = subprocess.run(["dpkg", "-S", path], check=False, capture_output=True, text=True)
        if found.returncode == 0:
            package = found.stdout.partition(": ")[0]
            told = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version}", package],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            return Part(package.partition(":")[0], told, "deb")
    return None
