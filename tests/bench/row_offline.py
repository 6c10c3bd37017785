"""offline start: to 10,000 kept mailboxes, painted, without a network; 500 of them with details.

The start itself may take 1.35 of a bare window; the modules of the list, which an online start
needs for its first list as well, reading and sorting 10,000 rows and painting them add as much as a
bare window takes once more, and a half.

refresh with nothing changed: keeping a list of 10,000 that says the same as the one before, and
forgetting the details of what is gone, against writing the list whole, as a cache would that does
not look. Every list is a new one, as from a server: equal to the one before, and shares nothing
with it. Both end in one commit on the disk. The bar is what it costs not to look: looking, row by
row, must cost no more than packing the list and handing its half a megabyte to the disk.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value
from desktop_app.core.mailbox.rights import FieldRight, TableFlag, TableRight
from desktop_app.core.mailbox_list.listing import CachedDetail, ListedMailbox
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.database import open_database
from tests.bench import yardsticks
from tests.bench.child import seconds_until_reported
from tests.bench.measurements import Pair, Row

MAILBOXES = 10_000
NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: the connection is refused at once, as without a network."""
DETAILS = 500
NAMES = ("address", "password", "port", "server", "servertype", "username")
PROGRAM = Path(__file__).with_name("offline_program.py")


def rows() -> list[ListedMailbox]:
    """A list as a server gives it."""
    right = TableRight(TableFlag.SELECT | TableFlag.UPDATE, "Select, Update")
    return [
        ListedMailbox(n, f"box{n}@example.com", f"Category {n % 20}", "Normal", right)
        for n in range(1, MAILBOXES + 1)
    ]


def details() -> list[CachedDetail]:
    """Those of as many as are read without being asked for, with rights for each field."""
    rights = {name: FieldRight(None, "Read, Write", "", True, 255) for name in NAMES}
    values: dict[Field, Value] = {Field.SERVER: "imap.example.com", Field.PORT: 993}
    return [
        CachedDetail(
            Mailbox(n, {**values, Field.ADDRESS: f"box{n}@example.com"}, None, rights), 1e9
        )
        for n in range(1, DETAILS + 1)
    ]


class OfflineStart:
    """The program against a bare window."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def measure(self) -> float:
        return seconds_until_reported(
            [sys.executable, str(PROGRAM), str(self._folder), str(MAILBOXES)]
        )

    def baseline(self) -> float:
        return yardsticks.bare_window()


class NothingChanged:
    """Keeping a list again against writing it whole."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lists, self._details = CachedListStore(connection), CachedDetailStore(connection)
        self._rows = rows()
        self._lists.save("profile", self._rows, time.time())
        self._details.save("profile", details())
        connection.execute("CREATE TABLE baseline (body BLOB)")

    def measure(self) -> float:
        new = rows()
        started = time.perf_counter()
        written = self._lists.save("profile", new, time.time())
        self._details.delete_others("profile", {0, *(row.id for row in new)})
        ended = time.perf_counter()
        assert written == 0
        return ended - started

    def baseline(self) -> float:
        return yardsticks.write_whole_list(self._connection, self._rows)


@contextmanager
def prepare_start() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = Profile.new("Customer", NOBODY, "jens")
        ProfileStore(folder).save([profile])
        with closing(open_database(folder).connection) as connection:
            key = ProfileStore(folder).load().profiles[0].list_key
            CachedListStore(connection).save(key, rows(), 1e9)
            CachedDetailStore(connection).save(key, details())
        yield OfflineStart(folder)


@contextmanager
def prepare_same() -> Iterator[Pair]:
    with (
        tempfile.TemporaryDirectory() as name,
        closing(open_database(Path(name)).connection) as connection,
    ):
        yield NothingChanged(connection)


ROWS = [
    Row("offline start", bar=3.0, aim=2.2, prepare=prepare_start),
    Row("refresh with nothing changed", bar=1.0, aim=0.6, prepare=prepare_same),
]
