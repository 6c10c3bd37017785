"""TLS that fails: each cause has its sentence, the same cause on the way to either server."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from functools import partial

import pytest
from cryptography import x509

from desktop_app.core.errors import AppError, Unreachable
from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.tls_trust import Trust
from desktop_app.ui.mail_check.check_text import report_headline
from desktop_app.ui.text.errors.explain import explain
from tests.servers.certificates import HOST, Authority
from tests.servers.hostile_mail import Exchange, MailServer, Script, greets
from tests.unit.net.outcomes import error_of

Context = Callable[[Authority], "ssl.SSLContext | None"]


def no_tls(_authority: Authority) -> None:
    """The server answers in plain text."""


def common_name_only(authority: Authority) -> ssl.SSLContext:
    return authority.odd([x509.RFC822Name("a@acme.test")], "localhost")


def asks_for_certificate(version: ssl.TLSVersion) -> Context:
    return lambda authority: authority.asks_for_client_certificate(version)


def closes(exchange: Exchange) -> None:
    """Hear the client's first words, and hang up."""
    exchange.sock.recv(4096)


def resets(exchange: Exchange) -> None:
    """Hear the client's first words, and break off."""
    exchange.sock.recv(4096)
    exchange.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answers(exchange: Exchange) -> None:
    exchange.say(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    exchange.hold()


PLAIN = greets(b"* OK plain text\r\n")
TLS_1_2, TLS_1_3 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
CAUSES: dict[str, tuple[Context, Script, str, str, str]] = {
    # the server's certificate, what it does then, its name; what is said of SuperOffice's server,
    # and of a mail server
    "expired": (Authority.expired, answers, HOST, "has expired", "expired on "),
    "not yet": (Authority.not_yet, answers, HOST, "is not valid yet", "is not valid yet"),
    "another host": (
        Authority.wrong_host,
        answers,
        HOST,
        "is not valid for this server name",
        "is for elsewhere.example.com",
    ),
    "a common name only": (
        common_name_only,
        answers,
        "localhost",
        "is not valid for this server name",
        "names the server only in an outdated, unsafe way",
    ),
    "an unknown authority": (
        Authority.unknown_issuer,
        answers,
        HOST,
        "issued by an authority that this computer does not trust",
        "this computer does not trust",
    ),
    "self-signed": (Authority.self_signed, answers, HOST, "self-signed", "self-signed"),
    "a weak key": (Authority.weak_key, answers, HOST, "too weak to be safe", "too weak to be safe"),
    "too old": (
        Authority.too_old,
        answers,
        HOST,
        "only TLS versions or ciphers that are too old",
        "TLS versions that are too old to be safe",
    ),
    "a client certificate by 1.2": (
        asks_for_certificate(TLS_1_2),
        answers,
        HOST,
        "requires a client certificate",
        "requires a client certificate",
    ),
    "a client certificate by 1.3": (
        asks_for_certificate(TLS_1_3),
        answers,
        HOST,
        "requires a client certificate",
        "requires a client certificate",
    ),
    "no such name": (
        Authority.knows_no_name,
        answers,
        "localhost",
        "does not recognize the server name",
        "does not recognize the name localhost",
    ),
    "plain text": (no_tls, PLAIN, HOST, "does not use TLS on this port", "does not use TLS"),
    "closed": (no_tls, closes, HOST, "while TLS was being set up", "closed the connection"),
    "reset": (no_tls, resets, HOST, "while TLS was being set up", "closed the connection"),
}
"""Each cause as a real handshake meets it."""


SAME_CAUSE = {"a common name only", "a client certificate by 1.3", "reset"}
"""Another way to a cause that stands before it."""


@pytest.mark.parametrize("cause", CAUSES)
def test_superoffice_has_a_sentence_for_each_cause(authority: Authority, cause: str) -> None:
    context, script, host, sentence, _ = CAUSES[cause]
    with MailServer(script, context(authority)) as server:
        error = call(authority, f"https://{host}:{server.port}/api")
    assert sentence in explain(error).what
    assert isinstance(error, Unreachable)
    assert not error.may_have_run, "nothing that was refused in the handshake was executed"


def call(authority: Authority, url: str) -> AppError:
    """The error that a save meets, or an AppError that says that it was answered."""
    request = HttpRequest("POST", url, body=b"{}", mutates=True)
    with HttpSession(Trust(str(authority.ca_file))) as session:
        try:
            return AppError(f"answered: {session.call(request).status}")
        except AppError as error:
            return error


@pytest.mark.parametrize("cause", CAUSES)
def test_a_mail_server_has_a_sentence_for_each_cause(authority: Authority, cause: str) -> None:
    context, script, host, _, sentence = CAUSES[cause]
    script = greets(b"* OK hi\r\n") if script is answers else script
    with (
        MailServer(script, context(authority)) as server,
        MailboxChecker(Trust(str(authority.ca_file))) as checker,
    ):
        target = Target(ServerType.IMAPS, host, server.port, "u01")
        report = checker.check(CheckRequest(target, "secret pass", False))
    assert sentence in report_headline(report)
    assert not report.login_attempted


def test_each_cause_has_advice_of_its_own(authority: Authority) -> None:
    advice = {}
    for cause, (context, script, host, _, _) in CAUSES.items():
        with MailServer(script, context(authority)) as server:
            found = explain(call(authority, f"https://{host}:{server.port}/api"))
        advice[found.what] = found.advice
        assert found.advice, cause
    assert len(set(advice.values())) == len(CAUSES) - len(SAME_CAUSE)


def test_a_tls_error_in_the_middle_is_no_trouble_of_the_network(authority: Authority) -> None:
    """OpenSSL numbers its errors too: its 1 is not the system's EPERM."""

    def garbles(exchange: Exchange) -> None:
        raw = socket.socket(fileno=exchange.sock.detach())
        with raw:
            raw.recv(1)
            raw.sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)
            raw.recv(65536)

    with MailServer(garbles, authority.good()) as server:
        request = HttpRequest("GET", f"https://{HOST}:{server.port}/api")
        with HttpSession(Trust(str(authority.ca_file))) as session:
            message = explain(error_of(partial(session.call, request)))
    assert "network route to the server" not in message.what
    assert "TLS" in message.what
