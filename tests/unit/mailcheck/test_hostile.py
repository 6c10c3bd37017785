"""Checks of servers that are broken, rude or out to do harm: each has a result of its own."""

from __future__ import annotations

import socket
import struct

import pytest

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    ConnectionClosed,
    ConnectionRefused,
    DetectedProtocol,
    LoginMethodMissing,
    LoginOk,
    LoginRefused,
    LoginSkipped,
    LoginUnclear,
    MaildropLocked,
    NameNotFound,
    NoRoute,
    OAuthProvider,
    OAuthRequired,
    ProtocolFault,
    ReachedOnly,
    ServerFault,
    TimedOut,
    TlsFailed,
    TlsRequired,
    TooManyConnections,
    Verdict,
    VerdictLevel,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import InboxSummary
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.net import dns_lookup
from desktop_app.net.tls_trust import Trust
from desktop_app.ui.mail_check.check_text import report_headline
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST, Exchange, MailServer, Script, greets, imap, pop
from tests.servers.ports import free_ports
from tests.unit.mailcheck.check_requests import check_request
from tests.unit.mailcheck.conftest import Ask

S = CheckStage


pytestmark = pytest.mark.usefixtures("short_waits")


def verdict(
    ask: Ask, kind: T, script: Script, password: str = "secret pass", host: str = HOST
) -> Verdict:
    with MailServer(script) as server:
        return ask(kind, server.port, password, host=host).verdict


def test_the_good_ones(ask: Ask) -> None:
    with MailServer(imap()) as server:
        report = ask(T.IMAP, server.port)
    assert report.verdict == LoginOk()
    assert report.inbox is not None
    assert (report.inbox.count, report.inbox.examined) == (2, 2)
    with MailServer(pop()) as server:
        assert ask(T.POP, server.port).inbox == InboxSummary(2)
        assert server.heard[-1] == b"QUIT"


GREETINGS = [
    (T.IMAP, b"+OK hi\r\n", WrongProtocol(DetectedProtocol.POP, "+OK hi")),
    (T.POP, b"* OK hi\r\n", WrongProtocol(DetectedProtocol.IMAP, "* OK hi")),
    (T.POP, b"220 mx ESMTP\r\n", WrongProtocol(DetectedProtocol.SMTP, "220 mx ESMTP")),
    (T.IMAP, b"HTTP/1.1 400 Bad\r\n", WrongProtocol(DetectedProtocol.HTTP, "HTTP/1.1 400 Bad")),
    (T.IMAP, b"SSH-2.0-x\r\n", WrongProtocol(DetectedProtocol.SSH, "SSH-2.0-x")),
    (T.IMAP, b"\x15\x03\x01\x00\x02\x02\n", WrongProtocol(DetectedProtocol.TLS)),
    (T.POP, b"<b>what</b>\n", WrongProtocol(DetectedProtocol.OTHER, "<b>what</b>")),
    (T.IMAP, b"* BYE Too many connections\r\n", TooManyConnections("Too many connections")),
    (T.POP, b"-ERR connection limit reached\r\n", TooManyConnections("connection limit reached")),
    (
        T.POP,
        b"-ERR <i>down</i>\r\n",
        ServerFault(S.GREETING, ProtocolFault.REPORTED, "<i>down</i>"),
    ),
    (T.IMAP, b"* BYE gone\r\n", ServerFault(S.GREETING, ProtocolFault.REPORTED, "gone")),
    (T.IMAP, b"x" * 100_000, ServerFault(S.GREETING, ProtocolFault.TOO_LONG)),
    (T.POP, b"+OK " + b"x" * 3_000 + b"\r\n", ServerFault(S.CAPABILITIES, ProtocolFault.TOO_LONG)),
    (T.IMAP, b"", TimedOut(S.GREETING)),
    (T.POP, b"+O", TimedOut(S.GREETING)),
    (T.IMAP, b"* OK hi\r\n", TimedOut(S.CAPABILITIES)),
]


@pytest.mark.parametrize(("kind", "greeting", "result"), GREETINGS)
def test_greetings(ask: Ask, kind: T, greeting: bytes, result: Verdict) -> None:
    assert verdict(ask, kind, greets(greeting)) == result


def hangs_up(exchange: Exchange) -> None:
    del exchange


def resets(exchange: Exchange) -> None:
    exchange.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("script", [hangs_up, resets])
def test_closed_without_a_word(ask: Ask, script: Script) -> None:
    at_once = ConnectionClosed(S.CONNECT)  # a reset may be quicker than the connection
    assert verdict(ask, T.IMAP, script) in (ConnectionClosed(S.GREETING), at_once)
    assert verdict(ask, T.IMAPS, script) in (ConnectionClosed(S.TLS), at_once)


