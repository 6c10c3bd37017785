"""What can still be read of a damaged file, carried over into the new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from desktop_app.storage.database import transaction

ALWAYS_COPIED_TABLES = (
    "journal",
    "setting",
    "kept_password",
    "verdict",
    "noted",
    "draft",
    "snapshot",
)
"""What cannot be asked for again. Lists and details can, and are left."""
JOURNAL_DEPENDENT_TABLES = ("pending", "batch")
"""What may only be sent if it was not sent before, so that the whole journal has to be there."""
COLUMN_TYPES: dict[str, type | tuple[type, ...]] = {
    "TEXT": str,
    "INTEGER": int,
    "REAL": (float, int),
    "BLOB": bytes,
}
SalvagedRow = tuple[object, ...]


def salvage(damaged: Path, target: sqlite3.Connection) -> None:
    """Carry over every row that can be read. The damaged file stays as it is, byte for byte.

    Raises sqlite3.Error if the new file cannot be written.
    """
    found: dict[str, list[SalvagedRow]] = {}
    whole: dict[str, bool] = {}
    for table in (*ALWAYS_COPIED_TABLES, *JOURNAL_DEPENDENT_TABLES):
        found[table], whole[table] = _read_table(damaged, table, _columns(target, table))
    wanted = ALWAYS_COPIED_TABLES + (JOURNAL_DEPENDENT_TABLES if whole["journal"] else ())
    with transaction(target) as run:
        for table in wanted:
            columns = _columns(target, table)
            marks = ", ".join("?" * len(columns))
            names = ", ".join(columns)
            statement = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
            run.executemany(statement, found[table])


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, tuple[str, bool]]:
    """Type of each column, and whether it may be empty."""
    told = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return {name: (kind, not must) for _, name, kind, must, *_ in told}


def _read_table(
    damaged: Path, table: str, columns: dict[str, tuple[str, bool]]
) -> tuple[list[SalvagedRow], bool]:
    """The rows from both ends up to where they cannot be read, and whether that is all of them."""
    names = ", ".join(columns)
    rows: dict[object, SalvagedRow] = {}
    whole = True
    for order in ("ASC", "DESC"):
        ended = False
        query = f"SELECT rowid, {names} FROM {table} ORDER BY rowid {order}"  # noqa: S608
        with suppress(sqlite3.Error, UnicodeError, OverflowError):
            for number, *values in _rows(damaged, query):
                if _matches_types(values, columns):
                    rows[number] = tuple(values)
                else:
                    whole = False
            ended = True
        whole = whole and ended
        if ended:
            break
    return list(rows.values()), whole


def _rows(damaged: Path, query: str) -> Iterator[SalvagedRow]:
    """One by one, as far as it goes; neither the file nor what lies beside it is touched."""
    place = f"file:{quote(str(damaged))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        yield from connection.execute(query)


def _matches_types(values: list[object], columns: dict[str, tuple[str, bool]]) -> bool:
    """Whether each value is of the kind that its column takes."""
    kinds = zip(values, columns.values(), strict=True)
    return all(isinstance(v, COLUMN_TYPES[kind]) or (v is None and may) for v, (kind, may) in kinds)
