"""Shows a watcher what every window of the program receives."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow


class WindowEvents(QObject):
    """Passes the events of all windows to the event filter of a watcher. GUI thread.

    WORKAROUND: an event filter written in Python must not be installed on the application. PySide
    6.11 wraps each receiver, also an object whose constructor has not ended, and then looks up the
    type of something that is not there yet: the program crashes. Windows that open later are
    watched once one of them has the keyboard.
    """

    def __init__(self, watcher: QObject) -> None:
        super().__init__(watcher)
        self._watcher = watcher
        self._application = cast("QGuiApplication", QGuiApplication.instance())

    def start(self) -> None:
        """Begin to watch."""
        self._watch_windows(None)
        self._application.focusWindowChanged.connect(self._watch_windows)

    def stop(self) -> None:
        """Watch no longer."""
        self._application.focusWindowChanged.disconnect(self._watch_windows)
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self._watcher)

    def _watch_windows(self, _focus_window: QWindow | None) -> None:
        for window in QGuiApplication.allWindows():
            window.installEventFilter(self._watcher)
