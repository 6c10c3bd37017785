"""Connects to the first of several addresses that answers: Happy Eyeballs, RFC 8305."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.net.call_limits import CallLimits
from desktop_app.net.connect import network_error

if TYPE_CHECKING:
    from desktop_app.net.dns_lookup import AddressInfo

ATTEMPT_DELAY = 0.25
"""Seconds of silence after which the next address is tried as well (RFC 8305, 5)."""

MAX_REMEMBERED = 256
"""Addresses that are remembered; the one that answered longest ago is dropped first."""

_IN_PROGRESS_ERRNOS = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}


class AddressMemory:
    """The socket addresses, IP address and port, that answered lately. Any thread."""

    def __init__(self) -> None:
        self._answered: dict[Any, None] = {}
        self._lock = threading.Lock()

    def note(self, address: Any) -> None:
        """Remember that ``address`` answered."""
        with self._lock:
            self._answered.pop(address, None)
            self._answered[address] = None
            if len(self._answered) > MAX_REMEMBERED:
                del self._answered[next(iter(self._answered))]

    def forget(self, address: Any) -> None:
        """Forget ``address``, because it does not answer any more."""
        with self._lock:
            self._answered.pop(address, None)

    def clear(self) -> None:
        """Forget every address."""
        with self._lock:
            self._answered.clear()

    def known_first(self, addresses: Iterable[AddressInfo]) -> list[AddressInfo]:
        """Return the addresses, those that answered lately before the others."""
        with self._lock:
            return sorted(addresses, key=lambda each: each[4] not in self._answered)


ANSWERED = AddressMemory()
"""The addresses that answered to any connection of this program."""


def connect(addresses: Sequence[AddressInfo], limits: CallLimits, timeout: float) -> socket.socket:
    """Return a connection to the first address that accepts, trying each for ``timeout`` seconds.

    A silent address holds up the next one for ATTEMPT_DELAY only. Raises Unreachable, Cancelled or
    DeadlineExceeded.
    """
    race = _Race(ANSWERED.known_first(_interleaved(addresses)), limits, timeout)
    try:
        return race.run()
    finally:
        race.close()


def _interleaved(addresses: Sequence[AddressInfo]) -> list[AddressInfo]:
    """Return the addresses with both families in turn, beginning with the first's (RFC 8305, 4)."""
    families: dict[int, list[AddressInfo]] = {}
    for each in addresses:
        families.setdefault(each[0], []).append(each)
    return [each for each in chain(*zip_longest(*families.values())) if each is not None]


class _Race:
    """Attempts to connect, of which the first that succeeds wins."""

    def __init__(
        self, addresses: Iterable[AddressInfo], limits: CallLimits, timeout: float
    ) -> None:
        self._waiting = deque(addresses)
        self._limits, self._timeout = limits, timeout
        self._attempts: dict[socket.socket, tuple[Any, float]] = {}
        """The address of each attempt, and when (time.monotonic) the attempt is given up."""
        self._next_start = 0.0
        self._error = Unreachable(NetworkFailure.NAME_NOT_FOUND, "no address")

    def run(self) -> socket.socket:
        """Return the winner. Raises Unreachable, Cancelled or DeadlineExceeded."""
        while self._waiting or self._attempts:
            if self._waiting and time.monotonic() >= self._next_start:
                self._start(self._waiting.popleft())
            for sock in self._limits.wait_to_connect(list(self._attempts), self._pause()):
                if self._has_connected(sock):
                    ANSWERED.note(self._attempts.pop(sock)[0])
                    return sock
            self._give_up_silent()
        raise self._error

    def close(self) -> None:
        """Close all attempts but the winner."""
        for sock in self._attempts:
            sock.close()

    def _start(self, info: AddressInfo) -> None:
        family, kind, protocol, _, address = info
        now = time.monotonic()
        self._next_start = now + ATTEMPT_DELAY
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:
            self._note_failure(address, network_error(error, self._limits))
            return
        self._attempts[sock] = (address, now + self._timeout)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            code = sock.connect_ex(address)
        except OSError as error:
            code = error.errno or errno.EINVAL
        if code and code not in _IN_PROGRESS_ERRNOS:
            self._fail(sock, code)

    def _pause(self) -> float:
        """Return the seconds until the next address is due, or the first attempt is given up."""
        moments = [ends for _, ends in self._attempts.values()]
        if self._waiting:
            moments.append(self._next_start)
        return max(0.0, min(moments, default=0.0) - time.monotonic())

    def _has_connected(self, sock: socket.socket) -> bool:
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            self._fail(sock, code)
        return not code

    def _give_up_silent(self) -> None:
        now = time.monotonic()
        for sock, (address, ends) in list(self._attempts.items()):
            if now >= ends:
                self._drop(sock)
                self._note_failure(address, self._limits.timed_out(self._timeout))

    def _fail(self, sock: socket.socket, code: int) -> None:
        address = self._drop(sock)
        self._note_failure(address, network_error(OSError(code, os.strerror(code)), self._limits))

    def _drop(self, sock: socket.socket) -> Any:
        sock.close()
        return self._attempts.pop(sock)[0]

    def _note_failure(self, address: Any, error: Unreachable) -> None:
        """Let the next address start at once; a missing route tells less than a server's answer."""
        ANSWERED.forget(address)
        self._next_start = 0.0
        told_nothing = self._error.failure in (
            NetworkFailure.NAME_NOT_FOUND,
            NetworkFailure.NO_ROUTE,
        )
        if told_nothing or error.failure is not NetworkFailure.NO_ROUTE:
            self._error = error
