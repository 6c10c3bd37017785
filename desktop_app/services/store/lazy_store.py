"""The store of the data folder, opened by the first worker that needs it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.errors import NothingKept

if TYPE_CHECKING:  # imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.services.store.local_store import OfflineShelf

Result = TypeVar("Result")


class LateShelf:
    """One store for all threads, one after another. It knows nothing of Qt."""

    def __init__(self, folder: Callable[[], Path], aside: Callable[[Path], None]) -> None:
        self._folder = folder
        self._aside = aside
        self._lock = threading.Lock()
        self._shelf: OfflineShelf | None = None
        self._closed = False

    def run(self, work: Callable[[OfflineShelf], Result]) -> Result:
        """Do some work in the calling thread. Raises NothingKept."""
        with self._lock:
            return self._opened().run(work)

    def close(self, seconds: float = -1) -> None:
        """Close the file, waiting at most so long for a thread; later work raises NothingKept."""
        self._closed = True
        if self._lock.acquire(timeout=seconds):
            if self._shelf is not None:
                self._shelf.close()
                self._shelf = None
            self._lock.release()

    def _opened(self) -> OfflineShelf:
        if self._closed:
            raise NothingKept("closed")
        if self._shelf is None:
            from desktop_app.services.store.local_store import OfflineShelf

            self._shelf = OfflineShelf(self._folder(), self._aside)
        return self._shelf
