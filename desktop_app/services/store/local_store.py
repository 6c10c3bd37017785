"""The open store: everything that reads and writes it, for one thread at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from desktop_app.core.errors import NothingKept
from desktop_app.core.journal import PROGRAM_ENDED
from desktop_app.storage.bulk_runs import Batches
from desktop_app.storage.cached_details import CachedDetails
from desktop_app.storage.cached_lists import Lists
from desktop_app.storage.database import (
    DatabaseTrouble,
    Opened,
    is_damage,
    open_database,
    set_aside,
)
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.journal import Journal, Owed
from desktop_app.storage.mail_checks import Checks
from desktop_app.storage.pending_changes import PendingEdits
from desktop_app.storage.salvage import salvage
from desktop_app.storage.saved_passwords import KeptPasswords
from desktop_app.storage.server_facts import Verdicts
from desktop_app.storage.snapshots import Snapshots

Result = TypeVar("Result")


class OfflineShelf:
    """The open database and what reads and writes it. Raises NothingKept.

    ``aside`` hears where a damaged file was put; work goes on with a new one.
    """

    def __init__(self, folder: Path, aside: Callable[[Path], None]) -> None:
        self._folder = folder
        self._aside = aside
        self._owed: list[Owed] = []
        self._open()
        self._has_closed = False

    def run(self, work: Callable[[OfflineShelf], Result]) -> Result:
        """Do some work; on a file that turns out to be damaged once more, on a new one."""
        if not self._has_closed:
            with suppress(NothingKept):  # what cannot be written can still be read
                self._run(lambda shelf: shelf.journal.close_open(PROGRAM_ENDED))
                self._has_closed = True
        return self._run(work)

    def _run(self, work: Callable[[OfflineShelf], Result]) -> Result:
        try:
            return self._guarded(work)
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            self._replace()
            return self._guarded(work)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _guarded(self, work: Callable[[OfflineShelf], Result]) -> Result:
        try:
            return work(self)
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            if is_damage(error):
                raise  # anything else is busy, full, or a value that no file of this kind takes
            raise NothingKept(type(error).__name__) from None

    def _open(self) -> None:
        try:
            self._take(open_database(self._folder))
        except DatabaseTrouble as trouble:
            raise NothingKept(str(trouble)) from None

    def _replace(self) -> None:
        self._connection.close()
        try:
            aside = set_aside(self._folder)
        except OSError as error:
            raise NothingKept(type(error).__name__) from None
        self._open()
        self._salvage(aside)

    def _salvage(self, aside: Path) -> None:
        """What can be read is carried over; that a file was damaged is told in any case."""
        with suppress(sqlite3.Error):
            salvage(aside, self._connection)
        self._aside(aside)

    def _take(self, opened: Opened) -> None:
        self._connection = opened.connection
        if opened.set_aside is not None:
            self._salvage(opened.set_aside)
        self.drafts = Drafts(self._connection)
        self.verdicts = Verdicts(self._connection)
        self.kept_passwords = KeptPasswords(self._connection)
        self.lists = Lists(self._connection)
        self.details = CachedDetails(self._connection)
        self.journal = Journal(self._connection, owed=self._owed)
        self.pending = PendingEdits(self._connection)
        self.snapshots = Snapshots(self._connection)
        self.checks = Checks(self._connection)
        self.batches = Batches(self._connection)
