"""Taking turns between threads, in a way that a wait can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.net.cancel_token import CancelToken


class CancellableLock:
    """Lets one thread in at a time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held = False

    @contextmanager
    def acquire(self, cancel: CancelToken) -> Iterator[None]:
        """Wait for the turn and hold it for the block. Raises Cancelled while waiting."""
        with cancel.on_cancel(self._notify), self._changed:
            self._changed.wait_for(lambda: cancel.cancelled or not self._held)
            cancel.check()
            self._held = True
        try:
            yield
        finally:
            with self._changed:
                self._held = False
                self._changed.notify_all()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()
