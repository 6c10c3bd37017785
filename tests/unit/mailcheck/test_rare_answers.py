"""Answers that are rare but legal, or wrong where nothing depends on them: the mailbox is good."""

from __future__ import annotations

import base64

import pytest

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    LoginMethodMissing,
    LoginOk,
    ProtocolFault,
    ServerFault,
    Verdict,
)
from desktop_app.core.mail_check.mail_check import InboxSummary
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.ui.mail_check.check_text import report_headline
from tests.servers.hostile_mail import Exchange, MailServer, imap, pop
from tests.servers.refusing_mail import password_of, passwords_sent
from tests.unit.mailcheck.conftest import Ask

S = CheckStage
pytestmark = pytest.mark.usefixtures("short_waits")
DATE = b'* 1 FETCH (INTERNALDATE "02-Feb-2020 10:00:00 +0000")\r\n'


def continues(answer: bytes) -> dict[bytes, bytes]:
    return {b"AUTHENTICATE": answer}


@pytest.mark.parametrize("words", [b"+ say it\r\n", b"+\r\n", b"+ \xff!\r\n", b"+ YWJj\r\n"])
def test_words_behind_the_plus_do_not_matter(ask: Ask, words: bytes) -> None:
    with MailServer(imap(continues(words))) as server:
        assert ask(T.IMAP, server.port).verdict == LoginOk()
        assert passwords_sent(server) == ["secret pass"]


