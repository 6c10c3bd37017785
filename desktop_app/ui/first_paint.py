"""What can wait until the window can be used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

SETTLED = 50
"""Milliseconds after the paint: what the paint has set in motion comes first."""


class FirstPaint(QObject):
    """Calls ``then`` once, after the first paint of a window that is ready.

    A timer alone would come before it: a window is painted when the system has made room for it.
    """

    def __init__(
        self, window: QWidget, is_ready: Callable[[], bool], then: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._is_ready = is_ready
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint that shows all."""
        if event.type() == QEvent.Type.Paint and self._is_ready():
            watched.removeEventFilter(self)
            QTimer.singleShot(SETTLED, self, self._then)
        return False
