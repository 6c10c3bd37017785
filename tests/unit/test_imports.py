"""Imports go one way: app -> ui -> services -> {webapi, profiles, ...} -> net -> core."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "desktop_app"

MAY_IMPORT = {
    "core": set(),
    "net": {"core"},
    "webapi": {"core", "net"},
    "profiles": {"core"},
    "mailcheck": {"core", "net"},
    "storage": {"core"},
    "logs": {"core"},
    "demo": {"core"},
    "services": {
        "core",
        "net",
        "webapi",
        "profiles",
        "mailcheck",
        "storage",
        "logs",
        "resource_paths",
    },
    "ui": {"core", "services", "resource_paths"},
}
"""Rooms of the project that a room may import, besides itself."""

ONLY_IN = {
    "requests": {"net"},
    "urllib3": {"net"},
    "truststore": {"net"},
    "keyring": {"profiles"},
    "cryptography": {"profiles", "net"},
    "authlib": {"webapi"},
    "joserfc": {"webapi"},
    "msgspec": {"core", "webapi", "storage"},
    "platformdirs": {"profiles"},
    "xlsxwriter": {"services"},
    "dns": {"mailcheck"},
    "PySide6": {"services", "ui", "app", "startup", "selftest"},
}
"""Libraries that only some rooms may know."""

QT_FREE = ["core", "net", "webapi", "profiles", "mailcheck", "storage", "logs", "demo"]


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written in full"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def breaches(room: str, source: str) -> Iterator[tuple[int, str]]:
    for line, name in imports_of(source):
        parts = name.split(".")
        if parts[0] == "desktop_app" and room in MAY_IMPORT:
            if parts[1] not in MAY_IMPORT[room] | {room, "VERSION"}:
                yield line, f"{room}/ may not import {name}"
        elif room not in ONLY_IN.get(parts[0], {room}):
            yield line, f"{room}/ may not import {parts[0]}"


def test_imports_go_one_way() -> None:
    found = [
        f"{file.relative_to(PACKAGE.parent)}:{line}: {what}"
        for file in files()
        for line, what in breaches(room_of(file), file.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("core", "import requests"),
        ("core", "from desktop_app.net import http_session"),
        ("ui", "from desktop_app.webapi.client import Client"),
        ("ui", "def f():\n    import keyring"),
        ("demo", "from desktop_app.webapi import codec"),
        ("services", "from desktop_app.ui import text"),
    ],
)
def test_a_breach_is_seen(room: str, source: str) -> None:
    assert list(breaches(room, source))


def test_every_room_is_in_the_table() -> None:
    rooms = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    assert rooms <= set(MAY_IMPORT)


def test_every_package_is_in_the_wheel() -> None:
    listed = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    packages = set(listed["tool"]["setuptools"]["packages"]) - {"desktop_app.resources"}
    there = {
        ".".join(init.parent.relative_to(PACKAGE.parent).parts)
        for init in PACKAGE.rglob("__init__.py")
    }
    assert packages == there


def test_rooms_below_services_load_no_qt() -> None:
    names = [
        ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
        for room in QT_FREE
        for file in (PACKAGE / room).rglob("*.py")
        if file.name != "__main__.py"
    ]
    code = f"import sys, importlib\nfor n in {names!r}: importlib.import_module(n)\n"
    code += "sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
