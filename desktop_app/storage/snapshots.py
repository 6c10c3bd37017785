"""Snapshots of profiles' mailboxes, without secrets and rights."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from desktop_app.core.snapshot import SavesAfterSnapshot, Snapshot, SnapshotRow
from desktop_app.storage.json_codec import DECODE_ERRORS, decode_values, encode_values, to_json

COMPRESSION_LEVEL = 1
"""zlib level: a list shrinks to a tenth, in the time that reading it takes."""
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
"""Longest decompressed body of a snapshot."""

RUN_SECONDS = 60.0
"""Longest time from the making of a bulk run to its snapshot: a keyring may answer slowly."""
SAVE_SECONDS = 300.0
"""Longest time from a snapshot to the journal entry of the save that it was taken for."""


class SnapshotStore:
    """The snapshots of all profiles. One thread at a time; every method raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save(self, snapshot: Snapshot, snapshot_rows: Iterable[SnapshotRow]) -> int:
        """Store a snapshot and return its id; ``snapshot.id`` and its mailbox count are ignored."""
        rows = [_encode_row(one) for one in snapshot_rows]
        body = zlib.compress(to_json(rows).encode(), COMPRESSION_LEVEL)
        done = self._connection.execute(
            "INSERT INTO snapshot (profile, profile_name, name, taken_at, automatic, mailboxes,"
            " body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(snapshot.profile_id, snapshot.profile_name, snapshot.name, snapshot.taken_at),
                *(snapshot.is_automatic, len(rows), body),
            ),
        )
        return int(done.lastrowid or 0)

    def of_profile(self, profile_id: str | None = None) -> list[Snapshot]:
        """Return the snapshots of a profile, or of all for None, the newest first.

        What was saved after an automatic one is found by time among the bulk runs and in the
        journal.
        """
        rows = self._connection.execute(
            "SELECT id, profile, profile_name, name, taken_at, automatic, mailboxes FROM snapshot"
            " WHERE ? IS NULL OR profile = ? ORDER BY id DESC",
            (profile_id, profile_id),
        ).fetchall()
        return [self._with_saves_after(Snapshot(*row)) for row in rows]

    def _with_saves_after(self, snapshot: Snapshot) -> Snapshot:
        if not snapshot.is_automatic:
            return snapshot
        found = self._bulk_run_after(snapshot) or self._save_after(snapshot)
        return replace(snapshot, saves_after=found)

    def _bulk_run_after(self, snapshot: Snapshot) -> SavesAfterSnapshot | None:
        """Return the bulk run made just before a snapshot; None if none was, or it is forgotten."""
        at = snapshot.taken_at
        row = self._connection.execute(
            "SELECT json_array_length(body) FROM batch WHERE profile = ? AND json_valid(body)"
            " AND made_at BETWEEN ? AND ? ORDER BY made_at DESC LIMIT 1",
            (snapshot.profile_id, at - RUN_SECONDS, at),
        ).fetchone()
        return SavesAfterSnapshot(int(row[0])) if row and row[0] else None

    def _save_after(self, snapshot: Snapshot) -> SavesAfterSnapshot | None:
        """Return the first save in the journal after a snapshot; None if none came soon."""
        at = snapshot.taken_at
        row = self._connection.execute(
            "SELECT batch, address FROM journal WHERE profile = ? AND at BETWEEN ? AND ?"
            " ORDER BY id LIMIT 1",
            (snapshot.profile_id, at, at + SAVE_SECONDS),
        ).fetchone()
        if row is None:
            return None
        run_key, address = map(str, row)
        return self._run_in_journal(run_key) if run_key else SavesAfterSnapshot(address=address)

    def _run_in_journal(self, run_key: str) -> SavesAfterSnapshot:
        (count,) = self._connection.execute(
            "SELECT COUNT(DISTINCT mailbox) FROM journal WHERE batch = ?", (run_key,)
        ).fetchone()
        return SavesAfterSnapshot(int(count))

    def load_rows(self, snapshot_id: int) -> list[SnapshotRow] | None:
        """Return the rows of a snapshot; None if it was deleted or is unreadable."""
        row = self._connection.execute("SELECT body FROM snapshot WHERE id = ?", (snapshot_id,))
        found = row.fetchone()
        if found is None:
            return None
        try:
            unpacked = zlib.decompressobj().decompress(found[0], MAX_UNPACKED_BYTES)
            return [_decode_row(each) for each in json.loads(unpacked)]
        except (zlib.error, *DECODE_ERRORS):
            return None

    def has_automatic(self, profile_id: str) -> bool:
        """Return whether an automatic snapshot of this profile exists."""
        row = self._connection.execute(
            "SELECT 1 FROM snapshot WHERE profile = ? AND automatic", (profile_id,)
        )
        return row.fetchone() is not None

    def rename(self, snapshot_id: int, name: str) -> None:
        """Change the name of a snapshot."""
        self._connection.execute("UPDATE snapshot SET name = ? WHERE id = ?", (name, snapshot_id))

    def delete(self, snapshot_id: int) -> None:
        """Delete a snapshot."""
        self._connection.execute("DELETE FROM snapshot WHERE id = ?", (snapshot_id,))


def _encode_row(row: SnapshotRow) -> list[Any]:
    values = None if row.values is None else encode_values(row.values)
    known = [] if row.language is None else [row.language]
    return [row.id, row.address, row.category, row.priority, values, *known]


def _decode_row(data: list[Any]) -> SnapshotRow:
    number, address, category, priority, values, *rest = data
    read = None if values is None else decode_values(values)
    language = str(rest[0]) if rest else None  # 0.1.0 wrote none
    return SnapshotRow(int(number), str(address), str(category), str(priority), read, language)
