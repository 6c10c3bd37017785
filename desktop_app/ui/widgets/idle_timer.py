"""Notices that nobody has used the program for a while."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from desktop_app.services.deadline import Deadline, next_look

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
    """Tells once after each idle time. It watches events only while a time is chosen.

    A computer that slept through the time was left: who comes back finds it locked.
    """

    left = Signal()
    """Nobody is there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = 0.0
        self._until: Deadline | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def watch(self, minutes: int) -> None:
        """Tell after so many idle minutes; 0 is never."""
        application = QCoreApplication.instance()
        if application is None:
            return
        application.removeEventFilter(self)
        self._timer.stop()
        self._until = None
        self._seconds = minutes * MINUTE / 1000
        if minutes > 0:
            application.installEventFilter(self)
            self._begin()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in USE:
            self._look()
            self._begin()
        return False

    def _begin(self) -> None:
        self._until = Deadline.after(self._seconds)
        self._timer.start(next_look(self._until))

    def _look(self) -> None:
        if self._until is None:
            return
        if self._until.is_over:
            self._until = None
            self.left.emit()
        else:
            self._timer.start(next_look(self._until))