IMAP_ANSWERS = [
    ({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n%t OK done\r\n"}, TlsRequired()),
    ({b"CAPABILITY": b"%t BAD what\r\n"}, ServerFault(S.CAPABILITIES, ProtocolFault.MALFORMED)),
    ({b"CAPABILITY": b"* \xff\xfe\r\n"}, ServerFault(S.CAPABILITIES, ProtocolFault.MALFORMED)),
    (
        {b"CAPABILITY": b"* CAPABILITY \xff\r\n%t OK done\r\n"},
        ServerFault(S.CAPABILITIES, ProtocolFault.MALFORMED),
    ),
    (
        {b"CAPABILITY": b"* X {99999999999}\r\n"},
        ServerFault(S.CAPABILITIES, ProtocolFault.TOO_LONG),
    ),
    ({b"CAPABILITY": b"* X " + b"a" * 70_000}, ServerFault(S.CAPABILITIES, ProtocolFault.TOO_LONG)),
    ({b"CAPABILITY": b"* X y\r\n" * 99_000}, ServerFault(S.CAPABILITIES, ProtocolFault.TOO_LONG)),
    ({b"CAPABILITY": b"* BYE too many users\r\n"}, TooManyConnections("too many users")),
    ({b"": b"%t NO [AUTHENTICATIONFAILED] <b>no</b>\r\n"}, LoginRefused("<b>no</b>")),
    ({b"": b"%t NO Login failed.\r\n"}, LoginRefused("Login failed.")),
    ({b"": b"%t NO [UNAVAILABLE] db\r\n"}, ServerFault(S.LOGIN, ProtocolFault.REPORTED, "db")),
    (
        {b"": b"%t NO Temporary failure\r\n"},
        ServerFault(S.LOGIN, ProtocolFault.REPORTED, "Temporary failure"),
    ),
    ({b"": b"%t NO [LIMIT] slow down\r\n"}, TooManyConnections("slow down")),
    ({b"": b"%t NO [PRIVACYREQUIRED] TLS\r\n"}, TlsRequired()),
    ({b"": b"%t NO Account is locked\r\n"}, LoginUnclear("Account is locked")),
    ({b"": b""}, TimedOut(S.LOGIN)),
    (
        {b"EXAMINE": b"%t NO <i>no inbox</i>\r\n"},
        ServerFault(S.FOLDER, ProtocolFault.REPORTED, "<i>no inbox</i>"),
    ),
    ({b"EXAMINE": b"* many EXISTS\r\n%t OK done\r\n"}, LoginOk()),
    ({b"EXAMINE": b"* 2 EXISTS {9999999999}\r\n"}, ServerFault(S.FOLDER, ProtocolFault.TOO_LONG)),
    ({b"EXAMINE": b"wrong OK done\r\n"}, ServerFault(S.FOLDER, ProtocolFault.MALFORMED)),
    ({b"FETCH": b"%t NO no\r\n"}, LoginOk()),
    ({b"FETCH": b'* 1 FETCH (INTERNALDATE "99-Xyz-9999")\r\n%t OK done\r\n'}, LoginOk()),
    ({b"LOGOUT": b""}, LoginOk()),
]


@pytest.mark.parametrize(("answers", "result"), IMAP_ANSWERS)
def test_imap_answers(ask: Ask, answers: dict[bytes, bytes], result: Verdict) -> None:
    assert verdict(ask, T.IMAP, imap(answers)) == result


POP_ANSWERS = [
    ({b"CAPA": b"-ERR what\r\n"}, LoginOk()),
    ({b"CAPA": b"+OK\r\nSASL XOAUTH2\r\n.\r\n"}, OAuthRequired(OAuthProvider.OTHER)),
    ({b"CAPA": b"+OK\r\nSASL GSSAPI\r\n.\r\n"}, LoginMethodMissing(("GSSAPI",))),
    ({b"CAPA": b"+OK\r\nSTLS\r\n.\r\n"}, TlsRequired()),
    ({b"CAPA": b"+OK\r\n\r\n.\r\n"}, LoginOk()),
    ({b"CAPA": b"+OK\r\n\xff\r\n.\r\n"}, ServerFault(S.CAPABILITIES, ProtocolFault.MALFORMED)),
    (
        {b"CAPA": b"+OK\r\n" + b"X y\r\n" * 150_000},
        ServerFault(S.CAPABILITIES, ProtocolFault.TOO_LONG),
    ),
    ({b"PASS": b"-ERR [AUTH] no\r\n"}, LoginRefused("no")),
    ({b"PASS": b"-ERR wrong <b>x</b>\r\n"}, LoginRefused("wrong <b>x</b>")),
    ({b"PASS": b"-ERR [IN-USE] busy\r\n"}, MaildropLocked("busy")),
    ({b"PASS": b"-ERR maildrop already locked\r\n"}, MaildropLocked("maildrop already locked")),
    ({b"PASS": b"-ERR [SYS/TEMP] disk\r\n"}, ServerFault(S.LOGIN, ProtocolFault.REPORTED, "disk")),
    ({b"USER": b"-ERR must use STARTTLS first\r\n"}, TlsRequired()),
    ({b"STAT": b"-ERR broken\r\n"}, ServerFault(S.FOLDER, ProtocolFault.REPORTED, "broken")),
    ({b"STAT": b"+OK many\r\n"}, ServerFault(S.FOLDER, ProtocolFault.MALFORMED)),
    ({b"QUIT": b""}, LoginOk()),
]


@pytest.mark.parametrize(("answers", "result"), POP_ANSWERS)
def test_pop_answers(ask: Ask, answers: dict[bytes, bytes], result: Verdict) -> None:
    with MailServer(pop(answers)) as server:
        assert ask(T.POP, server.port).verdict == result
        if not isinstance(result, ServerFault) or result.fault is ProtocolFault.REPORTED:
            assert server.heard[-1] == b"QUIT"


@pytest.mark.parametrize(
    ("able", "result"),
    [
        (b"LOGINDISABLED AUTH=XOAUTH2", OAuthRequired(OAuthProvider.OTHER)),
        (b"LOGINDISABLED AUTH=GSSAPI", LoginMethodMissing(("GSSAPI",))),
        (b"LOGINDISABLED AUTH=PLAIN", LoginOk()),
    ],
)
def test_login_methods_under_tls(
    ask: Ask, authority: Authority, able: bytes, result: Verdict
) -> None:
    answers = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 " + able + b"\r\n%t OK done\r\n"}
    with MailServer(imap(answers), authority.good()) as server:
        assert ask(T.IMAPS, server.port).verdict == result


def test_a_server_that_asks_for_no_password(ask: Ask) -> None:
    preauth = imap(greeting=b"* PREAUTH as root\r\n")
    assert verdict(ask, T.IMAP, preauth) == ReachedOnly(LoginSkipped.NOT_REQUIRED)


def test_starttls_that_was_stripped_leaves_the_password_here(ask: Ask) -> None:
    for kind, script in ((T.IMAP, imap()), (T.POP, pop())):
        with MailServer(script) as server:
            report = ask(kind, server.port, clear=False)
            assert report.verdict == ReachedOnly(LoginSkipped.PLAINTEXT)
            assert not any(b"u01" in line for line in server.heard)
        assert not report.login_attempted


OFFERS = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n%t OK done\r\n"}


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (b"%t NO not now\r\n", ReachedOnly(LoginSkipped.PLAINTEXT)),
        (b"%t OK go\r\n* OK injected\r\n", ServerFault(S.TLS, ProtocolFault.MALFORMED)),
        (b"%t OK go\r\nno handshake follows\r\n\r\n", ServerFault(S.TLS, ProtocolFault.MALFORMED)),
    ],
)
def test_starttls_gone_wrong_leaves_the_password_here(
    ask: Ask, answer: bytes, result: Verdict
) -> None:
    with MailServer(imap({**OFFERS, b"STARTTLS": answer})) as server:
        report = ask(T.IMAP, server.port, clear=False)
        assert report.verdict == result
        assert not any(b"AUTH" in line for line in server.heard)


