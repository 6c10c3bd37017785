"""A button acts at the key press, and its focus never falls on a neighbour."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import desktop_app.ui
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import CheckBox, PushButton, RadioButton
from desktop_app.ui.widgets.focus.focus_memory import FocusMemory

UI = Path(desktop_app.ui.__file__).parent
QT_BUTTONS = {"QPushButton", "QRadioButton", "QCheckBox"}
ALT = Qt.KeyboardModifier.AltModifier


class Working(QDialog):
    """A line to type in, a button that works, and Save and Cancel beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.banner = Banner()
        self.line = QLineEdit()
        self.work = PushButton("&Work")
        self.radio, self.box = RadioButton("&Radio"), CheckBox("&Box")
        self.buttons = button_box(StandardButton.Save, StandardButton.Cancel)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for part in (self.banner, self.line, self.work, self.radio, self.box, self.buttons):
            layout.addWidget(part)


@pytest.fixture
def dialog(qtbot: QtBot) -> Working:
    made = Working()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.mark.parametrize("shows", [True, False])
def test_a_button_that_comes_or_goes_takes_the_keyboard_from_no_other(
    qtbot: QtBot, shows: bool
) -> None:
    """Qt's box of buttons lays them out again, and the first field got the keyboard."""
    window = QDialog()
    qtbot.addWidget(window)
    box = button_box(StandardButton.Cancel)
    asks, guesses = PushButton("Ask"), PushButton("Guess")
    for button in (asks, guesses):
        box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    layout.addWidget(box)
    guesses.setVisible(not shows)
    window.show()
    asks.setFocus()
    guesses.setVisible(shows)
    assert window.focusWidget() is asks


def test_no_window_makes_a_button_of_qt() -> None:
    """Those wait 100 ms on a mnemonic, and give their focus away when they are disabled."""
    made = [
        f"{file.relative_to(UI)}:{node.lineno}"
        for file in sorted(UI.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in QT_BUTTONS
    ]
    assert made == []


def test_a_mnemonic_acts_at_the_key_press(dialog: Working) -> None:
    clicks: list[str] = []
    dialog.work.clicked.connect(lambda: clicks.append("work"))
    for key in (Qt.Key.Key_W, Qt.Key.Key_R, Qt.Key.Key_B):
        QTest.keyPress(dialog, key, ALT)
    assert clicks == ["work"]
    assert dialog.radio.isChecked()
    assert dialog.box.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_working_button_keeps_the_focus_and_takes_no_key(dialog: Working, key: Qt.Key) -> None:
    clicks: list[str] = []
    dialog.work.clicked.connect(lambda: clicks.append("work"))
    dialog.work.setFocus()
    dialog.work.setEnabled(False)
    QTest.keyClick(dialog.work, key)
    QTest.keyClick(dialog, Qt.Key.Key_W, ALT)
    QTest.mouseClick(dialog.work, Qt.MouseButton.LeftButton)
    dialog.work.click()
    assert dialog.isVisible()
    assert dialog.focusWidget() is dialog.work
    assert clicks == []
    assert not dialog.work.isEnabled()
    dialog.work.setEnabled(True)
    dialog.work.click()
    assert clicks == ["work"]


def test_a_working_button_is_disabled_once_the_user_moves_on(dialog: Working) -> None:
    dialog.work.setFocus()
    dialog.work.setEnabled(False)
    dialog.line.setFocus()
    dialog.work.setFocus()
    assert dialog.focusWidget() is dialog.line
    assert not dialog.work.isEnabled()


def test_a_button_without_the_focus_is_disabled_at_once(dialog: Working) -> None:
    dialog.line.setFocus()
    dialog.work.setEnabled(False)
    dialog.work.setFocus()
    assert dialog.focusWidget() is dialog.line


def test_the_focus_of_a_disabled_standard_button_does_not_fall_on_cancel(dialog: Working) -> None:
    save = dialog.buttons.button(StandardButton.Save)
    save.setFocus()
    save.setEnabled(False)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_a_hidden_button_names_who_takes_its_focus(dialog: Working) -> None:
    dialog.work.focus_after = dialog.line
    dialog.work.setFocus()
    dialog.work.hide()
    assert dialog.focusWidget() is dialog.line


def test_a_disabled_part_gives_the_focus_back(dialog: Working) -> None:
    memory, part = FocusMemory(dialog), QWidget(dialog)
    inside = QLineEdit(part)
    part.show()
    inside.setFocus()
    memory.set_enabled(False, part)
    assert dialog.focusWidget() is dialog
    memory.set_enabled(True, part)
    assert dialog.focusWidget() is inside
    memory.set_enabled(False, part)
    dialog.line.setFocus()
    memory.set_enabled(True, part)
    assert dialog.focusWidget() is dialog.line, "the user has moved on"


def test_a_banner_gives_the_focus_back(dialog: Working, qtbot: QtBot) -> None:
    dialog.line.setFocus()
    dialog.banner.show_message("Locked", ("Unlock", dialog.banner.hide))
    (unlock,) = dialog.banner.findChildren(PushButton)
    qtbot.waitUntil(unlock.isVisible)
    unlock.setFocus()
    unlock.click()
    assert dialog.focusWidget() is dialog.line
