"""Recovery of the readable rows of a damaged database into the new one."""

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
    "login_attempt",
)
"""Tables with data that exists nowhere else; lists and details can be loaded again."""
JOURNAL_DEPENDENT_TABLES = ("pending", "batch")
"""Tables of changes that may be sent only once, so copied only if the whole journal is readable."""
COLUMN_TYPES: dict[str, type | tuple[type, ...]] = {
    "TEXT": str,
    "INTEGER": int,
    "REAL": (float, int),
    "BLOB": bytes,
}
SalvagedRow = tuple[object, ...]


def salvage(damaged: Path, target: sqlite3.Connection) -> None:
    """Copy every readable row. The damaged file stays unchanged, byte for byte.

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
    """Return by column its type and whether it may be NULL."""
    told = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return {name: (kind, not must) for _, name, kind, must, *_ in told}


def _read_table(
    damaged: Path, table: str, columns: dict[str, tuple[str, bool]]
) -> tuple[list[SalvagedRow], bool]:
    """Return the rows readable from either end of the table, and whether these are all rows."""
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
    """Yield rows until one is unreadable; neither the file nor its side files are touched."""
    place = f"file:{quote(str(damaged))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(place, uri=True)) as connection:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        yield from connection.execute(query)


def _matches_types(values: list[object], columns: dict[str, tuple[str, bool]]) -> bool:
    """Return whether each value has the type of its column."""
    kinds = zip(values, columns.values(), strict=True)
    return all(isinstance(v, COLUMN_TYPES[kind]) or (v is None and may) for v, (kind, may) in kinds)
