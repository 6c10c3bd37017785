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

from desktop_app.core.errors import AnswerTooLarge, Cancelled, DeadlinePassed, Reach, Unreachable
from desktop_app.net.cancel_token import Cancel

FRAMING = 256 * 1024
"""Bytes that headers and chunk framing may take beside the body itself."""

CONNECT_SECONDS = 10.0
"""How long a look-up, a connect to one address, and a handshake may take, each."""

_Selector: Callable[[], selectors.BaseSelector] = (
    selectors.PollSelector if hasattr(select, "poll") else selectors.SelectSelector
)


class Alarm:
    """A socket pair that ends a wait from another thread. One serves all calls of a session."""

    def __init__(self) -> None:
        self.ear, self._bell = socket.socketpair()
        self.ear.setblocking(False)
        self._bell.setblocking(False)

    def ring(self) -> None:
        """End the wait. Never blocks: a bell that is full of rings has been heard."""
        with suppress(OSError):
            self._bell.send(b"!")

    def hush(self) -> None:
        """Forget all rings, so that the next call starts in silence."""
        with suppress(OSError):
            while self.ear.recv(64):
                pass

    def close(self) -> None:
        """Give both sockets back."""
        self.ear.close()
        self._bell.close()


@dataclass
class Trace:
    """What a call learned of its connection; all is empty where an old connection was used.

    ``connected`` and ``secured`` are the seconds that look-up and connect, and the TLS handshake,
    took; ``peer`` is the address connected to, ``proxy`` that of the proxy without its sign-in,
    ``certificate`` the server's, as DER.
    """

    proxy: str = ""
    peer: str = ""
    connected: float | None = None
    secured: float | None = None
    protocol: str = ""
    certificate: bytes | None = field(default=None, repr=False)


class Watch:
    """The limits of one call. All sockets of the call wait through here.

    ``sent`` turns true just before the first byte of the request may reach the server, so that an
    error can tell whether the request may have been executed.
    """

    def __init__(
        self,
        *,
        deadline: float,
        quiet: float,
        limit: int,
        changes: bool,
        cancel: Cancel,
        alarm: Alarm,
    ) -> None:
        self._end = time.monotonic() + deadline
        self._quiet = quiet
        self.limit = limit
        self.changes = changes
        self.cancel = cancel
        self._alarm = alarm
        self._received = 0
        self.sent = False
        self.trace = Trace()

    @property
    def may_have_run(self) -> bool:
        """Whether the server may have executed the request, for all that is known by now."""
        return self.changes and self.sent

    def check(self) -> None:
        """Raise Cancelled or DeadlinePassed if it is time to stop."""
        if self.cancel.cancelled:
            raise Cancelled(may_have_run=self.may_have_run)
        if time.monotonic() >= self._end:
            raise DeadlinePassed(may_have_run=self.may_have_run)

    def remaining(self, at_most: float) -> float:
        """Seconds that a wait may take: ``at_most``, or less when the deadline is near."""
        self.check()
        return max(0.001, min(at_most, self._end - time.monotonic()))

    def extend(self, seconds: float) -> None:
        """Put the deadline off: so long the call waited for this program, not for the server."""
        self._end += seconds

    def received(self, count: int) -> None:
        """Count bytes from the wire; raises AnswerTooLarge beyond the cap."""
        self._received += count
        if self._received > self.limit + FRAMING:
            raise AnswerTooLarge(self.limit, may_have_run=self.may_have_run)

    def wait_to_read(self, sock: socket.socket) -> None:
        """Wait for bytes. Raises Cancelled, DeadlinePassed, or Unreachable when all is silent."""
        self._wait(sock, selectors.EVENT_READ, self._quiet)

    def wait_to_write(self, sock: socket.socket, at_most: float | None = None) -> None:
        """Wait until bytes can be sent, or a connection is made; raises like ``wait_to_read``."""
        self._wait(sock, selectors.EVENT_WRITE, self._quiet if at_most is None else at_most)

    def _wait(self, sock: socket.socket, event: int, at_most: float) -> None:
        with _Selector() as selector:
            selector.register(sock, event)
            selector.register(self._alarm.ear, selectors.EVENT_READ)
            while not self._ready(selector, sock, at_most):
                self._alarm.hush()  # a late ring, meant for the call before

    def _ready(self, selector: selectors.BaseSelector, sock: socket.socket, at_most: float) -> bool:
        ready = selector.select(self.remaining(at_most))
        self.check()
        if not ready:
            raise self._silence(at_most)
        return any(key.fileobj is sock for key, _ in ready)

    def _silence(self, seconds: float) -> Unreachable:
        text = f"nothing happened for {seconds:g} s"
        return Unreachable(Reach.TIMED_OUT, text, may_have_run=self.may_have_run)


_current: ContextVar[Watch] = ContextVar("current_watch")


def current_watch() -> Watch:
    """The watch of the call that this thread is making."""
    return _current.get()


@contextmanager
def watched_by(watch: Watch, alarm: Alarm) -> Iterator[None]:
    """Make ``watch`` the current one, and let its cancelling ring the alarm."""
    alarm.hush()
    token = _current.set(watch)
    try:
        with watch.cancel.calling(alarm.ring):
            yield
    finally:
        _current.reset(token)
