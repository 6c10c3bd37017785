"""What can wait until the window can be used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

SETTLE_MS = 50
"""Milliseconds after the paint: what the paint has set in motion comes first."""


class AfterFirstPaint(QObject):
    """Calls ``callback`` once, after the first paint of a window that is ready, or at the first
    key.

    A timer alone would come before it: a window is painted when the system has made room for it.
    Whoever is quicker than that finds all keys at work: Qt asks the window about each key before it
    looks for a shortcut.
    """

    def __init__(
        self, window: QWidget, is_ready: Callable[[], bool], callback: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._is_ready = is_ready
        self._callback: Callable[[], None] | None = callback
        self._settle_timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle_timer.timeout.connect(self._finish)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # Qt's
        """Wait for the paint that shows all, or for a key."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            self._finish()
        elif kind == QEvent.Type.Paint and self._is_ready() and not self._settle_timer.isActive():
            self._settle_timer.start()
        return False

    def _finish(self) -> None:
        then, self._callback = self._callback, None
        if then is not None:
            self._window.removeEventFilter(self)
            self._settle_timer.stop()
            then()
