"""Writes journal entries from any worker thread."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.errors import JournalWriteFailed, StoreUnavailable
from desktop_app.core.journal import JournalContext, JournalEntry, SaveOutcome
from desktop_app.services.store.lazy_store import LazyStore

if TYPE_CHECKING:
    from desktop_app.services.store.local_store import LocalStore


class JournalWriter:
    """Writes the lines of saves, from any worker. ``on_change`` hears of each new line.

    ``before_save`` is done before a save goes out, and is on the disk before its line is.
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
        """Its number, once the line is on the disk. Raises JournalWriteFailed."""

        def work(store: LocalStore) -> int:
            if self._before_save is not None:
                self._before_save(store)
            return store.journal.start(_with_account(entry))

        try:
            number = self._store.run(work)
        except StoreUnavailable as error:
            raise JournalWriteFailed(error.detail) from None
        self._on_change()
        return number

    def end(self, entry_id: int, outcome: SaveOutcome, reason: str, mailbox_id: int) -> None:
        """What became of it. If that cannot be written, the line stays open and is looked up."""
        self._write_or_skip(
            lambda store: store.journal.finish(entry_id, outcome, reason, mailbox_id)
        )

    def add(self, entry: JournalEntry) -> None:
        """A save that ended before anything was sent."""
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
    """The operating system's name of the person at this computer, not what the environment says."""
    if sys.platform == "win32":
        return "\\".join(filter(None, (os.environ.get("USERDOMAIN"), os.getlogin())))
    import pwd  # lazy: platform

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


@cache
def computer() -> str:
    """The name of this computer."""
    return socket.gethostname()


JournalTarget = tuple[JournalWriter, JournalContext]
"""What writes the entries of a save, and whose save it is."""