def test_tls_that_is_too_old(ask: Ask, authority: Authority) -> None:
    with MailServer(imap(), authority.too_old()) as server:
        result = ask(T.IMAPS, server.port).verdict
    assert isinstance(result, TlsFailed)
    assert result.cause is TlsCause.TOO_OLD
    assert result.certificate is not None
    assert result.certificate.protocol == "TLSv1.1"


def test_a_certificate_that_vouches_for_itself(ask: Ask, authority: Authority) -> None:
    with MailServer(imap(), authority.self_signed()) as server:
        result = ask(T.IMAPS, server.port).verdict
    assert isinstance(result, TlsFailed)
    assert result.cause in (TlsCause.SELF_SIGNED, TlsCause.UNKNOWN_ISSUER)


def test_a_ca_file_that_cannot_be_used() -> None:
    with MailServer(greets(b"")) as server, MailboxChecker(Trust("/nonexistent/ca.pem")) as checker:
        result = checker.check(check_request(T.IMAPS, server.port)).verdict
    assert isinstance(result, TlsFailed)
    assert result.cause is TlsCause.CA_FILE


def test_nobody_listens(ask: Ask) -> None:
    report = ask(T.IMAPS, *free_ports(1))
    assert (report.verdict, report.verdict.level) == (ConnectionRefused(), VerdictLevel.UNREACHABLE)


