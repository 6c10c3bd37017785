"""The SQLite file of the data folder: versioned, migrated by steps, set aside when damaged."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.offline.steps import STEPS
from desktop_app.offline.transaction import transaction

FILE_NAME = "offline.sqlite"
_OPENING = threading.Lock()
"""Two threads that open it at once must neither migrate nor set it aside twice."""


class DatabaseTrouble(Exception):
    """The file cannot be used; the text says why and holds nothing of its contents."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The open file, and where a damaged one was put that lay in its place."""

    connection: sqlite3.Connection
    set_aside: Path | None = None


def open_database(folder: Path) -> Opened:
    """Open the file, made and migrated as needed. Each statement is a transaction of its own.

    A damaged file is set aside beside it, never deleted. Raises DatabaseTrouble.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _OPENING:
            return _open_or_set_aside(path)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseTrouble(type(error).__name__) from None


class _NotMade(sqlite3.DatabaseError):
    """A file that no program finished making: it was cut, or is another's."""


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, and not busy, full or locked."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    broken = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(error, _NotMade) or code in broken


def set_aside(folder: Path) -> Path:
    """Put a damaged file, which nobody has open, beside its place; say where. Raises OSError."""
    path = folder / FILE_NAME
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return path.rename(path.with_name(f"{FILE_NAME}.corrupt-{stamp}"))


def _open_or_set_aside(path: Path) -> Opened:
    if not path.exists():
        return Opened(_make(path))
    try:
        return Opened(_open(path))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        aside = set_aside(path.parent)
        return Opened(_make(path), aside)


def _make(path: Path) -> sqlite3.Connection:
    """Under another name until it is whole: a file that is empty was cut, and is not a new one."""
    growing = path.with_name(f"{FILE_NAME}.new")
    growing.unlink(missing_ok=True)
    # made with its rights before SQLite opens it: a later chmod would leave a gap
    os.close(os.open(growing, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(_connected(growing)) as connection:
        _migrate(connection)
    os.replace(growing, path)
    return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    connection = _connected(path)
    try:
        if connection.execute("PRAGMA user_version").fetchone() == (0,):
            raise _NotMade("no version")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # a commit is on the disk when it returns, the deletion of its rollback journal included
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(STEPS):
        raise DatabaseTrouble(f"version {version} is of a newer program")
    for number, step in enumerate(STEPS[version:], start=version + 1):
        with transaction(connection) as run:
            step(run)
            run.execute(f"PRAGMA user_version = {number}")
