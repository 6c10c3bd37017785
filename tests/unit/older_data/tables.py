"""What a database holds, as text that can be compared."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

Columns = dict[str, tuple[str, ...]]


def columns_of(database: Path) -> Columns:
    """The columns of each table."""
    with closing(sqlite3.connect(database)) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            table: tuple(
                column for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")
            )
            for (table,) in named
            if not table.startswith("sqlite_")
        }


def rows_of(database: Path, columns: Columns) -> dict[str, list[str]]:
    """The rows of each table in these columns; one line of text for each row."""
    with closing(sqlite3.connect(database)) as connection:
        found: dict[str, list[str]] = {}
        for table, names in columns.items():
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {table}")
            found[table] = sorted(repr(tuple(map(_readable, row))) for row in rows)
        return found


def _readable(value: object) -> object:
    """A value; what is compressed is unpacked, because another zlib packs otherwise."""
    if not isinstance(value, bytes):
        return value
    try:
        return zlib.decompress(value).decode()
    except zlib.error:
        return value
