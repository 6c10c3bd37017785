"""IMAP, as far as a check goes: capabilities, login, EXAMINE INBOX, INTERNALDATE. imaplib below.

Nothing here can set a flag: EXAMINE opens the inbox for reading only (RFC 3501, 6.3.2).
"""

from __future__ import annotations

import imaplib
import time
from datetime import UTC, datetime
from typing import Any

from desktop_app.core.mail_check.check_verdicts import (
    Answered,
    CheckStage,
    Fault,
    LoginMethodMissing,
    NeedsOAuth,
    NotTried,
    OAuthProvider,
    ServerFault,
    WantsTls,
)
from desktop_app.core.mail_check.mail_check import OldMail
from desktop_app.mailcheck.check_ended import Over
from desktop_app.mailcheck.line_transport import Wire
from desktop_app.mailcheck.server_replies import counted, plain, refusal, words
from desktop_app.mailcheck.starttls import Upgrade

OLDEST_OF = 500
"""Among how many messages from the first on the oldest is looked for."""

_OAUTH = {"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"}


class _Library(imaplib.IMAP4):
    """imaplib on a wire that is there already."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__()

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        """Nothing to open."""
        del timeout
        self.host, self.port = host, port
        self.sock: Any = self._wire

    def read(self, size: int) -> bytes:
        """A literal. Raises TooLong."""
        return self._wire.read(size)

    def readline(self) -> bytes:
        """A line. Raises TooLong."""
        return self._wire.readline()

    def send(self, data: Any) -> None:
        """A command."""
        self._wire.sendall(bytes(data))

    def shutdown(self) -> None:
        """Whoever made the wire closes it."""


class Imap:
    """One IMAP session. Every method may raise Over, imaplib's error, ValueError or Trouble."""

    FAREWELL = b"bye LOGOUT\r\n"

    def __init__(self, wire: Wire, greeting: bytes) -> None:
        self._wire = wire
        self._greeting = greeting
        self.encrypted = False
        self._imap: _Library | None = None

    @staticmethod
    def greets(greeting: bytes) -> bool:
        """Whether this is how an IMAP server begins."""
        return greeting.upper().startswith((b"* OK", b"* PREAUTH", b"* BYE"))

    @staticmethod
    def refuses(greeting: bytes) -> bool:
        """Whether the server greets by sending us away."""
        return greeting.upper().startswith(b"* BYE")

    def capabilities(self) -> tuple[str, ...]:
        """What the server can do."""
        self._imap = _Library(self._wire)
        return self._imap.capabilities

    @property
    def offers_tls(self) -> bool:
        """Whether the connection can be upgraded."""
        return "STARTTLS" in self._library.capabilities

    def start_tls(self, upgrade: Upgrade) -> tuple[str, ...]:
        """Upgrade the connection; the capabilities from then on."""
        context: Any = upgrade
        self._library.starttls(context)
        self.encrypted = True
        return self._library.capabilities

    def obstacle(self, provider: OAuthProvider | None) -> None:
        """Raise Over if what the server said leaves no way for a password."""
        able = set(self._library.capabilities)
        if self._greeting.upper().startswith(b"* PREAUTH"):
            raise Over(Answered(NotTried.NOT_ASKED))
        if "LOGINDISABLED" not in able or ("AUTH=PLAIN" in able and self.encrypted):
            return
        if not self.encrypted:
            raise Over(WantsTls())
        if able & _OAUTH:
            raise Over(NeedsOAuth(provider or OAuthProvider.OTHER))
        raise Over(LoginMethodMissing(tuple(sorted(c[5:] for c in able if c[:5] == "AUTH="))))

    def can_send(self, user: str, password: str) -> bool:
        """Whether this server can be told these; nothing else is tried in their place."""
        both = user + password
        if "\0" in both:
            return False
        return self._takes_plain or (both.isascii() and both.isprintable())

    def login(self, user: str, password: str) -> None:
        """Try the password, once."""
        imap = self._library
        try:
            if self._takes_plain:
                imap.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                imap.login(_quoted(user), password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise Over(self._refused(error)) from None

    def inbox(self) -> OldMail | None:
        """How many messages lie in the inbox, and since when; None if the server does not tell."""
        kind, data = self._library.select("INBOX", readonly=True)
        if kind != "OK":
            raise Over(ServerFault(CheckStage.FOLDER, Fault.SAID, words(_text(data))))
        if data[0] is None:  # it must say how many (RFC 3501, 7.3.1), but the login went well
            return None
        count = counted(data[0])
        if count == 0:
            return OldMail(0)
        among = min(count, OLDEST_OF)
        with self._wire.counting("INTERNALDATE"):
            kind, dates = self._library.fetch(f"1:{among}", "(INTERNALDATE)")
        return OldMail(count, _oldest(list(dates)) if kind == "OK" else None, among)

    def leave(self) -> None:
        """Say goodbye, and wait for the answer."""
        if self._imap is None:
            self._wire.send_at_once(self.FAREWELL)
        else:
            self._imap.logout()

    @property
    def _library(self) -> _Library:
        if self._imap is None:
            raise AssertionError("capabilities() comes first")
        return self._imap

    @property
    def _takes_plain(self) -> bool:
        return "AUTH=PLAIN" in self._library.capabilities

    def _refused(self, error: imaplib.IMAP4.error) -> Any:
        said = error.args[0] if error.args else ""
        text = plain(said) if isinstance(said, bytes) else str(said)
        if " command error: BAD " in text:
            return ServerFault(CheckStage.LOGIN, Fault.SAID, words(text))
        return refusal(text, CheckStage.LOGIN, encrypted=self.encrypted)


def _quoted(user: str) -> str:
    """imaplib quotes the password only."""
    return '"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(data: list[Any]) -> str:
    last = data[-1] if data else b""
    return plain(last) if isinstance(last, bytes) else str(last)


def _oldest(data: list[Any]) -> datetime | None:
    dates = [_date(line) for line in data if isinstance(line, bytes)]
    return min((date for date in dates if date is not None), default=None)


def _date(line: bytes) -> datetime | None:
    try:
        local = imaplib.Internaldate2tuple(line)
        return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
    except (ValueError, OverflowError, OSError, KeyError):
        return None
