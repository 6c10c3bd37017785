"""The grid of desktop_app: layers import one way, packages of a layer too, and nothing in a circle.

Imports under ``TYPE_CHECKING`` and inside functions count like any other.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "desktop_app"
LARGEST_PACKAGE = 16

MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "net": {"core"},
    "webapi": {"core", "net"},
    "mailcheck": {"core", "net"},
    "profiles": {"core"},
    "storage": {"core"},
    "logs": {"core"},
    "demo": {"core"},
    "services": {
        *("core", "net", "webapi", "profiles", "mailcheck", "storage", "logs"),
        "resource_paths",
    },
    "ui": {"core", "services", "resource_paths"},
}
"""The layers, and what each may import besides itself."""

LOOSE_FILES = {
    *("__init__", "__main__", "app", "startup_options", "startup", "selftest", "stdout"),
    *("process_hardening", "resource_paths"),
}
"""Modules beside the layers: they put the program together and may import everything."""

PACKAGE_ORDER: dict[str, list[str]] = {
    "core": ["bulk", "mailbox_list", "mail_check", "", "secrets", "profiles", "errors", "mailbox"],
    "net": ["loopback", "", "tls"],
    "webapi": ["", "sign_in", "codec"],
    "profiles": ["secrets", ""],
    "demo": ["", "samples"],
    "services": [
        *("workspace", "pending", "bulk", "mail_check", "saving", "mailbox_list", "profiles"),
        *("session", "support", "secrets", "journal", "snapshots", "store", ""),
    ],
    "ui": [
        *(
            "shell",
            "actions",
            "history",
            "bulk",
            "mailbox_edit",
            "mailbox_edit.editor",
            "mailbox_edit.fields",
            "mail_check",
        ),
        *("mailbox_list", "mailbox_list.side", "mailbox_list.table", "mailbox_list.filter"),
        *("journal", "pending", "receipt", "snapshots", "profiles", "profiles.form", "rights"),
        *("secrets", "sign_in"),
        *("support", "dialogs", "widgets", "widgets.tables", "widgets.focus", "accessibility"),
        *("text.errors", "text", ""),
    ],
}
"""Packages of a layer: each may import only those to its right. "" is the layer's own modules."""

SAME_NAME = {
    "authentication": {"core.errors", "ui.text.errors"},
    "column_layouts": {"profiles", "services.mailbox_list"},
    "connection_test": {"core.profiles", "services.profiles"},
    "journal": {"core", "storage"},
    "local": {"core.errors", "ui.text.errors"},
    "login_attempts": {"core.mail_check", "storage"},
    "mailbox": {"core.mailbox", "ui.text"},
    "network": {"core.errors", "ui.text.errors"},
    "policy": {"core.profiles", "ui.text"},
    "saving": {"core.errors", "ui.text", "ui.text.errors"},
    "server": {"core.errors", "ui.text.errors"},
    "server_facts": {"services.session", "storage"},
}
"""A file name stands twice only for one feature in several layers."""

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
"""Libraries that only some layers may know."""

LAZY = re.compile(r"# lazy: \S")
"""Says why an import stands inside a function: ``start``, ``platform``, or a short reason."""

WITHOUT_QT = ["core", "net", "webapi", "profiles", "mailcheck", "storage", "logs", "demo"]


