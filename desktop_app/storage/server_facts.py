"""What was learnt about the server of a profile, and what its user was asked already."""

from __future__ import annotations

import sqlite3

from desktop_app.core.mailbox.mailbox import KeepBehaviour


class ServerFactStore:
    """Whether a save without a password keeps the stored one, for each profile and version of its

    server; and the profiles whose first save is behind them. Raises sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep_behaviour(self, profile_id: str, server_version: str) -> KeepBehaviour:
        """The verdict; UNPROVED for a version that was never tried."""
        row = self._connection.execute(
            "SELECT verdict FROM verdict WHERE profile = ? AND server_version = ?",
            (profile_id, server_version),
        ).fetchone()
        known = KeepBehaviour.__members__
        return known[row[0]] if row and row[0] in known else KeepBehaviour.UNPROVED

    def set_keep_behaviour(
        self, profile_id: str, server_version: str, behaviour: KeepBehaviour
    ) -> None:
        """Note what a trial showed."""
        self._connection.execute(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)",
            (profile_id, server_version, behaviour.name),
        )

    def has_saved(self, profile_id: str) -> bool:
        """Whether this profile has been saved to, and so its user asked for notes, before."""
        row = self._connection.execute("SELECT 1 FROM noted WHERE profile = ?", (profile_id,))
        return row.fetchone() is not None

    def mark_saved(self, profile_id: str) -> None:
        """A save on this profile worked."""
        self._connection.execute("INSERT OR IGNORE INTO noted VALUES (?)", (profile_id,))

    def delete_profile(self, profile_id: str) -> None:
        """The profile was deleted."""
        self._connection.execute("DELETE FROM verdict WHERE profile = ?", (profile_id,))
        self._connection.execute("DELETE FROM noted WHERE profile = ?", (profile_id,))
