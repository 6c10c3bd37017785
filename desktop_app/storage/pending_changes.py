"""Edits that wait to be sent. Their passwords are never here."""

from __future__ import annotations

import json
import sqlite3

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Keep,
    MailLogin,
    PasswordChoice,
    Replace,
    SendKept,
)
from desktop_app.core.pending_change import PendingEdit
from desktop_app.storage.json_codec import (
    UNREADABLE,
    Plain,
    dumped,
    mailbox_of,
    plain_mailbox,
    plain_rights,
    plain_values,
    rights_of,
    values_of,
)

Row = tuple[int, str, str, int, float, str, str, str]


class PendingEdits:
    """The change sets of all profiles. From one thread at a time; raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, edit: PendingEdit) -> None:
        """Keep an edit, in place of the one with its number. A typed password is not written."""
        draft = edit.draft
        body = {
            "changes": plain_values(draft.changes),
            "password": plain_choice(draft.password),
            "has_password": edit.has_password,
        }
        self._connection.execute(
            "INSERT OR REPLACE INTO pending VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(edit.number, edit.key, edit.profile_id, edit.mailbox_id, edit.made_at),
                *(plain_mailbox(draft.original), plain_rights(draft.original), dumped(body)),
            ),
        )

    def drop(self, number: int) -> None:
        """It was saved, or taken out."""
        self._connection.execute("DELETE FROM pending WHERE number = ?", (number,))

    def mailboxes(self) -> dict[int, int]:
        """The mailbox of every edit by its number, the unreadable ones' too."""
        return dict(self._connection.execute("SELECT number, mailbox FROM pending").fetchall())

    def all(self) -> list[PendingEdit]:
        """Every edit that waits, the oldest first; unreadable ones are left out."""
        rows = self._connection.execute("SELECT * FROM pending ORDER BY number").fetchall()
        return [edit for edit in map(_read, rows) if edit is not None]


def plain_choice(choice: PasswordChoice) -> Plain | None:
    """What an edit does about the password. Raises TypeError for one that was typed."""
    if isinstance(choice, Replace):
        raise TypeError("a typed password is kept elsewhere")
    if isinstance(choice, Keep):
        return None
    return {"server": choice.typed_for.server, "user_name": choice.typed_for.user_name}


def choice_of(data: Plain | None) -> PasswordChoice:
    """The choice again. Raises one of UNREADABLE."""
    if data is None:
        return Keep()
    return SendKept(MailLogin(str(data["server"]), str(data["user_name"])))


def _read(row: Row) -> PendingEdit | None:
    number, key, profile_id, mailbox_id, made_at, original, rights, text = row
    try:
        body = json.loads(text)
        mailbox = mailbox_of(mailbox_id, original, rights_of(rights))
        draft = Draft(mailbox, values_of(body["changes"]), choice_of(body["password"]))
        has_password = bool(body["has_password"])
        return PendingEdit(number, key, profile_id, draft, made_at, has_password)
    except UNREADABLE:
        return None
