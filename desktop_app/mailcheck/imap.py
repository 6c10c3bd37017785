"""IMAP for a check: capabilities, login, EXAMINE INBOX, INTERNALDATE. Based on imaplib.

Nothing here can set a flag: EXAMINE opens the inbox read-only (RFC 3501, 6.3.2).
"""

from __future__ import annotations

import imaplib
import time
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    LoginMethodMissing,
    LoginSkipped,
    OAuthProvider,
    OAuthRequired,
    ProtocolFault,
    ReachedOnly,
    ServerFault,
    TlsRequired,
)
from desktop_app.core.mail_check.mail_check import InboxSummary
from desktop_app.mailcheck.line_transport import LineTransport, StartTlsContext
from desktop_app.mailcheck.server_replies import (
    decode_line,
    parse_message_count,
    refusal_verdict,
    reply_text,
)
from desktop_app.mailcheck.stages import CheckEnded

MAX_DATED_MESSAGES = 500
"""How many messages, from the first on, are searched for the oldest date."""

_OAUTH_CAPABILITIES = {"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"}


class _ImapClient(imaplib.IMAP4):
    """imaplib on a connection that is already open."""

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
        """Return one line. Raises LineTooLong."""
        return self._transport.readline()

    def send(self, data: Any) -> None:
        """Send a command."""
        self._transport.sendall(bytes(data))

    def shutdown(self) -> None:
        """Do nothing: MailboxCheck closes the transport."""


class ImapSession:
    """One IMAP session. Methods may raise CheckEnded, imaplib's error, ValueError or AppError."""

    LOGOUT = b"bye LOGOUT\r\n"

    def __init__(self, transport: LineTransport, greeting: bytes) -> None:
        self._transport = transport
        self._greeting = greeting
        self.encrypted = False
        self._client_or_none: _ImapClient | None = None

    @staticmethod
    def is_greeting(greeting: bytes) -> bool:
        """Whether the line is the greeting of an IMAP server."""
        return greeting.upper().startswith((b"* OK", b"* PREAUTH", b"* BYE"))

    @staticmethod
    def is_rejection(greeting: bytes) -> bool:
        """Whether the greeting refuses the connection (BYE)."""
        return greeting.upper().startswith(b"* BYE")

    def capabilities(self) -> tuple[str, ...]:
        """Start the session and return the server's capabilities. Must be called first."""
        self._client_or_none = _ImapClient(self._transport)
        return self._client_or_none.capabilities

    @property
    def offers_tls(self) -> bool:
        """Whether the server offers STARTTLS."""
        return "STARTTLS" in self._client.capabilities

    def start_tls(self, starttls_context: StartTlsContext) -> tuple[str, ...]:
        """Start TLS and return the capabilities that apply from then on."""
        context: Any = starttls_context
        self._client.starttls(context)
        self.encrypted = True
        return self._client.capabilities

    def require_password_login(self, provider: OAuthProvider | None) -> None:
        """Raise CheckEnded if greeting or capabilities rule out a password login."""
        able = set(self._client.capabilities)
        if self._greeting.upper().startswith(b"* PREAUTH"):
            raise CheckEnded(ReachedOnly(LoginSkipped.NOT_REQUIRED))
        if "LOGINDISABLED" not in able or ("AUTH=PLAIN" in able and self.encrypted):
            return
        if not self.encrypted:
            raise CheckEnded(TlsRequired())
        if able & _OAUTH_CAPABILITIES:
            raise CheckEnded(OAuthRequired(provider or OAuthProvider.OTHER))
        raise CheckEnded(LoginMethodMissing(tuple(sorted(c[5:] for c in able if c[:5] == "AUTH="))))

    def can_send(self, user: str, password: str) -> bool:
        """Whether user name and password can be sent to this server as they are."""
        both = user + password
        if "\0" in both:
            return False
        return self._supports_plain or (both.isascii() and both.isprintable())

    def login(self, user: str, password: str) -> None:
        """Try the password once. Raises CheckEnded if the server refuses."""
        imap = self._client
        try:
            if self._supports_plain:
                imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                imap.login(_quote(user), password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise CheckEnded(self._refusal_verdict(error)) from None

    def inbox(self) -> InboxSummary | None:
        """Return message count and oldest date of the inbox; None if the server sends no count."""
        kind, data = self._client.select("INBOX", readonly=True)
        if kind != "OK":
            raise CheckEnded(
                ServerFault(
                    CheckStage.FOLDER, ProtocolFault.REPORTED, reply_text(_response_text(data))
                )
            )
        if data[0] is None:  # EXISTS is mandatory (RFC 3501, 7.3.1), but the login succeeded
            return None
        count = parse_message_count(data[0])
        if count == 0:
            return InboxSummary(0)
        among = min(count, MAX_DATED_MESSAGES)
        with self._transport.suppress_transcript("INTERNALDATE"):
            kind, dates = self._client.fetch(f"1:{among}", "(INTERNALDATE)")
        return InboxSummary(count, _oldest_date(list(dates)) if kind == "OK" else None, among)

    def log_out(self) -> None:
        """Send LOGOUT, and wait for the answer."""
        if self._client_or_none is None:
            self._transport.send_nowait(self.LOGOUT)
        else:
            self._client_or_none.logout()

    @property
    def _client(self) -> _ImapClient:
        if self._client_or_none is None:
            raise AssertionError("capabilities() comes first")
        return self._client_or_none

    @property
    def _supports_plain(self) -> bool:
        return "AUTH=PLAIN" in self._client.capabilities

    def _refusal_verdict(self, error: imaplib.IMAP4.error) -> Any:
        message = error.args[0] if error.args else ""
        text = decode_line(message) if isinstance(message, bytes) else str(message)
        if " command error: BAD " in text:
            return ServerFault(CheckStage.LOGIN, ProtocolFault.REPORTED, reply_text(text))
        return refusal_verdict(text, CheckStage.LOGIN, encrypted=self.encrypted)


def _quote(user: str) -> str:
    """Quote the user name: imaplib quotes the password only."""
    return '"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _response_text(data: list[Any]) -> str:
    last = data[-1] if data else b""
    return decode_line(last) if isinstance(last, bytes) else str(last)


def _oldest_date(data: list[Any]) -> datetime | None:
    dates = [_parse_date(line) for line in data if isinstance(line, bytes)]
    return min((date for date in dates if date is not None), default=None)


def _parse_date(line: bytes) -> datetime | None:
    try:
        local = imaplib.Internaldate2tuple(line)
        return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
    except (ValueError, OverflowError, OSError, KeyError):
        return None
