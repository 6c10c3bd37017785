"""The database of the data folder, opened by the first worker that needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.errors import StoreUnavailable

if TYPE_CHECKING:  # imported by the first worker that needs it, not at the start
    from desktop_app.services.store.local_store import LocalStore

Result = TypeVar("Result")


class LazyStore:
    """One LocalStore for all worker threads, used by one at a time. Holds no Qt objects.

    ``on_replaced`` gets the path of a damaged file, in the calling worker's thread.
    """

    def __init__(self, folder: Callable[[], Path], on_replaced: Callable[[Path], None]) -> None:
        self._folder = folder
        self._on_replaced = on_replaced
        self._lock = threading.Lock()
        self._store: LocalStore | None = None
        self._is_closed = False

    def run(self, work: Callable[[LocalStore], Result]) -> Result:
        """Run ``work`` in the calling thread and return its result. Raises StoreUnavailable."""
        with self._lock:
            return self._get_store().run(work)

    def close(self, timeout: float = -1) -> None:
        """Close the file; later work raises StoreUnavailable.

        Waits at most ``timeout`` seconds for running work, after which the file stays open; -1
        waits without limit.
        """
        self._is_closed = True
        if self._lock.acquire(timeout=timeout):
            if self._store is not None:
                self._store.close()
                self._store = None
            self._lock.release()

    def _get_store(self) -> LocalStore:
        if self._is_closed:
            raise StoreUnavailable("closed")
        if self._store is None:
            from desktop_app.services.store.local_store import LocalStore  # lazy: start

            self._store = LocalStore(self._folder(), self._on_replaced)
        return self._store
