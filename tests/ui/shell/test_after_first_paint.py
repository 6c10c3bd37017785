"""What waits for the first paint is there for whoever is quicker."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_app.ui.shell.after_first_paint import AfterFirstPaint


def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_it_comes_once_after_the_paint(qtbot: QtBot) -> None:
    shown, done = window(qtbot), list[str]()
    AfterFirstPaint(shown, lambda: True, lambda: done.append("once"))
    shown.show()
    qtbot.waitUntil(lambda: bool(done))
    shown.repaint()
    QTest.keyClick(shown, Qt.Key.Key_N)
    assert done == ["once"]


def test_it_waits_until_the_window_is_ready(qtbot: QtBot) -> None:
    shown, ready, done = window(qtbot), list[str](), list[str]()
    AfterFirstPaint(shown, lambda: bool(ready), lambda: done.append("once"))
    with qtbot.waitExposed(shown):
        shown.show()
    shown.repaint()
    assert not done
    ready.append("now")
    shown.repaint()
    qtbot.waitUntil(lambda: bool(done))


def test_the_first_key_finds_its_action(qtbot: QtBot) -> None:
    shown, done = window(qtbot), list[str]()

    def make() -> None:
        action = QAction("New", shown)
        action.setShortcut(QKeySequence("Ctrl+Shift+N"))
        action.triggered.connect(lambda: done.append("new"))
        shown.addAction(action)

    AfterFirstPaint(shown, lambda: False, make)
    with qtbot.waitActive(shown):
        shown.show()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown, Qt.Key.Key_N, control)
    assert done == ["new"]