@cache
def modules() -> dict[str, Path]:
    """Each module and package of desktop_app by its name below it, "" for desktop_app itself."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = file
    return found


def package_of(module: str) -> str:
    return module if modules()[module].name == "__init__.py" else module.rpartition(".")[0]


def layer_of(module: str) -> str:
    return module.split(".")[0]


def imports_of(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written in full"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def graph() -> dict[str, set[str]]:
    """Which modules of desktop_app each module imports."""
    known = modules()
    found: dict[str, set[str]] = {}
    for module, file in known.items():
        names = (
            name.split(".")[1:] for _, name in imports_of(file.read_text("utf-8")) if ours(name)
        )
        targets = {
            ".".join(name) if ".".join(name) in known else ".".join(name[:-1]) for name in names
        }
        found[module] = targets - {module}
    return found


def ours(name: str) -> bool:
    return name.split(".")[0] == "desktop_app"


def circles(links: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """What is left of a graph when everything that can be put in an order is taken away."""
    rest = {name: set(targets) for name, targets in links.items()}
    while True:
        ends = {name for name, targets in rest.items() if not targets & rest.keys()}
        used = set().union(*rest.values())
        gone = ends | (rest.keys() - used)
        if not gone:
            return [sorted(rest)] if rest else []
        rest = {name: targets for name, targets in rest.items() if name not in gone}


def breaches(layer: str, source: str) -> Iterator[tuple[int, str]]:
    for line, name in imports_of(source):
        parts = name.split(".")
        if ours(name) and layer in MAY_IMPORT:
            if parts[1] not in MAY_IMPORT[layer] | {layer, "VERSION"}:
                yield line, f"{layer}/ may not import {name}"
        elif layer not in ONLY_IN.get(parts[0], {layer}):
            yield line, f"{layer}/ may not import {parts[0]}"


def test_layers_import_one_way() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {what}"
        for module, file in modules().items()
        for line, what in breaches(layer_of(module), file.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("layer", "source"),
    [
        ("core", "import requests"),
        ("core", "from desktop_app.net import http_session"),
        ("ui", "from desktop_app.webapi.client import Client"),
        ("ui", "def f():\n    import keyring"),
        ("demo", "from desktop_app.webapi import codec"),
        ("services", "from desktop_app.ui import text"),
    ],
)
def test_a_breach_is_seen(layer: str, source: str) -> None:
    assert list(breaches(layer, source))


@pytest.mark.parametrize("layer", PACKAGE_ORDER)
def test_packages_of_a_layer_import_one_way(layer: str) -> None:
    order = [f"{layer}.{name}".rstrip(".") for name in PACKAGE_ORDER[layer]]
    packages = {package_of(module) for module in modules() if layer_of(module) == layer}
    assert packages - {layer} == set(order) - {layer}, "each package has its place in the order"
    upward = [
        f"{module} imports {target}"
        for module, targets in graph().items()
        if layer_of(module) == layer
        for target in targets
        if layer_of(target) == layer
        if order.index(package_of(target)) < order.index(package_of(module))
    ]
    assert not upward, "\n".join(upward)


def test_nothing_imports_in_a_circle() -> None:
    assert circles(graph()) == []


@pytest.mark.parametrize("links", [{"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": {"c"}, "c": {"b"}}])
def test_a_circle_is_seen(links: dict[str, set[str]]) -> None:
    assert circles(links)
    first, second = next(pairwise([*links, "end"]))
    assert circles({first: {second}, second: set()}) == []


def test_no_package_is_too_large() -> None:
    sizes = Counter(package_of(m) for m, file in modules().items() if file.name != "__init__.py")
    sizes.pop("")
    assert {name: size for name, size in sizes.items() if size > LARGEST_PACKAGE} == {}


def test_beside_the_layers_there_are_only_the_parts_of_the_start() -> None:
    layers = {module for module in modules() if "." not in module} - {""}
    assert layers - set(MAY_IMPORT) == LOOSE_FILES - {"__init__"}
    assert set(MAY_IMPORT) <= layers


def test_no_class_name_stands_for_two_things() -> None:
    names = Counter(
        node.name
        for file in modules().values()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert sorted(name for name, times in names.items() if times > 1) == []


def test_a_file_name_stands_twice_only_for_one_feature() -> None:
    workspaces = defaultdict(set)
    for module, file in modules().items():
        if not file.name.startswith("__"):
            workspaces[file.stem].add(package_of(module))
    assert {name: found for name, found in workspaces.items() if len(found) > 1} == SAME_NAME


def is_text_module(module: str) -> bool:
    return module.startswith("ui.text") or module.endswith("_text")


def test_texts_need_no_widgets() -> None:
    """A command without a window says the same words."""
    texts = [module for module in modules() if module.startswith("ui.") and is_text_module(module)]
    reached, found = set(texts), list(texts)
    while found:
        new = graph()[found.pop()] - reached
        reached |= new
        found += new
    painted = [
        f"{module} imports {name}"
        for module in sorted(reached)
        for _, name in imports_of(modules()[module].read_text("utf-8"))
        if name.startswith(("PySide6.QtWidgets", "PySide6.QtGui"))
    ]
    assert not painted, "\n".join(painted)


def test_every_package_is_in_the_wheel() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = set(listed["tool"]["setuptools"]["packages"]) - {"desktop_app.resources"}
    there = {f"desktop_app.{package_of(module)}".rstrip(".") for module in modules()}
    assert packages == there


def late_imports(source: str) -> Iterator[tuple[int, str]]:
    """Yield the first line number and the text of each import inside a function."""
    lines = source.splitlines()
    spans = {
        (node.lineno, node.end_lineno or node.lineno)
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    yield from ((first, "\n".join(lines[first - 1 : last])) for first, last in sorted(spans))


def test_an_import_inside_a_function_says_why_it_is_not_at_the_top() -> None:
    unmarked = [
        f"{file.relative_to(ROOT)}:{number}: {text.strip()}"
        for file in modules().values()
        for number, text in late_imports(file.read_text("utf-8"))
        if not LAZY.search(text)
    ]
    assert not unmarked, "\n".join(unmarked)


def test_layers_below_services_load_no_qt() -> None:
    names = [
        f"desktop_app.{module}"
        for module, file in modules().items()
        if layer_of(module) in WITHOUT_QT and file.name != "__main__.py"
    ]
    code = f"import sys, importlib\nfor n in {names!r}: importlib.import_module(n)\n"
    code += "sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
