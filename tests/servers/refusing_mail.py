"""Mail servers that refuse a login in one of many forms, and the passwords that they were sent."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import ServerType
from tests.servers.hostile_mail import Exchange, MailServer, Script, imap, pop

SILENCE = "silence"
CLOSED = "closed"


@dataclass(frozen=True)
class Refusal:
    """How a server answers a password: ``form`` is its status, SILENCE or CLOSED."""

    kind: ServerType
    form: str
    text: str = ""

    @property
    def script(self) -> Script:
        if self.form in (SILENCE, CLOSED):
            return self._without_a_word
        if self.kind is ServerType.POP:
            return pop({b"PASS": f"{self.form} {self.text}\r\n".encode()})
        start = "*" if self.form == "BYE" else "%t"
        return imap({b"": f"{start} {self.form} {self.text}\r\n".encode()})

    def _without_a_word(self, exchange: Exchange) -> None:
        hear = exchange.hear

        def hearing() -> bytes:
            line = hear()
            if password_of(line):
                if self.form == SILENCE:
                    exchange.hold()
                raise ConnectionAbortedError
            return line

        exchange.hear = hearing  # type: ignore[method-assign]
        (pop if self.kind is ServerType.POP else imap)()(exchange)


def passwords_sent(server: MailServer) -> list[str]:
    """Every password that reached the server, as often as it came."""
    return [password for line in server.heard if (password := password_of(line))]


def password_of(line: bytes) -> str:
    """The password that a client's line tells with PASS or SASL PLAIN, or an empty text."""
    if line.startswith(b"PASS "):
        return line[5:].decode()
    try:
        parts = base64.b64decode(line, validate=True).split(b"\0")
    except ValueError:
        return ""
    return parts[2].decode() if len(parts) == 3 else ""


CODES: Sequence[str] = (
    "",
    "[AUTHENTICATIONFAILED] ",
    "[AUTHORIZATIONFAILED] ",
    "[EXPIRED] ",
    "[ALERT] ",
    "[CLIENTBUG] ",
    "[NOPERM] ",
    "[AUTH] ",
    "[X-UNHEARD-OF] ",
)
"""Response codes that do not say that the server is at fault."""
WORDS: Sequence[str] = (
    "",
    "no",
    "Name or password is wrong. Try again.",
    "wrong name or password, please try again later",
    "Incorrect login, retry later",
    "Login failed.",
    "Access denied",
    "Temporary failure",
    "internal error",
    "service unavailable",
    "mailbox in use",
    "maildrop already locked",
    "too many connections",
    "cannot enter the mail folder",
    "Zugang verweigert",
    "\N{BLACK STAR}",
)
