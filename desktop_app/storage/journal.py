"""The journal in the database. An entry is on the disk when the call returns."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from desktop_app.core.errors import AlreadySent
from desktop_app.core.journal import (
    JournalContext,
    JournalEntry,
    JournalQuery,
    PasswordAction,
    SaveOutcome,
)
from desktop_app.core.mailbox.characters import search_key, search_words
from desktop_app.core.mailbox.mailbox import value_text
from desktop_app.storage.database import is_damage, transaction
from desktop_app.storage.json_codec import DECODE_ERRORS, decode_values, encode_values, to_json

DAY_SECONDS = 86400.0
MAX_TIMESTAMP = 250_000_000_000.0
"""Seconds since 1970: no calendar goes much further."""
COLUMNS = (
    "id, at, profile, profile_name, mailbox, address, signed_in_as, account, computer, body,"
    " errand, batch, outcome, why, ended_at"
)
PLACEHOLDERS = ", ".join("?" * (COLUMNS.count(",")))
INSERT_ENTRY = f"INSERT INTO journal ({COLUMNS.removeprefix('id, ')}) VALUES ({PLACEHOLDERS})"  # noqa: S608
UPDATE_OUTCOME = (
    "UPDATE journal SET ended_at = CASE WHEN outcome = ?1 THEN ended_at ELSE ?3 END,"
    " mailbox = CASE WHEN mailbox = 0 THEN ?4 ELSE mailbox END,"
    " outcome = ?1, why = ?2 WHERE id = ?5"
)
NUMBERED = ", ".join(f"?{number}" for number in range(1, COLUMNS.count(",") + 1))
INSERT_ONCE = (
    f"INSERT INTO journal ({COLUMNS.removeprefix('id, ')}) SELECT {NUMBERED} WHERE NOT EXISTS"  # noqa: S608
    " (SELECT 1 FROM journal WHERE at = ?1 AND profile = ?2 AND mailbox = ?4 AND body = ?9)"
)
"""Repeats an insertion whose commit failed, unless it is on the disk all the same."""
TAKE_BACK = (
    "DELETE FROM journal WHERE at = ? AND profile = ? AND mailbox = ? AND errand = ?"  # noqa: S608
    f" AND outcome = '{SaveOutcome.UNDER_WAY.name}'"
)
OPEN_OUTCOMES = tuple(outcome.name for outcome in SaveOutcome if outcome.is_open)
JournalRow = tuple[
    int, float, str, str, int, str, str, str, str, str, str, str, str, str, float | None
]


PendingOutcome = tuple[str, tuple[object, ...]]
"""An SQL statement that could not be executed yet, and its parameters."""


class JournalStore:
    """The journal of all profiles. One thread at a time; raises sqlite3.Error.

    The outcome of a save is written as soon as possible. If the disk is full it stays in
    ``pending_outcomes``, and no new entry is started until it is written.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        clock: Callable[[], float] = time.time,
        pending_outcomes: list[PendingOutcome] | None = None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._pending_outcomes: list[PendingOutcome] = (
            [] if pending_outcomes is None else pending_outcomes
        )

    def start(self, entry: JournalEntry) -> int:
        """Record a save that is about to be sent; return the entry's id once it is on the disk.

        If that fails, an entry that is there all the same is taken back: a commit may fail in its
        last step, when it is on the disk already. Raises AlreadySent if the same operation was
        saved before or its outcome is still open.
        """
        self._write_pending()
        self.refuse_repeat(entry.context.operation_id)
        started = replace(
            entry,
            started_at=entry.started_at or self._clock(),
            outcome=SaveOutcome.UNDER_WAY,
            reason="",
        )
        try:
            return self._insert(started)
        except sqlite3.Error:
            self._take_back(started)
            raise

    def refuse_repeat(self, operation_id: str) -> None:
        """Raise AlreadySent if an operation was saved or is open; "" is never refused."""
        for before in self.of_operation(operation_id) if operation_id else ():
            if before.outcome.is_saved or before.outcome.is_open:
                raise AlreadySent(before.outcome.value, saved=before.outcome.is_saved)

    def add(self, entry: JournalEntry) -> int:
        """Record a save that ended before anything was sent; return the entry's id."""
        ended = replace(entry, started_at=entry.started_at or self._clock(), ended_at=self._clock())
        with self._retry_on_failure((INSERT_ONCE, self._values(ended))):
            self._write_pending()
            return self._insert(ended)

    def finish(
        self, number: int, outcome: SaveOutcome, reason: str = "", mailbox_id: int = 0
    ) -> None:
        """Record the outcome of a save; ``mailbox_id`` is the id of a mailbox that was created."""
        values = (outcome.name, reason, self._clock(), mailbox_id, number)
        with self._retry_on_failure((UPDATE_OUTCOME, values)):
            self._write_pending()
            self._connection.execute(UPDATE_OUTCOME, values)

    def close_unfinished(self, reason: str) -> int:
        """Mark the saves that an earlier run left under way as unknown; return their number."""
        done = self._connection.execute(
            "UPDATE journal SET outcome = ?, why = ? WHERE outcome = ?",
            (SaveOutcome.UNKNOWN.name, reason, SaveOutcome.UNDER_WAY.name),
        )
        return done.rowcount

    def with_unknown_outcome(self, profile_id: str) -> list[JournalEntry]:
        """Return a profile's entries whose outcome has to be looked up, the oldest first."""
        with suppress(sqlite3.Error):
            self._write_pending()
        return self._read(
            "profile = ? AND outcome = ? ORDER BY id", (profile_id, SaveOutcome.UNKNOWN.name)
        )

    def of_operation(self, operation_id: str) -> list[JournalEntry]:
        """Return all attempts to send an operation, the oldest first."""
        return self._read("errand = ? ORDER BY id", (operation_id,))

    def of_bulk_run(self, run_key: str) -> list[JournalEntry]:
        """Return the entries of a bulk run, the oldest first."""
        return self._read("batch = ? ORDER BY id", (run_key,))

    def find(
        self,
        query: JournalQuery,
        limit: int = 5000,
        text_of: Callable[[JournalEntry], str] | None = None,
    ) -> list[JournalEntry]:
        """Return the entries that match a search, the newest first, at most ``limit``.

        ``text_of`` returns the text that is searched; None searches the words that are stored.
        """
        with suppress(sqlite3.Error):
            self._write_pending()
        where, values = _where_clause(query)
        words = search_words(query.text)
        found = self._read(f"{where} ORDER BY id DESC", values)
        searched = text_of or _stored_text
        return [e for e in found if not words or _contains_words(searched(e), words)][:limit]

    def purge(self, keep_days: int) -> int:
        """Delete closed entries older than ``keep_days`` (0: none) and return their number."""
        if keep_days <= 0:
            return 0
        before = self._clock() - keep_days * DAY_SECONDS
        done = self._connection.execute(
            "DELETE FROM journal WHERE at < ? AND outcome NOT IN (?, ?)", (before, *OPEN_OUTCOMES)
        )
        return done.rowcount

    def not_exported(self) -> list[JournalEntry]:
        """Return entries whose current outcome has not been exported yet, the oldest first."""
        return self._read("copied <> outcome ORDER BY id", ())

    def mark_exported(self, entry: JournalEntry) -> None:
        """Record that this entry was exported with this outcome."""
        self._connection.execute(
            "UPDATE journal SET copied = ? WHERE id = ?", (entry.outcome.name, entry.id)
        )

    def setting(self, name: str, default: str = "") -> str:
        """Return a setting of the journal, or ``default`` if it is not set."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,))
        found = row.fetchone()
        return str(found[0]) if found else default

    def set_setting(self, name: str, value: str) -> None:
        """Store a setting of the journal."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _write_pending(self) -> None:
        """Execute the postponed statements in their order."""
        while self._pending_outcomes:
            self._connection.execute(*self._pending_outcomes[0])
            del self._pending_outcomes[0]

    @contextmanager
    def _retry_on_failure(self, statement: PendingOutcome) -> Iterator[None]:
        """Postpone a failed statement; on a damaged file it is repeated on a new file instead."""
        try:
            yield
        except sqlite3.Error as error:
            if not is_damage(error):
                self._pending_outcomes.append(statement)
            raise

    def _take_back(self, entry: JournalEntry) -> None:
        """Remove an entry whose commit failed, now or before anything else is written."""
        case = entry.context
        of_entry = (entry.started_at, case.profile_id, entry.mailbox_id, case.operation_id)
        try:
            self._connection.execute(TAKE_BACK, of_entry)
        except sqlite3.Error as error:
            if not is_damage(error):
                self._pending_outcomes.append((TAKE_BACK, of_entry))

    def _insert(self, entry: JournalEntry) -> int:
        with transaction(self._connection) as run:
            number = run.execute(INSERT_ENTRY, self._values(entry)).lastrowid
        return int(number or 0)

    def _values(self, entry: JournalEntry) -> tuple[object, ...]:
        case = entry.context
        body = to_json(
            {
                "before": encode_values(entry.before),
                "after": encode_values(entry.after),
                "password": entry.password.value,
                "creates": entry.is_new,
                "highest": entry.highest_id,
            }
        )
        return (
            *(
                entry.started_at or self._clock(),
                case.profile_id,
                case.profile_name,
                entry.mailbox_id,
            ),
            *(
                entry.address,
                case.signed_in_as,
                entry.account,
                entry.computer,
                body,
                case.operation_id,
            ),
            *(case.bulk_run_key, entry.outcome.name, entry.reason, entry.ended_at),
        )

    def _read(self, where: str, values: tuple[object, ...]) -> list[JournalEntry]:
        query = f"SELECT {COLUMNS} FROM journal WHERE {where}"  # noqa: S608 - constants only
        return [_decode_entry(row) for row in self._connection.execute(query, values).fetchall()]


