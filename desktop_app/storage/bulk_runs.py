"""What runs of many saves set out to do. A typed password is never here."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from desktop_app.core.bulk.bulk_run import Batch, BatchKind
from desktop_app.core.mailbox.mailbox import Draft, Replace
from desktop_app.storage.json_codec import (
    UNREADABLE,
    dumped,
    mailbox_of,
    plain_mailbox,
    plain_values,
    values_of,
)
from desktop_app.storage.pending_changes import choice_of, plain_choice

MOST = 50
"""So many runs are remembered for each profile; their lines in the journal stay."""


class Batches:
    """The runs of all profiles. From one thread at a time; raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, batch: Batch) -> None:
        """Write a run down; one that goes on is written anew, with all that it set out to do."""
        before = next((b for b in self.of_profile(batch.profile_id) if b.key == batch.key), None)
        rows = {draft.original.id: draft for draft in (before.drafts if before else ())}
        rows.update({draft.original.id: draft for draft in batch.drafts})
        typed = batch.typed | (before.typed if before else frozenset())
        body = dumped([_plain(draft, typed=number in typed) for number, draft in rows.items()])
        made_at = before.made_at if before else batch.made_at
        self._connection.execute(
            "INSERT OR REPLACE INTO batch VALUES (?, ?, ?, ?, ?)",
            (batch.key, batch.profile_id, batch.kind.value, made_at, body),
        )
        self._connection.execute(
            "DELETE FROM batch WHERE profile = ?1 AND key NOT IN"
            " (SELECT key FROM batch WHERE profile = ?1 ORDER BY made_at DESC LIMIT ?2)",
            (batch.profile_id, MOST),
        )

    def of_profile(self, profile_id: str) -> list[Batch]:
        """The runs of a profile, the newest first; unreadable ones are left out."""
        rows = self._connection.execute(
            "SELECT key, profile, kind, made_at, body FROM batch WHERE profile = ?"
            " ORDER BY made_at DESC",
            (profile_id,),
        ).fetchall()
        return [batch for batch in map(_read, rows) if batch is not None]

    def forget(self, profile_id: str) -> None:
        """A profile was deleted."""
        self._connection.execute("DELETE FROM batch WHERE profile = ?", (profile_id,))


def _plain(draft: Draft, *, typed: bool) -> list[Any]:
    if isinstance(draft.password, Replace):
        raise TypeError("a typed password is kept nowhere")
    original = draft.original
    changes, choice = plain_values(draft.changes), plain_choice(draft.password)
    return [original.id, plain_mailbox(original), changes, choice, typed]


def _read(row: tuple[str, str, str, float, str]) -> Batch | None:
    key, profile_id, kind, made_at, text = row
    try:
        drafts, typed = [], set[int]()
        for number, original, changes, choice, was_typed in json.loads(text):
            mailbox = mailbox_of(int(number), original, (None, {}))
            drafts.append(Draft(mailbox, values_of(changes), choice_of(choice)))
            if was_typed:
                typed.add(mailbox.id)
        return Batch(key, BatchKind(kind), profile_id, made_at, tuple(drafts), frozenset(typed))
    except UNREADABLE:
        return None
