"""POP3 for a check: CAPA, login, STAT, and always QUIT. Based on poplib.

Nothing is deleted without DELE: QUIT only removes marked messages (RFC 1939, 6).
"""

from __future__ import annotations

import poplib
from typing import Any

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    LoginMethodMissing,
    OAuthProvider,
    OAuthRequired,
    ProtocolFault,
    ServerFault,
    TlsRequired,
)
from desktop_app.core.mail_check.mail_check import InboxSummary
from desktop_app.mailcheck.library_clients import REFUSED, PlainPassword, Pop3Client
from desktop_app.mailcheck.line_transport import LineTransport, StartTlsContext
from desktop_app.mailcheck.server_replies import (
    decode_line,
    parse_message_count,
    refusal_verdict,
    reply_text,
)
from desktop_app.mailcheck.stages import CheckEnded

_OAUTH_MECHANISMS = {"XOAUTH2", "OAUTHBEARER"}


class Pop3Session:
    """One POP3 session. Methods may raise CheckEnded, poplib's error, ValueError or AppError."""

    LOGOUT = b"QUIT\r\n"

    def __init__(self, transport: LineTransport, _greeting: bytes) -> None:
        self._transport = transport
        self.encrypted = False
        self.password_sent = False
        """Whether the server was told the password."""
        self.refusal = ""
        """The server's answer to a login that it refused, as it was sent."""
        self._client_or_none: Pop3Client | None = None
        self._capabilities: dict[str, list[str]] = {}

    @staticmethod
    def is_greeting(greeting: bytes) -> bool:
        """Whether the line is the greeting of a POP3 server."""
        return greeting.upper().startswith((b"+OK", b"-ERR"))

    @staticmethod
    def is_rejection(greeting: bytes) -> bool:
        """Whether the greeting refuses the connection (-ERR)."""
        return greeting.upper().startswith(b"-ERR")

    def capabilities(self) -> tuple[str, ...]:
        """Start the session and return the server's capabilities; none if CAPA is unknown."""
        self._client_or_none = Pop3Client(self._transport)
        return self._query_capabilities()

    @property
    def offers_tls(self) -> bool:
        """Whether the server offers STLS."""
        return "STLS" in self._capabilities

    def start_tls(self, starttls_context: StartTlsContext) -> tuple[str, ...]:
        """Start TLS and return the capabilities that apply from then on."""
        context: Any = starttls_context
        self._client.stls(context)
        self.encrypted = True
        return self._query_capabilities()

    def require_password_login(self, provider: OAuthProvider | None) -> None:
        """Raise CheckEnded if the capabilities rule out a password login."""
        if not self._capabilities or "USER" in self._capabilities:
            return
        if not self.encrypted and self.offers_tls:
            raise CheckEnded(TlsRequired())
        if self._methods and "PLAIN" not in self._methods:
            if _OAUTH_MECHANISMS & set(self._methods):
                raise CheckEnded(OAuthRequired(provider or OAuthProvider.OTHER))
            raise CheckEnded(LoginMethodMissing(tuple(self._methods)))

    def can_send(self, user: str, password: str) -> bool:
        """Whether this server can be told this user name and password."""
        if self._needs_sasl:
            return "\0" not in user + password
        return not any(ord(c) < 32 or ord(c) == 127 for c in user + password) and " " not in user

    def login(self, user: str, password: str) -> None:
        """Try the password once. Raises CheckEnded if the server refuses."""
        try:
            if self._needs_sasl:
                self._authenticate_plain(PlainPassword(user, password))
            else:
                self._client.user(user)
                self.password_sent = True
                self._client.pass_(password)
        except poplib.error_proto as error:
            text = _error_text(error)
            if text == "-ERR EOF":
                raise
            self.refusal = text
            raise CheckEnded(
                refusal_verdict(text, CheckStage.LOGIN, encrypted=self.encrypted)
            ) from None

    def _authenticate_plain(self, plain: PlainPassword) -> None:
        try:
            self._client.authenticate_plain(plain)
        finally:
            self.password_sent = plain.was_sent

    def inbox(self) -> InboxSummary | None:
        """Return the message count of the maildrop; None if the server sends no count.

        Raises CheckEnded if the server refuses.
        """
        try:
            count = self._client.message_count()
        except poplib.error_proto as error:
            raise CheckEnded(
                ServerFault(
                    CheckStage.FOLDER, ProtocolFault.REPORTED, reply_text(_error_text(error))
                )
            ) from None
        return InboxSummary(parse_message_count(count)) if count else None

    def log_out(self) -> None:
        """Send QUIT, and wait for the answer."""
        if self._client_or_none is None:
            self._transport.send_nowait(self.LOGOUT)
        else:
            self._client_or_none.quit()

    @property
    def _methods(self) -> list[str]:
        """The SASL methods that the server offers, in capitals."""
        return [method.upper() for method in self._capabilities.get("SASL", [])]

    @property
    def _needs_sasl(self) -> bool:
        """Whether the server takes passwords with SASL PLAIN only, not with USER and PASS."""
        return "USER" not in self._capabilities and "PLAIN" in self._methods

    @property
    def _client(self) -> Pop3Client:
        if self._client_or_none is None:
            raise AssertionError("capabilities() comes first")
        return self._client_or_none

    def _query_capabilities(self) -> tuple[str, ...]:
        try:
            self._capabilities = self._client.capabilities()
        except poplib.error_proto as error:
            if not REFUSED.match(_error_text(error)):
                raise
            self._capabilities = {}
        return tuple(" ".join([name, *args]) for name, args in self._capabilities.items())


def _error_text(error: poplib.error_proto) -> str:
    message = error.args[0] if error.args else ""
    return decode_line(message) if isinstance(message, bytes) else str(message)
