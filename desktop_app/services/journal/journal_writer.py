"""Writes journal entries from any worker thread."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.errors import (
    FileLocksMissing,
    JournalLocksMissing,
    JournalWriteFailed,
    StoreUnavailable,
)
from desktop_app.core.journal import JournalContext, JournalEntry, SaveOutcome
from desktop_app.services.store.lazy_store import LazyStore

if TYPE_CHECKING:
    from desktop_app.services.store.local_store import LocalStore


class JournalWriter:
    """Writes the journal entries of saves, from any thread.

    ``on_change`` is called in that thread after each write. ``before_save`` runs before the entry
    of a save is written, and its data is on disk first.
    """

    def __init__(
        self,
        store: LazyStore,
        on_change: Callable[[], None] = lambda: None,
        before_save: Callable[[LocalStore], None] | None = None,
    ) -> None:
        self._store = store
        self._on_change = on_change
        self._before_save = before_save

    def begin(self, entry: JournalEntry) -> int:
        """Write the entry of a save to disk and return its id. Raises JournalWriteFailed."""

        def work(store: LocalStore) -> int:
            if self._before_save is not None:
                self._before_save(store)
            return store.journal.start(_with_account(entry))

        try:
            number = self._store.run(work)
        except FileLocksMissing as error:
            raise JournalLocksMissing(error.detail) from None
        except StoreUnavailable as error:
            raise JournalWriteFailed(error.detail) from None
        self._on_change()
        return number

    def refuse_repeat(self, operation_id: str) -> None:
        """Raise AlreadySent if an operation was saved or its outcome is open; "" is never refused.

        A create asks this first: its own mailbox would look like somebody else's. Raises
        JournalWriteFailed.
        """
        if not operation_id:
            return
        try:
            self._store.run(lambda store: store.journal.refuse_repeat(operation_id))
        except StoreUnavailable as error:
            raise JournalWriteFailed(error.detail) from None

    def end(self, entry_id: int, outcome: SaveOutcome, reason: str, mailbox_id: int) -> None:
        """Write the outcome of a save; if that fails, the entry stays open for a later lookup."""
        self._write_or_skip(
            lambda store: store.journal.finish(entry_id, outcome, reason, mailbox_id)
        )

    def add(self, entry: JournalEntry) -> None:
        """Write the entry of a save that ended before anything was sent."""
        self._write_or_skip(lambda store: store.journal.add(_with_account(entry)))

    def _write_or_skip(self, write: Callable[..., object]) -> None:
        try:
            self._store.run(write)
        except StoreUnavailable:
            return
        self._on_change()


def _with_account(entry: JournalEntry) -> JournalEntry:
    return replace(entry, account=account(), computer=computer())


@cache
def account() -> str:
    """Return the operating system's user name, on POSIX not taken from the environment."""
    if sys.platform == "win32":
        return "\\".join(filter(None, (os.environ.get("USERDOMAIN"), os.getlogin())))
    import pwd  # lazy: platform

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


@cache
def computer() -> str:
    """Return the host name of this computer."""
    return socket.gethostname()


JournalTarget = tuple[JournalWriter, JournalContext]
"""The writer of a save's entries, and the context that the entries share."""
