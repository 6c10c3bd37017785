"""Decides whether a password may be tried, so that no check locks an account."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from typing import Protocol

from desktop_app.core.mail_check.check_verdicts import (
    LoginRefused,
    LoginSkipped,
    OAuthRequired,
    Verdict,
)
from desktop_app.core.mail_check.login_attempts import (
    LoginAttempt,
    LoginAttempts,
    LoginDecision,
    MemoryLoginAttempts,
)
from desktop_app.core.mail_check.mail_check import CheckRequest
from desktop_app.core.profiles.web_hosts import canonical_host
from desktop_app.net.cancel_token import CancelToken

MAX_REFUSALS = 3
"""Consecutive failed logins that end logins on a host; each pending login counts as failed.

Also the most failed logins of one user, in a row or not.
"""

POLL_SECONDS = 1.0
"""How often a login that waits looks for the end of those of other programs."""


class LoginGuard(Protocol):
    """Decides before every login whether the password may be tried."""

    def enter(
        self, request: CheckRequest, cancel: CancelToken, addresses: Sequence[str] = ()
    ) -> LoginSkipped | None:
        """Wait for a decision; None permits the login, else why it is skipped. Raises Cancelled.

        ``addresses`` are the IP addresses of the server: names that share one are the same host.
        """

    def leave(
        self, request: CheckRequest, verdict: Verdict | None, *, failed: bool = False
    ) -> None:
        """End a login that ``enter`` permitted; ``verdict`` is None if the login succeeded.

        ``failed`` says that the server may have counted a wrong password. A verdict that refuses
        the password says so too.
        """


class RefusedPasswords:
    """Remembers which passwords failed, and who failed to log in. Thread-safe.

    Of passwords only salted hashes are held, and only in memory. ``attempts`` are counted across
    programs if they are stored; they hold no password.
    """

    def __init__(self, attempts: LoginAttempts | None = None) -> None:
        self.attempts = attempts or MemoryLoginAttempts()
        self.program = secrets.token_hex(8)
        self._salt = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._refused: set[bytes] = set()
        self._waiting: set[threading.Event] = set()
        self._hosts: dict[str, str] = {}
        """By host name or IP address: the name under which the host was met first."""

    def host(self, request: CheckRequest) -> str:
        """Return the one name of the request's host, under which its logins are counted."""
        name = request.target.host_key
        return self._hosts.get(name, name)

    def add_host(self, request: CheckRequest, addresses: Sequence[str]) -> None:
        """Learn the addresses of the request's host, which may have been met by another name."""
        names = (request.target.host_key, *map(canonical_host, addresses))
        with self._lock:
            first = next((self._hosts[each] for each in names if each in self._hosts), names[0])
            for each in names:
                self._hosts.setdefault(each, first)

    def contains(self, request: CheckRequest) -> bool:
        """Whether this password failed for this user on this host."""
        with self._lock:
            return self._hash(request) in self._refused

    def add(self, request: CheckRequest) -> None:
        """Remember that the request's password failed."""
        with self._lock:
            self._refused.add(self._hash(request))

    def discard(self, request: CheckRequest) -> None:
        """Forget the request's password, because it was accepted."""
        with self._lock:
            self._refused.discard(self._hash(request))

    @contextmanager
    def watch(self, changed: threading.Event) -> Iterator[None]:
        """Set ``changed`` whenever a login of any run of this program ends, in the block."""
        with self._lock:
            self._waiting.add(changed)
        try:
            yield
        finally:
            with self._lock:
                self._waiting.discard(changed)

    def notify(self) -> None:
        """Wake up whatever waits for the end of a login."""
        with self._lock:
            for changed in self._waiting:
                changed.set()

    def _hash(self, request: CheckRequest) -> bytes:
        parts = (self.host(request), request.target.user_key, request.password)
        lengths = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(self._salt + lengths.encode("utf-8", "surrogatepass")).digest()


class _LoginOutcome(Enum):
    """The outcome of a login, or that the login is pending."""

    PENDING = auto()
    REFUSED = auto()
    ACCEPTED = auto()
    INCONCLUSIVE = auto()


