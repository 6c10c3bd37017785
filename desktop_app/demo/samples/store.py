"""The demo server's mailboxes in SQLite, in memory or in a file that survives a restart.

The table is `mailbox(id, server_type, address, username, password, server, port, ...)`, with
server types by name and passwords in plain text, so that a test or another process can read what
a save really stored. Text is never NULL there: .NET's null is stored as an empty string.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

_FORMAT_VERSION = 1  # stored as PRAGMA user_version; any other number is another program's file
_CREATE_TABLE = """
CREATE TABLE mailbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    server_type TEXT NOT NULL,
    address TEXT NOT NULL,
    username TEXT NOT NULL,
    password TEXT NOT NULL,
    server TEXT NOT NULL,
    port INTEGER NOT NULL,
    category TEXT NOT NULL,
    priority TEXT NOT NULL,
    table_right TEXT NOT NULL,
    field_properties TEXT NOT NULL,
    password_reading TEXT
)
"""


@dataclass(frozen=True)
class StoredMailbox:
    """One row of the store.

    `table_right` and `field_properties` are the JSON texts that the server sends ("null" for
    null). `password_reading` is what a read shows instead of the password: None, "" or stars.
    An `id` of 0 means "not stored yet".
    """

    id: int
    server_type: str
    address: str
    username: str = ""
    password: str = ""
    server: str = ""
    port: int = 0
    category: str = ""
    priority: str = ""
    table_right: str = "null"
    field_properties: str = "{}"
    password_reading: str | None = None


_COLUMNS = tuple(field.name for field in fields(StoredMailbox))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM mailbox"  # noqa: S608  (our own column names)
_REPLACE = (
    f"INSERT OR REPLACE INTO mailbox ({', '.join(_COLUMNS)}) "  # noqa: S608  (as above)
    f"VALUES ({', '.join('?' * len(_COLUMNS))})"
)


class NotADemoDatabase(Exception):
    """The given file is not a database of the demo server; it was not changed."""


class DemoStore:
    """The mailboxes of the demo server; safe to use from any thread.

    Hold `lock` around a read and the write that depends on it. `on_change` is called, under
    the lock, with the id of every mailbox written or removed here.
    """

    def __init__(
        self, path: Path | None, make_mailboxes: Callable[[], Iterable[StoredMailbox]]
    ) -> None:
        """Open `path` (None: memory); if it is new, store the result of `make_mailboxes()`.

        Raises: NotADemoDatabase, or sqlite3.Error if the file cannot be opened or written.
        """
        self.lock = threading.RLock()
        self.on_change: Callable[[int], None] = lambda _id: None
        self._connection = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False, timeout=10
        )
        try:
            self._initialise(make_mailboxes)
        except BaseException:
            self._connection.close()
            raise
        self._last_data_version = self._data_version()

    def _initialise(self, make_mailboxes: Callable[[], Iterable[StoredMailbox]]) -> None:
        try:
            found = self._query_integer("PRAGMA user_version")
            tables = self._query_integer("SELECT count(*) FROM sqlite_master")
        except sqlite3.DatabaseError as not_sqlite:
            raise NotADemoDatabase(str(not_sqlite)) from not_sqlite
        if found == _FORMAT_VERSION:
            return
        if found or tables:
            raise NotADemoDatabase("it is another program's database")
        with self._connection:
            self._connection.execute("BEGIN")  # or a kill half-way would leave a table without rows
            self._connection.execute(_CREATE_TABLE)
            self._connection.executemany(_REPLACE, (astuple(box) for box in make_mailboxes()))
            self._connection.execute(f"PRAGMA user_version = {_FORMAT_VERSION}")

    def _query_integer(self, query: str) -> int:
        number: int = self._connection.execute(query).fetchone()[0]
        return number

    def mailboxes(self) -> tuple[StoredMailbox, ...]:
        """Return all mailboxes in the order of their ids."""
        with self.lock:
            rows = self._connection.execute(f"{_SELECT} ORDER BY id").fetchall()
        return tuple(StoredMailbox(*row) for row in rows)

    def mailbox(self, mailbox_id: int) -> StoredMailbox | None:
        """Return one mailbox, or None if none has this id."""
        with self.lock:
            row = self._connection.execute(f"{_SELECT} WHERE id = ?", (mailbox_id,)).fetchone()
        return None if row is None else StoredMailbox(*row)

    def add(self, mailbox: StoredMailbox) -> StoredMailbox:
        """Store a new mailbox under an id that was never used before, and return it."""
        return self._write(replace(mailbox, id=0), None)

    def update(self, mailbox: StoredMailbox) -> None:
        """Store a mailbox under its own id, in place of the mailbox there."""
        self._write(mailbox, mailbox.id)

    def _write(self, mailbox: StoredMailbox, mailbox_id: int | None) -> StoredMailbox:
        with self.lock:
            with self._connection:
                cursor = self._connection.execute(_REPLACE, (mailbox_id, *astuple(mailbox)[1:]))
            stored = replace(mailbox, id=cursor.lastrowid or 0)
            self.on_change(stored.id)
        return stored

    def remove(self, mailbox_id: int) -> None:
        """Remove a mailbox, which the API itself cannot do; unknown ids are ignored."""
        with self.lock:
            with self._connection:
                self._connection.execute("DELETE FROM mailbox WHERE id = ?", (mailbox_id,))
            self.on_change(mailbox_id)

    def changed_externally(self) -> bool:
        """Return whether another process has written to the file since the last call."""
        with self.lock:
            before, self._last_data_version = self._last_data_version, self._data_version()
        return before != self._last_data_version

    def _data_version(self) -> int:
        return self._query_integer("PRAGMA data_version")

    def close(self) -> None:
        """Close the database; every save is already in the file."""
        with self.lock:
            self._connection.close()
