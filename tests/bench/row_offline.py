"""offline start: to 10,000 kept mailboxes, painted, without a network.

The start itself may take 1.35 of a bare window; the modules of the list, which an online start
needs for its first list as well, reading and sorting 10,000 rows and painting them add as much as a
bare window takes once more, and a half.

refresh with nothing changed: keeping a list of 10,000 that is the same as the one before, against
writing it whole, as a cache would that does not look. The bar says that it writes next to nothing;
what is left is packing the list to see that it is the same.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop_app.core.listing import ListedMailbox
from desktop_app.core.profile import Profile
from desktop_app.core.rights import TableFlag, TableRight
from desktop_app.offline.database import open_database
from desktop_app.offline.lists import Lists
from desktop_app.profiles.store import ProfileStore
from desktop_app.tasks.cache import cache_key
from tests.bench import yardsticks
from tests.bench.child import reported
from tests.bench.rounds import Pair, Row

MAILBOXES = 10_000
NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: the connection is refused at once, as without a network."""
PROGRAM = Path(__file__).with_name("offline_program.py")


def rows() -> list[ListedMailbox]:
    """A list as a server gives it."""
    right = TableRight(TableFlag.SELECT | TableFlag.UPDATE, "Select, Update")
    return [
        ListedMailbox(n, f"box{n}@example.com", f"Category {n % 20}", "Normal", right)
        for n in range(1, MAILBOXES + 1)
    ]


class OfflineStart:
    """The program against a bare window."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def measure(self) -> float:
        return reported([sys.executable, str(PROGRAM), str(self._folder), str(MAILBOXES)])

    def yardstick(self) -> float:
        return yardsticks.bare_window()


class NothingChanged:
    """Keeping a list again against writing it whole."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lists = Lists(connection)
        self._rows = rows()
        connection.execute("CREATE TABLE yardstick (body BLOB)")

    def measure(self) -> float:
        started = time.perf_counter()
        self._lists.keep("profile", self._rows, time.time())
        return time.perf_counter() - started

    def yardstick(self) -> float:
        return yardsticks.write_whole_list(self._connection, self._rows)


@contextmanager
def prepare_start() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = Profile.new("Customer", NOBODY, "jens")
        ProfileStore(folder).save([profile])
        with closing(open_database(folder).connection) as connection:
            Lists(connection).keep(cache_key(ProfileStore(folder).load().profiles[0]), rows(), 1e9)
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
    Row("refresh with nothing changed", bar=0.6, aim=0.4, prepare=prepare_same),
]
