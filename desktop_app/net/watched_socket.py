"""A connected socket that obeys the limits of the call that uses it."""

from __future__ import annotations

import io
import socket
import ssl
from typing import TYPE_CHECKING

from desktop_app.net.call_limits import CallLimits, current_limits
from desktop_app.net.connect import network_error

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class WatchedSocket:
    """A connected socket, plain or TLS, with the methods that http.client expects.

    The deadline of the current call holds for each single byte, so that a server that trickles
    headers or body cannot hold the call beyond it. ``carries_request`` is False while a proxy
    tunnel is set up: then sending does not set ``sent``.
    """

    def __init__(self, sock: socket.socket, *, carries_request: bool = True) -> None:
        self._sock = sock
        self._carries_request = carries_request
        self._readers = 0
        self._closing = False
        sock.setblocking(False)

    def fileno(self) -> int:
        """Return the file descriptor, with which callers check whether the connection is alive."""
        return self._sock.fileno()

    def settimeout(self, _seconds: float | None) -> None:
        """Do nothing: the limits of the current call apply."""

    def makefile(self, _mode: str = "rb") -> io.BufferedReader:
        """Return a buffered reader; the socket stays open until the last reader is closed."""
        self._readers += 1
        return io.BufferedReader(_Reader(self), 65536)

    def sendall(self, data: ReadableBuffer) -> None:
        """Send all bytes. Raises OSError, Cancelled, DeadlineExceeded or Unreachable."""
        watch = current_limits()
        watch.check()
        watch.sent = watch.sent or self._carries_request
        rest = memoryview(data).cast("B")
        while rest:
            rest = rest[self._send(rest, watch) :]

    def _send(self, data: memoryview, limits: CallLimits) -> int:
        try:
            return self._sock.send(data)
        except (BlockingIOError, ssl.SSLWantWriteError):
            limits.wait_to_write(self._sock)
        except ssl.SSLWantReadError:
            limits.wait_to_read(self._sock)
        except ssl.SSLError as error:
            raise network_error(self._alert() or error, limits) from None
        return 0

    def _alert(self) -> ssl.SSLError | None:
        """Return the TLS alert that the server sent before it closed the connection, if any."""
        try:
            self._sock.recv(1)
        except ssl.SSLError as error:
            return error if error.reason and "ALERT" in error.reason else None
        except OSError:
            pass
        return None

    def recv_into(self, buffer: WriteableBuffer) -> int:
        """Read at least one byte, and return the count; 0 at the end. Raises AppError."""
        watch = current_limits()
        while True:
            watch.check()
            count = self._receive(buffer, watch)
            if count is not None:
                watch.count_received(count)
                return count

    def _receive(self, buffer: WriteableBuffer, limits: CallLimits) -> int | None:
        try:
            return self._sock.recv_into(buffer)
        except (BlockingIOError, ssl.SSLWantReadError):
            limits.wait_to_read(self._sock)
            return None
        except ssl.SSLWantWriteError:
            limits.wait_to_write(self._sock)
            return None
        except OSError as error:
            trouble = network_error(error, limits)
        raise trouble

    def reader_closed(self) -> None:
        """Note that a reader made by ``makefile`` was closed."""
        self._readers -= 1
        self._close_if_unused()

    def close(self) -> None:
        """Close the socket as soon as no reader needs it."""
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
