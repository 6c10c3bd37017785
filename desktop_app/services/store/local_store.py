"""The open database and its stores, for one thread at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from desktop_app.core.errors import FileLocksMissing, StoreUnavailable
from desktop_app.core.journal import PROGRAM_ENDED
from desktop_app.core.mailbox_list.listing import CachedProfile
from desktop_app.storage.bulk_runs import BulkRunStore
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.database import (
    DatabaseUnavailable,
    FileLocksUnsupported,
    OpenedDatabase,
    is_damage,
    open_database,
    set_database_aside,
)
from desktop_app.storage.drafts import DraftStore
from desktop_app.storage.journal import JournalStore, PendingOutcome
from desktop_app.storage.login_attempts import LoginAttemptStore
from desktop_app.storage.mail_checks import MailCheckStore
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.salvage import salvage
from desktop_app.storage.saved_passwords import SavedPasswordStore
from desktop_app.storage.server_facts import ServerFactStore
from desktop_app.storage.snapshots import SnapshotStore

Result = TypeVar("Result")


class LocalStore:
    """The open database and the store of each kind of record. Raises StoreUnavailable.

    ``on_replaced`` gets the path to which a damaged file was moved; work continues with a new file.
    """

    def __init__(self, folder: Path, on_replaced: Callable[[Path], None]) -> None:
        self._folder = folder
        self._on_replaced = on_replaced
        self._pending_outcomes: list[PendingOutcome] = []
        self._open()
        self._closed_unfinished = False

    def run(self, work: Callable[[LocalStore], Result]) -> Result:
        """Run ``work`` and return its result; on a damaged file, run it again on a new one."""
        if not self._closed_unfinished:
            with suppress(StoreUnavailable):  # a read-only database can still be read
                self._run_or_replace(lambda store: store.journal.close_unfinished(PROGRAM_ENDED))
                self._closed_unfinished = True
        return self._run_or_replace(work)

    def _run_or_replace(self, work: Callable[[LocalStore], Result]) -> Result:
        try:
            return self._run_guarded(work)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self._replace()
            return self._run_guarded(work)

    def cached_profile(self, list_key: str) -> CachedProfile | None:
        """Return a profile's last list and details, or None. The key is ``Profile.list_key``."""
        listing = self.cached_lists.of_profile(list_key)
        if listing is None:
            return None
        return CachedProfile(listing, self.cached_details.of_profile(list_key))

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _run_guarded(self, work: Callable[[LocalStore], Result]) -> Result:
        try:
            return work(self)
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            if is_damage(error):
                raise  # any other error: busy, full, or an unsupported value
            raise StoreUnavailable(type(error).__name__) from None

    def _open(self) -> None:
        try:
            self._use_database(open_database(self._folder))
        except FileLocksUnsupported as error:
            raise FileLocksMissing(str(error)) from None
        except DatabaseUnavailable as error:
            raise StoreUnavailable(str(error)) from None

    def _replace(self) -> None:
        self._connection.close()
        try:
            aside = set_database_aside(self._folder)
        except OSError as error:
            raise StoreUnavailable(type(error).__name__) from None
        self._open()
        self._salvage(aside)

    def _salvage(self, aside: Path) -> None:
        """Copy what is readable into the new file; report the damage in any case."""
        with suppress(sqlite3.Error):
            salvage(aside, self._connection)
        self._on_replaced(aside)

    def _use_database(self, opened: OpenedDatabase) -> None:
        self._connection = opened.connection
        if opened.damaged_copy is not None:
            self._salvage(opened.damaged_copy)
        self.drafts = DraftStore(self._connection)
        self.server_facts = ServerFactStore(self._connection)
        self.saved_passwords = SavedPasswordStore(self._connection)
        self.cached_lists = CachedListStore(self._connection)
        self.cached_details = CachedDetailStore(self._connection)
        self.journal = JournalStore(self._connection, pending_outcomes=self._pending_outcomes)
        self.pending_changes = PendingChangeStore(self._connection)
        self.snapshots = SnapshotStore(self._connection)
        self.mail_checks = MailCheckStore(self._connection)
        self.login_attempts = LoginAttemptStore(self._connection)
        self.bulk_runs = BulkRunStore(self._connection)
