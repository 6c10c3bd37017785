"""Snapshots of what profiles held. Without secrets, and without rights."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any

from desktop_app.core.snapshot import Seen, Snapshot
from desktop_app.storage.json_codec import UNREADABLE, dumped, plain_values, values_of

QUICK = 1
"""How hard to press: a list shrinks to a tenth, in the time that it takes to read it."""
MOST_BYTES = 64 * 1024 * 1024
"""What a snapshot is unpacked to at most."""


class Snapshots:
    """The snapshots of all profiles. From one thread at a time; raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, about: Snapshot, seen: Iterable[Seen]) -> int:
        """Keep a snapshot; its id comes back. ``about.id`` and ``about.mailboxes`` do not count."""
        rows = [_plain(one) for one in seen]
        body = zlib.compress(dumped(rows).encode(), QUICK)
        done = self._connection.execute(
            "INSERT INTO snapshot (profile, profile_name, name, taken_at, automatic, mailboxes,"
            " body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(about.profile_id, about.profile_name, about.name, about.taken_at),
                *(about.automatic, len(rows), body),
            ),
        )
        return int(done.lastrowid or 0)

    def of_profile(self, profile_id: str | None = None) -> list[Snapshot]:
        """The snapshots of a profile, or of all, the newest first."""
        rows = self._connection.execute(
            "SELECT id, profile, profile_name, name, taken_at, automatic, mailboxes FROM snapshot"
            " WHERE ? IS NULL OR profile = ? ORDER BY id DESC",
            (profile_id, profile_id),
        ).fetchall()
        return [Snapshot(*row) for row in rows]

    def read(self, number: int) -> list[Seen] | None:
        """What was seen; None for one that is gone or cannot be read."""
        row = self._connection.execute("SELECT body FROM snapshot WHERE id = ?", (number,))
        found = row.fetchone()
        if found is None:
            return None
        try:
            unpacked = zlib.decompressobj().decompress(found[0], MOST_BYTES)
            return [_seen(each) for each in json.loads(unpacked)]
        except (zlib.error, *UNREADABLE):
            return None

    def has_automatic(self, profile_id: str) -> bool:
        """Whether one was taken by itself already."""
        row = self._connection.execute(
            "SELECT 1 FROM snapshot WHERE profile = ? AND automatic", (profile_id,)
        )
        return row.fetchone() is not None

    def rename(self, number: int, name: str) -> None:
        """Give it another name."""
        self._connection.execute("UPDATE snapshot SET name = ? WHERE id = ?", (name, number))

    def drop(self, number: int) -> None:
        """The user does not want it any more."""
        self._connection.execute("DELETE FROM snapshot WHERE id = ?", (number,))


def _plain(seen: Seen) -> list[Any]:
    values = None if seen.values is None else plain_values(seen.values)
    return [seen.id, seen.address, seen.category, seen.priority, values]


def _seen(data: list[Any]) -> Seen:
    number, address, category, priority, values = data
    read = None if values is None else values_of(values)
    return Seen(int(number), str(address), str(category), str(priority), read)
