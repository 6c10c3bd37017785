"""Work that is put off until the window has been painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

SETTLE_MS = 50
"""Milliseconds from the first paint to the callback, so that events of the paint come first."""


class AfterFirstPaint(QObject):
    """Calls ``callback`` once: after the first paint of a ready window, or at the first key.

    A timer alone could fire before the paint, which waits for the window system. A key pressed
    earlier calls ``callback`` at once: Qt sends ShortcutOverride before it looks up a shortcut, so
    the shortcuts made by ``callback`` already work. GUI thread.
    """

    def __init__(
        self,
        window: QWidget,
        is_ready: Callable[[], bool],
        callback: Callable[[], None],
        settle_ms: int = SETTLE_MS,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._is_ready = is_ready
        self._callback: Callable[[], None] | None = callback
        self._settle_timer = QTimer(self, singleShot=True, interval=settle_ms)
        self._settle_timer.timeout.connect(self._finish)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # Qt's
        """Start the timer at the first paint of a ready window; finish at once at a key."""
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
