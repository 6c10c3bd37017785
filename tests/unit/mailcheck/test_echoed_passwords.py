"""A server that repeats the password in what it says: not a piece of the password is told."""

from __future__ import annotations

import base64

import pytest

from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck.checker import MailboxChecker
from tests.servers.hostile_mail import HOST, MailServer, Script, imap, pop

PASSWORD = "Hunter2-Canary-Secret"
PIECE = 5
"""Characters of the password that count as told if they stand side by side."""
FORMS = {
    "as it is": PASSWORD,
    "Base64": base64.b64encode(PASSWORD.encode()).decode(),
    "SASL": base64.b64encode(f"\0u\0{PASSWORD}".encode()).decode(),
}
LIMITS = (200, 300, 2000)
"""Lengths at which texts of a server are cut somewhere, or were."""


def refusing(kind: T, words: str) -> Script:
    """The answer to the password."""
    if kind is T.POP:
        return pop({b"PASS": f"-ERR {words}\r\n".encode()})
    return imap({b"": f"%t NO [AUTHENTICATIONFAILED] {words}\r\n".encode()})


def refusing_inbox(kind: T, words: str) -> Script:
    """The answer to what comes after the login."""
    if kind is T.POP:
        return pop({b"STAT": f"-ERR {words}\r\n".encode()})
    return imap({b"EXAMINE": f"%t NO {words}\r\n".encode()})


def greeting(kind: T, words: str) -> Script:
    """The first words of the connection, by a server that knows the password from before."""
    del kind

    def script(exchange: object) -> None:
        exchange.say(f"220 {words}\r\n".encode())  # type: ignore[attr-defined]  # an Exchange

    return script


def check(kind: T, script: Script) -> CheckReport:
    with MailServer(script) as server, MailboxChecker() as checker:
        target = Target(kind, HOST, server.port, "u")
        return checker.check(CheckRequest(target, PASSWORD, allow_plaintext=True))


@pytest.mark.parametrize("answer", [refusing, refusing_inbox, greeting])
@pytest.mark.parametrize("kind", [T.IMAP, T.POP], ids=lambda kind: kind.name)
@pytest.mark.parametrize("form", FORMS)
def test_no_piece_of_it_is_left_where_a_text_is_cut(kind: T, form: str, answer: object) -> None:
    spelt = FORMS[form]
    pieces = {spelt[at : at + PIECE] for at in range(len(spelt) - PIECE + 1)}
    for limit in LIMITS:
        for inside in range(PIECE, len(spelt), 4):
            script = answer(kind, "." * (limit - inside) + spelt)  # type: ignore[operator]
            report = check(kind, script)
            told = f"{report!r} {report.transcript}"
            assert "..........." in told
            assert not [piece for piece in pieces if piece in told]


@pytest.mark.parametrize("kind", [T.IMAP, T.POP], ids=lambda kind: kind.name)
def test_nor_in_the_start_of_a_line_that_is_too_long(kind: T) -> None:
    pieces = {PASSWORD[at : at + PIECE] for at in range(len(PASSWORD) - PIECE + 1)}
    for inside in range(PIECE, len(PASSWORD), 4):
        words = "." * (190 - inside) + PASSWORD + "." * 200_000
        report = check(kind, refusing(kind, words))
        told = f"{report!r} {report.transcript}"
        assert not [piece for piece in pieces if piece in told]
