"""imaplib and poplib on a connection that is already open, made tolerant of rare answers.

Both write the commands and parse the replies; all bytes go through a LineTransport.
"""

from __future__ import annotations

import base64
import imaplib
import poplib
import re
from typing import Any

from desktop_app.mailcheck.line_transport import LineTransport

MAX_CONTINUATIONS = 3
"""Continuations answered in all: the first with the password, the others with a refusal."""
_KEYWORD = re.compile(rb"(\* (?:[0-9]+ )?|[A-P]{4}[0-9]+ )([A-Za-z][A-Za-z0-9-]*)")
"""What begins a response, and the keyword behind it, whose case does not matter (RFC 3501, 9)."""
REFUSED = re.compile(r"[-+]ERR", re.IGNORECASE)
"""What begins a refusal of POP3; no server should send ``+ERR``, but some do."""


class AskedAgain(ValueError):
    """The server asks for the password again and again."""


class PlainPassword:
    """Answers the continuations of a sign-in: the first with the password, all others with ``*``.

    A server's text in a continuation is never decoded: PLAIN has no challenge.
    """

    def __init__(self, user: str, password: str) -> None:
        self._message = base64.b64encode(f"\0{user}\0{password}".encode())
        self.continuations = 0

    @property
    def was_sent(self) -> bool:
        """Whether the password was given out to be sent."""
        return self.continuations > 0

    def answer(self, _challenge: bytes = b"") -> bytes:
        """Return what to send; ``*`` ends the sign-in (RFC 3501, 6.2.2). Raises AskedAgain."""
        self.continuations += 1
        if self.continuations > MAX_CONTINUATIONS:
            raise AskedAgain("the server asks for the password again")
        return self._message if self.continuations == 1 else b"*"


class ImapClient(imaplib.IMAP4):
    """imaplib on an open transport.

    Keywords may be in any case, lines may be empty or end without CR, and a server may offer
    IMAP4rev2 alone. A command that is answered BAD returns BAD and the server's text instead of
    raising imaplib's error.
    """

    def __init__(self, transport: LineTransport) -> None:
        self._transport = transport
        super().__init__()

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Use the open transport as the socket."""
        del timeout
        self.host, self.port = host, port
        self.sock: Any = self._transport

    def read(self, size: int) -> bytes:
        """Return ``size`` bytes of a literal. Raises LineTooLong."""
        return self._transport.read(size)

    def readline(self) -> bytes:
        """Return the next line that is not empty, normalized. Raises LineTooLong."""
        while not (line := self._transport.readline()).rstrip(b"\r\n"):
            pass
        if not line.endswith(b"\n"):
            return line  # cut off: imaplib reports it
        return _normalized(line.rstrip(b"\r\n")) + b"\r\n"

    def send(self, data: Any) -> None:
        """Send a command."""
        self._transport.sendall(bytes(data))

    def shutdown(self) -> None:
        """Do nothing: MailboxCheck closes the transport."""

    def authenticate_plain(self, password: PlainPassword) -> tuple[str, list[Any]]:
        """Send AUTHENTICATE PLAIN; return the status and the text of the answer."""
        client: Any = self
        client.literal = password.answer  # called with each continuation, as it was sent
        kind, data = client._simple_command("AUTHENTICATE", "PLAIN")
        if kind == "OK":
            self.state = "AUTH"
        return kind, data

    def login_plain(self, user: str, password: str) -> tuple[str, list[Any]]:
        """Send LOGIN with both quoted; return the status and the text of the answer."""
        client: Any = self
        kind, data = client._simple_command("LOGIN", _quoted(user), _quoted(password))
        if kind == "OK":
            self.state = "AUTH"
        return kind, data

    def _get_capabilities(self) -> None:
        parent: Any = super()
        parent._get_capabilities()
        if "IMAP4REV2" in self.capabilities and "IMAP4REV1" not in self.capabilities:
            # imaplib knows no rev2; all that a check sends means the same there (RFC 9051)
            self.capabilities = (*self.capabilities, "IMAP4REV1")

    def _check_bye(self) -> None:
        """Read on after a BYE: the answer to the command may follow, else the connection ends."""

    def _command_complete(self, name: str, tag: bytes) -> tuple[str, list[Any]]:
        """Wait for the answer to a command; a BAD is an answer like any other."""
        client: Any = self
        kind, data = client._get_tagged_response(tag, expect_bye=name == "LOGOUT")
        return kind, data


def _normalized(line: bytes) -> bytes:
    """Return a line with its keyword in capitals, and a space where a text would follow it."""
    begins = _KEYWORD.match(line)
    if begins is None:
        return line
    rest = line[begins.end() :] or (b"" if line.startswith(b"*") else b" ")
    return begins[1] + begins[2].upper() + rest


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Pop3Client(poplib.POP3):
    """poplib on a connection that is already open.

    Only +OK is success, in any case: a reply such as ``+ERR`` is a refusal. Empty lines are skipped
    where one line is expected.
    """

    def __init__(self, transport: LineTransport) -> None:
        self._transport = transport
        super().__init__("")

    def _create_socket(self, timeout: float | None) -> Any:
        del timeout
        return self._transport

    def capabilities(self) -> dict[str, list[str]]:
        """Return what CAPA lists, with names in capitals. Raises poplib's error."""
        client: Any = self
        _, lines, _ = client._longcmd("CAPA")
        words = [line.decode("ascii").split() for line in lines]
        return {line[0].upper(): line[1:] for line in words if line}

    def message_count(self) -> str:
        """Return the first word of the reply to STAT; empty if there is none."""
        client: Any = self
        words = client._shortcmd("STAT").decode("utf-8", "replace").split()
        return words[1] if len(words) > 1 else ""

    def authenticate_plain(self, password: PlainPassword) -> None:
        """Send AUTH PLAIN, and answer each continuation (RFC 5034). Raises poplib's error."""
        client: Any = self
        client._putcmd("AUTH PLAIN")
        while not _is_success(line := client._next_line()):
            if not line.startswith(b"+") or REFUSED.match(line.decode("utf-8", "replace")):
                raise poplib.error_proto(line)
            client._putline(password.answer())

    def stls(self, context: Any = None) -> Any:
        """Start TLS; the caller has seen that the server offers it. Raises poplib's error."""
        client: Any = self
        reply = client._shortcmd("STLS")
        client.sock = context.wrap_socket(client.sock, server_hostname=client.host)
        return reply

    def _getresp(self) -> bytes:
        line = self._next_line()
        if not _is_success(line):
            raise poplib.error_proto(line)
        return line

    def _next_line(self) -> bytes:
        client: Any = self
        while not (line := client._getline()[0]):
            pass
        return bytes(line)


def _is_success(line: bytes) -> bool:
    return re.match(rb"\+OK\b", line, re.IGNORECASE) is not None
