"""What watches over one call: its deadline, its cancelling, its byte cap, and what was sent."""

from __future__ import annotations

import select
import selectors
import socket
import time
from collections.abc import Callable, Iterator
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
"""How long a look-up, a connect to one address, and a handshake may take, each."""

_Selector: Callable[[], selectors.BaseSelector] = (
    selectors.PollSelector if hasattr(select, "poll") else selectors.SelectSelector
)


class WakeupSocket:
    """A socket pair that ends a wait from another thread. One serves all calls of a session."""

    def __init__(self) -> None:
        self.reader, self._writer = socket.socketpair()
        self.reader.setblocking(False)
        self._writer.setblocking(False)

    def wake(self) -> None:
        """End the wait. Never blocks: a bell that is full of rings has been heard."""
        with suppress(OSError):
            self._writer.send(b"!")

    def drain(self) -> None:
        """Forget all rings, so that the next call starts in silence."""
        with suppress(OSError):
            while self.reader.recv(64):
                pass

    def close(self) -> None:
        """Give both sockets back."""
        self.reader.close()
        self._writer.close()


@dataclass
class ConnectionTrace:
    """What a call learned of its connection; all is empty where an old connection was used.

    ``connect_seconds`` and ``handshake_seconds`` are the seconds that look-up and connect, and the
    TLS handshake, took; ``peer`` is the address connected to, ``proxy`` that of the proxy without
    its sign-in, ``certificate`` the server's, as DER.
    """

    proxy: str = ""
    peer: str = ""
    connect_seconds: float | None = None
    handshake_seconds: float | None = None
    tls_version: str = ""
    certificate: bytes | None = field(default=None, repr=False)


class CallLimits:
    """The limits of one call. All sockets of the call wait through here.

    ``sent`` turns true just before the first byte of the request may reach the server, so that an
    error can tell whether the request may have been executed.
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
        """Whether the server may have executed the request, for all that is known by now."""
        return self.mutates and self.sent

    def check(self) -> None:
        """Raise Cancelled or DeadlineExceeded if it is time to stop."""
        if self.cancel.cancelled:
            raise Cancelled(may_have_run=self.may_have_run)
        if time.monotonic() >= self._deadline:
            raise DeadlineExceeded(may_have_run=self.may_have_run)

    def remaining(self, timeout: float) -> float:
        """Seconds that a wait may take: ``timeout``, or less when the deadline is near."""
        self.check()
        return max(0.001, min(timeout, self._deadline - time.monotonic()))

    def extend(self, seconds: float) -> None:
        """Put the deadline off: so long the call waited for this program, not for the server."""
        self._deadline += seconds

    def count_received(self, count: int) -> None:
        """Count bytes from the wire; raises ResponseTooLarge beyond the cap."""
        self._received_bytes += count
        if self._received_bytes > self.max_bytes + FRAMING_BYTES:
            raise ResponseTooLarge(self.max_bytes, may_have_run=self.may_have_run)

    def wait_to_read(self, sock: socket.socket) -> None:
        """Wait for bytes. Raises Cancelled, DeadlineExceeded, or Unreachable when all is silent."""
        self._wait(sock, selectors.EVENT_READ, self._read_timeout)

    def wait_to_write(self, sock: socket.socket, timeout: float | None = None) -> None:
        """Wait until bytes can be sent, or a connection is made; raises like ``wait_to_read``."""
        self._wait(sock, selectors.EVENT_WRITE, self._read_timeout if timeout is None else timeout)

    def _wait(self, sock: socket.socket, event: int, timeout: float) -> None:
        with _Selector() as selector:
            selector.register(sock, event)
            selector.register(self._wakeup.reader, selectors.EVENT_READ)
            while not self._ready(selector, sock, timeout):
                self._wakeup.drain()  # a late ring, meant for the call before

    def _ready(self, selector: selectors.BaseSelector, sock: socket.socket, timeout: float) -> bool:
        ready = selector.select(self.remaining(timeout))
        self.check()
        if not ready:
            raise self._timed_out(timeout)
        return any(key.fileobj is sock for key, _ in ready)

    def _timed_out(self, seconds: float) -> Unreachable:
        text = f"nothing happened for {seconds:g} s"
        return Unreachable(NetworkFailure.TIMED_OUT, text, may_have_run=self.may_have_run)


_current: ContextVar[CallLimits] = ContextVar("current_watch")


def current_limits() -> CallLimits:
    """The watch of the call that this thread is making."""
    return _current.get()


@contextmanager
def limited_by(limits: CallLimits, wakeup: WakeupSocket) -> Iterator[None]:
    """Make ``limits`` the current one, and let its cancelling ring the alarm."""
    wakeup.drain()
    token = _current.set(limits)
    try:
        with limits.cancel.on_cancel(wakeup.wake):
            yield
    finally:
        _current.reset(token)
