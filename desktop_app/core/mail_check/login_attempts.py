"""Logins on mail servers that did not succeed, or not yet: what the lock-out guard counts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import count
from typing import Protocol

from desktop_app.core.mail_check.check_verdicts import LoginSkipped

ATTEMPT_SECONDS = 3600.0
"""How long an attempt counts: mail servers usually forget wrong passwords within an hour."""
PENDING_SECONDS = 60.0
"""Longest time that a login may take; an older one without an outcome counts as failed."""


@dataclass(frozen=True, slots=True)
class LoginAttempt:
    """A login that did not succeed, or whose outcome is not known yet. It holds no password.

    ``program`` and ``run`` are random names of the running program and of its run of checks.
    ``failed`` is False while the login is under way. ``in_a_row`` becomes False when a later login
    on the same host succeeds. ``at`` is the time in seconds since 1970.
    """

    program: str
    run: str
    host: str
    user_name: str
    at: float
    in_a_row: bool = True
    failed: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether the outcome may still come; that of a program that was killed never does."""
        return not self.failed and abs(time.time() - self.at) < PENDING_SECONDS


class LoginDecision(Enum):
    """Whether a login may take place, if there is no reason to skip it."""

    PERMIT = auto()
    WAIT = auto()
    """Not before another login on the host has ended."""


Decide = Callable[[Sequence[LoginAttempt]], LoginSkipped | LoginDecision]
"""Gets the attempts on a host, oldest first; returns whether there may be another one."""


class LoginAttempts(Protocol):
    """The attempts at most ATTEMPT_SECONDS away from now: the clock may have been set back.

    Thread-safe; raises nothing.
    """

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped | None:
        """Record an attempt before its password is sent, if ``decide`` permits it.

        Returns the number of the attempt, or why it must not be made, or None if it has to wait.
        """

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """Return the attempts on a host, oldest first."""

    def fail(self, number: int) -> None:
        """Record that an attempt failed."""

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

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped | None:
        """See LoginAttempts."""
        with self._lock:
            decision = decide(list(self._recent(attempt.host).values()))
            if decision is not LoginDecision.PERMIT:
                return decision if isinstance(decision, LoginSkipped) else None
            number = next(self._numbers)
            self._attempts[number] = attempt
            return number

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """See LoginAttempts."""
        return list(self.numbered(host).values())

    def numbered(self, host: str) -> dict[int, LoginAttempt]:
        """Return the attempts on a host by their numbers, oldest first."""
        with self._lock:
            return self._recent(host)

    def fail(self, number: int) -> None:
        """See LoginAttempts."""
        with self._lock:
            if number in self._attempts:
                self._attempts[number] = replace(self._attempts[number], failed=True)

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

    def _recent(self, host: str) -> dict[int, LoginAttempt]:
        now = time.time()
        self._attempts = {
            number: each
            for number, each in self._attempts.items()
            if abs(each.at - now) <= ATTEMPT_SECONDS
        }
        return {number: each for number, each in self._attempts.items() if each.host == host}