class RunLoginGuard:
    """The guard of one run of checks. ``limited`` is for runs that nobody watches one by one.

    A password that failed is never tried again, in any run, unless a person asks for it: then
    ``retry`` is True. While a login is under way, the same user's next one waits. If ``limited``,
    no more than MAX_REFUSALS consecutive logins fail on each host within an hour, in all runs and
    programs together, and nobody is tried who failed to log in to another program. Pending logins
    count as failed, in the order in which they began, because servers delay the answer to a wrong
    password.
    """

    def __init__(
        self, refused: RefusedPasswords, *, limited: bool = True, retry: bool = False
    ) -> None:
        self._refused = refused
        self._limited = limited
        self._retry = retry
        self._run = secrets.token_hex(8)
        self._lock = threading.Lock()  # held while the data folder is used, so by workers only
        self._logins: dict[str, list[_LoginOutcome]] = {}
        self._positions: dict[CheckRequest, list[tuple[int, int]]] = {}

    def enter(
        self, request: CheckRequest, cancel: CancelToken, addresses: Sequence[str] = ()
    ) -> LoginSkipped | None:
        """See LoginGuard."""
        self._refused.add_host(request, addresses)
        changed = threading.Event()
        with cancel.on_cancel(changed.set), self._refused.watch(changed):
            while True:
                changed.clear()
                cancel.check()
                begun = self._begin(request)
                if begun is not None:
                    return begun if isinstance(begun, LoginSkipped) else None
                changed.wait(POLL_SECONDS)

    def leave(
        self, request: CheckRequest, verdict: Verdict | None, *, failed: bool = False
    ) -> None:
        """See LoginGuard."""
        attempts = self._refused.attempts
        with self._lock:
            place, number = self._position(request)
            outcome = _LoginOutcome.INCONCLUSIVE
            if verdict is None:
                outcome = _LoginOutcome.ACCEPTED
                self._refused.discard(request)
                attempts.succeed(number)
            elif failed or isinstance(verdict, LoginRefused | OAuthRequired):
                outcome = _LoginOutcome.REFUSED
                self._refused.add(request)
                attempts.fail(number)
            else:
                attempts.withdraw(number)
            self._logins_of(request)[place] = outcome
        self._refused.notify()

    def _begin(self, request: CheckRequest) -> int | LoginSkipped | None:
        """Record a pending login; return its number, why it is skipped, or None if it must wait."""
        user, logins = request.target.user_key, self._logins_of(request)
        host = self._refused.host(request)
        attempt = LoginAttempt(self._refused.program, self._run, host, user, time.time())
        with self._lock:
            if self._refused.contains(request) and not self._retry:
                return LoginSkipped.PREVIOUSLY_REFUSED
            begun = self._refused.attempts.begin(
                attempt, lambda attempts: self._decide(user, logins, attempts)
            )
            if isinstance(begun, int):
                self._positions.setdefault(request, []).append((len(logins), begun))
                logins.append(_LoginOutcome.PENDING)
            return begun

    def _decide(
        self, user: str, logins: list[_LoginOutcome], attempts: Sequence[LoginAttempt]
    ) -> LoginSkipped | LoginDecision:
        """Decide on a login of ``user``; ``attempts`` are those on its host, ``logins`` our own."""
        program = self._refused.program
        own = [each for each in attempts if each.user_name == user]
        is_under_way = any(each.is_pending and each.program == program for each in own)
        if not self._limited:
            return LoginDecision.WAIT if is_under_way else LoginDecision.PERMIT
        elsewhere = [each for each in own if each.program != program]
        if any(not each.is_pending for each in elsewhere):
            return LoginSkipped.PREVIOUSLY_REFUSED
        others = [each for each in attempts if each.in_a_row and each.run != self._run]
        failed = sum(not each.is_pending for each in others)
        if (
            sum(not each.is_pending for each in own) >= MAX_REFUSALS
            or _latest_refusals(logins) + failed >= MAX_REFUSALS
            or _was_locked_out(logins)
        ):
            return LoginSkipped.LOCKOUT_GUARD
        in_question = _possible_refusals(logins) + len(others)
        if is_under_way or elsewhere or in_question >= MAX_REFUSALS:
            return LoginDecision.WAIT
        return LoginDecision.PERMIT

    def _logins_of(self, request: CheckRequest) -> list[_LoginOutcome]:
        """Return the logins of this run on the request's host, in the order in which they began."""
        return self._logins.setdefault(self._refused.host(request), [])

    def _position(self, request: CheckRequest) -> tuple[int, int]:
        """Return which login of its host the request was, with the number of its attempt.

        The request's password is forgotten.
        """
        places = self._positions[request]
        place = places.pop(0)
        if not places:
            del self._positions[request]
        return place


def _possible_refusals(logins: list[_LoginOutcome]) -> int:
    """Return how many of the latest logins may be consecutive refusals."""
    count = 0
    for outcome in reversed(logins):
        if outcome is _LoginOutcome.ACCEPTED or count >= MAX_REFUSALS:
            break
        count += outcome is not _LoginOutcome.INCONCLUSIVE
    return count


def _latest_refusals(logins: list[_LoginOutcome]) -> int:
    """Return how many of the latest logins were refused, one after another."""
    count = 0
    for outcome in reversed(logins):
        if outcome in (_LoginOutcome.ACCEPTED, _LoginOutcome.PENDING):
            break
        count += outcome is _LoginOutcome.REFUSED
    return count


def _was_locked_out(logins: list[_LoginOutcome]) -> bool:
    """Whether MAX_REFUSALS consecutive logins were refused."""
    in_a_row = 0
    for outcome in logins:
        if outcome is _LoginOutcome.REFUSED:
            in_a_row += 1
        elif outcome is not _LoginOutcome.INCONCLUSIVE:
            in_a_row = 0
        if in_a_row >= MAX_REFUSALS:
            return True
    return False
