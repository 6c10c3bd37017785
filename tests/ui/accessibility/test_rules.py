"""The rules of results, held against the source: none is silent, none hides behind a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).parents[3] / "desktop_app/ui"
PLAIN_LABELS = {"QLabel", "plain_label"}
LABELS = PLAIN_LABELS | {"ResultLabel"}
WHILE_BUILDING = {"__init__", "_build_ui", "_build_review"}

SILENT = {
    "Banner.label": "the banner announces its text where it is new",
    "CheckWindow.detail_label": "tells of the row that the user chose",
    "FieldRow.label": "the name of a field",
    "FoldedSection.title": "details that are there to be read after the result",
    "KeepTrialOffer.label": "says why passwords are needed; the end of the test is announced",
    "MailboxDetails.state_label": "tells of the row that the user chose",
    "MailboxCheckPage.address_label": "names what the window is about",
    "MailboxCheckPage.login_label": "names what the window is about",
    "MailboxCheckPage.note_label": "announced with the result",
    "MailboxCheckPage.source_label": "when and from where, after the result",
    "PasswordEditor.saved_note": "tells of the field, which it describes",
    "PasswordRotationDialog.help_label": "says how to begin, and why to save soon",
    "PasswordRotationDialog.detail": "tells of the row that the user chose",
    "RefreshAllDialog.errors_label": "announced with the end",
    "RunPage.headline": "announced with the end",
    "RunPage.detail": "tells of the row that the user chose",
    "SecretField.oddity_label": "tells of the field, which it describes",
    "SendingLine.label": "follows what the user enters, and describes the save button",
    "SignInForm.session_label": "a state of the password storage, beside the choice it replaces",
    "SecretStorageDialog.policy_label": "does not change while the dialog is open",
}
"""The labels whose text changes in silence, and why."""


def classes() -> Iterator[ast.ClassDef]:
    for file in sorted(UI.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        yield from (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def labels_of(kind: ast.ClassDef, makers: set[str]) -> set[str]:
    """Return the attributes of a class that are made as labels by one of ``makers``."""
    found = set()
    for node in ast.walk(kind):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                found |= set(_made(target, node.value, makers))
    return found


def _made(target: ast.expr, value: ast.expr, makers: set[str]) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for left, right in zip(target.elts, value.elts, strict=True):
            yield from _made(left, right, makers)
    elif isinstance(target, ast.Attribute) and _is_call_of(value, makers):
        yield target.attr


def _is_call_of(value: ast.expr, makers: set[str]) -> bool:
    function = value.func if isinstance(value, ast.Call) else None
    return isinstance(function, ast.Name) and function.id in makers


def calls_on(kind: ast.ClassDef, method: str, passed_over: set[str]) -> set[str]:
    """Return the attributes of ``self`` on which a class calls a method."""
    return {
        node.func.value.attr
        for function in kind.body
        if isinstance(function, ast.FunctionDef) and function.name not in passed_over
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and isinstance(node.func.value, ast.Attribute)
    }


def silent_labels(kind: ast.ClassDef) -> set[str]:
    """Return the plain labels of a class whose text changes after the class is built."""
    changing = calls_on(kind, "setText", WHILE_BUILDING)
    return {f"{kind.name}.{name}" for name in changing & labels_of(kind, PLAIN_LABELS)}


def test_a_label_whose_text_changes_announces_it_or_says_why_not() -> None:
    found = set().union(*(silent_labels(kind) for kind in classes()))
    assert found == set(SILENT)


def test_a_label_for_results_announces_them() -> None:
    mute = {
        f"{kind.name}.{name}"
        for kind in classes()
        for name in labels_of(kind, {"ResultLabel"})
        if name not in calls_on(kind, "show_result", set())
    }
    assert mute == set()


def test_no_label_has_a_name_in_place_of_its_text() -> None:
    named = {
        f"{kind.name}.{name}"
        for kind in classes()
        for name in calls_on(kind, "setAccessibleName", set()) & labels_of(kind, LABELS)
    }
    assert named == set()


@pytest.mark.parametrize("maker", sorted(PLAIN_LABELS))
def test_a_silent_label_is_seen(maker: str) -> None:
    source = (
        f"class A:\n def __init__(self):\n  self.note, self.other = {maker}(), 1\n"
        " def on_end(self):\n  self.note.setText('')\n"
    )
    (kind,) = ast.parse(source).body
    assert isinstance(kind, ast.ClassDef)
    assert silent_labels(kind) == {"A.note"}
