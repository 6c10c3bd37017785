"""Keys typed while a dialog opens go to the dialog: each once, in order, and none of them acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QMainWindow,
)
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.focus.type_ahead import TypeAhead, expect_typing

ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


Opens = Callable[[], "Opened"]


class Opened(QDialog):
    """Two fields, and buttons that accept and reject."""

    def __init__(self, owner: QMainWindow) -> None:
        super().__init__(owner)
        self.user_name, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.buttons = QDialogButtonBox()
        self.save = self.buttons.addButton("&Save", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        layout = QFormLayout(self)
        layout.addRow("&User name", self.user_name)
        layout.addRow("&Password", self.password)
        layout.addRow(self.buttons)


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QMainWindow]:
    """The window that has the keyboard, with a box that takes what is typed."""
    window = QMainWindow()
    window.setCentralWidget(QLineEdit())
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    assert not window.findChildren(TypeAhead)


@pytest.fixture(params=["modal", "not modal"])
def opens(request: pytest.FixtureRequest, owner: QMainWindow) -> Opens:
    """Shows a dialog, which has not got the keyboard until events are processed."""

    def shown() -> Opened:
        dialog = Opened(owner)
        if request.param == "modal":
            dialog.open()
        else:
            dialog.show()
        expect_typing(dialog)
        assert not dialog.isActiveWindow()
        return dialog

    return shown


def presses(
    owner: QMainWindow,
    key: int,
    text: str = "",
    held: Qt.KeyboardModifier = NONE,
) -> None:
    """Press a key in the window that has the keyboard still, before any other event comes."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(handle(owner), QKeyEvent(kind, key, held, text))


def types(owner: QMainWindow, text: str) -> None:
    """Type into the window that has the keyboard still."""
    for letter in text:
        presses(owner, ord(letter.upper()), letter)


def clicks(owner: QMainWindow) -> None:
    """Press the mouse button in the window that has the keyboard still."""
    place, left = QPointF(5, 5), Qt.MouseButton.LeftButton
    press = QMouseEvent(QEvent.Type.MouseButtonPress, place, place, left, left, NONE)
    QCoreApplication.sendEvent(handle(owner), press)


def handle(owner: QMainWindow) -> QWindow:
    return owner.windowHandle()


def gets_keyboard(qtbot: QtBot, dialog: Opened) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.waitUntil(lambda: not dialog.findChildren(TypeAhead))


def box_of(owner: QMainWindow) -> str:
    box = owner.centralWidget()
    assert isinstance(box, QLineEdit)
    return box.text()


def test_letters_arrive_once_and_in_order(qtbot: QtBot, owner: QMainWindow, opens: Opens) -> None:
    dialog = opens()
    types(owner, "sales")
    presses(owner, Qt.Key.Key_Tab)
    types(owner, "Sécrèt Ж")
    gets_keyboard(qtbot, dialog)
    QTest.keyClicks(dialog.password, "-2026")
    assert (dialog.user_name.text(), dialog.password.text()) == ("sales", "Sécrèt Ж-2026")
    assert box_of(owner) == ""


def test_a_key_leads_to_its_field(qtbot: QtBot, owner: QMainWindow, opens: Opens) -> None:
    dialog = opens()
    presses(owner, Qt.Key.Key_P, held=ALT)
    types(owner, "Secret")
    gets_keyboard(qtbot, dialog)
    assert dialog.password.text() == "Secret"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_no_answer_acts_nor_what_follows(
    qtbot: QtBot, owner: QMainWindow, opens: Opens, key: Qt.Key
) -> None:
    dialog = opens()
    types(owner, "ab")
    presses(owner, key)
    types(owner, "cd")
    gets_keyboard(qtbot, dialog)
    assert dialog.user_name.text() == "ab"
    assert dialog.isVisible()


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_S, ALT), (Qt.Key.Key_Space, NONE)])
def test_no_button_is_pressed(
    qtbot: QtBot,
    owner: QMainWindow,
    opens: Opens,
    key: Qt.Key,
    held: Qt.KeyboardModifier,
) -> None:
    dialog = opens()
    types(owner, "a")
    if key == Qt.Key.Key_Space:
        presses(owner, Qt.Key.Key_Tab)
        presses(owner, Qt.Key.Key_Tab)
    presses(owner, key, " ", held)
    types(owner, "b")
    gets_keyboard(qtbot, dialog)
    assert dialog.isVisible()
    assert (dialog.user_name.text(), dialog.password.text()) == ("a", "")


def test_a_space_is_a_letter_of_a_passphrase(
    qtbot: QtBot, owner: QMainWindow, opens: Opens
) -> None:
    dialog = opens()
    types(owner, "two words")
    gets_keyboard(qtbot, dialog)
    assert dialog.user_name.text() == "two words"


def test_a_click_in_another_window_ends_it(qtbot: QtBot, owner: QMainWindow, opens: Opens) -> None:
    dialog = opens()
    types(owner, "ab")
    clicks(owner)
    gets_keyboard(qtbot, dialog)
    assert dialog.user_name.text() == ""


def test_closing_the_dialog_ends_it(qtbot: QtBot, owner: QMainWindow, opens: Opens) -> None:
    dialog = opens()
    types(owner, "ab")
    dialog.done(0)
    qtbot.waitUntil(lambda: not dialog.findChildren(TypeAhead))
    owner.activateWindow()
    qtbot.waitUntil(owner.isActiveWindow)
    types(owner, "cd")
    assert box_of(owner) == "cd"
    assert dialog.user_name.text() == ""


def test_a_window_that_comes_first_gets_its_own_keys(
    qtbot: QtBot, qapp: QApplication, owner: QMainWindow, opens: Opens
) -> None:
    dialog, other = opens(), QLineEdit()
    qtbot.addWidget(other)
    types(owner, "ab")
    other.winId()
    qapp.focusWindowChanged.emit(other.windowHandle())  # the window system is slow to say this
    gets_keyboard(qtbot, dialog)
    assert dialog.user_name.text() == ""


def test_a_modal_dialog_blocks_its_owner_again(qtbot: QtBot, owner: QMainWindow) -> None:
    dialog = Opened(owner)
    dialog.open()
    expect_typing(dialog)
    gets_keyboard(qtbot, dialog)
    assert dialog.windowHandle().transientParent() is owner.windowHandle()
    types(owner, "ab")
    QTest.mouseClick(handle(owner), Qt.MouseButton.LeftButton)
    assert box_of(owner) == ""
    dialog.done(0)


def test_a_dialog_that_has_the_keyboard_expects_nothing(qtbot: QtBot, owner: QMainWindow) -> None:
    dialog = Opened(owner)
    dialog.show()
    gets_keyboard(qtbot, dialog)
    expect_typing(dialog)
    assert not dialog.findChildren(TypeAhead)
