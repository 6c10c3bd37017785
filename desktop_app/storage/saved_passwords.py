"""An index of the mailbox passwords saved on this computer, without the passwords themselves.

A keyring cannot list its entries. So that no password is ever left behind in it, a row is reserved
before its secret is written, and confirmed once the secret was read back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, StorageKind

_COLUMNS = "profile, mailbox, secret, place, origin, server, user_name, server_type, port, kept_at"


class SavedPasswordStore:
    """The index of saved passwords. One thread at a time; every method raises sqlite3.Error."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._clock = clock

    def reserve(self, password: SavedPassword) -> None:
        """Add a password about to be written: it is not offered yet, but will be deleted."""
        login = password.login
        self._connection.execute(
            f"INSERT OR REPLACE INTO kept_password (written, {_COLUMNS})"  # noqa: S608  # constant
            " VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                password.profile_id,
                password.mailbox_id,
                password.name.value,
                password.storage.value,
                password.origin,
                login.server,
                login.user_name,
                login.server_type,
                login.port,
                self._clock(),
            ),
        )

    def confirm(self, password: SavedPassword) -> None:
        """Record that the password was written and read back."""
        self._connection.execute(
            "UPDATE kept_password SET written = 1 WHERE profile = ? AND mailbox = ? AND secret = ?",
            _row_key(password),
        )

    def record_login(self, password: SavedPassword) -> None:
        """Record server type and port of a password that an older version stored without them."""
        self._connection.execute(
            "UPDATE kept_password SET server_type = ?, port = ?"
            " WHERE profile = ? AND mailbox = ? AND secret = ?",
            (password.login.server_type, password.login.port, *_row_key(password)),
        )

    def delete(self, password: SavedPassword) -> None:
        """Remove a password that was deleted."""
        self._connection.execute(
            "DELETE FROM kept_password WHERE profile = ? AND mailbox = ? AND secret = ?",
            _row_key(password),
        )

    def change_origins(self, changes: Mapping[str, tuple[str, str]]) -> None:
        """Replace the origin of these profiles' passwords: by profile id, the old and the new."""
        self._connection.executemany(
            "UPDATE kept_password SET origin = ? WHERE profile = ? AND origin = ?",
            [(new, profile_id, old) for profile_id, (old, new) in changes.items()],
        )

    def confirmed(self, profile_id: str | None = None) -> list[SavedPassword]:
        """Return the usable passwords of one profile, or of all for None, by mailbox."""
        return self._read("written = 1", profile_id)

    def all_including_unconfirmed(self, profile_id: str | None = None) -> list[SavedPassword]:
        """Return all passwords that keyring or vault may hold, of one profile (None: of all)."""
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


_Row = tuple[str, int, str, str, str, str, str, str | None, str | None, float]


def _decode_row(row: _Row) -> SavedPassword | None:
    profile_id, mailbox_id, name, place, origin, server, user_name, server_type, port, kept_at = row
    try:
        secret, kind = SecretName(name), StorageKind(place)
    except ValueError:
        return None  # written by a newer program
    login = MailLogin(server, user_name, server_type, port)
    return SavedPassword(profile_id, mailbox_id, secret, kind, origin, login, kept_at)
