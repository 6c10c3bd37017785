"""Cancelling a call or a wait from another thread, at once and in any phase."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_app.core.errors import Cancelled


class CancelToken:
    """A request to stop, made from any thread, once and for good.

    A waiting thread registers with ``on_cancel`` how to be woken; nothing polls.
    """

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._event.is_set()

    def cancel(self) -> None:
        """Stop everything that waits with this token, now and later. Never blocks, never raises."""
        self._event.set()
        with self._lock:
            wakers = list(self._callbacks)
        for wake in wakers:
            wake()

    def check(self) -> None:
        """Raise Cancelled if ``cancel`` was called."""
        if self.cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait for ``seconds``. Raises Cancelled as soon as ``cancel`` is called."""
        self._event.wait(seconds)
        self.check()

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """Call ``callback``, from any thread, if the token is cancelled before the block ends.

        ``callback`` must neither block nor raise, and may be called twice. If the token is already
        cancelled, ``callback`` is called at once.
        """
        with self._lock:
            self._callbacks.append(callback)
        try:
            if self.cancelled:
                callback()
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)


class CancellableLock:
    """A lock for one thread at a time, whose wait can be cancelled."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held = False

    @contextmanager
    def acquire(self, cancel: CancelToken) -> Iterator[None]:
        """Hold the lock for the block. Raises Cancelled while waiting for the lock."""
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
