"""Notices that nobody has used the program for a while."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

MINUTE = 60_000
"""In milliseconds."""
USE = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class Idle(QObject):
    """Tells once after each idle time. It watches events only while a time is chosen."""

    left = Signal()
    """Nobody is there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watching = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.left)

    def watch(self, minutes: int) -> None:
        """Tell after so many idle minutes; 0 is never."""
        application = QCoreApplication.instance()
        if application is None:
            return
        if self._watching:
            application.removeEventFilter(self)
        self._watching = minutes > 0
        self._timer.stop()
        if self._watching:
            application.installEventFilter(self)
            self._timer.start(minutes * MINUTE)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in USE:
            self._timer.start()
        return False
