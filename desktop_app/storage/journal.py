"""The journal in the store. A line is on the disk when its call returns."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from desktop_app.core.errors import SentBefore
from desktop_app.core.journal import Case, Entry, Outcome, PasswordDeed, Search
from desktop_app.core.mailbox.mailbox import value_text
from desktop_app.storage.database import is_damage
from desktop_app.storage.json_codec import UNREADABLE, dumped, plain_values, values_of
from desktop_app.storage.transaction import transaction

DAY = 86400.0
END_OF_TIME = 250_000_000_000.0
"""Seconds since 1970: no calendar goes much further."""
COLUMNS = (
    "id, at, profile, profile_name, mailbox, address, signed_in_as, account, computer, body,"
    " errand, batch, outcome, why, ended_at"
)
MARKS = ", ".join("?" * (COLUMNS.count(",")))
ADD = f"INSERT INTO journal ({COLUMNS.removeprefix('id, ')}) VALUES ({MARKS})"  # noqa: S608
END = (
    "UPDATE journal SET ended_at = CASE WHEN outcome = ?1 THEN ended_at ELSE ?3 END,"
    " mailbox = CASE WHEN mailbox = 0 THEN ?4 ELSE mailbox END,"
    " outcome = ?1, why = ?2 WHERE id = ?5"
)
OPEN = tuple(outcome.name for outcome in Outcome if outcome.is_open)
Row = tuple[int, float, str, str, int, str, str, str, str, str, str, str, str, str, float | None]


Owed = tuple[str, tuple[object, ...]]
"""A statement that could not be carried out yet, and its values."""


class Journal:
    """The journal of all profiles. From one thread at a time; raises sqlite3.Error.

    What became of a save is written as soon as that is possible: on a disk that is full it is
    ``owed``, and nothing new is begun until it is written.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        clock: Callable[[], float] = time.time,
        owed: list[Owed] | None = None,
    ) -> None:
        self._connection = connection
        self._clock = clock
        self._owed: list[Owed] = [] if owed is None else owed

    def begin(self, entry: Entry) -> int:
        """Write down what is about to be sent; its number comes back when it is on the disk.

        Raises SentBefore for an errand that is saved, or of which nobody knows yet.
        """
        self._pay()
        for before in self.of_errand(entry.case.errand) if entry.case.errand else ():
            if before.outcome.is_saved or before.outcome.is_open:
                raise SentBefore(before.outcome.value, saved=before.outcome.is_saved)
        return self._add(replace(entry, outcome=Outcome.UNDER_WAY, why=""))

    def add(self, entry: Entry) -> int:
        """Write down what ended before anything was sent."""
        ended = replace(entry, at=entry.at or self._clock(), ended_at=self._clock())
        with self._owing((ADD, self._values(ended))):
            self._pay()
            return self._add(ended)

    def end(self, number: int, outcome: Outcome, why: str = "", mailbox_id: int = 0) -> None:
        """Write down what became of it; a created mailbox has its id by now."""
        values = (outcome.name, why, self._clock(), mailbox_id, number)
        with self._owing((END, values)):
            self._pay()
            self._connection.execute(END, values)

    def close_open(self, why: str) -> int:
        """What the last run of the program left under way is unknown; says how many there were."""
        done = self._connection.execute(
            "UPDATE journal SET outcome = ?, why = ? WHERE outcome = ?",
            (Outcome.UNKNOWN.name, why, Outcome.UNDER_WAY.name),
        )
        return done.rowcount

    def unknown(self, profile_id: str) -> list[Entry]:
        """What is still to be looked up for a profile, the oldest first."""
        with suppress(sqlite3.Error):
            self._pay()
        return self._read(
            "profile = ? AND outcome = ? ORDER BY id", (profile_id, Outcome.UNKNOWN.name)
        )

    def of_errand(self, errand: str) -> list[Entry]:
        """Every try to send an errand, the oldest first."""
        return self._read("errand = ? ORDER BY id", (errand,))

    def of_batch(self, batch: str) -> list[Entry]:
        """Every line of a run of many, the oldest first."""
        return self._read("batch = ? ORDER BY id", (batch,))

    def find(self, search: Search, limit: int = 5000) -> list[Entry]:
        """The lines that a search asks for, the newest first."""
        with suppress(sqlite3.Error):
            self._pay()
        where, values = _where(search)
        words = search.words.casefold().split()
        found = self._read(f"{where} ORDER BY id DESC", values)
        return [entry for entry in found if _holds(entry, words)][:limit]

    def purge(self, keep_days: int) -> int:
        """Drop what is older than so many days, 0 drops nothing; what is open stays."""
        if keep_days <= 0:
            return 0
        before = self._clock() - keep_days * DAY
        done = self._connection.execute(
            "DELETE FROM journal WHERE at < ? AND outcome NOT IN (?, ?)", (before, *OPEN)
        )
        return done.rowcount

    def uncopied(self) -> list[Entry]:
        """Lines that the administrator's places lack as they are now, the oldest first."""
        return self._read("copied <> outcome ORDER BY id", ())

    def note_copied(self, entry: Entry) -> None:
        """The administrator's places have this line with this outcome."""
        self._connection.execute(
            "UPDATE journal SET copied = ? WHERE id = ?", (entry.outcome.name, entry.id)
        )

    def setting(self, name: str, default: str = "") -> str:
        """A choice of the user about the store."""
        row = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,))
        found = row.fetchone()
        return str(found[0]) if found else default

    def set(self, name: str, value: str) -> None:
        """Keep a choice of the user."""
        self._connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _pay(self) -> None:
        """Write what could not be written before, in its order."""
        while self._owed:
            self._connection.execute(*self._owed[0])
            del self._owed[0]

    @contextmanager
    def _owing(self, debt: Owed) -> Iterator[None]:
        """Remember what cannot be written now; on a damaged file it is tried again on a new one."""
        try:
            yield
        except sqlite3.Error as error:
            if not is_damage(error):
                self._owed.append(debt)
            raise

    def _add(self, entry: Entry) -> int:
        with transaction(self._connection) as run:
            number = run.execute(ADD, self._values(entry)).lastrowid
        return int(number or 0)

    def _values(self, entry: Entry) -> tuple[object, ...]:
        case = entry.case
        body = dumped(
            {
                "before": plain_values(entry.before),
                "after": plain_values(entry.after),
                "password": entry.password.value,
                "creates": entry.creates,
                "highest": entry.highest_id,
            }
        )
        return (
            *(entry.at or self._clock(), case.profile_id, case.profile_name, entry.mailbox_id),
            *(entry.address, case.signed_in_as, entry.account, entry.computer, body, case.errand),
            *(case.batch, entry.outcome.name, entry.why, entry.ended_at),
        )

    def _read(self, where: str, values: tuple[object, ...]) -> list[Entry]:
        query = f"SELECT {COLUMNS} FROM journal WHERE {where}"  # noqa: S608 - no text of others
        return [_entry(row) for row in self._connection.execute(query, values).fetchall()]


