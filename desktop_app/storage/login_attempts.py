"""Logins on mail servers that did not succeed: counted together by all programs of this folder."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from desktop_app.core.mail_check.check_verdicts import LoginSkipped
from desktop_app.core.mail_check.login_attempts import (
    ATTEMPT_SECONDS,
    Decide,
    LoginAttempt,
    LoginDecision,
)
from desktop_app.storage.database import transaction


class LoginAttemptStore:
    """Stores login attempts. The methods are those of LoginAttempts.

    One thread at a time; every method raises sqlite3.Error.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped | None:
        """See LoginAttempts. No other program records an attempt in between."""
        with transaction(self._connection) as run:
            run.execute(
                "DELETE FROM login_attempt WHERE abs(at - ?) > ?", (time.time(), ATTEMPT_SECONDS)
            )
            decision = decide(self.of_host(attempt.host))
            if decision is not LoginDecision.PERMIT:
                return decision if isinstance(decision, LoginSkipped) else None
            added = run.execute(
                "INSERT INTO login_attempt (program, run, host, user_name, at, in_a_row, failed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    attempt.program,
                    attempt.run,
                    attempt.host,
                    attempt.user_name,
                    attempt.at,
                    attempt.in_a_row,
                    attempt.failed,
                ),
            )
            return added.lastrowid or 0

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """See LoginAttempts."""
        rows = self._connection.execute(
            "SELECT program, run, host, user_name, at, in_a_row, failed FROM login_attempt"
            " WHERE host = ? AND abs(at - ?) <= ? ORDER BY number",
            (host, time.time(), ATTEMPT_SECONDS),
        )
        return [
            LoginAttempt(program, run, host, user_name, at, bool(in_a_row), bool(failed))
            for program, run, host, user_name, at, in_a_row, failed in rows
        ]

    def fail(self, number: int) -> None:
        """See LoginAttempts."""
        self._connection.execute("UPDATE login_attempt SET failed = 1 WHERE number = ?", (number,))

    def succeed(self, number: int) -> None:
        """See LoginAttempts."""
        with transaction(self._connection) as run:
            good = run.execute(
                "SELECT host, user_name FROM login_attempt WHERE number = ?", (number,)
            ).fetchone()
            if good is not None:
                run.execute(
                    "DELETE FROM login_attempt WHERE host = ? AND user_name = ? AND number < ?",
                    (*good, number),
                )
                run.execute(
                    "UPDATE login_attempt SET in_a_row = 0 WHERE host = ? AND number < ?",
                    (good[0], number),
                )
                run.execute("DELETE FROM login_attempt WHERE number = ?", (number,))

    def withdraw(self, number: int) -> None:
        """See LoginAttempts."""
        self._connection.execute("DELETE FROM login_attempt WHERE number = ?", (number,))
