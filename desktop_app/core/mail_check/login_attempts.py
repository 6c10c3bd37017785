"""Logins on mail servers that did not succeed, or not yet: what the lock-out guard counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from desktop_app.core.mail_check.check_verdicts import LoginSkipped

ATTEMPT_SECONDS = 3600.0
"""How long an attempt counts: mail servers usually forget wrong passwords within an hour."""


@dataclass(frozen=True, slots=True)
class LoginAttempt:
    """A login that did not succeed, or whose outcome is not known yet. It holds no password.

    ``program`` and ``run`` are random names of the running program and of its run of checks.
    ``in_a_row`` becomes False when a later login on the same host succeeds. ``at`` is the time in
    seconds since 1970.
    """

    program: str
    run: str
    host: str
    user_name: str
    at: float
    in_a_row: bool = True


Decide = Callable[[Sequence[LoginAttempt]], LoginSkipped | None]
"""Gets the attempts on a host; returns why there must be no other one, or None to permit it."""


class LoginAttempts(Protocol):
    """The attempts at most ATTEMPT_SECONDS away from now: the clock may have been set back.

    Thread-safe; raises nothing.
    """

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped:
        """Record an attempt before its password is sent, if ``decide`` permits it.

        Returns the number of the attempt, or why it must not be made.
        """

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """Return the attempts on a host, oldest first."""

    def succeed(self, number: int) -> None:
        """Remove an attempt that succeeded: those on the host before are no longer in a row.

        Those of the same user before are removed too.
        """

    def withdraw(self, number: int) -> None:
        """Remove an attempt that says nothing about the password."""


class MemoryLoginAttempts:
    """Login attempts in memory. Implements LoginAttempts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._attempts: dict[int, LoginAttempt] = {}

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped:
        """See LoginAttempts."""
        with self._lock:
            skipped = decide(self._recent(attempt.host))
            if skipped is not None:
                return skipped
            number = next(self._numbers)
            self._attempts[number] = attempt
            return number

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """See LoginAttempts."""
        with self._lock:
            return self._recent(host)

    def succeed(self, number: int) -> None:
        """See LoginAttempts."""
        with self._lock:
            good = self._attempts.pop(number, None)
            for each, attempt in list(self._attempts.items()):
                if good is None or each > number or attempt.host != good.host:
                    continue
                if attempt.user_name == good.user_name:
                    del self._attempts[each]
                else:
                    self._attempts[each] = replace(attempt, in_a_row=False)

    def withdraw(self, number: int) -> None:
        """See LoginAttempts."""
        with self._lock:
            self._attempts.pop(number, None)

    def _recent(self, host: str) -> list[LoginAttempt]:
        now = time.time()
        self._attempts = {
            number: each
            for number, each in self._attempts.items()
            if abs(each.at - now) <= ATTEMPT_SECONDS
        }
        return [each for each in self._attempts.values() if each.host == host]
