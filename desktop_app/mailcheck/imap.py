"""IMAP for a check: capabilities, login, EXAMINE INBOX, INTERNALDATE. Based on imaplib.

Nothing here can set a flag: EXAMINE opens the inbox read-only (RFC 3501, 6.3.2).
"""

from __future__ import annotations

import imaplib
import re
import time
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.errors import Cancelled
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
    Verdict,
)
from desktop_app.core.mail_check.mail_check import InboxSummary
from desktop_app.mailcheck.library_clients import ImapClient, PlainPassword
from desktop_app.mailcheck.line_transport import LineTransport, StartTlsContext
from desktop_app.mailcheck.server_replies import (
    decode_line,
    parse_message_count,
    refusal_verdict,
    reply_text,
)
from desktop_app.mailcheck.stages import STAGE_ERRORS, CheckEnded

MAX_DATED_MESSAGES = 500
"""How many messages, from the first on, are searched for the oldest date."""

_OAUTH_CAPABILITIES = {"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"}
_INTERNALDATE = re.compile(rb"internaldate", re.IGNORECASE)


class ImapSession:
    """One IMAP session. Methods may raise CheckEnded, imaplib's error, ValueError or AppError."""

    LOGOUT = b"bye LOGOUT\r\n"

    def __init__(self, transport: LineTransport, greeting: bytes) -> None:
        self._transport = transport
        self._greeting = greeting
        self.encrypted = False
        self.password_sent = False
        """Whether the server was told the password."""
        self.refusal = ""
        """The server's answer to a login that it refused, as it was sent."""
        self._client_or_none: ImapClient | None = None

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
        self._client_or_none = ImapClient(self._transport)
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
        kind, data = self._try_login(user, password)
        if kind != "OK":
            self.refusal = _response_text(data)
            raise CheckEnded(
                refusal_verdict(self.refusal, CheckStage.LOGIN, encrypted=self.encrypted)
            )

    def _try_login(self, user: str, password: str) -> tuple[str, list[Any]]:
        if not self._supports_plain:
            self.password_sent = True
            return self._client.login_plain(user, password)
        plain = PlainPassword(user, password)
        try:
            return self._client.authenticate_plain(plain)
        finally:
            self.password_sent = plain.was_sent

    def inbox(self) -> InboxSummary | None:
        """Return message count and oldest date of the inbox; None if the server sends no count."""
        kind, data = self._client.select("INBOX", readonly=True)
        if kind != "OK":
            raise CheckEnded(_folder_fault(_response_text(data)))
        if data[0] is None:  # EXISTS is mandatory (RFC 3501, 7.3.1), but the login succeeded
            return None
        count = parse_message_count(data[0])
        if count == 0:
            return InboxSummary(0)
        among = min(count, MAX_DATED_MESSAGES)
        return InboxSummary(count, self._read_oldest_date(among), among)

    def _read_oldest_date(self, among: int) -> datetime | None:
        """Return the oldest date of the first messages; None if the server does not tell it.

        The mailbox works without the dates, so nothing but Cancelled is raised.
        """
        try:
            with self._transport.suppress_transcript("INTERNALDATE"):
                kind, dates = self._client.fetch(f"1:{among}", "(INTERNALDATE)")
        except Cancelled:
            raise
        except STAGE_ERRORS:
            return None
        return _oldest_date(list(dates)) if kind == "OK" else None

    def log_out(self) -> None:
        """Send LOGOUT, and wait for the answer."""
        if self._client_or_none is None:
            self._transport.send_nowait(self.LOGOUT)
        else:
            self._client_or_none.logout()

    @property
    def _client(self) -> ImapClient:
        if self._client_or_none is None:
            raise AssertionError("capabilities() comes first")
        return self._client_or_none

    @property
    def _supports_plain(self) -> bool:
        return "AUTH=PLAIN" in self._client.capabilities


def _folder_fault(text: str) -> Verdict:
    return ServerFault(CheckStage.FOLDER, ProtocolFault.REPORTED, reply_text(text))


def _response_text(data: list[Any]) -> str:
    last = data[-1] if data else b""
    return decode_line(last) if isinstance(last, bytes) else str(last)


def _oldest_date(data: list[Any]) -> datetime | None:
    dates = [_parse_date(line) for line in data if isinstance(line, bytes)]
    return min((date for date in dates if date is not None), default=None)


def _parse_date(line: bytes) -> datetime | None:
    try:
        local = imaplib.Internaldate2tuple(_INTERNALDATE.sub(b"INTERNALDATE", line))
        return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
    except (ValueError, OverflowError, OSError, KeyError):
        return None
