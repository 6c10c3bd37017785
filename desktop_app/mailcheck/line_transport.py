"""A connection of lines: bounded, watched, and noted down without secrets.

imaplib and poplib read and write through it in place of a socket and its file.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from desktop_app.core.redaction import Scrubber
from desktop_app.net.watched_socket import WatchedSocket

LINE = 16 * 1024
"""Bytes of one line; a server that sends more in one is not listened to."""
LITERAL = 64 * 1024
"""Bytes of one IMAP literal, none of which is ever asked for."""
NOTED_LINES = 120
NOTED_TEXT = 400
"""Lines, and characters of each, that the transcript keeps."""

_PART = 16 * 1024


class TooLong(Exception):
    """The server sent a line or a literal beyond the cap."""


class Injected(Exception):
    """The server sent something before TLS began that was meant to count after it."""


class Ended(Exception):
    """The server closed the connection where an answer was due."""


class Wire:
    """Lines to and from a mail server. Raises Trouble when the watch of the check does."""

    def __init__(self, raw: socket.socket, scrub: Scrubber) -> None:
        self._raw = raw
        self._sock = WatchedSocket(raw)
        self._scrub = scrub
        self._buffer = bytearray()
        self._replayed = 0
        self.notes: list[str] = []
        self._unnoted = 0
        self.goodbye = ""
        """The server's words if it ended the conversation by itself (IMAP's BYE)."""

    def greeting(self) -> bytes:
        """The first line; it stays to be read by the library too."""
        line = self.readline()
        self._replayed = len(line)
        self._buffer[:0] = line
        return line

    def readline(self, _limit: int = -1) -> bytes:
        """A line with its end; what there is if the connection ends. Raises TooLong."""
        while (at := self._buffer.find(b"\n")) < 0 and len(self._buffer) <= LINE:
            if not self._more():
                break
        if not self._buffer:
            raise Ended
        if at < 0:
            at = len(self._buffer) - 1
        if at >= LINE:
            self._note("S", bytes(self._buffer[:NOTED_TEXT]) + b"...")
            raise TooLong
        line = self._take(at + 1)
        if line[:5].upper() == b"* BYE":
            self.goodbye = line.decode("utf-8", "replace").strip()
        return line

    def read(self, size: int) -> bytes:
        """So many bytes. Raises TooLong before reading if they are too many."""
        if size > LITERAL:
            raise TooLong
        while len(self._buffer) < size and self._more():
            pass
        return self._take(size)

    def sendall(self, data: bytes) -> None:
        """Send a command."""
        self._note("C", data)
        self._sock.sendall(data)

    def send_at_once(self, data: bytes) -> None:
        """Send without waiting for anything: a farewell when the check is stopped."""
        self._note("C", data)
        with suppress(OSError):
            self._raw.send(data)

    def upgrade(self, context: ssl.SSLContext, host: str) -> None:
        """Begin TLS. Raises TlsTrouble, and Injected if there is anything left to read before."""
        if self._buffer:
            raise Injected
        self._raw = context.wrap_socket(self._raw, server_hostname=host)
        self._sock = WatchedSocket(self._raw)

    @contextmanager
    def counting(self, what: str) -> Iterator[None]:
        """Note how many lines come in the block, not what they say."""
        self._unnoted = 1
        try:
            yield
        finally:
            count, self._unnoted = self._unnoted - 1, 0
            self._note("S", f"({count} lines: {what})".encode())

    def makefile(self, *_mode: Any) -> Wire:
        """Itself: it reads lines."""
        return self

    def shutdown(self, _how: int = 0) -> None:
        """Closing is enough."""

    def close(self) -> None:
        """Nothing: whoever made the wire closes it, after the farewell."""

    def hang_up(self) -> None:
        """Close the connection."""
        self._sock.close()

    def _more(self) -> bool:
        part = bytearray(_PART)
        count = self._sock.recv_into(part)
        self._buffer += part[:count]
        return count > 0

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        if not taken and count:
            raise Ended
        if self._replayed:
            self._replayed = 0
        elif self._unnoted:
            self._unnoted += 1
        elif taken:
            self._note("S", taken)
        return taken

    def _note(self, who: str, data: bytes) -> None:
        if len(self.notes) < NOTED_LINES:
            text = self._scrub(data.decode("utf-8", "replace").rstrip("\r\n"))
            if text:
                self.notes.append(f"{who}: {text[:NOTED_TEXT]}")
