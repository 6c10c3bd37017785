"""What of all that PyInstaller finds goes into the package: what this program uses, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

UNUSED = (
    "_pydecimal", "asyncio", "curses", "distutils", "doctest", "ensurepip", "idlelib", "lib2to3",
    "multiprocessing", "pdb", "pip", "pydoc", "readline", "test", "tkinter", "turtledemo",
    "unittest", "xmlrpc",
)  # fmt: skip
"""Modules of Python itself that something mentions and nothing here runs."""

QT_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg")
QT_LIBRARIES = (
    "Qt6Core", "Qt6Gui", "Qt6Widgets", "Qt6Network", "Qt6Svg", "Qt6DBus", "Qt6XcbQpa",
    "Qt6WaylandClient", "Qt6WlShellIntegration",
    "icudata", "icui18n", "icuuc",
)  # fmt: skip
QT_PLUGINS = (
    "platforms/libqxcb", "platforms/libqwayland", "platforms/libqoffscreen",
    "platforms/qwindows", "platforms/qoffscreen", "styles/",
    "platformthemes/libqxdgdesktopportal", "platforminputcontexts/",
    "iconengines/", "imageformats/libqsvg", "imageformats/qsvg",
    "wayland-shell-integration/libxdg-shell", "wayland-decoration-client/",
)  # fmt: skip
"""The program draws SVG and PNG, speaks no TLS through Qt, and has translations of its own only."""

OWN_LIBRARIES = ("libpython3", "libffi", "libexpat", "libbz2", "liblzma", "libuuid")
"""Beside Python itself, what its modules need that a small Debian may lack; the rest of the
system's libraries are the system's, which repairs them: OpenSSL, SQLite, X, GLib, fonts."""

METADATA = ("METADATA", "entry_points.txt", "top_level.txt")
"""Of a package's papers; those that name the folders of this build are left out."""


def wanted_packages(run_list: Path) -> list[str]:
    """The packages of the program that are installed here, by the list of exact versions."""
    listed = re.findall(r"^([A-Za-z0-9._-]+)==", run_list.read_text("utf-8"), re.MULTILINE)
    there = {_plain(found.name) for found in distributions()}
    return ["mailbox-admin", *(name for name in listed if _plain(name) in there)]


def modules_of_tools(run_list: Path) -> Iterator[str]:
    """What the tools of the build brought: what only mentions them works without."""
    wanted = {_plain(name) for name in wanted_packages(run_list)}
    for found in distributions():
        if _plain(found.name) not in wanted:
            for file in found.files or ():
                if len(file.parts) > 1 and file.name == "__init__.py":
                    yield file.parts[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def keeps(target: str) -> bool:
    """Whether a file belongs into the package, by its place in there."""
    name = target.replace("\\", "/")
    if ".dist-info/" in name:
        return _is_paper(name.split(".dist-info/")[1])
    if name.startswith("PySide6/") or re.match(r"lib(Qt6|icu|pyside6|shiboken6)", name):
        return _is_used_qt(name)
    if name.startswith("lib") and ".so" in name and "/" not in name:
        return name.startswith(OWN_LIBRARIES)
    return not name.endswith((".pyi", ".ts", ".typed"))


def _is_paper(name: str) -> bool:
    return name in METADATA or name.startswith("licenses/") or "LICEN" in name.upper()


def _is_used_qt(name: str) -> bool:
    if "/plugins/" in name:
        return name.split("/plugins/")[1].startswith(QT_PLUGINS)
    if "/translations/" in name or name.endswith("opengl32sw.dll"):
        return False
    library = re.match(r"(?:PySide6/(?:Qt/lib/)?)?(?:lib)?((?:Qt6|icu)\w+)\.(?:so|dll)", name)
    if library is not None:
        return library[1] in QT_LIBRARIES
    module = re.match(r"PySide6/(Qt\w+)\.", name)
    return module is None or module[1] in QT_MODULES
