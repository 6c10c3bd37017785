"""The index of kept passwords, for whichever thread needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.storage.saved_passwords import SavedPasswordStore

Result = TypeVar("Result")


class SavedPasswordIndex:
    """The index in the store that all threads share; no keyring is asked while one has it."""

    def __init__(self, store: LazyStore) -> None:
        self._store = store

    def run(self, work: Callable[[SavedPasswordStore], Result]) -> Result:
        """What the work gives. Raises StoreUnavailable."""
        return self._store.run(lambda store: work(store.saved_passwords))
