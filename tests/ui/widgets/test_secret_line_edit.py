"""A secret field gives Qt nothing but bullets, and gives back what was typed to the letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

import desktop_app
from desktop_app.ui.widgets.line_edit import MAX_TEXT_LENGTH
from desktop_app.ui.widgets.secret_field import SecretField
from desktop_app.ui.widgets.secret_line_edit import SecretLineEdit

CANARY = "Zq7#vK9!xW"
HARD = "a\u0308\U0001f511\u2022 \u200bZ"
"""A combining mark, a character of two UTF-16 units, a bullet, and one that cannot be seen."""


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[SecretField]:
    made = SecretField("Password")
    made.resize(300, 40)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.deleteLater()


@pytest.fixture
def line(field: SecretField) -> SecretLineEdit:
    return field.line_edit


def told(line: QLineEdit) -> set[str]:
    """The characters that Qt has, and with it accessibility, input methods and the undo history."""
    held = QLineEdit.text(line) + line.displayText() + line.property("text")
    surrounding = line.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText)
    interface = QAccessible.queryAccessibleInterface(line)
    value = interface.text(QAccessible.Text.Value)
    text = interface.textInterface()
    return set(f"{held}{surrounding}{value}{text.text(0, text.characterCount())}")


def drop(line: QLineEdit, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_key = Qt.KeyboardModifier.NoModifier
    line.dropEvent(QDropEvent(QPointF(5, 5), copy, data, button, no_key))


def commit(line: QLineEdit, text: str) -> None:
    """Compose and commit a text, as an input method does."""
    QApplication.sendEvent(line, QInputMethodEvent(text[:1], []))
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def paste(line: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


Enter = Callable[[QLineEdit, str], None]
WAYS: dict[str, Enter] = {
    "typed": QTest.keyClicks,
    "pasted": paste,
    "dropped": drop,
    "input method": commit,
    "set": lambda line, text: line.setText(text),
}
BULLETS = {"•", "●", "*"}


@pytest.mark.parametrize("way", WAYS)
def test_qt_holds_bullets_whichever_way_a_secret_comes(line: SecretLineEdit, way: str) -> None:
    WAYS[way](line, CANARY)
    assert told(line) <= BULLETS
    assert line.text() == CANARY


@pytest.mark.parametrize("text", [HARD, "two\nlines", "\t tab ", "עברית\u202e", "•••"])
def test_what_is_pasted_comes_back_to_the_letter(line: SecretLineEdit, text: str) -> None:
    paste(line, text)
    assert line.text() == text
    QTest.keyClick(line, Qt.Key.Key_Home)
    QTest.keyClicks(line, "x")
    assert line.text() == f"x{text}"
    assert told(line) <= BULLETS


def keys(line: QLineEdit, *presses: tuple[Qt.Key, Qt.KeyboardModifier] | Qt.Key) -> None:
    for press in presses:
        key, modifier = press if isinstance(press, tuple) else (press, NO_KEY)
        QTest.keyClick(line, key, modifier)


NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
K = Qt.Key


@pytest.mark.parametrize(
    ("presses", "left"),
    [
        ([K.Key_Backspace], "Zq7#vK9!x"),
        ([K.Key_Home, K.Key_Delete], "q7#vK9!xW"),
        ([K.Key_Left, K.Key_Left, K.Key_Backspace], "Zq7#vK9xW"),
        ([K.Key_Home, (K.Key_Right, SHIFT), (K.Key_Right, SHIFT), K.Key_Delete], "7#vK9!xW"),
        ([(K.Key_Backspace, CONTROL)], ""),
        ([(K.Key_A, CONTROL), (K.Key_X, CONTROL)], ""),
        ([(K.Key_Z, CONTROL)], ""),
        ([(K.Key_Z, CONTROL), (K.Key_Z, CONTROL | SHIFT)], ""),
        ([(K.Key_A, CONTROL), K.Key_B], "b"),
        ([K.Key_Home, (K.Key_Right, SHIFT), K.Key_B], "bq7#vK9!xW"),
        ([K.Key_Escape, K.Key_Return, K.Key_F5, (K.Key_B, CONTROL)], CANARY),
    ],
)
def test_each_key_does_to_the_secret_what_it_does_to_the_bullets(
    line: SecretLineEdit, presses: list[Qt.Key], left: str
) -> None:
    QTest.keyClicks(line, CANARY)
    keys(line, *presses)
    assert line.text() == left
    assert told(line) <= BULLETS


@pytest.mark.parametrize(
    ("entry", "left"),
    [("edit-undo", ""), ("edit-paste", f"pasted{CANARY[1:]}"), ("edit-delete", CANARY[1:])],
)
def test_the_menu_of_the_line(line: SecretLineEdit, entry: str, left: str) -> None:
    QTest.keyClicks(line, CANARY)
    keys(line, K.Key_Home, (K.Key_Right, SHIFT))
    QGuiApplication.clipboard().setText("pasted")
    QTest.mousePress(line, Qt.MouseButton.RightButton)
    menu = open_menu(line)
    next(action for action in menu.actions() if action.objectName() == entry).trigger()
    menu.close()
    assert line.text() == left
    assert told(line) <= BULLETS


def open_menu(line: QLineEdit) -> QMenu:
    """Open the context menu by its event, as the platform does."""
    at = QPoint(5, 5)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(line, QContextMenuEvent(reason, at, line.mapToGlobal(at), NO_KEY))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_showing_it_paints_it_and_tells_it_to_no_one(field: SecretField) -> None:
    line = field.line_edit
    line.setText("a")
    masked = line.grab().toImage()
    field.show_button.pressed.emit()
    assert told(line) <= BULLETS
    assert QAccessible.queryAccessibleInterface(line).state().passwordEdit
    assert line.grab().toImage() != masked
    field.show_button.released.emit()
    assert line.grab().toImage() == masked


def test_a_long_secret_is_shown_up_to_the_cursor(field: SecretField) -> None:
    line = field.line_edit
    line.setText("i" * 500 + "W")
    field.show_button.pressed.emit()
    line.end(False)
    last = line.grab().toImage()
    line.home(False)
    assert line.grab().toImage() != last


def test_an_input_method_may_replace_what_it_committed(line: SecretLineEdit) -> None:
    commit(line, "aX")
    event = QInputMethodEvent("", [])
    event.setCommitString("\u00e9", -1, 1)
    QApplication.sendEvent(line, event)
    assert line.text() == "a\u00e9"
    assert told(line) <= BULLETS


def test_a_screen_reader_is_told_that_it_is_secret_and_how_long(line: SecretLineEdit) -> None:
    QTest.keyClicks(line, CANARY)
    interface = QAccessible.queryAccessibleInterface(line)
    assert interface.state().passwordEdit
    assert interface.textInterface().characterCount() == len(CANARY)


@pytest.mark.parametrize(
    ("written", "left"),
    [("abc", "abc"), ("••Q••••••••", "ZqQ7#vK9!xW"), ("", ""), ("•••", "")],
)
def test_what_assistive_technology_writes_is_taken_and_masked(
    line: SecretLineEdit, written: str, left: str
) -> None:
    QTest.keyClicks(line, CANARY)
    QAccessible.queryAccessibleInterface(line).setText(QAccessible.Text.Value, written)
    assert line.text() == left, "what cannot be told is asked for again"
    assert told(line) <= BULLETS


def test_every_change_is_told_once_and_one_that_is_none_is_not(field: SecretField) -> None:
    told_times = list[str]()
    field.edited.connect(lambda: told_times.append(field.text()))
    QTest.keyClicks(field.line_edit, "ab")
    field.line_edit.setText("cd")
    field.line_edit.setText("cd")
    field.clear()
    assert told_times == ["a", "ab", "cd", ""]


def test_a_paste_that_is_too_long_is_cut_and_said(line: SecretLineEdit) -> None:
    paste(line, "x" * (MAX_TEXT_LENGTH + 5))
    assert line.is_truncated
    assert line.text() == "x" * MAX_TEXT_LENGTH
    assert told(line) <= BULLETS


def test_a_locked_line_takes_nothing(line: SecretLineEdit) -> None:
    line.setText(CANARY)
    line.setReadOnly(True)
    QTest.keyClicks(line, "x")
    keys(line, K.Key_Backspace)
    paste(line, "x")
    drop(line, "x")
    commit(line, "x")
    assert line.text() == CANARY


def test_no_other_line_is_masked_by_qt_alone() -> None:
    ui = Path(desktop_app.__file__).parent
    masked = [file.name for file in ui.rglob("*.py") if "EchoMode" in file.read_text("utf-8")]
    assert masked == ["secret_line_edit.py"]


def test_an_empty_field_offers_nothing_to_show_or_copy(field: SecretField) -> None:
    """Beside a stored password that is kept, the buttons seemed to show and copy that one."""
    buttons = field.findChildren(QToolButton)
    assert len(buttons) == 2
    assert not any(button.isEnabled() for button in buttons)
    QTest.keyClicks(field.line_edit, "x")
    assert all(button.isEnabled() for button in buttons)
    field.show_button.setFocus()
    field.clear()
    assert not any(button.isEnabled() for button in buttons)
    assert field.window().focusWidget() is field.line_edit, "and no neighbour"
