"""Facts learnt about a profile's server, and which questions its user has answered."""

from __future__ import annotations

import sqlite3

from desktop_app.core.mailbox.mailbox import KeepBehaviour


class ServerFactStore:
    """Facts by profile: what a save without a password does, first saves, and choices of a day.

    One thread at a time; every method raises sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep_behaviour(self, profile_id: str, server_version: str) -> KeepBehaviour:
        """Return what a save without a password does; UNPROVED for a server version not tested."""
        row = self._connection.execute(
            "SELECT verdict FROM verdict WHERE profile = ? AND server_version = ?",
            (profile_id, server_version),
        ).fetchone()
        known = KeepBehaviour.__members__
        return known[row[0]] if row and row[0] in known else KeepBehaviour.UNPROVED

    def set_keep_behaviour(
        self, profile_id: str, server_version: str, behaviour: KeepBehaviour
    ) -> None:
        """Store the result of a test of saves without a password."""
        self._connection.execute(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)",
            (profile_id, server_version, behaviour.name),
        )

    def has_saved(self, profile_id: str) -> bool:
        """Return whether a save on this profile succeeded: its user was asked for notes then."""
        row = self._connection.execute("SELECT 1 FROM noted WHERE profile = ?", (profile_id,))
        return row.fetchone() is not None

    def mark_saved(self, profile_id: str) -> None:
        """Record that a save on this profile has succeeded."""
        self._connection.execute("INSERT OR IGNORE INTO noted VALUES (?)", (profile_id,))

    def choices_on(self, profile_id: str, day: str) -> frozenset[str]:
        """Return the choices that a person confirmed on a profile that day, an ISO date."""
        start = _choice_setting(profile_id, "")
        rows = self._connection.execute(
            "SELECT name FROM setting WHERE substr(name, 1, ?) = ? AND value = ?",
            (len(start), start, day),
        )
        return frozenset(str(name)[len(start) :] for (name,) in rows)

    def set_choice(self, profile_id: str, choice: str, day: str) -> None:
        """Store that a person confirmed a choice on a profile that day, an ISO date."""
        self._connection.execute(
            "INSERT OR REPLACE INTO setting VALUES (?, ?)",
            (_choice_setting(profile_id, choice), day),
        )

    def browser_account(self, profile_id: str) -> str:
        """Return the user of the last sign-in in the browser; empty if there was none."""
        row = self._connection.execute(
            "SELECT value FROM setting WHERE name = ?", (_account_setting(profile_id),)
        ).fetchone()
        return str(row[0]) if row else ""

    def set_browser_account(self, profile_id: str, account: str) -> None:
        """Store the user of the last sign-in in the browser."""
        self._connection.execute(
            "INSERT OR REPLACE INTO setting VALUES (?, ?)", (_account_setting(profile_id), account)
        )

    def delete_profile(self, profile_id: str) -> None:
        """Delete all facts of a profile."""
        self._connection.execute("DELETE FROM verdict WHERE profile = ?", (profile_id,))
        self._connection.execute("DELETE FROM noted WHERE profile = ?", (profile_id,))
        self._connection.execute(
            "DELETE FROM setting WHERE name = ?", (_account_setting(profile_id),)
        )
        start = _choice_setting(profile_id, "")
        self._connection.execute(
            "DELETE FROM setting WHERE substr(name, 1, ?) = ?", (len(start), start)
        )


def _choice_setting(profile_id: str, choice: str) -> str:
    return f"confirmed/{profile_id}/{choice}"


def _account_setting(profile_id: str) -> str:
    return f"browser account/{profile_id}"