def asks_again(times: int) -> object:
    """Asks for the password so many times more, whatever is answered."""

    def script(exchange: Exchange) -> None:
        exchange.say(b"* OK hi\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n")
        while b"AUTHENTICATE" not in (line := exchange.hear()):
            tag = line.split(b" ")[0]
            exchange.say(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK c\r\n")
        tag = line.split(b" ")[0]
        exchange.say(b"+ \r\n")
        for _ in range(times):
            exchange.hear()
            exchange.say(b"+ \r\n")
        exchange.hear()
        exchange.say(tag + b" BAD stopped as you asked\r\n")
        exchange.hold()

    return script


@pytest.mark.parametrize("times", [1, 2, 500])
def test_a_password_is_told_once_however_often_the_server_asks(ask: Ask, times: int) -> None:
    with MailServer(asks_again(times)) as server:  # type: ignore[arg-type]  # a Script
        verdict = ask(T.IMAP, server.port).verdict
        told = passwords_sent(server)
        after = server.heard[server.heard.index(base64.b64encode(b"\0u01\0secret pass")) + 1 :]
    assert told == ["secret pass"]
    assert after[0] == b"*"
    assert verdict != LoginOk()


AFTER_LOGIN = [
    (T.IMAP, {b"EXAMINE": b"%t BAD signed in, but no right to IMAP\r\n"}, "no right to IMAP"),
    (T.IMAP, {b"EXAMINE": b"* BYE no right to IMAP\r\n"}, "no right to IMAP"),
    (T.IMAP, {b"EXAMINE": b"* BAD no right to IMAP\r\n"}, "no right to IMAP"),
    (T.IMAP, {b"EXAMINE": b"* NO no right to IMAP\r\n"}, "no right to IMAP"),
    (T.POP, {b"STAT": b"-ERR maildrop is gone\r\n"}, "maildrop is gone"),
    (T.POP, {b"STAT": b"+ERR maildrop is gone\r\n"}, "maildrop is gone"),
]


@pytest.mark.parametrize(("kind", "answers", "words"), AFTER_LOGIN)
def test_the_words_of_the_server_after_the_login_are_shown(
    ask: Ask, kind: T, answers: dict[bytes, bytes], words: str
) -> None:
    with MailServer((imap if kind is T.IMAP else pop)(answers)) as server:
        report = ask(kind, server.port)
    assert words in report_headline(report)
    assert "accepts this user name and password" in report_headline(report)


@pytest.mark.parametrize(
    "answer",
    [
        b"%t BAD this I cannot do\r\n",
        b"* BAD this I cannot do\r\n",
        b"* BYE this I cannot do\r\n",
        b"",
        b"* 1 FETCH (INTERNALDATE what)\r\n%t OK done\r\n",
        b"#!?\r\n",
    ],
)
def test_dates_do_not_decide(ask: Ask, answer: bytes) -> None:
    with MailServer(imap({b"FETCH": answer})) as server:
        report = ask(T.IMAP, server.port)
    assert (report.verdict, report.inbox) == (LoginOk(), InboxSummary(2, None, 2))


def test_an_untagged_complaint_before_silence_is_told(ask: Ask) -> None:
    with MailServer(imap({b"": b"* BAD the lines are too long\r\n"})) as server:
        report = ask(T.IMAP, server.port)
    assert "the lines are too long" in report_headline(report)


def test_a_plus_that_begins_an_error_is_an_error(ask: Ask) -> None:
    with MailServer(pop({b"PASS": b"+ERR wrong password\r\n"})) as server:
        report = ask(T.POP, server.port)
    assert report.verdict != LoginOk()
    assert "wrong password" in report_headline(report)


FLAGS = b"* FLAGS (" + b" ".join(b"$keyword-%05d" % n for n in range(3_000)) + b")\r\n"
EXISTS = b"* 2 EXISTS\r\n"
LEGAL_IMAP: dict[str, dict[bytes, bytes]] = {
    "long flags": {b"EXAMINE": FLAGS + EXISTS + b"%t OK done\r\n"},
    "rev2 alone": {b"CAPABILITY": b"* CAPABILITY IMAP4rev2 AUTH=PLAIN\r\n%t OK done\r\n"},
    "capital letters": {b"CAPABILITY": b"* CAPABILITY IMAP4REV1 auth=plain\r\n%t OK done\r\n"},
    "small tagged": {b"": b"%t ok in\r\n", b"EXAMINE": EXISTS + b"%t ok done\r\n"},
    "small untagged": {b"EXAMINE": b"* 2 exists\r\n* flags ()\r\n%t OK done\r\n"},
    "small dates": {b"FETCH": DATE.lower().replace(b"feb", b"Feb") + b"%t Ok done\r\n"},
    "small abilities": {b"CAPABILITY": b"* capability imap4rev1 AUTH=PLAIN\r\n%t OK done\r\n"},
    "empty lines": {b"EXAMINE": b"\r\n" + EXISTS + b"\r\n\r\n%t OK done\r\n"},
    "no text": {b"": b"%t OK\r\n", b"EXAMINE": EXISTS + b"%t OK\r\n"},
    "bare line ends": {b"EXAMINE": b"* 2 EXISTS\n%t OK done\n"},
}


@pytest.mark.parametrize("answers", LEGAL_IMAP.values(), ids=LEGAL_IMAP)
def test_legal_imap(ask: Ask, answers: dict[bytes, bytes]) -> None:
    with MailServer(imap(answers)) as server:
        report = ask(T.IMAP, server.port)
    assert report.verdict == LoginOk()
    assert report.inbox is not None
    assert report.inbox.count == 2
    assert report.inbox.oldest is not None


@pytest.mark.parametrize("greeting", [b"* ok hi\r\n", b"* OK\r\n", b"* Ok [x] hi\r\n"])
def test_legal_imap_greetings(ask: Ask, greeting: bytes) -> None:
    with MailServer(imap(greeting=greeting)) as server:
        assert ask(T.IMAP, server.port).verdict == LoginOk()


LEGAL_POP: dict[str, tuple[dict[bytes, bytes], InboxSummary | None]] = {
    "short stat": ({b"STAT": b"+OK 2\r\n"}, InboxSummary(2)),
    "empty stat": ({b"STAT": b"+OK\r\n"}, None),
    "wordy stat": ({b"STAT": b"+OK 2 messages (200 octets)\r\n"}, InboxSummary(2)),
    "small letters": ({b"USER": b"+ok\r\n", b"PASS": b"+Ok in\r\n"}, InboxSummary(2)),
    "small abilities": ({b"CAPA": b"+OK\r\nuser\r\nsasl plain\r\n.\r\n"}, InboxSummary(2)),
    "empty lines": ({b"PASS": b"\r\n+OK\r\n", b"STAT": b"\r\n+OK 2 200\r\n"}, InboxSummary(2)),
    "empty ability": ({b"CAPA": b"+OK\r\n\r\nUSER\r\n.\r\n"}, InboxSummary(2)),
}


@pytest.mark.parametrize(("answers", "inbox"), LEGAL_POP.values(), ids=LEGAL_POP)
def test_legal_pop(ask: Ask, answers: dict[bytes, bytes], inbox: InboxSummary | None) -> None:
    with MailServer(pop(answers)) as server:
        report = ask(T.POP, server.port)
    assert (report.verdict, report.inbox) == (LoginOk(), inbox)


SASL = {b"CAPA": b"+OK\r\nSASL CRAM-MD5 Plain\r\n.\r\n"}


def speaks_sasl(answer: bytes = b"+OK in\r\n") -> object:
    """POP3 without USER; the password goes out with AUTH PLAIN (RFC 5034)."""
    script = pop({**SASL, b"USER": b"-ERR no\r\n", b"AUTH": b"+ \r\n"})

    def talk(exchange: Exchange) -> None:
        hear = exchange.hear

        def hearing() -> bytes:
            while password_of(line := hear()):
                exchange.say(answer)
            return line

        exchange.hear = hearing  # type: ignore[method-assign]
        script(exchange)

    return talk


@pytest.mark.parametrize("password", ["secret pass", "påsswörd €"])
def test_pop_with_sasl_alone_takes_a_password(ask: Ask, password: str) -> None:
    with MailServer(speaks_sasl()) as server:  # type: ignore[arg-type]  # a Script
        report = ask(T.POP, server.port, password, user="two words")
        assert passwords_sent(server) == [password]
    assert (report.verdict, report.inbox) == (LoginOk(), InboxSummary(2))
    assert password not in "\n".join(report.transcript)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"-ERR [SYS/TEMP] disk\r\n", ServerFault(S.LOGIN, ProtocolFault.REPORTED, "disk")),
        (b"+ \r\n", None),
    ],
)
def test_pop_with_sasl_alone_is_told_once(ask: Ask, answer: bytes, verdict: Verdict | None) -> None:
    with MailServer(speaks_sasl(answer)) as server:  # type: ignore[arg-type]  # a Script
        report = ask(T.POP, server.port)
        assert passwords_sent(server) == ["secret pass"]
    assert report.verdict != LoginOk()
    assert verdict is None or report.verdict == verdict


def test_pop_with_other_methods_alone_says_so(ask: Ask) -> None:
    with MailServer(pop({b"CAPA": b"+OK\r\nSASL GSSAPI\r\n.\r\n"})) as server:
        assert ask(T.POP, server.port).verdict == LoginMethodMissing(("GSSAPI",))
