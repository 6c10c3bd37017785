"""Every word in a window can be translated, and a tool can find it in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).parents[2] / "desktop_app" / "ui"
SHOWS = {
    "QLabel",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QGroupBox",
    "QAction",
    "addAction",
    "addMenu",
    "addRow",
    "addTab",
    "say",
    "setAccessibleDescription",
    "setAccessibleName",
    "setInformativeText",
    "setPlaceholderText",
    "setPrefix",
    "setSpecialValueText",
    "setStatusTip",
    "setSuffix",
    "setText",
    "setTitle",
    "setToolTip",
    "setWindowTitle",
    "showMessage",
}
"""Calls whose texts a person reads."""
NAMES = {"Mailbox Admin", "http://proxy.example.com:8080", "nb-NO", "NO", "Cust12345"}
"""What is the same in every language."""


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    for file in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield file, node, name


def words_in(node: ast.expr) -> str:
    """The letters of a literal; empty for anything else."""
    literals = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [n.value for n in literals if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return " ".join(text for text in texts if any(map(str.isalpha, text)))


def test_what_a_window_shows_goes_through_the_translator() -> None:
    bare = [
        f"{file.name}:{node.lineno}: {words_in(argument)}"
        for file, node, name in calls()
        if name in SHOWS
        for argument in node.args
        if words_in(argument) and words_in(argument) not in NAMES
    ]
    assert not bare, bare


def test_what_goes_through_the_translator_is_a_literal() -> None:
    """A text that is put together before it is translated is found by no tool, and by no one."""
    hidden = [
        f"{file.name}:{node.lineno}"
        for file, node, name in calls()
        if (name == "tr" and node.args) or (name == "translate" and len(node.args) > 1)
        if not isinstance(node.args[int(name == "translate")], ast.Constant)
        and not _is_own_tr(file, node)
    ]
    assert not hidden, hidden


def _is_own_tr(file: Path, node: ast.Call) -> bool:
    """The rooms of words have a ``tr`` of their own, which hands its text on."""
    line = file.read_text(encoding="utf-8").splitlines()[node.lineno - 1]
    return "QCoreApplication.translate(" in line and line.strip().startswith("return")
