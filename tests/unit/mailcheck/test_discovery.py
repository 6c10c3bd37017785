"""Settings from the address: each source, a real name service, hostile documents, and silence."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from dns.exception import DNSException
from dns.resolver import Resolver
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Cancelled, Unreachable
from desktop_app.core.mail_check.mail_settings import (
    AddressParts,
    MailSettings,
    SettingsSource,
    split_address,
)
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck import autoconfig, mail_dns
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.mailcheck.discovery import Discovery, DiscoverySources, guess_settings
from desktop_app.mailcheck.mail_dns import DnsResolver, SrvService
from desktop_app.net import dns_lookup
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.net.tls_trust import Trust
from tests.servers import faults
from tests.servers.certificates import Authority
from tests.servers.faults import reply
from tests.servers.hostile import Fault, HostileServer
from tests.servers.hostile_mail import HOST, MailServer, greets, imap, pop
from tests.servers.name_server import name_server
from tests.unit.net.outcomes import Background

MAIL = AddressParts("kim", "acme.test")
RECORDS = (
    "--srv-host=_imaps._tcp.acme.test,imap2.acme.test,993,20,1",
    "--srv-host=_imaps._tcp.acme.test,imap.acme.test,9930,10,1",
    "--srv-host=_pop3s._tcp.acme.test",
    "--srv-host=_imap._tcp.acme.test,imap.acme.test,143,0,1",
    "--mx-host=acme.test,mx2.other.test,20",
    "--mx-host=acme.test,mx1.mail.big.test,10",
)
XML = """<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
<incomingServer type="pop3"><hostname>pop.%s</hostname><port>110</port>
 <socketType>plain</socketType><username>%%EMAILLOCALPART%%</username></incomingServer>
<incomingServer type="imap"><hostname>imap.%%EMAILDOMAIN%%</hostname><port>993</port>
 <socketType>SSL</socketType><username>%%EMAILADDRESS%%</username>
 <authentication>password-cleartext</authentication></incomingServer>
</emailProvider></clientConfig>"""


def document(name: str = "acme.test") -> bytes:
    return (XML % name).encode()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with name_server(*RECORDS) as port:
        yield port


def names_at(port: int) -> DnsResolver:
    def make() -> Resolver:
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = [HOST], port
        return resolver

    return DnsResolver(make)


def test_srv_records_by_priority_and_what_is_not_there(port: int) -> None:
    found = names_at(port).services("acme.test", CancelToken())
    assert found == [
        SrvService(T.IMAPS, "imap.acme.test", 9930),
        SrvService(T.IMAP, "imap.acme.test", 143),
    ]
    assert names_at(port).services("nothing.test", CancelToken()) == []


def test_who_takes_the_mail(port: int) -> None:
    assert names_at(port).mx_hosts("acme.test", CancelToken()) == [
        "mx1.mail.big.test",
        "mx2.other.test",
    ]
    assert names_at(port).mx_hosts("nothing.test", CancelToken()) == []


@pytest.fixture
def mute_port() -> Iterator[int]:
    with socket.socket(type=socket.SOCK_DGRAM) as mute:
        mute.bind((HOST, 0))
        yield mute.getsockname()[1]


def test_a_mute_name_service(mute_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_dns, "QUERY_SECONDS", 0.2)
    assert names_at(mute_port).mx_hosts("acme.test", CancelToken()) == []


def test_a_question_is_stopped_at_once(mute_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_dns, "QUERY_SECONDS", 1.0)
    call = Background(lambda cancel: names_at(mute_port).mx_hosts("acme.test", cancel))
    call.cancel.cancel()
    assert isinstance(call.outcome(), Cancelled)


def places(server: HostileServer) -> DiscoverySources:
    return DiscoverySources(
        provider=f"{server.origin}/provider/{{domain}}",
        well_known=f"{server.origin}/known/{{domain}}",
        database=f"{server.origin}/db/{{domain}}",
    )


def search(port: int, server: HostileServer, mail: AddressParts = MAIL) -> list[MailSettings]:
    with HttpSession() as session:
        return list(Discovery(session, names_at(port), places(server)).find(mail, CancelToken()))


def test_every_source_in_its_order_and_none_twice(port: int) -> None:
    plan = {"acme.test": reply(document()), "big.test": reply(document("big.test"))}
    with HostileServer({**plan, "*": reply(b"", 404)}) as server:
        found = search(port, server)
        asked = [one.path for one in server.seen]
    assert found == [
        MailSettings(SettingsSource.PROVIDER, T.IMAPS, "imap.acme.test", 993, "kim@acme.test"),
        MailSettings(SettingsSource.PROVIDER, T.POP, "pop.acme.test", 110, "kim"),
        MailSettings(SettingsSource.SRV, T.IMAPS, "imap.acme.test", 9930),
        MailSettings(SettingsSource.SRV, T.IMAP, "imap.acme.test", 143),
        MailSettings(SettingsSource.MX_DATABASE, T.POP, "pop.big.test", 110, "kim"),
    ]
    assert asked == ["/provider/acme.test", "/known/acme.test", "/db/acme.test", "/db/big.test"]


def test_nobody_learns_more_than_the_domain(port: int) -> None:
    with HostileServer({"*": reply(b"", 404)}) as server:
        search(port, server, AddressParts("very.private", "acme.test"))
        told = bytes(server.raw)
    assert b"very.private" not in told
    assert b"acme.test" in told
    assert not [line for line in told.lower().splitlines() if b"cookie" in line or b"auth" in line]


BAD_ANSWERS = [
    reply(b"<html>no</html>"),
    reply(b"<clientConfig><incomingServer/></clientConfig>"),
    reply(b"x" * 100_000),
    reply(document(), 500),
    faults.redirect(302, "http://127.0.0.1:1/"),
    reply(b'<!DOCTYPE a [<!ENTITY b "c">]>' + document()[21:]),
]


@pytest.mark.parametrize("answer", BAD_ANSWERS)
def test_bad_answers_are_no_proposals(port: int, answer: Fault) -> None:
    with HostileServer({"*": answer}) as server:
        assert {one.source for one in search(port, server)} == {SettingsSource.SRV}


def test_a_closed_way_out_is_reported_after_all_that_was_found(port: int) -> None:
    """Where the database cannot be reached, nobody can say that there is nothing."""
    found: list[MailSettings] = []
    with HostileServer({"*": faults.reset()}) as server, HttpSession() as session:
        discovery = Discovery(session, names_at(port), places(server))
        with pytest.raises(Unreachable):
            found.extend(discovery.find(MAIL, CancelToken()))
    assert {one.source for one in found} == {SettingsSource.SRV}
    assert [one.path for one in server.seen].count("/db/acme.test") == 1
    assert "/db/big.test" not in [one.path for one in server.seen]


def test_it_stops_at_once(port: int) -> None:
    with HostileServer({"*": faults.silence()}) as server, HttpSession() as session:
        discovery = Discovery(session, names_at(port), places(server))
        call = Background(lambda cancel: list(discovery.find(MAIL, cancel)))
        server.arrived.wait(10)
        call.cancel.cancel()
        assert isinstance(call.outcome(), Cancelled)


def test_oauth_only() -> None:
    text = document().replace(b"password-cleartext", b"OAuth2")
    first = autoconfig.parse_autoconfig(text, MAIL, SettingsSource.DATABASE)[0]
    assert first.server_type is T.IMAP_OAUTH


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"993", b"0"), (b"993", b"99999999"), (b"993", b"x"), (b"SSL", b"MAGIC")],
)
def test_what_makes_no_sense_is_left_out(old: bytes, new: bytes) -> None:
    found = autoconfig.parse_autoconfig(
        document().replace(old, new, 1), MAIL, SettingsSource.DATABASE
    )
    assert [one.server_type for one in found] == [T.POP]


@given(st.binary(max_size=400))
def test_anything_can_be_read(body: bytes) -> None:
    autoconfig.parse_autoconfig(body, MAIL, SettingsSource.DATABASE)


@given(st.text(max_size=40), st.text(max_size=10))
def test_any_host_and_port(host: str, port: str) -> None:
    from xml.sax.saxutils import escape

    text = document().decode().replace("imap.%EMAILDOMAIN%", escape(host)).replace("993", port)
    for one in autoconfig.parse_autoconfig(
        text.encode("utf-8", "replace"), MAIL, SettingsSource.DATABASE
    ):
        assert 1 <= one.port <= 65535
        assert one.server


def test_guesses_only_where_a_mail_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with MailServer(greets(b"220 smtp\r\n")) as smtp, MailboxChecker() as checker:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (HOST, smtp.port))]
        monkeypatch.setattr(dns_lookup, "_addresses", lambda _host, _port: found)
        assert list(guess_settings(MAIL, checker, CancelToken())) == []
        assert smtp.connections


def resolved_at(dns_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Host names are looked up with this name service, not the system's."""
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = [HOST], dns_port

    def addresses(host: str, port: int) -> list[object]:
        try:
            found = resolver.resolve(host, "A", search=False)
        except DNSException as error:
            raise OSError(str(error)) from None
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (str(each), port)) for each in found]

    monkeypatch.setattr(dns_lookup, "_addresses", addresses)


