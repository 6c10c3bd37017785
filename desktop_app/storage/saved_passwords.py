"""Which mailboxes have a password kept on this computer. The passwords themselves are elsewhere.

A keyring cannot list what it holds. So that nothing is ever left behind in it, a row is claimed
before its secret is written, and counts as kept once that was read back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import PlaceKind, SecretName

_COLUMNS = "profile, mailbox, secret, place, origin, server, user_name, kept_at"


class KeptPasswords:
    """The index of kept passwords. From one thread at a time; raises sqlite3.Error."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._clock = clock

    def claim(self, kept: KeptPassword) -> None:
        """A secret is about to be written: it is not offered yet, but it will be deleted."""
        login = kept.login
        self._connection.execute(
            f"INSERT OR REPLACE INTO kept_password (written, {_COLUMNS})"  # noqa: S608  # constant
            " VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                kept.profile_id,
                kept.mailbox_id,
                kept.name.value,
                kept.place.value,
                kept.origin,
                login.server,
                login.user_name,
                self._clock(),
            ),
        )

    def settle(self, kept: KeptPassword) -> None:
        """The secret was written and read back."""
        self._connection.execute(
            "UPDATE kept_password SET written = 1 WHERE profile = ? AND mailbox = ? AND secret = ?",
            _key(kept),
        )

    def drop(self, kept: KeptPassword) -> None:
        """The secret is gone."""
        self._connection.execute(
            "DELETE FROM kept_password WHERE profile = ? AND mailbox = ? AND secret = ?", _key(kept)
        )

    def kept(self, profile_id: str | None = None) -> list[KeptPassword]:
        """Those that can be used, of one profile or of all, by mailbox."""
        return self._read("written = 1", profile_id)

    def written_or_not(self, profile_id: str | None = None) -> list[KeptPassword]:
        """All that may lie in a keyring or vault for a profile, or for all."""
        return self._read("1 = 1", profile_id)

    def _read(self, which: str, profile_id: str | None) -> list[KeptPassword]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM kept_password"  # noqa: S608  # constants
            f" WHERE {which} AND (? IS NULL OR profile = ?) ORDER BY profile, mailbox, secret",
            (profile_id, profile_id),
        ).fetchall()
        return [kept for kept in map(_kept, rows) if kept is not None]


def _key(kept: KeptPassword) -> tuple[str, int, str]:
    return (kept.profile_id, kept.mailbox_id, kept.name.value)


def _kept(row: tuple[str, int, str, str, str, str, str, float]) -> KeptPassword | None:
    profile_id, mailbox_id, name, place, origin, server, user_name, kept_at = row
    try:
        secret, kind = SecretName(name), PlaceKind(place)
    except ValueError:
        return None  # of a newer program
    login = MailLogin(server, user_name)
    return KeptPassword(profile_id, mailbox_id, secret, kind, origin, login, kept_at)
