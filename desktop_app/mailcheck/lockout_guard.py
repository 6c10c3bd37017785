"""Decides whether a password may be tried, so that no check locks an account."""

from __future__ import annotations

import hashlib
import secrets
import threading
from enum import Enum, auto
from typing import Protocol

from desktop_app.core.mail_check.check_verdicts import (
    LoginRefused,
    LoginSkipped,
    OAuthRequired,
    Verdict,
)
from desktop_app.core.mail_check.mail_check import CheckRequest
from desktop_app.net.cancel_token import CancelToken

MAX_REFUSALS = 3
"""Consecutive refusals that end logins on a host; each pending login counts as a refusal."""


class LoginGuard(Protocol):
    """Decides before every login whether the password may be tried."""

    def enter(self, request: CheckRequest, cancel: CancelToken) -> LoginSkipped | None:
        """Wait for a decision; None permits the login, else why it is skipped. Raises Cancelled."""

    def leave(self, request: CheckRequest, verdict: Verdict | None) -> None:
        """End a login that ``enter`` permitted; ``verdict`` is None if the login succeeded."""


class RefusedPasswords:
    """Remembers which passwords were refused, without storing a password. Thread-safe.

    Only salted hashes are held, and only in memory.
    """

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._refused: set[bytes] = set()

    def contains(self, request: CheckRequest) -> bool:
        """Whether this password was refused for this user on this host."""
        with self._lock:
            return self._hash(request) in self._refused

    def add(self, request: CheckRequest) -> None:
        """Remember the request's password as refused."""
        with self._lock:
            self._refused.add(self._hash(request))

    def _hash(self, request: CheckRequest) -> bytes:
        parts = (_host_key(request), request.target.user_name, request.password)
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

    A refused password is never tried again, in any run. If ``limited``, no more than MAX_REFUSALS
    consecutive logins are refused on each host: pending logins count as refusals, in the order in
    which they began, because servers delay the answer to a wrong password.
    """

    def __init__(self, refused: RefusedPasswords, *, limited: bool = True) -> None:
        self._refused = refused
        self._limited = limited
        self._changed = threading.Condition()
        self._logins: dict[str, list[_LoginOutcome]] = {}
        self._positions: dict[CheckRequest, list[int]] = {}

    def enter(self, request: CheckRequest, cancel: CancelToken) -> LoginSkipped | None:
        """See LoginGuard."""
        logins = self._logins.setdefault(_host_key(request), [])
        with cancel.on_cancel(self._notify), self._changed:
            self._changed.wait_for(lambda: cancel.cancelled or self._can_decide(logins))
            cancel.check()
            if self._refused.contains(request):
                return LoginSkipped.PREVIOUSLY_REFUSED
            if self._limited and _is_locked_out(logins):
                return LoginSkipped.LOCKOUT_GUARD
            self._positions.setdefault(request, []).append(len(logins))
            logins.append(_LoginOutcome.PENDING)
            return None

    def leave(self, request: CheckRequest, verdict: Verdict | None) -> None:
        """See LoginGuard."""
        with self._changed:
            refused = isinstance(verdict, LoginRefused | OAuthRequired)
            if refused:
                self._refused.add(request)
            known = _LoginOutcome.ACCEPTED if verdict is None else _LoginOutcome.INCONCLUSIVE
            place = self._position(request)
            self._logins[_host_key(request)][place] = _LoginOutcome.REFUSED if refused else known
            self._changed.notify_all()

    def _position(self, request: CheckRequest) -> int:
        """Return which login of its host the request was, and forget the request's password."""
        places = self._positions[request]
        place = places.pop(0)
        if not places:
            del self._positions[request]
        return place

    def _can_decide(self, logins: list[_LoginOutcome]) -> bool:
        return (
            not self._limited or _is_locked_out(logins) or _possible_refusals(logins) < MAX_REFUSALS
        )

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _possible_refusals(logins: list[_LoginOutcome]) -> int:
    """Return how many of the latest logins may be consecutive refusals."""
    count = 0
    for outcome in reversed(logins):
        if outcome is _LoginOutcome.ACCEPTED or count >= MAX_REFUSALS:
            break
        count += outcome is not _LoginOutcome.INCONCLUSIVE
    return count


def _is_locked_out(logins: list[_LoginOutcome]) -> bool:
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


def _host_key(request: CheckRequest) -> str:
    return request.target.server.strip().casefold()