HOSTS = (
    f"--host-record=imap.acme.test,{HOST}",
    f"--host-record=pop.acme.test,{HOST}",
    "--host-record=mail.acme.test,127.0.0.9",
)


def test_guesses_find_what_answers_and_tell_it_nothing(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens at mail.acme.test, and acme.test itself has no address."""
    tls = authority.for_names("imap.acme.test", "pop.acme.test")
    with (
        name_server(*HOSTS) as dns_port,
        MailServer(imap(), tls) as imaps,
        MailServer(pop(), tls) as pops,
        MailboxChecker(Trust(str(authority.ca_file))) as checker,
    ):
        resolved_at(dns_port, monkeypatch)
        found = list(
            guess_settings(MAIL, checker, CancelToken(), {T.IMAPS: imaps.port, T.POPS: pops.port})
        )
    assert found == [
        MailSettings(SettingsSource.GUESS, T.IMAPS, "imap.acme.test", imaps.port),
        MailSettings(SettingsSource.GUESS, T.POPS, "pop.acme.test", pops.port),
    ]
    assert [line.split()[1] for line in imaps.heard] == [b"CAPABILITY", b"LOGOUT"]
    assert pops.heard == [b"CAPA", b"QUIT"]


def test_a_guess_that_is_not_trusted_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tls = Authority(tmp_path).for_names("imap.acme.test")
    with (
        name_server(*HOSTS) as dns_port,
        MailServer(imap(), tls) as imaps,
        MailboxChecker() as checker,
    ):
        resolved_at(dns_port, monkeypatch)
        ports = {T.IMAPS: imaps.port, T.POPS: imaps.port}
        assert list(guess_settings(MAIL, checker, CancelToken(), ports)) == []
        assert imaps.connections
        assert not imaps.heard


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("kim@Acme.test", MAIL),
        ("<kim@acme.test> (Kim)", MAIL),
        ("kim@bücher.de", AddressParts("kim", "xn--bcher-kva.de")),
        ("kim@localhost", None),
        ("kim@[127.0.0.1]", None),
        ("no address", None),
        ("", None),
    ],
)
def test_the_domain_of_an_address(text: str, mail: AddressParts | None) -> None:
    assert split_address(text) == mail
