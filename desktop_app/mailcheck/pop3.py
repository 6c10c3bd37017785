"""POP3, as far as a check goes: CAPA, login, STAT, and always QUIT. poplib below.

Without DELE nothing is deleted: QUIT only removes what was marked (RFC 1939, 6).
"""

from __future__ import annotations

import poplib
from typing import Any

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    Fault,
    LoginMethodMissing,
    NeedsOAuth,
    OAuthProvider,
    ServerFault,
    WantsTls,
)
from desktop_app.core.mail_check.mail_check import OldMail
from desktop_app.mailcheck.check_ended import Over
from desktop_app.mailcheck.line_transport import Wire
from desktop_app.mailcheck.server_replies import counted, plain, refusal, words
from desktop_app.mailcheck.starttls import Upgrade

_OAUTH = {"XOAUTH2", "OAUTHBEARER"}


class _Library(poplib.POP3):
    """poplib on a wire that is there already."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__("")

    def _create_socket(self, timeout: float | None) -> Any:
        del timeout
        return self._wire


class Pop:
    """One POP3 session. Every method may raise Over, poplib's error, ValueError or Trouble."""

    FAREWELL = b"QUIT\r\n"

    def __init__(self, wire: Wire, _greeting: bytes) -> None:
        self._wire = wire
        self.encrypted = False
        self._pop: _Library | None = None
        self._able: dict[str, list[str]] = {}

    @staticmethod
    def greets(greeting: bytes) -> bool:
        """Whether this is how a POP3 server begins."""
        return greeting.upper().startswith((b"+OK", b"-ERR"))

    @staticmethod
    def refuses(greeting: bytes) -> bool:
        """Whether the server greets by sending us away."""
        return greeting.upper().startswith(b"-ERR")

    def capabilities(self) -> tuple[str, ...]:
        """What the server can do; nothing from one that is older than the question."""
        self._pop = _Library(self._wire)
        return self._ask()

    @property
    def offers_tls(self) -> bool:
        """Whether the connection can be upgraded."""
        return "STLS" in self._able

    def start_tls(self, upgrade: Upgrade) -> tuple[str, ...]:
        """Upgrade the connection; the capabilities from then on."""
        context: Any = upgrade
        self._library.stls(context)
        self.encrypted = True
        return self._ask()

    def obstacle(self, provider: OAuthProvider | None) -> None:
        """Raise Over if what the server said leaves no way for a password."""
        if not self._able or "USER" in self._able:
            return
        if not self.encrypted and self.offers_tls:
            raise Over(WantsTls())
        methods = self._able.get("SASL", [])
        if _OAUTH & set(methods):
            raise Over(NeedsOAuth(provider or OAuthProvider.OTHER))
        if methods:
            raise Over(LoginMethodMissing(tuple(methods)))

    def can_send(self, user: str, password: str) -> bool:
        """Whether the lines of USER and PASS can hold these."""
        return not any(ord(c) < 32 or ord(c) == 127 for c in user + password) and " " not in user

    def login(self, user: str, password: str) -> None:
        """Try the password, once."""
        try:
            self._library.user(user)
            self._library.pass_(password)
        except poplib.error_proto as error:
            text = _text(error)
            if text == "-ERR EOF":
                raise
            raise Over(refusal(text, CheckStage.LOGIN, encrypted=self.encrypted)) from None

    def inbox(self) -> OldMail:
        """How many messages lie in the maildrop."""
        try:
            count, _ = self._library.stat()
        except poplib.error_proto as error:
            raise Over(ServerFault(CheckStage.FOLDER, Fault.SAID, words(_text(error)))) from None
        return OldMail(counted(count))

    def leave(self) -> None:
        """QUIT, and wait for the answer."""
        if self._pop is None:
            self._wire.send_at_once(self.FAREWELL)
        else:
            self._pop.quit()

    @property
    def _library(self) -> _Library:
        if self._pop is None:
            raise AssertionError("capabilities() comes first")
        return self._pop

    def _ask(self) -> tuple[str, ...]:
        try:
            self._able = {name.upper(): args for name, args in self._library.capa().items()}
        except poplib.error_proto as error:
            if not _text(error).upper().startswith("-ERR") or _text(error) == "-ERR EOF":
                raise
            self._able = {}
        return tuple(" ".join([name, *args]) for name, args in self._able.items())


def _text(error: poplib.error_proto) -> str:
    said = error.args[0] if error.args else ""
    return plain(said) if isinstance(said, bytes) else str(said)
