"""The row of buttons at the foot of a dialog, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box, ignore_enter_elsewhere

Role = QDialogButtonBox.ButtonRole


class Searching(QDialog):
    """A line to type in, a way out that was made first, and something to do."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.buttons = button_box(StandardButton.Close)
        self.close_button = self.buttons.button(StandardButton.Close)
        self.act = QPushButton("Act")
        self.buttons.addButton(self.act, Role.ActionRole)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.buttons)


@pytest.fixture
def dialog(qtbot: QtBot) -> Searching:
    made = Searching()
    qtbot.addWidget(made)
    return made


def shown(dialog: Searching, qtbot: QtBot) -> None:
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.line.setFocus()


def test_enter_in_a_search_line_does_not_close(dialog: Searching, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    dialog.act.clicked.connect(pressed.append)
    shown(dialog, qtbot)
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not pressed


def test_enter_presses_the_default_that_was_named(dialog: Searching, qtbot: QtBot) -> None:
    dialog.act.setDefault(True)
    shown(dialog, qtbot)
    with qtbot.waitSignal(dialog.act.clicked):
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_enter_presses_the_button_that_it_is_on(dialog: Searching, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    QTest.keyClick(dialog.close_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_tab_goes_from_left_to_right(dialog: Searching, qtbot: QtBot) -> None:
    shown(dialog, qtbot)
    order: list[QWidget | None] = [dialog.line]
    for _ in range(2):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        order.append(dialog.focusWidget())
    assert order == [dialog.line, *sorted((dialog.act, dialog.close_button), key=lambda b: b.x())]


def test_enter_on_a_button_elsewhere_presses_it_and_not_the_default(
    dialog: Searching, qtbot: QtBot
) -> None:
    other, pressed = QPushButton("Other"), list[str]()
    dialog.act.setDefault(True)
    dialog.act.clicked.connect(lambda: pressed.append("default"))
    other.clicked.connect(lambda: pressed.append("other"))
    ignore_enter_elsewhere(other)
    layout = dialog.layout()
    assert layout is not None
    layout.addWidget(other)
    shown(dialog, qtbot)
    QTest.keyClick(other, Qt.Key.Key_Return)
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert pressed == ["other", "default"]
