"""Who may try a password now, so that no check locks an account out."""

from __future__ import annotations

import hashlib
import secrets
import threading
from typing import Protocol

from desktop_app.core.checking import CheckWish, LoginRefused, NeedsOAuth, NotTried, Verdict
from desktop_app.net.cancel import Cancel

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


class RunGate:
    """The gate of one run of checks. ``limited`` is for runs that nobody watches one by one.

    A refused password is never tried a second time, in whatever run. On each host the refusals in
    a row and the logins under way are never more than three together.
    """

    def __init__(self, refused: RefusedPasswords, *, limited: bool = True) -> None:
        self._refused = refused
        self._limited = limited
        self._changed = threading.Condition()
        self._in_a_row: dict[str, int] = {}
        self._under_way: dict[str, int] = {}

    def enter(self, wish: CheckWish, cancel: Cancel) -> NotTried | None:
        """See Gate."""
        host = _host(wish)
        with cancel.calling(self._wake), self._changed:
            self._changed.wait_for(lambda: cancel.cancelled or self._may_decide(host))
            cancel.check()
            if self._refused.holds(wish):
                return NotTried.REFUSED_BEFORE
            if self._limited and self._in_a_row.get(host, 0) >= MOST_REFUSALS:
                return NotTried.STOPPED
            self._under_way[host] = self._under_way.get(host, 0) + 1
            return None

    def leave(self, wish: CheckWish, verdict: Verdict | None) -> None:
        """See Gate."""
        host = _host(wish)
        with self._changed:
            self._under_way[host] -= 1
            if isinstance(verdict, LoginRefused | NeedsOAuth):
                self._refused.add(wish)
                self._in_a_row[host] = self._in_a_row.get(host, 0) + 1
            elif verdict is None:
                self._in_a_row[host] = 0
            self._changed.notify_all()

    def _may_decide(self, host: str) -> bool:
        refused, under_way = self._in_a_row.get(host, 0), self._under_way.get(host, 0)
        stopped = refused >= MOST_REFUSALS
        return not self._limited or stopped or refused + under_way < MOST_REFUSALS

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _host(wish: CheckWish) -> str:
    return wish.target.server.strip().casefold()
