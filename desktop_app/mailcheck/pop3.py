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
from desktop_app.mailcheck.line_transport import LineTransport, StartTlsContext
from desktop_app.mailcheck.server_replies import (
    decode_line,
    parse_message_count,
    refusal_verdict,
    reply_text,
)
from desktop_app.mailcheck.stages import CheckEnded

_OAUTH_MECHANISMS = {"XOAUTH2", "OAUTHBEARER"}


class _Pop3Client(poplib.POP3):
    """poplib on a connection that is already open."""

    def __init__(self, transport: LineTransport) -> None:
        self._transport = transport
        super().__init__("")

    def _create_socket(self, timeout: float | None) -> Any:
        del timeout
        return self._transport


class Pop3Session:
    """One POP3 session. Methods may raise CheckEnded, poplib's error, ValueError or AppError."""

    LOGOUT = b"QUIT\r\n"

    def __init__(self, transport: LineTransport, _greeting: bytes) -> None:
        self._transport = transport
        self.encrypted = False
        self._client_or_none: _Pop3Client | None = None
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
        self._client_or_none = _Pop3Client(self._transport)
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
        methods = self._capabilities.get("SASL", [])
        if _OAUTH_MECHANISMS & set(methods):
            raise CheckEnded(OAuthRequired(provider or OAuthProvider.OTHER))
        if methods:
            raise CheckEnded(LoginMethodMissing(tuple(methods)))

    def can_send(self, user: str, password: str) -> bool:
        """Whether the commands USER and PASS can carry this user name and password."""
        return not any(ord(c) < 32 or ord(c) == 127 for c in user + password) and " " not in user

    def login(self, user: str, password: str) -> None:
        """Try the password once. Raises CheckEnded if the server refuses."""
        try:
            self._client.user(user)
            self._client.pass_(password)
        except poplib.error_proto as error:
            text = _error_text(error)
            if text == "-ERR EOF":
                raise
            raise CheckEnded(
                refusal_verdict(text, CheckStage.LOGIN, encrypted=self.encrypted)
            ) from None

    def inbox(self) -> InboxSummary:
        """Return the message count of the maildrop. Raises CheckEnded if the server refuses."""
        try:
            count, _ = self._client.stat()
        except poplib.error_proto as error:
            raise CheckEnded(
                ServerFault(
                    CheckStage.FOLDER, ProtocolFault.REPORTED, reply_text(_error_text(error))
                )
            ) from None
        return InboxSummary(parse_message_count(count))

    def log_out(self) -> None:
        """Send QUIT, and wait for the answer."""
        if self._client_or_none is None:
            self._transport.send_nowait(self.LOGOUT)
        else:
            self._client_or_none.quit()

    @property
    def _client(self) -> _Pop3Client:
        if self._client_or_none is None:
            raise AssertionError("capabilities() comes first")
        return self._client_or_none

    def _query_capabilities(self) -> tuple[str, ...]:
        try:
            self._capabilities = {name.upper(): args for name, args in self._client.capa().items()}
        except poplib.error_proto as error:
            if (
                not _error_text(error).upper().startswith("-ERR")
                or _error_text(error) == "-ERR EOF"
            ):
                raise
            self._capabilities = {}
        return tuple(" ".join([name, *args]) for name, args in self._capabilities.items())


def _error_text(error: poplib.error_proto) -> str:
    message = error.args[0] if error.args else ""
    return decode_line(message) if isinstance(message, bytes) else str(message)
