"""Every result of a check, with the server that produces it and how it is to be shown."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox.mailbox import ServerType as T
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST, Exchange, MailServer, Script, greets, imap, pop
from tests.servers.ports import free_ports, full_port

Serve = Callable[[Authority], AbstractContextManager[int]]
"""Runs a server, and gives its port."""
Tls = Callable[[Authority], ssl.SSLContext]


@dataclass(frozen=True)
class Case:
    """One result: a server, how it is asked, the words, and the field that is marked."""

    name: str
    kind: T
    serve: Serve
    words: str
    standing: VerdictLevel = VerdictLevel.BROKEN
    marks: Field | None = None
    host: str = HOST
    password: str = "secret pass"
    user: str = "support"
    clear: bool = True


def serve(script: Script, tls: Tls | None = None) -> Serve:
    @contextmanager
    def start(authority: Authority) -> Iterator[int]:
        with MailServer(script, tls(authority) if tls else None) as server:
            yield server.port

    return start


@contextmanager
def nobody(_authority: Authority) -> Iterator[int]:
    yield free_ports(1)[0]


def hangs_up(exchange: Exchange) -> None:
    del exchange


def cuts_at_the_inbox(exchange: Exchange) -> None:
    def say(data: bytes) -> None:
        exchange.sock.sendall(data)
        if b"EXISTS" in data:
            exchange.sock.shutdown(socket.SHUT_RDWR)

    exchange.say = say  # type: ignore[method-assign]
    imap({b"EXAMINE": b"* 1 EXISTS\r\n"})(exchange)


def able(words: bytes) -> dict[bytes, bytes]:
    return {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 " + words + b"\r\n%t OK done\r\n"}


def refusing(said: bytes) -> Script:
    return imap({b"": b"%t NO " + said + b"\r\n"})


GOOD, WRONG, EXPIRED = Authority.good, Authority.wrong_host, Authority.expired
PORT, TYPE = Field.PORT, Field.SERVER_TYPE
IMAP = serve(imap(), GOOD)
CASES = [
    Case("works", T.IMAPS, IMAP, "accepts this user name and password", VerdictLevel.VERIFIED),
    Case("works-pop", T.POPS, serve(pop(), GOOD), "accepts this user name", VerdictLevel.VERIFIED),
    Case(
        "no-password",
        T.IMAPS,
        IMAP,
        "Enter the password to try it.",
        VerdictLevel.ANSWERED,
        password="",
    ),
    Case("no-user", T.IMAPS, IMAP, "the mailbox has no user name", VerdictLevel.ANSWERED, user=""),
    Case("oauth-type", T.IMAP_OAUTH, IMAP, "use “Change OAuth”", VerdictLevel.ANSWERED),
    Case(
        "in-the-clear",
        T.IMAP,
        serve(imap()),
        "can read it on the way without TLS",
        VerdictLevel.ANSWERED,
        clear=False,
    ),
    Case(
        "not-asked",
        T.IMAP,
        serve(imap(greeting=b"* PREAUTH hi\r\n")),
        "without one",
        VerdictLevel.ANSWERED,
    ),
    Case(
        "unsendable",
        T.POPS,
        serve(pop(), GOOD),
        "has characters that cannot be sent",
        VerdictLevel.ANSWERED,
        user="two words",
    ),
    Case(
        "no-way",
        T.IMAPS,
        nobody,
        "there is no network route to",
        VerdictLevel.UNREACHABLE,
        host="255.255.255.255",
    ),
    Case(
        "name",
        T.IMAPS,
        nobody,
        "the name mail.invalid was not found",
        VerdictLevel.UNREACHABLE,
        Field.SERVER,
        host="mail.invalid",
    ),
    Case(
        "refused",
        T.IMAPS,
        nobody,
        "does not accept connections on this port",
        VerdictLevel.UNREACHABLE,
        PORT,
    ),
    Case(
        "timed-out",
        T.IMAPS,
        lambda _authority: full_port(),
        "did not answer in time",
        VerdictLevel.UNREACHABLE,
        PORT,
    ),
    Case("silent", T.IMAP, serve(greets(b"")), "but sent nothing", marks=PORT),
    Case("stops", T.IMAP, serve(imap({b"": b""})), "stopped responding"),
    Case("closed", T.IMAP, serve(hangs_up), "closed the connection without a reply", marks=PORT),
    Case(
        "pop-here",
        T.IMAP,
        serve(pop()),
        "speaks POP on this port. Choose POP as server type",
        marks=TYPE,
    ),
    Case(
        "imap-here",
        T.POP,
        serve(imap()),
        "speaks IMAP on this port. Choose IMAP as server type",
        marks=TYPE,
    ),
    Case("tls-here", T.IMAP, IMAP, "requires TLS from the start", marks=TYPE),
    Case("plain-here", T.IMAPS, serve(imap()), "does not use TLS from the start", marks=TYPE),
    Case(
        "smtp-here",
        T.IMAP,
        serve(greets(b"220 mx\r\n")),
        "is a server for outgoing mail (SMTP)",
        marks=PORT,
    ),
    Case("web-here", T.POP, serve(greets(b"HTTP/1.1 400 Bad\r\n")), "is a web server", marks=PORT),
    Case("issuer", T.IMAPS, serve(imap(), Authority.unknown_issuer), "does not trust"),
    Case("self", T.IMAPS, serve(imap(), Authority.self_signed), "does not trust"),
    Case(
        "wrong-name",
        T.IMAPS,
        serve(imap(), WRONG),
        "is for elsewhere.example.com",
        marks=Field.SERVER,
    ),
    Case("expired", T.POPS, serve(pop(), EXPIRED), "expired on "),
    Case("too-old", T.IMAPS, serve(imap(), Authority.too_old), "too old to be safe (TLSv1.1)"),
    Case(
        "wants-tls",
        T.IMAP,
        serve(imap(able(b"LOGINDISABLED"))),
        "does not accept passwords without TLS",
        marks=TYPE,
    ),
    Case(
        "login",
        T.IMAPS,
        serve(refusing(b"[AUTHENTICATIONFAILED] <b>No</b>"), GOOD),
        "refused the user name or the password. The server replied: “<b>No</b>”",
        marks=Field.PASSWORD,
    ),
    Case(
        "unclear",
        T.IMAPS,
        serve(refusing(b"<b>Not now</b>"), GOOD),
        "did not accept the login. The server replied: “<b>Not now</b>”",
    ),
    Case(
        "method",
        T.IMAPS,
        serve(imap(able(b"LOGINDISABLED AUTH=GSSAPI")), GOOD),
        "It only offers GSSAPI",
        marks=TYPE,
    ),
    Case(
        "microsoft",
        T.IMAP,
        serve(imap()),
        "Microsoft no longer accepts passwords here",
        marks=TYPE,
        host="outlook.office365.com",
    ),
    Case(
        "google",
        T.IMAP,
        serve(refusing(b"[ALERT] Application-specific password required")),
        "only app passwords are accepted",
        marks=TYPE,
        host="imap.gmail.com",
    ),
    Case(
        "oauth",
        T.IMAPS,
        serve(imap(able(b"LOGINDISABLED AUTH=XOAUTH2")), GOOD),
        "only OAuth",
        marks=TYPE,
    ),
    Case(
        "too-many",
        T.IMAPS,
        serve(refusing(b"[LIMIT] Too many connections"), GOOD),
        "does not accept more connections right now",
        VerdictLevel.ANSWERED,
    ),
    Case(
        "locked",
        T.POPS,
        serve(pop({b"PASS": b"-ERR [IN-USE] In use\r\n"}), GOOD),
        "Another program is reading this mailbox",
        VerdictLevel.ANSWERED,
    ),
    Case(
        "fault",
        T.POPS,
        serve(pop({b"PASS": b"-ERR [SYS/TEMP] Disk full\r\n"}), GOOD),
        "reported an internal error. The server replied: “Disk full”",
    ),
    Case(
        "inbox",
        T.IMAPS,
        serve(imap({b"EXAMINE": b"%t NO gone\r\n"}), GOOD),
        "accepts this user name and password, but does not open the inbox",
    ),
    Case("cut", T.IMAPS, serve(cuts_at_the_inbox, GOOD), "does not open the inbox"),
    Case("floods", T.POP, serve(greets(b"+" * 70_000)), "far too much data"),
    Case(
        "garbled",
        T.IMAP,
        serve(imap({b"CAPABILITY": b"%t BAD what\r\n"})),
        "a reply that mail programs do not understand",
    ),
]
