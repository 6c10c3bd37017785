"""Unsaved edits, stored so that a crash loses none. A password is never stored with them."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable

from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.storage.json_codec import DECODE_ERRORS, decode_values, encode_values


class DraftStore:
    """The drafts of all profiles. One thread at a time; every method raises sqlite3.Error."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._clock = clock

    def save(self, profile_id: str, draft: Draft, installation_id: str = "") -> None:
        """Store a draft, replacing an older one; a draft without changes is deleted."""
        mailbox_id = draft.original.id
        if not draft.changes:
            self.delete(profile_id, mailbox_id)
            return
        body = {
            "name": draft.original.text(Field.ADDRESS),
            "original": encode_values({f: draft.original.values.get(f) for f in draft.changes}),
            "changes": encode_values(draft.changes),
        }
        if installation_id:
            body["installation"] = installation_id
        self._connection.execute(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
            (profile_id, mailbox_id, json.dumps(body), self._clock()),
        )

    def delete(self, profile_id: str, mailbox_id: int) -> None:
        """Delete the draft of a mailbox: it was saved or discarded."""
        self._connection.execute(
            "DELETE FROM draft WHERE profile = ? AND mailbox = ?", (profile_id, mailbox_id)
        )

    def delete_profile(self, profile_id: str) -> None:
        """Delete all drafts of a profile."""
        self._connection.execute("DELETE FROM draft WHERE profile = ?", (profile_id,))

    def of_profile(self, profile_id: str) -> list[SavedDraft]:
        """Return the drafts of a profile, the oldest first; unreadable ones are left out."""
        rows = self._connection.execute(
            "SELECT mailbox, body, kept_at FROM draft WHERE profile = ? ORDER BY kept_at",
            (profile_id,),
        ).fetchall()
        read = (_decode_draft(*row) for row in rows)
        return [draft for draft in read if draft is not None]


def _decode_draft(mailbox_id: int, body: str, saved_at: float) -> SavedDraft | None:
    try:
        data = json.loads(body)
        return SavedDraft(
            mailbox_id,
            str(data["name"]),
            decode_values(data["original"]),
            decode_values(data["changes"]),
            saved_at,
            installation_id=str(data.get("installation", "")),
        )
    except DECODE_ERRORS:
        return None
