"""Taking turns between threads, in a way that a wait can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.net.cancel_token import Cancel


class Turns:
    """Lets one thread in at a time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = False

    @contextmanager
    def mine(self, cancel: Cancel) -> Iterator[None]:
        """Wait for the turn and hold it for the block. Raises Cancelled while waiting."""
        with cancel.calling(self._wake), self._changed:
            self._changed.wait_for(lambda: cancel.cancelled or not self._busy)
            cancel.check()
            self._busy = True
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
