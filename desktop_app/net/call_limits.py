"""The limits of one call: its deadline, longest silence, byte cap and cancelling."""

from __future__ import annotations

import select
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field

from desktop_app.core.errors import (
    Cancelled,
    DeadlineExceeded,
    NetworkFailure,
    ResponseTooLarge,
    Unreachable,
)
from desktop_app.net.cancel_token import CancelToken

FRAMING_BYTES = 256 * 1024
"""Bytes that headers and chunk framing may take beside the body itself."""

CONNECT_SECONDS = 10.0
"""Seconds that a name look-up, a connect to one address, and a TLS handshake may each take."""

_Selector: Callable[[], selectors.BaseSelector] = (
    selectors.PollSelector if hasattr(select, "poll") else selectors.SelectSelector
)


class WakeupSocket:
    """A socket pair that lets another thread end a wait. One serves all calls of a session."""

    def __init__(self) -> None:
        self.reader, self._writer = socket.socketpair()
        self.reader.setblocking(False)
        self._writer.setblocking(False)

    def wake(self) -> None:
        """End the current wait. Never blocks: if the socket is full, a wake-up is pending."""
        with suppress(OSError):
            self._writer.send(b"!")

    def drain(self) -> None:
        """Discard pending wake-ups, so that the next wait does not end early."""
        with suppress(OSError):
            while self.reader.recv(64):
                pass

    def close(self) -> None:
        """Close both sockets."""
        self.reader.close()
        self._writer.close()


@dataclass
class ConnectionTrace:
    """What a call learned about its connection; a reused connection fills in ``proxy`` only.

    ``connect_seconds`` counts look-up and connect, ``handshake_seconds`` the TLS handshake.
    ``peer`` is the IP address and port connected to, ``proxy`` the proxy's address without
    credentials, ``certificate`` the server's in DER.
    """

    proxy: str = ""
    peer: str = ""
    connect_seconds: float | None = None
    handshake_seconds: float | None = None
    tls_version: str = ""
    certificate: bytes | None = field(default=None, repr=False)


class CallLimits:
    """The limits of one call, in seconds and bytes. Every wait of its sockets goes through here.

    ``sent`` becomes true just before the first byte of the request may reach the server, so that an
    error can say whether the request may have been executed.
    """

    def __init__(
        self,
        *,
        deadline: float,
        read_timeout: float,
        max_bytes: int,
        mutates: bool,
        cancel: CancelToken,
        wakeup: WakeupSocket,
    ) -> None:
        self._deadline = time.monotonic() + deadline
        self._read_timeout = read_timeout
        self.max_bytes = max_bytes
        self.mutates = mutates
        self.cancel = cancel
        self._wakeup = wakeup
        self._received_bytes = 0
        self.sent = False
        self.trace = ConnectionTrace()

    @property
    def may_have_run(self) -> bool:
        """Whether the server may have executed a changing request by now."""
        return self.mutates and self.sent

    def check(self) -> None:
        """Raise Cancelled if the call was cancelled, DeadlineExceeded after its deadline."""
        if self.cancel.cancelled:
            raise Cancelled(may_have_run=self.may_have_run)
        if time.monotonic() >= self._deadline:
            raise DeadlineExceeded(may_have_run=self.may_have_run)

    def remaining(self, timeout: float) -> float:
        """Return the seconds that a wait may take: ``timeout``, or less. Raises like ``check``."""
        self.check()
        return max(0.001, min(timeout, self._deadline - time.monotonic()))

    def extend(self, seconds: float) -> None:
        """Postpone the deadline by the seconds that the call waited for this program."""
        self._deadline += seconds

    def count_received(self, count: int) -> None:
        """Add bytes from the wire, headers included. Raises ResponseTooLarge beyond the cap."""
        self._received_bytes += count
        if self._received_bytes > self.max_bytes + FRAMING_BYTES:
            raise ResponseTooLarge(self.max_bytes, may_have_run=self.may_have_run)

    def wait_to_read(self, sock: socket.socket) -> None:
        """Wait for bytes. Raises Cancelled, DeadlineExceeded, or Unreachable after silence."""
        self._wait_for_one(sock, selectors.EVENT_READ)

    def wait_to_write(self, sock: socket.socket) -> None:
        """Wait until ``sock`` can send. Raises like ``wait_to_read``."""
        self._wait_for_one(sock, selectors.EVENT_WRITE)

    def wait_to_connect(
        self, socks: Sequence[socket.socket], timeout: float
    ) -> Sequence[socket.socket]:
        """Return those that have connected or failed; none after ``timeout`` seconds.

        Raises Cancelled or DeadlineExceeded.
        """
        return self._wait(socks, selectors.EVENT_WRITE, timeout)

    def timed_out(self, seconds: float) -> Unreachable:
        """Return the error for a server that was silent for ``seconds``."""
        text = f"nothing happened for {seconds:g} s"
        return Unreachable(NetworkFailure.TIMED_OUT, text, may_have_run=self.may_have_run)

    def _wait_for_one(self, sock: socket.socket, event: int) -> None:
        if not self._wait((sock,), event, self._read_timeout):
            raise self.timed_out(self._read_timeout)

    def _wait(
        self, socks: Sequence[socket.socket], event: int, timeout: float
    ) -> Sequence[socket.socket]:
        with _Selector() as selector:
            for sock in socks:
                selector.register(sock, event)
            selector.register(self._wakeup.reader, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select(self.remaining(timeout))}
                self.check()
                if ready != {self._wakeup.reader}:
                    return [sock for sock in socks if sock in ready]
                self._wakeup.drain()  # a late wake-up, meant for an earlier call


_current: ContextVar[CallLimits] = ContextVar("current_watch")


def current_limits() -> CallLimits:
    """Return the limits of this thread's current call. Raises LookupError outside a call."""
    return _current.get()


@contextmanager
def limited_by(limits: CallLimits, wakeup: WakeupSocket) -> Iterator[None]:
    """Make ``limits`` this thread's current limits for the block; cancelling wakes ``wakeup``."""
    wakeup.drain()
    token = _current.set(limits)
    try:
        with limits.cancel.on_cancel(wakeup.wake):
            yield
    finally:
        _current.reset(token)
