"""The index of kept passwords, for whichever thread needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop_app.services.store.lazy_store import LateShelf
from desktop_app.storage.saved_passwords import KeptPasswords

Result = TypeVar("Result")


class KeptIndex:
    """The index in the store that all threads share; no keyring is asked while one has it."""

    def __init__(self, shelf: LateShelf) -> None:
        self._shelf = shelf

    def use(self, work: Callable[[KeptPasswords], Result]) -> Result:
        """What the work gives. Raises NothingKept."""
        return self._shelf.run(lambda shelf: work(shelf.kept_passwords))
