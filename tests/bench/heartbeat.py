"""A heart that beats every millisecond on the GUI thread; a gap is time without a repaint."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot

LIMIT = 120.0
"""Seconds after which something that is waited for has failed to come."""


class Heartbeat(QObject):
    """Beats inside its ``with`` block. ``longest`` is the longest gap so far, in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Heartbeat:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._beat()
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def run_event_loop(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], bool]) -> None:
    """Let the window live until something holds, looked at every few milliseconds."""
    loop, end = QEventLoop(), time.monotonic() + LIMIT
    look = QTimer(interval=5)
    came = False

    def check() -> None:
        nonlocal came
        came = came or holds()
        if came or time.monotonic() > end:
            loop.quit()

    look.timeout.connect(check)
    look.start()
    loop.exec()
    look.stop()
    assert came, "what was waited for did not come"
