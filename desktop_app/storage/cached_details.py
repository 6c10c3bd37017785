"""Mailbox details as last read; equal rights are stored once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from desktop_app.core.mailbox.mailbox import Field, value_text
from desktop_app.core.mailbox_list.duplicates import login_key
from desktop_app.core.mailbox_list.listing import CachedDetail
from desktop_app.core.mailbox_list.risks import Login
from desktop_app.storage.database import transaction
from desktop_app.storage.json_codec import (
    DECODE_ERRORS,
    decode_mailbox,
    decode_mailbox_values,
    decode_rights,
    encode_mailbox,
    encode_rights,
)

YIELD_EVERY = 200
"""Mailboxes decoded before other threads may run: one or two milliseconds of work."""


class CachedDetailStore:
    """The mailbox details of all profiles. One thread at a time; raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rights_ids: dict[str, int] = {}

    def save(self, profile_id: str, details: Iterable[CachedDetail]) -> None:
        """Store these details, replacing older ones of the same mailboxes."""
        try:
            with transaction(self._connection) as run:
                for one in details:
                    rights = self._rights_id(encode_rights(one.mailbox))
                    body = encode_mailbox(one.mailbox)
                    run.execute(
                        "INSERT OR REPLACE INTO detail VALUES (?, ?, ?, ?, ?)",
                        (profile_id, one.mailbox.id, one.read_at, body, rights),
                    )
        except BaseException:
            self._rights_ids.clear()  # the rollback may have removed their rows
            raise

    def of_profile(self, profile_id: str) -> dict[int, CachedDetail]:
        """Return the details of a profile by mailbox id; unreadable ones are left out."""
        found = self._connection.execute(
            "SELECT mailbox, read_at, detail.body, rights, rights.body FROM detail"
            " JOIN rights ON rights.id = detail.rights WHERE profile = ?",
            (profile_id,),
        ).fetchall()
        return dict(_decode_details(found))

    def logins(self, profile_id: str) -> dict[Login, str]:
        """Return the mail logins of a profile's mailboxes, each with the address of one mailbox."""
        found = self._connection.execute(
            "SELECT body FROM detail WHERE profile = ? AND mailbox != 0 ORDER BY mailbox DESC",
            (profile_id,),
        ).fetchall()
        return dict(_decode_logins(found))

    def delete_others(self, profile_id: str, mailbox_ids: Collection[int]) -> None:
        """Delete the details of a profile's mailboxes that are not in ``mailbox_ids``."""
        found = self._connection.execute(
            "SELECT mailbox FROM detail WHERE profile = ?", (profile_id,)
        ).fetchall()
        gone = [(profile_id, number) for (number,) in found if number not in mailbox_ids]
        if gone:
            with transaction(self._connection) as run:
                run.executemany("DELETE FROM detail WHERE profile = ? AND mailbox = ?", gone)

    def delete_profile(self, profile_id: str) -> None:
        """Delete all details of a profile."""
        self._connection.execute("DELETE FROM detail WHERE profile = ?", (profile_id,))

    def _rights_id(self, body: str) -> int:
        if body not in self._rights_ids:
            self._connection.execute("INSERT OR IGNORE INTO rights (body) VALUES (?)", (body,))
            (found,) = self._connection.execute(
                "SELECT id FROM rights WHERE body = ?", (body,)
            ).fetchone()
            self._rights_ids[body] = found
        return self._rights_ids[body]


def _decode_logins(rows: list[tuple[str]]) -> Iterator[tuple[Login, str]]:
    for count, (body,) in enumerate(rows, start=1):
        try:
            values = decode_mailbox_values(body)
        except DECODE_ERRORS:
            continue
        login = login_key(values)
        if login is not None:
            yield login, value_text(values.get(Field.ADDRESS))
        if count % YIELD_EVERY == 0:
            time.sleep(0)


def _decode_details(
    rows: list[tuple[int, float, str, int, str]],
) -> Iterator[tuple[int, CachedDetail]]:
    rights: dict[int, Any] = {}
    for count, (number, read_at, body, rights_id, rights_body) in enumerate(rows, start=1):
        try:
            if rights_id not in rights:
                rights[rights_id] = decode_rights(rights_body)
            yield number, CachedDetail(decode_mailbox(number, body, rights[rights_id]), read_at)
        except DECODE_ERRORS:
            continue
        if count % YIELD_EVERY == 0:
            time.sleep(0)  # lets the GUI thread run
