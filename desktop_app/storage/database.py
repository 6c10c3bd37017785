"""The SQLite file of the data folder: versioned, migrated, moved aside if damaged."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.storage.migrations import MIGRATIONS


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit the statements inside at the end, or none of them. Raises sqlite3.Error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    try:
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


FILE_NAME = "offline.sqlite"
SIDE_FILE_SUFFIXES = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite creates beside a database while writing."""
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EPERM})
"""Errors of a file system that has no locks, as fcntl(2) and mounts of NFS and CIFS give them."""
_OPEN_LOCK = threading.Lock()
"""Keeps two threads from migrating the file, or moving it aside, at the same time."""


class DatabaseUnavailable(Exception):
    """The file cannot be used; the text says why, without repeating its contents."""


class FileLocksUnsupported(DatabaseUnavailable):
    """The folder is on a file system without file locks, such as a share mounted without them."""


@dataclass(frozen=True, slots=True)
class OpenedDatabase:
    """The open connection, and where a damaged file was moved (None if there was none)."""

    connection: sqlite3.Connection
    damaged_copy: Path | None = None


def open_database(folder: Path) -> OpenedDatabase:
    """Open the file, creating and migrating it as needed. Autocommit is on.

    A damaged file is moved aside, never deleted. Raises DatabaseUnavailable, and its subclass
    FileLocksUnsupported at once: SQLite itself would wait for such a lock and then say "busy".
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        require_file_locks(folder)
        with _OPEN_LOCK:
            return _open_or_set_aside(path)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailable(type(error).__name__) from None


def require_file_locks(folder: Path) -> None:
    """Raise FileLocksUnsupported if files in the folder cannot be locked as SQLite locks them.

    A folder in which no file can be made is not asked: its database can still be read.
    """
    if sys.platform == "win32":
        return
    import fcntl  # lazy: platform

    with suppress(OSError), tempfile.TemporaryFile(dir=folder) as probe:
        try:
            fcntl.lockf(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                raise FileLocksUnsupported(errno.errorcode[error.errno]) from None


class _IncompleteDatabase(sqlite3.DatabaseError):
    """A file that was cut off, or that another program made."""


def is_damage(error: Exception) -> bool:
    """Return whether an error means that the file is damaged, rather than busy, full or locked."""
    if isinstance(error, UnicodeDecodeError) or "Could not decode to UTF-8" in str(error):
        return True  # in a text, or in SQLite's message about the schema
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
    broken = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return isinstance(error, _IncompleteDatabase) or code in broken


def set_database_aside(folder: Path) -> Path:
    """Rename a damaged file that nobody has open; return its new path. Raises OSError."""
    path = folder / FILE_NAME
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = path.with_name(f"{FILE_NAME}.corrupt-{stamp}")
    _set_side_files_aside(path, aside)
    return path.rename(aside)


def _set_side_files_aside(path: Path, aside: Path) -> None:
    """Rename the side files too: SQLite would apply a leftover journal to the next such file."""
    for end in SIDE_FILE_SUFFIXES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).replace(aside.with_name(aside.name + end))


def _open_or_set_aside(path: Path) -> OpenedDatabase:
    if not path.exists():
        _set_side_files_aside(path, path.with_name(f"{FILE_NAME}.lost"))
        return OpenedDatabase(_create(path))
    try:
        return OpenedDatabase(_open(path))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not is_damage(error):
            raise
        aside = set_database_aside(path.parent)
        return OpenedDatabase(_create(path), aside)


def _create(path: Path) -> sqlite3.Connection:
    """Create the file under another name until complete: an empty file counts as damaged."""
    growing = path.with_name(f"{FILE_NAME}.new")
    _remove_files(growing)
    try:
        _create_schema(growing)
    except BaseException:
        _remove_files(growing)  # a full disk needs the space
        raise
    os.replace(growing, path)
    return _open(path)


def _remove_files(path: Path) -> None:
    for end in ("", *SIDE_FILE_SUFFIXES):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _create_schema(path: Path) -> None:
    # created with its permissions before SQLite opens it: a later chmod would leave a gap
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(_connect(path)) as connection:
        _migrate(connection)


def _open(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version <= 0 or not _has_schema(connection, version):
            raise _IncompleteDatabase("no version")
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _has_schema(connection: sqlite3.Connection, version: int) -> bool:
    """Return whether the file has the schema of its version; True for a newer, unknown version."""
    if version > len(MIGRATIONS):
        return True
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        for step in MIGRATIONS[:version]:
            step(model)
        return _schema(model) == _schema(connection)


def _schema(connection: sqlite3.Connection) -> set[tuple[object, ...]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    return set(connection.execute(query).fetchall())


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    # a commit is on the disk when it returns, the deletion of its rollback journal included
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise DatabaseUnavailable(f"version {version} is of a newer program")
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        with transaction(connection) as run:
            step(run)
            run.execute(f"PRAGMA user_version = {number}")
