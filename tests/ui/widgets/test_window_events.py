"""Watching the windows of the program never meets an object that is still being made."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

import desktop_app
from desktop_app.ui.widgets.focus.window_events import WindowEvents


class Watcher(QObject):
    """Counts events of one kind."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.User
        return False


def test_windows_are_watched_that_open_later(qtbot: QtBot) -> None:
    watcher = Watcher()
    events = WindowEvents(watcher)
    windows = [QMainWindow(), QMainWindow()]
    for window in windows:
        qtbot.addWidget(window)
    windows[0].show()
    events.start()
    windows[1].show()
    windows[1].activateWindow()
    qtbot.waitUntil(windows[1].isActiveWindow)
    for window in windows:
        QCoreApplication.sendEvent(window.windowHandle(), QEvent(QEvent.Type.User))
    assert watcher.count == 2
    events.stop()
    QCoreApplication.sendEvent(windows[0].windowHandle(), QEvent(QEvent.Type.User))
    assert watcher.count == 2
    watcher.deleteLater()


def test_no_filter_is_installed_on_the_application() -> None:
    """PySide crashes there: it wraps objects whose constructors have not ended."""
    found = [
        f"{file.name}:{node.lineno}"
        for file in Path(desktop_app.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "installEventFilter"
        if "application" in ast.unparse(node.func.value).lower()
    ]
    assert found == []
