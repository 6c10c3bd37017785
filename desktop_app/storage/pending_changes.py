"""Pending changes. Their passwords are never stored here."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from desktop_app.core.mailbox.mailbox import (
    Draft,
    KeepPassword,
    MailLogin,
    PasswordChoice,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.core.pending_change import PendingChange
from desktop_app.storage.database import transaction
from desktop_app.storage.json_codec import (
    DECODE_ERRORS,
    JsonDict,
    decode_mailbox,
    decode_rights,
    decode_values,
    encode_mailbox,
    encode_rights,
    encode_values,
    to_json,
)

PendingChangeRow = tuple[int, str, str, int, float, str, str, str]


class PendingChangeStore:
    """The pending changes of all profiles. One thread at a time; raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save(self, change: PendingChange, replaced_id: int = 0) -> None:
        """Store a change in place of the one with its id, or with ``replaced_id``.

        An entered password is not written.
        """
        draft = change.draft
        body: JsonDict = {
            "changes": encode_values(draft.changes),
            "password": encode_password_choice(draft.password),
            "has_password": change.has_password,
        }
        if change.installation_id:
            body["installation"] = change.installation_id
        row = (
            *(change.id, change.operation_id, change.profile_id, change.mailbox_id, change.made_at),
            *(encode_mailbox(draft.original), encode_rights(draft.original), to_json(body)),
        )
        with transaction(self._connection) as run:
            run.execute("DELETE FROM pending WHERE number = ?", (replaced_id,))
            run.execute("INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def delete(self, change_id: int) -> None:
        """Delete a change: it was saved or discarded."""
        self._connection.execute("DELETE FROM pending WHERE number = ?", (change_id,))

    def mailbox_ids(self) -> dict[int, int]:
        """Return the mailbox id of every change by change id, including unreadable changes."""
        return dict(self._connection.execute("SELECT number, mailbox FROM pending").fetchall())

    def count_by_profile(self) -> dict[str, int]:
        """Return the number of pending changes by profile id, including unreadable changes."""
        query = "SELECT profile, count(*) FROM pending GROUP BY profile"
        return dict(self._connection.execute(query).fetchall())

    def all(self) -> list[PendingChange]:
        """Return all pending changes, the oldest first; unreadable ones are left out."""
        rows = self._connection.execute("SELECT * FROM pending ORDER BY number").fetchall()
        return [edit for edit in map(_decode_change, rows) if edit is not None]


def encode_password_choice(choice: PasswordChoice) -> JsonDict | None:
    """Return a password choice as JSON, None to keep. Raises TypeError for an entered password."""
    if isinstance(choice, ReplacePassword):
        raise TypeError("a typed password is kept elsewhere")
    if isinstance(choice, KeepPassword):
        return None
    login = choice.login
    body: JsonDict = {"server": login.server, "user_name": login.user_name}
    if login.is_whole:
        body |= {"server_type": login.server_type, "port": login.port}
    return body


def decode_password_choice(data: JsonDict | None) -> PasswordChoice:
    """Return a password choice from JSON. Raises one of DECODE_ERRORS."""
    if data is None:
        return KeepPassword()
    login = MailLogin(str(data["server"]), str(data["user_name"]))
    if "server_type" in data:  # not written by older versions
        login = replace(login, server_type=str(data["server_type"]), port=str(data["port"]))
    return SendSavedPassword(login)


def _decode_change(row: PendingChangeRow) -> PendingChange | None:
    number, key, profile_id, mailbox_id, made_at, original, rights, text = row
    try:
        body = json.loads(text)
        mailbox = decode_mailbox(mailbox_id, original, decode_rights(rights))
        draft = Draft(
            mailbox, decode_values(body["changes"]), decode_password_choice(body["password"])
        )
        has_password = bool(body["has_password"])
        made_for = str(body.get("installation", ""))
        return PendingChange(number, key, profile_id, draft, made_at, has_password, made_for)
    except DECODE_ERRORS:
        return None