def _where_clause(query: JournalQuery) -> tuple[str, tuple[object, ...]]:
    parts, values = ["1"], list[object]()
    for column, value in (("profile", query.profile_id), ("batch", query.bulk_run_key)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if query.mailbox_id is not None:
        parts.append("mailbox = ?")
        values.append(query.mailbox_id)
    if query.outcomes:
        parts.append(f"outcome IN ({', '.join('?' * len(query.outcomes))})")
        values.extend(outcome.name for outcome in query.outcomes)
    return " AND ".join(parts), tuple(values)


def _contains_words(text: str, words: list[str]) -> bool:
    key = search_key(text)
    return all(word in key for word in words)


def _stored_text(entry: JournalEntry) -> str:
    case = entry.context
    values = (*entry.before.values(), *entry.after.values())
    texts = (case.profile_name, entry.address, case.signed_in_as, entry.account, entry.computer)
    told = (entry.outcome.value, entry.reason, entry.password.value, *map(value_text, values))
    return "\n".join((*texts, *told))


def _repair_row(row: JournalRow) -> JournalRow:
    """Return the row with valid types: a flipped bit can turn a text into bytes or break a time."""
    number, at, profile, name, mailbox, *texts, ended_at = row
    profile, name, *texts = (str(each) for each in (profile, name, *texts))
    mailbox = mailbox if isinstance(mailbox, int) else 0
    ended_at = None if ended_at is None else _valid_timestamp(ended_at)
    return (number, _valid_timestamp(at), profile, name, mailbox, *texts, ended_at)  # type: ignore[return-value]  # the length is unchanged


def _valid_timestamp(seconds: object) -> float:
    return float(seconds) if isinstance(seconds, float) and 0 <= seconds < MAX_TIMESTAMP else 0.0


def _decode_entry(row: JournalRow) -> JournalEntry:
    row = _repair_row(row)
    number, at, profile, name, mailbox, address, who, account, computer, body = row[:10]
    queued, run, outcome, why, ended_at = row[10:]
    data = _decode_body(body)
    return JournalEntry(
        JournalContext(profile, name, who, queued, run),
        mailbox,
        address,
        decode_values(data["before"]),
        decode_values(data["after"]),
        PasswordAction(data["password"]),
        bool(data["creates"]),
        int(data["highest"]),
        account,
        computer,
        at,
        ended_at,
        SaveOutcome[outcome] if outcome in SaveOutcome.__members__ else SaveOutcome.UNKNOWN,
        why,
        number,
    )


UNREADABLE_BODY: dict[str, Any] = {
    "before": {},
    "after": {},
    "password": PasswordAction.KEPT.value,
    "creates": False,
    "highest": 0,
}


def _decode_body(text: str) -> dict[str, Any]:
    """Return the body of an entry; an empty body in place of an unreadable one."""
    try:
        data = json.loads(text)
        decode_values(data["before"])
        decode_values(data["after"])
        PasswordAction(data["password"])
        int(data["highest"])
        bool(data["creates"])
    except DECODE_ERRORS:
        return UNREADABLE_BODY
    return dict(data)
