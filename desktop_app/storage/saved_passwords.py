"""Which mailboxes have a password kept on this computer. The passwords themselves are elsewhere.

A keyring cannot list what it holds. So that nothing is ever left behind in it, a row is claimed
before its secret is written, and counts as kept once that was read back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, StorageKind

_COLUMNS = "profile, mailbox, secret, place, origin, server, user_name, kept_at"


class SavedPasswordStore:
    """The index of kept passwords. From one thread at a time; raises sqlite3.Error."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._clock = clock

    def reserve(self, password: SavedPassword) -> None:
        """A secret is about to be written: it is not offered yet, but it will be deleted."""
        login = password.login
        self._connection.execute(
            f"INSERT OR REPLACE INTO kept_password (written, {_COLUMNS})"  # noqa: S608  # constant
            " VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                password.profile_id,
                password.mailbox_id,
                password.name.value,
                password.storage.value,
                password.origin,
                login.server,
                login.user_name,
                self._clock(),
            ),
        )

    def confirm(self, password: SavedPassword) -> None:
        """The secret was written and read back."""
        self._connection.execute(
            "UPDATE kept_password SET written = 1 WHERE profile = ? AND mailbox = ? AND secret = ?",
            _row_key(password),
        )

    def delete(self, password: SavedPassword) -> None:
        """The secret is gone."""
        self._connection.execute(
            "DELETE FROM kept_password WHERE profile = ? AND mailbox = ? AND secret = ?",
            _row_key(password),
        )

    def confirmed(self, profile_id: str | None = None) -> list[SavedPassword]:
        """Those that can be used, of one profile or of all, by mailbox."""
        return self._read("written = 1", profile_id)

    def all_including_unconfirmed(self, profile_id: str | None = None) -> list[SavedPassword]:
        """All that may lie in a keyring or vault for a profile, or for all."""
        return self._read("1 = 1", profile_id)

    def _read(self, condition: str, profile_id: str | None) -> list[SavedPassword]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM kept_password"  # noqa: S608  # constants
            f" WHERE {condition} AND (? IS NULL OR profile = ?) ORDER BY profile, mailbox, secret",
            (profile_id, profile_id),
        ).fetchall()
        return [kept for kept in map(_decode_row, rows) if kept is not None]


def _row_key(password: SavedPassword) -> tuple[str, int, str]:
    return (password.profile_id, password.mailbox_id, password.name.value)


def _decode_row(row: tuple[str, int, str, str, str, str, str, float]) -> SavedPassword | None:
    profile_id, mailbox_id, name, place, origin, server, user_name, kept_at = row
    try:
        secret, kind = SecretName(name), StorageKind(place)
    except ValueError:
        return None  # of a newer program
    login = MailLogin(server, user_name)
    return SavedPassword(profile_id, mailbox_id, secret, kind, origin, login, kept_at)