def test_the_name_is_unknown(ask: Ask) -> None:
    for host in ("mail.invalid", "ä" * 70 + ".invalid", "no host name"):
        report = ask(T.IMAPS, 993, host=host)
        assert (report.verdict, report.verdict.level) == (NameNotFound(), VerdictLevel.UNREACHABLE)


def test_no_way(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    monkeypatch.setattr(socket.socket, "connect_ex", lambda _self, _address: errno.EHOSTUNREACH)
    assert ask(T.IMAPS, 993).verdict == NoRoute()


def at_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is this computer's."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "")]
    monkeypatch.setattr(
        dns_lookup, "_addresses", lambda _host, port: [(*one, (HOST, port)) for one in found]
    )


@pytest.mark.parametrize("password", ["secret pass", ""])
def test_microsoft_gets_no_password(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    at_loopback(monkeypatch)
    with MailServer(imap()) as server:
        report = ask(T.IMAP, server.port, password, host="outlook.office365.com")
        assert not any(b"AUTHENTICATE" in line for line in server.heard)
    assert report.verdict == OAuthRequired(OAuthProvider.MICROSOFT)


def test_google_is_asked(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    at_loopback(monkeypatch)
    refusing = imap({b"": b"%t NO [ALERT] Application-specific password required\r\n"})
    with MailServer(refusing) as server:
        result = ask(T.IMAP, server.port, host="imap.gmail.com").verdict
    assert isinstance(result, OAuthRequired)
    assert result.provider is OAuthProvider.GOOGLE
    assert "Application-specific" in result.server_message
    with MailServer(imap()) as server:
        assert ask(T.IMAP, server.port, host="imap.gmail.com").verdict == LoginOk()


@pytest.mark.parametrize(
    ("words", "needs_app_password"),
    [
        (b"[AUTHENTICATIONFAILED] Invalid credentials (Failure)", False),
        (b"[ALERT] Please log in via your web browser", True),
        (b"[UNAVAILABLE] Temporary System Problem", False),
        (b"[ALERT] Too many simultaneous connections", False),
        (b"not now", False),
    ],
)
def test_google_refuses_for_other_reasons_too(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, words: bytes, needs_app_password: bool
) -> None:
    at_loopback(monkeypatch)
    with MailServer(imap({b"": b"%t NO " + words + b"\r\n"})) as server:
        report = ask(T.IMAP, server.port, host="imap.gmail.com")
    assert isinstance(report.verdict, OAuthRequired) == needs_app_password
    told = report_headline(report)
    assert ("app passwords" in told) == (needs_app_password or b"credentials" in words)


BAD_SECRETS = ["a\r\nx DELETE INBOX", "a\0b", "a\nb"]


@pytest.mark.parametrize("password", BAD_SECRETS)
def test_a_password_cannot_bring_commands(ask: Ask, password: str) -> None:
    no_plain = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%t OK done\r\n",
        b"LOGIN": b"%t OK done\r\n",
    }
    for kind, script in ((T.IMAP, imap(no_plain)), (T.POP, pop())):
        with MailServer(script) as server:
            assert ask(kind, server.port, password).verdict == ReachedOnly(LoginSkipped.UNSENDABLE)
            assert not any(b"DELETE" in line for line in server.heard)


def test_login_is_quoted_where_plain_is_not_offered(ask: Ask) -> None:
    no_plain = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n%t OK done\r\n",
        b"LOGIN": b"%t OK done\r\n",
    }
    with MailServer(imap(no_plain)) as server:
        report = ask(T.IMAP, server.port, 'p"a\\ss', user='me "and" you')
        (told,) = [line for line in server.heard if b"LOGIN" in line]
    assert report.verdict == LoginOk()
    assert told.endswith(b'LOGIN "me \\"and\\" you" "p\\"a\\\\ss"')
    assert 'p\\"a' not in "\n".join(report.transcript)


@pytest.mark.parametrize("password", ["hunter22", "påsswörd €", 'quo"te\\d', "ab"])
def test_a_server_that_echoes_the_password(ask: Ask, password: str) -> None:
    def script(exchange: Exchange) -> None:
        exchange.say(b"+OK hi\r\n")
        while True:
            exchange.say(b"-ERR no " + exchange.hear() + b"\r\n")

    with MailServer(script) as server:
        report = ask(T.POP, server.port, password, user="zed")
    told = repr(report) + "\n".join(report.transcript)
    assert password not in told.replace("abilit", "").replace("ABILIT", "")
