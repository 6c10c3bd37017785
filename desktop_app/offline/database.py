"""The SQLite file of the data folder: versioned, migrated by steps, set aside when damaged."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

FILE_NAME = "offline.sqlite"
Step = Callable[[sqlite3.Connection], None]
_OPENING = threading.Lock()
"""Two threads that open it at once must neither migrate nor set it aside twice."""


class DatabaseTrouble(Exception):
    """The file cannot be used; the text says why and holds nothing of its contents."""


def open_database(folder: Path) -> sqlite3.Connection:
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


def _open_or_set_aside(path: Path) -> sqlite3.Connection:
    try:
        return _open(path)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        path.rename(path.with_name(f"{FILE_NAME}.corrupt-{stamp}"))
        return _open(path)


def _open(path: Path) -> sqlite3.Connection:
    # made with its rights before SQLite opens it: a later chmod would leave a gap
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(STEPS):
        raise DatabaseTrouble(f"version {version} is of a newer program")
    for number, step in enumerate(STEPS[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.execute(f"PRAGMA user_version = {number}")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _drafts_and_verdicts(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE draft (profile TEXT, mailbox INTEGER, body TEXT NOT NULL,"
        " kept_at REAL NOT NULL, PRIMARY KEY (profile, mailbox))"
    )
    connection.execute(
        "CREATE TABLE verdict (profile TEXT, server_version TEXT, verdict TEXT NOT NULL,"
        " PRIMARY KEY (profile, server_version))"
    )


def _noted_profiles(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE noted (profile TEXT PRIMARY KEY)")


def _kept_passwords(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE kept_password (profile TEXT, secret TEXT, mailbox INTEGER,"
        " place TEXT NOT NULL, origin TEXT NOT NULL, server TEXT NOT NULL,"
        " user_name TEXT NOT NULL, written INTEGER NOT NULL, kept_at REAL NOT NULL,"
        " PRIMARY KEY (profile, secret, mailbox))"
    )


STEPS: tuple[Step, ...] = (_drafts_and_verdicts, _noted_profiles, _kept_passwords)
"""What leads from one version to the next; step N makes version N."""