def _where(search: Search) -> tuple[str, tuple[object, ...]]:
    parts, values = ["1"], list[object]()
    for column, value in (("profile", search.profile_id), ("batch", search.batch)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if search.mailbox_id is not None:
        parts.append("mailbox = ?")
        values.append(search.mailbox_id)
    if search.outcomes:
        parts.append(f"outcome IN ({', '.join('?' * len(search.outcomes))})")
        values.extend(outcome.name for outcome in search.outcomes)
    return " AND ".join(parts), tuple(values)


def _holds(entry: Entry, words: list[str]) -> bool:
    if not words:
        return True
    case = entry.case
    values = (*entry.before.values(), *entry.after.values())
    texts = (case.profile_name, entry.address, case.signed_in_as, entry.account, entry.computer)
    told = (entry.outcome.value, entry.why, entry.password.value, *map(value_text, values))
    text = "\n".join((*texts, *told)).casefold()
    return all(word in text for word in words)


def _sound(row: Row) -> Row:
    """One flipped bit makes bytes of a text, or puts a moment beyond any calendar."""
    number, at, profile, name, mailbox, *texts, ended_at = row
    profile, name, *texts = (str(each) for each in (profile, name, *texts))
    mailbox = mailbox if isinstance(mailbox, int) else 0
    ended_at = None if ended_at is None else _moment(ended_at)
    return (number, _moment(at), profile, name, mailbox, *texts, ended_at)  # type: ignore[return-value]  # as many as there were


def _moment(seconds: object) -> float:
    return float(seconds) if isinstance(seconds, float) and 0 <= seconds < END_OF_TIME else 0.0


def _entry(row: Row) -> Entry:
    row = _sound(row)
    number, at, profile, name, mailbox, address, who, account, computer, body = row[:10]
    errand, batch, outcome, why, ended_at = row[10:]
    data = _body(body)
    return Entry(
        Case(profile, name, who, errand, batch),
        mailbox,
        address,
        values_of(data["before"]),
        values_of(data["after"]),
        PasswordDeed(data["password"]),
        bool(data["creates"]),
        int(data["highest"]),
        account,
        computer,
        at,
        ended_at,
        Outcome[outcome] if outcome in Outcome.__members__ else Outcome.UNKNOWN,
        why,
        number,
    )


UNREADABLE_BODY: dict[str, Any] = {
    "before": {},
    "after": {},
    "password": PasswordDeed.KEPT.value,
    "creates": False,
    "highest": 0,
}


def _body(text: str) -> dict[str, Any]:
    """A line that cannot be read is shown with what is left of it, never left out."""
    try:
        data = json.loads(text)
        values_of(data["before"])
        values_of(data["after"])
        PasswordDeed(data["password"])
        int(data["highest"])
        bool(data["creates"])
    except UNREADABLE:
        return UNREADABLE_BODY
    return dict(data)
