"""Bulk runs and their planned changes. An entered password is never stored."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from desktop_app.core.bulk.bulk_run import BulkRun, BulkRunKind
from desktop_app.core.mailbox.mailbox import Draft, ReplacePassword
from desktop_app.storage.json_codec import (
    DECODE_ERRORS,
    decode_mailbox,
    decode_values,
    encode_mailbox,
    encode_values,
    to_json,
)
from desktop_app.storage.pending_changes import decode_password_choice, encode_password_choice

MAX_RUNS = 50
"""Bulk runs stored for each profile; journal entries of older runs stay."""


class BulkRunStore:
    """The bulk runs of all profiles. One thread at a time; every method raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save(self, run: BulkRun) -> None:
        """Store a bulk run; a resumed run is merged with the drafts it had before."""
        before = next((b for b in self.of_profile(run.profile_id) if b.key == run.key), None)
        rows = {draft.original.id: draft for draft in (before.drafts if before else ())}
        rows.update({draft.original.id: draft for draft in run.drafts})
        typed = run.typed_ids | (before.typed_ids if before else frozenset())
        body = to_json(
            [_encode_draft(draft, typed=number in typed) for number, draft in rows.items()]
        )
        made_at = before.made_at if before else run.made_at
        self._connection.execute(
            "INSERT OR REPLACE INTO batch VALUES (?, ?, ?, ?, ?)",
            (run.key, run.profile_id, run.kind.value, made_at, body),
        )
        self._connection.execute(
            "DELETE FROM batch WHERE profile = ?1 AND key NOT IN"
            " (SELECT key FROM batch WHERE profile = ?1 ORDER BY made_at DESC LIMIT ?2)",
            (run.profile_id, MAX_RUNS),
        )

    def of_profile(self, profile_id: str) -> list[BulkRun]:
        """Return the bulk runs of a profile, the newest first; unreadable ones are left out."""
        rows = self._connection.execute(
            "SELECT key, profile, kind, made_at, body FROM batch WHERE profile = ?"
            " ORDER BY made_at DESC",
            (profile_id,),
        ).fetchall()
        return [run for run in map(_decode_run, rows) if run is not None]

    def delete_profile(self, profile_id: str) -> None:
        """Delete all bulk runs of a profile."""
        self._connection.execute("DELETE FROM batch WHERE profile = ?", (profile_id,))


def _encode_draft(draft: Draft, *, typed: bool) -> list[Any]:
    if isinstance(draft.password, ReplacePassword):
        raise TypeError("a typed password is kept nowhere")
    original = draft.original
    changes, choice = encode_values(draft.changes), encode_password_choice(draft.password)
    return [original.id, encode_mailbox(original), changes, choice, typed]


def _decode_run(row: tuple[str, str, str, float, str]) -> BulkRun | None:
    key, profile_id, kind, made_at, text = row
    try:
        drafts, typed = [], set[int]()
        for number, original, changes, choice, was_typed in json.loads(text):
            mailbox = decode_mailbox(int(number), original, (None, {}))
            drafts.append(Draft(mailbox, decode_values(changes), decode_password_choice(choice)))
            if was_typed:
                typed.add(mailbox.id)
        return BulkRun(key, BulkRunKind(kind), profile_id, made_at, tuple(drafts), frozenset(typed))
    except DECODE_ERRORS:
        return None
