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
from tests.servers.hostile_mail import HOST, MailServer, Script, Talk, greets, imap, pop
from tests.servers.ports import free_ports, full_port

Serve = Callable[[Authority], AbstractContextManager[int]]
"""Runs a server, and gives its port."""
Tls = Callable[[Authority], ssl.SSLContext]


@dataclass(frozen=True)
class Shown:
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


def at(script: Script, tls: Tls | None = None) -> Serve:
    @contextmanager
    def serve(authority: Authority) -> Iterator[int]:
        with MailServer(script, tls(authority) if tls else None) as server:
            yield server.port

    return serve


@contextmanager
def nobody(_authority: Authority) -> Iterator[int]:
    yield free_ports(1)[0]


def hangs_up(talk: Talk) -> None:
    del talk


def cuts_at_the_inbox(talk: Talk) -> None:
    def say(data: bytes) -> None:
        talk.sock.sendall(data)
        if b"EXISTS" in data:
            talk.sock.shutdown(socket.SHUT_RDWR)

    talk.say = say  # type: ignore[method-assign]
    imap({b"EXAMINE": b"* 1 EXISTS\r\n"})(talk)


def able(words: bytes) -> dict[bytes, bytes]:
    return {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 " + words + b"\r\n%t OK done\r\n"}


def refusing(said: bytes) -> Script:
    return imap({b"": b"%t NO " + said + b"\r\n"})


GOOD, WRONG, EXPIRED = Authority.good, Authority.wrong_host, Authority.expired
PORT, TYPE = Field.PORT, Field.SERVER_TYPE
IMAP = at(imap(), GOOD)
RESULTS = [
    Shown("works", T.IMAPS, IMAP, "accepts this user name and password", VerdictLevel.VERIFIED),
    Shown("works-pop", T.POPS, at(pop(), GOOD), "accepts this user name", VerdictLevel.VERIFIED),
    Shown("no-password", T.IMAPS, IMAP, "Type it to try", VerdictLevel.ANSWERED, password=""),
    Shown("no-user", T.IMAPS, IMAP, "there is no user name", VerdictLevel.ANSWERED, user=""),
    Shown("oauth-type", T.IMAP_OAUTH, IMAP, "use “Change OAuth”", VerdictLevel.ANSWERED),
    Shown(
        "in-the-clear",
        T.IMAP,
        at(imap()),
        "without TLS it can be read",
        VerdictLevel.ANSWERED,
        clear=False,
    ),
    Shown(
        "not-asked",
        T.IMAP,
        at(imap(greeting=b"* PREAUTH hi\r\n")),
        "without one",
        VerdictLevel.ANSWERED,
    ),
    Shown(
        "unsendable",
        T.POPS,
        at(pop(), GOOD),
        "with these characters",
        VerdictLevel.ANSWERED,
        user="two words",
    ),
    Shown(
        "no-way",
        T.IMAPS,
        nobody,
        "there is no way to",
        VerdictLevel.UNREACHABLE,
        host="255.255.255.255",
    ),
    Shown(
        "name",
        T.IMAPS,
        nobody,
        "the name mail.invalid is not known",
        VerdictLevel.UNREACHABLE,
        Field.SERVER,
        host="mail.invalid",
    ),
    Shown(
        "refused",
        T.IMAPS,
        nobody,
        "takes no connection on this port",
        VerdictLevel.UNREACHABLE,
        PORT,
    ),
    Shown(
        "timed-out",
        T.IMAPS,
        lambda _authority: full_port(),
        "did not answer in time",
        VerdictLevel.UNREACHABLE,
        PORT,
    ),
    Shown("silent", T.IMAP, at(greets(b"")), "and then said nothing", marks=PORT),
    Shown("stops", T.IMAP, at(imap({b"": b""})), "stopped answering"),
    Shown("closed", T.IMAP, at(hangs_up), "closed the connection without a word", marks=PORT),
    Shown("pop-here", T.IMAP, at(pop()), "speaks POP. Choose POP as server type", marks=TYPE),
    Shown("imap-here", T.POP, at(imap()), "speaks IMAP. Choose IMAP as server type", marks=TYPE),
    Shown("tls-here", T.IMAP, IMAP, "wants TLS from the start", marks=TYPE),
    Shown("plain-here", T.IMAPS, at(imap()), "does not speak TLS from the start", marks=TYPE),
    Shown("smtp-here", T.IMAP, at(greets(b"220 mx\r\n")), "sends mail (SMTP)", marks=PORT),
    Shown("web-here", T.POP, at(greets(b"HTTP/1.1 400 Bad\r\n")), "is a web server", marks=PORT),
    Shown("issuer", T.IMAPS, at(imap(), Authority.unknown_issuer), "does not trust"),
    Shown("self", T.IMAPS, at(imap(), Authority.self_signed), "does not trust"),
    Shown(
        "wrong-name",
        T.IMAPS,
        at(imap(), WRONG),
        "but for elsewhere.example.com",
        marks=Field.SERVER,
    ),
    Shown("expired", T.POPS, at(pop(), EXPIRED), "has expired on "),
    Shown("too-old", T.IMAPS, at(imap(), Authority.too_old), "too old to be safe (TLSv1.1)"),
    Shown(
        "wants-tls",
        T.IMAP,
        at(imap(able(b"LOGINDISABLED"))),
        "takes no password without TLS",
        marks=TYPE,
    ),
    Shown(
        "login",
        T.IMAPS,
        at(refusing(b"[AUTHENTICATIONFAILED] <b>No</b>"), GOOD),
        "refused the user name or the password. It says: “<b>No</b>”",
        marks=Field.PASSWORD,
    ),
    Shown(
        "method",
        T.IMAPS,
        at(imap(able(b"LOGINDISABLED AUTH=GSSAPI")), GOOD),
        "all it offers is GSSAPI",
        marks=TYPE,
    ),
    Shown(
        "microsoft",
        T.IMAP,
        at(imap()),
        "Microsoft takes no passwords here any more",
        marks=TYPE,
        host="outlook.office365.com",
    ),
    Shown(
        "google",
        T.IMAP,
        at(refusing(b"[ALERT] Application-specific password required")),
        "takes only app passwords",
        marks=TYPE,
        host="imap.gmail.com",
    ),
    Shown(
        "oauth",
        T.IMAPS,
        at(imap(able(b"LOGINDISABLED AUTH=XOAUTH2")), GOOD),
        "only OAuth",
        marks=TYPE,
    ),
    Shown(
        "too-many",
        T.IMAPS,
        at(refusing(b"[LIMIT] Too many connections"), GOOD),
        "takes no more connections just now",
        VerdictLevel.ANSWERED,
    ),
    Shown(
        "locked",
        T.POPS,
        at(pop({b"PASS": b"-ERR [IN-USE] In use\r\n"}), GOOD),
        "Another program is reading this mailbox",
        VerdictLevel.ANSWERED,
    ),
    Shown(
        "fault",
        T.POPS,
        at(pop({b"PASS": b"-ERR [SYS/TEMP] Disk full\r\n"}), GOOD),
        "reports a fault of its own. It says: “Disk full”",
    ),
    Shown(
        "inbox",
        T.IMAPS,
        at(imap({b"EXAMINE": b"%t NO gone\r\n"}), GOOD),
        "accepts this user name and password, but does not show the inbox",
    ),
    Shown("cut", T.IMAPS, at(cuts_at_the_inbox, GOOD), "does not show the inbox"),
    Shown("floods", T.POP, at(greets(b"+" * 70_000)), "far more than an answer needs"),
    Shown(
        "garbled",
        T.IMAP,
        at(imap({b"CAPABILITY": b"%t BAD what\r\n"})),
        "in a way that mail programs do not understand",
    ),
]
