"""Keeps what the user typed when the operating system ends the program by a signal."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

SIGNALS = tuple(
    number
    for name in ("SIGTERM", "SIGINT", "SIGHUP")  # Windows has no SIGHUP
    if (number := getattr(signal, name, None)) is not None
)


class TerminationSignals(QObject):
    """Calls ``keep_work`` at the first signal, and then lets the signal end the program.

    A second signal ends the program at once. GUI thread. A handler of Python alone would wait until
    the event loop runs Python code: the signal arrives here through a socket instead.
    """

    def __init__(self, keep_work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._keep_work = keep_work
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno())
        for number in SIGNALS:
            signal.signal(number, _leave_to_socket)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def close(self) -> None:
        """Let each signal end the program at once again."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for end in (self._reader, self._writer):
            end.close()

    def _on_signal(self) -> None:
        number = self._reader.recv(1)[0]
        self.close()
        self._keep_work()
        signal.raise_signal(number)


def _leave_to_socket(_number: int, _frame: object) -> None:
    """Do nothing: Python writes the number to the socket, even while Qt waits for events."""
