"""Whether a server keeps the stored password when a save carries none: learnt, never assumed."""

from __future__ import annotations

import sqlite3

from desktop_app.core.mailbox import KeepVerdict


class Verdicts:
    """One verdict for each profile and version of its server. Raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, profile_id: str, server_version: str) -> KeepVerdict:
        """The verdict; UNPROVED for a version that was never tried."""
        row = self._connection.execute(
            "SELECT verdict FROM verdict WHERE profile = ? AND server_version = ?",
            (profile_id, server_version),
        ).fetchone()
        known = KeepVerdict.__members__
        return known[row[0]] if row and row[0] in known else KeepVerdict.UNPROVED

    def set(self, profile_id: str, server_version: str, verdict: KeepVerdict) -> None:
        """Note what a trial showed."""
        self._connection.execute(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)",
            (profile_id, server_version, verdict.name),
        )
