"""Something that keeps calls of any thread waiting until the test lets them go."""

from __future__ import annotations

import threading

from desktop_app.net.cancel_token import CancelToken

PATIENCE = 10.0
"""Seconds after which a wait for something that must come is a failure."""


class CallGate:
    """Keeps calls waiting. ``arrived`` counts those that came so far."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._open = False
        self.arrived = 0
        self.most_at_once = 0
        self._inside = 0

    def open(self) -> None:
        with self._news:
            self._open = True
            self._news.notify_all()

    def wait_for(self, count: int) -> None:
        """Wait in the test until so many calls came."""
        with self._news:
            assert self._news.wait_for(lambda: self.arrived >= count, PATIENCE), self.arrived

    def pass_through(self, cancel: CancelToken) -> None:
        with cancel.on_cancel(self._wake), self._news:
            self.arrived += 1
            self._inside += 1
            self.most_at_once = max(self.most_at_once, self._inside)
            self._news.notify_all()
            self._news.wait_for(lambda: self._open or cancel.cancelled)
            self._inside -= 1
        cancel.check()

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()
