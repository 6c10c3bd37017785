"""Who may try a password now, so that no check locks an account out."""

from __future__ import annotations

import hashlib
import secrets
import threading
from enum import Enum, auto
from typing import Protocol

from desktop_app.core.mail_check.check_verdicts import LoginRefused, NeedsOAuth, NotTried, Verdict
from desktop_app.core.mail_check.mail_check import CheckWish
from desktop_app.net.cancel_token import Cancel

MOST_REFUSALS = 3
"""Refusals in a row after which a host is left alone; each login under way counts as one."""


class Gate(Protocol):
    """Stands before every login."""

    def enter(self, wish: CheckWish, cancel: Cancel) -> NotTried | None:
        """Wait until the password may be tried; else why it may not. Raises Cancelled."""

    def leave(self, wish: CheckWish, verdict: Verdict | None) -> None:
        """The login that ``enter`` let through is over; None if it went well."""


class RefusedPasswords:
    """Remembers which passwords were refused, without remembering a password.

    Only salted hashes are held, and only in memory. For all threads.
    """

    def __init__(self) -> None:
        self._salt = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._refused: set[bytes] = set()

    def holds(self, wish: CheckWish) -> bool:
        """Whether this password was refused for this user on this host."""
        with self._lock:
            return self._print_of(wish) in self._refused

    def add(self, wish: CheckWish) -> None:
        """It was refused now."""
        with self._lock:
            self._refused.add(self._print_of(wish))

    def _print_of(self, wish: CheckWish) -> bytes:
        parts = (_host(wish), wish.target.user_name, wish.password)
        lengths = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(self._salt + lengths.encode("utf-8", "surrogatepass")).digest()


class _Outcome(Enum):
    """How a login went, or that it is under way."""

    UNDER_WAY = auto()
    REFUSED = auto()
    ACCEPTED = auto()
    NEITHER = auto()


class RunGate:
    """The gate of one run of checks. ``limited`` is for runs that nobody watches one by one.

    A refused password is never tried a second time, in whatever run. On each host no more than
    three logins that follow each other are refused: those under way count until they are known,
    in the order in which they began, because servers answer a wrong password late.
    """

    def __init__(self, refused: RefusedPasswords, *, limited: bool = True) -> None:
        self._refused = refused
        self._limited = limited
        self._changed = threading.Condition()
        self._logins: dict[str, list[_Outcome]] = {}
        self._mine: dict[CheckWish, list[int]] = {}

    def enter(self, wish: CheckWish, cancel: Cancel) -> NotTried | None:
        """See Gate."""
        logins = self._logins.setdefault(_host(wish), [])
        with cancel.calling(self._wake), self._changed:
            self._changed.wait_for(lambda: cancel.cancelled or self._may_decide(logins))
            cancel.check()
            if self._refused.holds(wish):
                return NotTried.REFUSED_BEFORE
            if self._limited and _is_stopped(logins):
                return NotTried.STOPPED
            self._mine.setdefault(wish, []).append(len(logins))
            logins.append(_Outcome.UNDER_WAY)
            return None

    def leave(self, wish: CheckWish, verdict: Verdict | None) -> None:
        """See Gate."""
        with self._changed:
            refused = isinstance(verdict, LoginRefused | NeedsOAuth)
            if refused:
                self._refused.add(wish)
            known = _Outcome.ACCEPTED if verdict is None else _Outcome.NEITHER
            place = self._place(wish)
            self._logins[_host(wish)][place] = _Outcome.REFUSED if refused else known
            self._changed.notify_all()

    def _place(self, wish: CheckWish) -> int:
        """Which login of its host this was; the wish, and so its password, is not kept."""
        places = self._mine[wish]
        place = places.pop(0)
        if not places:
            del self._mine[wish]
        return place

    def _may_decide(self, logins: list[_Outcome]) -> bool:
        return not self._limited or _is_stopped(logins) or _since_accepted(logins) < MOST_REFUSALS

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _since_accepted(logins: list[_Outcome]) -> int:
    """How many of the last logins may turn out to be refusals in a row."""
    count = 0
    for outcome in reversed(logins):
        if outcome is _Outcome.ACCEPTED or count >= MOST_REFUSALS:
            break
        count += outcome is not _Outcome.NEITHER
    return count


def _is_stopped(logins: list[_Outcome]) -> bool:
    """Whether three that follow each other were refused."""
    in_a_row = 0
    for outcome in logins:
        if outcome is _Outcome.REFUSED:
            in_a_row += 1
        elif outcome is not _Outcome.NEITHER:
            in_a_row = 0
        if in_a_row >= MOST_REFUSALS:
            return True
    return False


def _host(wish: CheckWish) -> str:
    return wish.target.server.strip().casefold()
