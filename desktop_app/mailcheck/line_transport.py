"""A connection of lines to a mail server: bounded, and recorded without secrets.

imaplib and poplib use it in place of a socket and its file, and start TLS on it during the
conversation.
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from desktop_app.core.redaction import Redactor
from desktop_app.net.watched_socket import WatchedSocket

MAX_LINE_BYTES = 64 * 1024
"""Longest line accepted from a server, in bytes; an inbox may have thousands of flags."""
MAX_LITERAL_BYTES = 64 * 1024
"""Largest IMAP literal accepted, in bytes; a check never asks for one."""
TRANSCRIPT_LINES = 120
TRANSCRIPT_LINE_LENGTH = 400
"""Lines, and characters per line, that the transcript records."""

_CHUNK_BYTES = 16 * 1024
_COMPLAINT = re.compile(rb"\* (BYE|BAD|NO)\b", re.IGNORECASE)


class LineTooLong(Exception):
    """A line or literal from the server exceeds the cap."""


class CommandInjection(Exception):
    """The server sent plain text before TLS began that would have counted as sent under TLS."""


class ConnectionEnded(Exception):
    """The server closed the connection although an answer was due."""


class LineTransport:
    """Sends and receives lines. Raises AppError when the limits of the check end the call."""

    def __init__(self, raw: socket.socket, redact: Redactor) -> None:
        self._raw = raw
        self._sock = WatchedSocket(raw)
        self._redact = redact
        self._buffer = bytearray()
        self._replayed_bytes = 0
        self.transcript: list[str] = []
        self._suppressed_lines = 0
        self.complaint = ""
        """IMAP's last untagged BYE, BAD or NO since the last command, as it was sent."""

    def greeting(self) -> bytes:
        """Return the first line, and leave it for imaplib or poplib to read again."""
        line = self.readline()
        self._replayed_bytes = len(line)
        self._buffer[:0] = line
        return line

    def readline(self, _limit: int = -1) -> bytes:
        """Return a line with its end, or the rest. Raises LineTooLong, ConnectionEnded."""
        while (at := self._buffer.find(b"\n")) < 0 and len(self._buffer) <= MAX_LINE_BYTES:
            if not self._receive():
                break
        if not self._buffer:
            raise ConnectionEnded
        if at < 0:
            at = len(self._buffer) - 1
        if at >= MAX_LINE_BYTES:
            self._record("S", bytes(self._buffer) + b"...")
            raise LineTooLong
        line = self._consume(at + 1)
        if _COMPLAINT.match(line):
            self.complaint = line.decode("utf-8", "replace").strip()
        return line

    def read(self, size: int) -> bytes:
        """Return ``size`` bytes, fewer at the end. Raises LineTooLong, ConnectionEnded."""
        if size > MAX_LITERAL_BYTES:
            raise LineTooLong
        while len(self._buffer) < size and self._receive():
            pass
        return self._consume(size)

    def sendall(self, data: bytes) -> None:
        """Send a command, and record it."""
        self._record("C", data)
        self.complaint = ""
        self._sock.sendall(data)

    def send_nowait(self, data: bytes) -> None:
        """Send without waiting, such as the log-out of a cancelled check."""
        self._record("C", data)
        with suppress(OSError):
            self._raw.send(data)

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Start TLS. Raises TlsError, and CommandInjection if plain text is still unread."""
        if self._buffer:
            raise CommandInjection
        self._raw = context.wrap_socket(self._raw, server_hostname=host)
        self._sock = WatchedSocket(self._raw)

    @contextmanager
    def suppress_transcript(self, what: str) -> Iterator[None]:
        """Record how many lines arrive in the block, but not their text."""
        self._suppressed_lines = 1
        try:
            yield
        finally:
            count, self._suppressed_lines = self._suppressed_lines - 1, 0
            self._record("S", f"({count} lines: {what})".encode())

    def makefile(self, *_mode: Any) -> LineTransport:
        """Return this transport, which reads lines itself."""
        return self

    def shutdown(self, _how: int = 0) -> None:
        """Do nothing: closing is enough."""

    def close(self) -> None:
        """Do nothing: MailboxCheck closes the connection after the log-out."""

    def close_connection(self) -> None:
        """Close the connection."""
        self._sock.close()

    def _receive(self) -> bool:
        part = bytearray(_CHUNK_BYTES)
        count = self._sock.recv_into(part)
        self._buffer += part[:count]
        return count > 0

    def _consume(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        if not taken and count:
            raise ConnectionEnded
        if self._replayed_bytes:
            self._replayed_bytes = 0
        elif self._suppressed_lines:
            self._suppressed_lines += 1
        elif taken:
            self._record("S", taken)
        return taken

    def _record(self, sender: str, data: bytes) -> None:
        if len(self.transcript) < TRANSCRIPT_LINES:
            text = self._redact(data.decode("utf-8", "replace").rstrip("\r\n"))
            if text:
                self.transcript.append(f"{sender}: {text[:TRANSCRIPT_LINE_LENGTH]}")


@dataclass(frozen=True, slots=True)
class StartTlsContext:
    """A substitute for the SSLContext that imaplib and poplib expect."""

    transport: LineTransport
    context: ssl.SSLContext
    host: str

    def wrap_socket(self, _sock: object, server_hostname: str = "") -> LineTransport:
        """Start TLS on the transport and return it. Raises TlsError or CommandInjection."""
        del server_hostname
        self.transport.start_tls(self.context, self.host)
        return self.transport
