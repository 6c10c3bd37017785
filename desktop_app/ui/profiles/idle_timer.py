"""Detects that the user has not used the program for some time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from desktop_app.services.deadline import Deadline, next_check_ms
from desktop_app.ui.widgets.focus.window_events import WindowEvents

MINUTE_MS = 60_000
"""One minute in milliseconds."""
ACTIVITY_EVENTS = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class IdleTimer(QObject):
    """Emits ``timed_out`` once per idle period; watches events only while a timeout is set.

    Time that the computer sleeps counts as idle time.
    """

    timed_out = Signal()
    """The idle time has passed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._events = WindowEvents(self)
        self._seconds = 0.0
        self._deadline: Deadline | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._check_deadline)

    def set_timeout(self, minutes: int) -> None:
        """Set the idle time in minutes; 0 turns the timer off."""
        if self._seconds > 0:
            self._events.stop()
        self._timer.stop()
        self._deadline = None
        self._seconds = minutes * MINUTE_MS / 1000
        if minutes > 0:
            self._events.start()
            self._restart()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Restart the timer on user input."""
        if event.type() in ACTIVITY_EVENTS:
            self._check_deadline()
            self._restart()
        return False

    def _restart(self) -> None:
        self._deadline = Deadline.after(self._seconds)
        self._timer.start(next_check_ms(self._deadline))

    def _check_deadline(self) -> None:
        if self._deadline is None:
            return
        if self._deadline.is_expired:
            self._deadline = None
            self.timed_out.emit()
        else:
            self._timer.start(next_check_ms(self._deadline))
