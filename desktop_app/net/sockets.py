"""Sockets that obey the watch of the call: connecting, TLS handshake, reading and sending."""

from __future__ import annotations

import errno
import io
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from desktop_app.core.errors import Reach, Unreachable
from desktop_app.net.watch import Watch, current_watch

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

    from desktop_app.net.lookup import Address

_NO_ROUTE = {
    errno.ENETUNREACH,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.EADDRNOTAVAIL,
    errno.EAFNOSUPPORT,
    errno.EACCES,
    errno.EPERM,
}
_IN_PROGRESS = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}


def connect(addresses: list[Address], watch: Watch, at_most: float) -> socket.socket:
    """A connection to the first address that takes one, each tried for ``at_most`` seconds.

    Raises Unreachable with the last address's reason, Cancelled or DeadlinePassed.
    """
    trouble = Unreachable(Reach.NAME_NOT_FOUND, "no address")
    for family, kind, protocol, _, address in addresses:
        try:
            return _connect(socket.socket(family, kind, protocol), address, watch, at_most)
        except Unreachable as error:
            trouble = error
        except OSError as error:
            trouble = unreachable(error, watch)
    raise trouble


def _connect(
    sock: socket.socket, address: tuple[object, ...], watch: Watch, at_most: float
) -> socket.socket:
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        code = sock.connect_ex(address)
        if code in _IN_PROGRESS:
            watch.wait_to_write(sock, at_most)
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise unreachable(OSError(code, os.strerror(code)), watch)
    except BaseException:
        sock.close()
        raise
    return sock


def unreachable(error: OSError, watch: Watch) -> Unreachable:
    """The network's own error as one of ours."""
    code = error.errno or 0
    if code == errno.ECONNREFUSED:
        reach = Reach.REFUSED
    elif isinstance(error, TimeoutError) or code == errno.ETIMEDOUT:
        reach = Reach.TIMED_OUT
    else:
        reach = Reach.NO_ROUTE if code in _NO_ROUTE else Reach.RESET
    text = os.strerror(code) if code else type(error).__name__
    return Unreachable(reach, text, may_have_run=watch.may_have_run)


@contextmanager
def handshake(sock: socket.socket, watch: Watch, at_most: float) -> Iterator[None]:
    """Bound a TLS handshake that the block makes on ``sock``; its errors become ours.

    The handshake blocks inside the TLS library, which takes ``sock`` over. A second handle on the
    same connection lets another thread shut it down.
    """
    sock.settimeout(watch.remaining(at_most))
    twin = sock.dup()
    try:
        with watch.cancel.calling(lambda: _shut_down(twin)):
            yield
        return
    except ssl.SSLError as error:
        trouble = Unreachable(Reach.TLS, _tls_text(error))
    except OSError as error:
        trouble = unreachable(error, watch)
    finally:
        twin.close()
    watch.check()
    raise trouble


def _shut_down(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _tls_text(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_message:
        return error.verify_message
    return (error.reason or type(error).__name__).lower().replace("_", " ")


class WatchedSocket:
    """A connected socket, plain or TLS, as http.client wants one; every wait is watched.

    The deadline of the current call holds for each single byte, so that a server that drips
    headers or body cannot hold the call beyond it.
    """

    def __init__(self, sock: socket.socket, *, carries_request: bool = True) -> None:
        self._sock = sock
        self._carries_request = carries_request
        self._readers = 0
        self._closing = False
        sock.setblocking(False)

    def fileno(self) -> int:
        """The descriptor, for those who ask whether the connection is still there."""
        return self._sock.fileno()

    def settimeout(self, _seconds: float | None) -> None:
        """Ignored: the watch knows the limits."""

    def makefile(self, _mode: str = "rb") -> io.BufferedReader:
        """A buffered reader; the socket stays open until the last one is closed."""
        self._readers += 1
        return io.BufferedReader(_Reader(self), 65536)

    def sendall(self, data: ReadableBuffer) -> None:
        """Send all bytes. Raises OSError, and what the watch raises."""
        watch = current_watch()
        watch.check()
        watch.sent = watch.sent or self._carries_request
        rest = memoryview(data).cast("B")
        while rest:
            rest = rest[self._send(rest, watch) :]

    def _send(self, data: memoryview, watch: Watch) -> int:
        try:
            return self._sock.send(data)
        except (BlockingIOError, ssl.SSLWantWriteError):
            watch.wait_to_write(self._sock)
        except ssl.SSLWantReadError:
            watch.wait_to_read(self._sock)
        return 0

    def recv_into(self, buffer: WriteableBuffer) -> int:
        """Read at least one byte, or none at the end. Raises Trouble."""
        watch = current_watch()
        while True:
            watch.check()
            count = self._receive(buffer, watch)
            if count is not None:
                watch.received(count)
                return count

    def _receive(self, buffer: WriteableBuffer, watch: Watch) -> int | None:
        try:
            return self._sock.recv_into(buffer)
        except (BlockingIOError, ssl.SSLWantReadError):
            watch.wait_to_read(self._sock)
            return None
        except ssl.SSLWantWriteError:
            watch.wait_to_write(self._sock)
            return None
        except OSError as error:
            trouble = unreachable(error, watch)
        raise trouble

    def reader_closed(self) -> None:
        """A reader made by ``makefile`` is done."""
        self._readers -= 1
        self._close_if_unused()

    def close(self) -> None:
        """Close as soon as no reader needs the socket."""
        self._closing = True
        self._close_if_unused()

    def _close_if_unused(self) -> None:
        if self._closing and not self._readers:
            self._sock.close()


class _Reader(io.RawIOBase):
    """The raw half of ``WatchedSocket.makefile``."""

    def __init__(self, sock: WatchedSocket) -> None:
        super().__init__()
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        return self._sock.recv_into(buffer)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._sock.reader_closed()
