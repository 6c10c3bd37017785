"""Servers, names and certificates that nobody expects: a clear result, in time, and no secret."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from cryptography import x509

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    LoginOk,
    LoginRefused,
    LoginUnclear,
    MaildropLocked,
    NameNotFound,
    ProtocolFault,
    ServerFault,
    TimedOut,
    TlsFailed,
    TooManyConnections,
    Verdict,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import InboxSummary
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck import limits
from desktop_app.net import dns_lookup
from desktop_app.ui.mail_check.check_text import report_headline
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST, Exchange, MailServer, Script, greets, imap, pop
from tests.servers.ports import full_port
from tests.unit.mailcheck.conftest import Ask

S = CheckStage
pytestmark = pytest.mark.usefixtures("short_waits")


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() <= before


def pours(exchange: Exchange) -> None:
    while not exchange.server.gone.is_set():
        exchange.say(b"x" * 65_536)


def injects_after_stls(exchange: Exchange) -> None:
    """Says that TLS begins, and goes on in the clear; a moment later, so that it is no one part."""
    exchange.say(b"+OK\r\n")
    for _ in range(2):  # the library asks again
        exchange.hear()
        exchange.say(b"+OK\r\nSTLS\r\nUSER\r\n.\r\n")
    exchange.hear()
    exchange.say(b"+OK begin\r\n")
    time.sleep(0.02)
    exchange.say(b"+OK\r\nUSER\r\n.\r\n+OK\r\n+OK\r\n")
    exchange.hold()


OFFER = b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n"
INJECTS = imap(
    {
        b"CAPABILITY": OFFER + b"%t OK done\r\n",
        b"STARTTLS": b"%t OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
    }
)
NULS = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 \0AUTH=PLAIN\0\r\n%t OK\0 done\r\n"}


def ends_in_a_literal(exchange: Exchange) -> None:
    inbox = imap({b"EXAMINE": b"* 1 EXISTS\r\n* X {500}\r\nabc"})
    say = exchange.say

    def cutting(data: bytes) -> None:
        say(data)
        if b"{500}" in data:
            exchange.sock.shutdown(socket.SHUT_RDWR)

    exchange.say = cutting  # type: ignore[method-assign]
    inbox(exchange)


WIDE = WrongProtocol(DetectedProtocol.OTHER, "\ufffd\ufffd* OK hi")
GARBLED = ServerFault(S.TLS, ProtocolFault.MALFORMED)
TALKS: list[tuple[T, Script, Verdict]] = [
    (T.IMAP, greets("* OK hi\r\n".encode("utf-16")), WIDE),
    (T.IMAP, pours, ServerFault(S.GREETING, ProtocolFault.TOO_LONG)),
    (T.IMAP, imap(NULS), ServerFault(S.CAPABILITIES, ProtocolFault.MALFORMED)),
    (T.IMAP, INJECTS, GARBLED),
    (T.POP, injects_after_stls, GARBLED),
    (T.IMAPS, greets(b""), TimedOut(S.TLS)),
    (T.IMAP, ends_in_a_literal, ServerFault(S.FOLDER, ProtocolFault.TRUNCATED)),
    (T.IMAP, imap({b"EXAMINE": b"* X {60000}\r\n" * 50}), TimedOut(S.FOLDER)),
    (
        T.IMAP,
        greets(b"* BYE [REFERRAL imap://new/] Gone\r\n"),
        ServerFault(S.GREETING, ProtocolFault.REPORTED, "Gone (imap://new/)"),
    ),
]


@pytest.mark.parametrize(("kind", "script", "result"), TALKS)
def test_talks(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, kind: T, script: Script, result: Verdict
) -> None:
    monkeypatch.setattr(limits, "CHECK_SECONDS", 1.0)
    with MailServer(script) as server:
        report = ask(kind, server.port, clear=result is not GARBLED)
        assert report.verdict == result
        assert report.seconds < 2
        if not report.login_attempted:
            assert not any(b"secret" in line or b"AUTH" in line for line in server.heard)
    assert report_headline(report).endswith((".", "”."))
    assert len(report_headline(report)) < 1_000


NUMBERS: list[tuple[T, dict[bytes, bytes], InboxSummary | None, Verdict]] = [
    (T.IMAP, {b"EXAMINE": b"* 0 EXISTS\r\n%t OK done\r\n"}, InboxSummary(0), LoginOk()),
    (T.IMAP, {b"EXAMINE": b"%t OK done\r\n"}, None, LoginOk()),
    (
        T.IMAP,
        {b"EXAMINE": b"* 99999999999 EXISTS\r\n%t OK done\r\n"},
        None,
        ServerFault(S.FOLDER, ProtocolFault.MALFORMED),
    ),
    (T.POP, {b"STAT": b"+OK -2 -200\r\n"}, None, ServerFault(S.FOLDER, ProtocolFault.MALFORMED)),
    (
        T.POP,
        {b"STAT": b"+OK " + b"9" * 1_500 + b" 1\r\n"},
        None,
        ServerFault(S.FOLDER, ProtocolFault.MALFORMED),
    ),
    (T.POP, {b"STAT": b"+OK 4294967295 1\r\n"}, InboxSummary(2**32 - 1), LoginOk()),
]


@pytest.mark.parametrize(("kind", "answers", "mail", "result"), NUMBERS)
def test_numbers_of_messages(
    ask: Ask, kind: T, answers: dict[bytes, bytes], mail: InboxSummary | None, result: Verdict
) -> None:
    with MailServer((imap if kind is T.IMAP else pop)(answers)) as server:
        report = ask(kind, server.port)
    assert (report.inbox, report.verdict) == (mail, result)


@pytest.mark.parametrize(
    "date", ["01-Jan-0001 00:00:00 +9999", "31-Dec-9999 23:59:59 -2359", "31-Feb-2020 25:61:61 +0"]
)
def test_dates_that_cannot_be(ask: Ask, date: str) -> None:
    line = f'* 1 FETCH (INTERNALDATE "{date}")\r\n%t OK done\r\n'
    with MailServer(imap({b"FETCH": line.encode()})) as server:
        report = ask(T.IMAP, server.port)
    assert report.verdict == LoginOk()
    assert report.inbox is not None
    assert report.inbox.count == 2


def said(text: str) -> ServerFault:
    return ServerFault(S.LOGIN, ProtocolFault.REPORTED, text)


REFUSALS: list[tuple[T, bytes, Verdict]] = [
    (T.IMAP, b"NO [UNAVAILABLE] db", said("db")),
    (T.IMAP, b"NO [ALERT] Call 555", LoginUnclear("Call 555")),
    (T.IMAP, b"NO [EXPIRED] Too old", LoginRefused("Too old")),
    (T.IMAP, b"NO [OVERQUOTA] Full", said("Full")),
    (T.IMAP, b"NO [REFERRAL imap://new/] Go", said("Go (imap://new/)")),
    (T.IMAP, b"NO [INUSE] busy", MaildropLocked("busy")),
    (T.IMAP, b"NO \x1b[31mr\xe2\x80\xaeed\0", LoginUnclear("[31mred")),
    (T.POP, b"-ERR [SYS/TEMP] db", said("db")),
    (T.POP, b"-ERR [SYS/PERM] gone", said("gone")),
    (T.POP, b"-ERR [IN-USE] busy", MaildropLocked("busy")),
    (T.POP, b"-ERR [LOGIN-DELAY] wait", TooManyConnections("wait")),
    (T.POP, b"-ERR", LoginUnclear("")),
]


@pytest.mark.parametrize(("kind", "answer", "result"), REFUSALS)
def test_refusals(ask: Ask, kind: T, answer: bytes, result: Verdict) -> None:
    plan = {b"": b"%t " + answer + b"\r\n"} if kind is T.IMAP else {b"PASS": answer + b"\r\n"}
    with MailServer((imap if kind is T.IMAP else pop)(plan)) as server:
        assert ask(kind, server.port).verdict == result


def test_abilities_without_end_are_noted_in_part(ask: Ask) -> None:
    lines = b"".join(b"X-%d \x1b[31m" % n + b"y" * 90 + b"\r\n" for n in range(2_000))
    with MailServer(pop({b"CAPA": b"+OK\r\nUSER\r\n" + lines + b".\r\n"})) as server:
        report = ask(T.POP, server.port)
    assert report.verdict == LoginOk()
    assert len(report.fingerprint.capabilities) == limits.MAX_CAPABILITIES
    assert "\x1b" not in "".join(report.fingerprint.capabilities)


@pytest.mark.parametrize("words", ["[ALERT] Autologout", "[AUTHENTICATIONFAILED] Not you"])
def test_a_goodbye_says_why_the_connection_was_cut(ask: Ask, words: str) -> None:
    """It is no answer to the login, so nothing is said against the password."""
    with MailServer(imap({b"": f"* BYE {words}\r\n".encode()})) as server:
        result = ask(T.IMAP, server.port).verdict
    assert result == LoginUnclear(words.partition("] ")[2])


@pytest.mark.parametrize("password", ["hunter22", "påsswörd €", 'quo"te\\d'])
def test_a_refusal_that_holds_the_password(ask: Ask, password: str) -> None:
    def script(exchange: Exchange) -> None:
        exchange.say(b"+OK\r\n")
        for answer in (b"+OK\r\nUSER\r\n.\r\n", b"+OK\r\n"):
            exchange.hear()
            exchange.say(answer)
        exchange.say(b"-ERR no such " + exchange.hear() + b"\r\n")
        exchange.hold()

    with MailServer(script) as server:
        report = ask(T.POP, server.port, password)
    assert report.verdict == LoginUnclear("no such PASS •••")
    assert password not in repr(report) + report_headline(report) + "\n".join(report.transcript)


def dns(*names: str) -> list[x509.GeneralName]:
    return [x509.DNSName(name) for name in names]


CERTIFICATES: list[tuple[list[x509.GeneralName], str, str]] = [
    (dns(*(f"host{n}.acme.test" for n in range(2_000))), "x", "host4.acme.test and 1995 more."),
    ([], HOST, "names the server only in an outdated, unsafe way"),
    ([], "", "does not name any server"),
    ([x509.RFC822Name("a@acme.test")], "", "does not name any server"),
    (dns("xn--bcher-kva.test", "*.wild.test"), "x", "is for xn--bcher-kva.test, *.wild.test."),
    ([x509.IPAddress(ipaddress.ip_address("::1"))], "x", "is for ::1."),
    ([], "evil\u202etset", "is for eviltset."),
    (dns("a" * 3_000 + ".test"), "x", "…"),
]


@pytest.mark.parametrize(("names", "common_name", "words"), CERTIFICATES, ids=range(8))
def test_odd_certificates(
    ask: Ask, authority: Authority, names: list[x509.GeneralName], common_name: str, words: str
) -> None:
    with MailServer(imap(), authority.odd(names, common_name)) as server:
        report = ask(T.IMAPS, server.port)
    assert isinstance(report.verdict, TlsFailed)
    assert report.verdict.cause is TlsCause.WRONG_NAME
    assert words in report_headline(report)
    assert len(report_headline(report)) < 500
    assert not report.login_attempted


def lead(monkeypatch: pytest.MonkeyPatch, *addresses: str, family: int = socket.AF_INET) -> None:
    """Every name leads to these."""

    def found(_host: str, port: int) -> list[object]:
        return [(family, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr(dns_lookup, "_addresses", found)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_a_name_that_is_blocked_leads_nowhere(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    lead(monkeypatch, address)
    with MailServer(imap()) as server:
        assert ask(T.IMAP, server.port, host="mail.acme.test").verdict == NameNotFound()
        assert not server.connections


def test_ten_addresses_of_which_nine_hang(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with full_port() as port, MailServer(imap()) as server:
        lead(monkeypatch, *[HOST] * 10)
        tried: list[object] = []
        real = socket.socket.connect_ex

        def connect(sock: socket.socket, address: tuple[str, int]) -> int:
            tried.append(address)
            return real(sock, (HOST, server.port if len(tried) == 10 else port))

        monkeypatch.setattr(socket.socket, "connect_ex", connect)
        report = ask(T.IMAP, server.port, host="mail.acme.test")
    assert report.verdict == LoginOk()
    assert len(tried) == 10


def test_a_host_with_ipv6_only(ask: Ask, authority: Authority) -> None:
    with MailServer(imap(), authority.for_names("::1"), host="::1") as server:
        for host in ("::1", "[::1]"):
            report = ask(T.IMAPS, server.port, host=host)
            assert report.verdict == LoginOk()
            assert report.fingerprint.peer == f"[::1]:{server.port}"


def test_a_trailing_dot_is_no_other_name(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    lead(monkeypatch, HOST)
    with MailServer(imap(), authority.for_names("mail.acme.test")) as server:
        assert ask(T.IMAPS, server.port, host="mail.acme.test.").verdict == LoginOk()


@pytest.mark.parametrize(
    "host", ["..", "a..b", ".test", "host:993", "https://host/", "a b", "\0", "a\0b", "999.1.1.1"]
)
def test_what_is_no_name(ask: Ask, host: str) -> None:
    report = ask(T.IMAPS, 993, host=host)
    assert report.verdict == NameNotFound()
    assert "spelling" in report_headline(report)


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_what_was_slipped_in_before_real_tls_is_not_believed(
    ask: Ask, authority: Authority, kind: T
) -> None:
    """The handshake that follows is good, so only the words before it tell (CVE-2011-0411)."""
    tls = authority.good()

    def script(exchange: Exchange) -> None:
        exchange.say(b"* OK hi\r\n" if kind is T.IMAP else b"+OK hi\r\n")
        while b"TLS" not in (line := exchange.hear()) and b"STLS" not in line:
            tag = line.split(b" ")[0]
            offer = OFFER + tag + b" OK done\r\n"
            exchange.say(offer if kind is T.IMAP else b"+OK\r\nSTLS\r\nUSER\r\n.\r\n")
        go = line.split(b" ")[0] + b" OK go\r\n" if kind is T.IMAP else b"+OK go\r\n"
        exchange.say(go + (OFFER if kind is T.IMAP else b"+OK\r\nUSER\r\n.\r\n"))
        exchange.secure(tls)
        (imap if kind is T.IMAP else pop)()(exchange)

    with MailServer(script) as server:
        report = ask(kind, server.port, clear=False)
        assert report.verdict == GARBLED
        assert not any(b"AUTH" in line or b"USER" in line for line in server.heard)
