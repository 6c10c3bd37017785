"""A name with several addresses: a dead one holds nobody up, and the one that answered is kept."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import pytest

from desktop_app.core.errors import AppError, NetworkFailure, Unreachable
from desktop_app.core.mail_check.check_verdicts import LoginOk
from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck import limits as check_limits
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.net import dns_lookup
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from tests.servers.faults import reply
from tests.servers.hostile import HOST, HostileServer
from tests.servers.hostile_mail import MailServer, imap
from tests.servers.ports import free_ports, silent_address
from tests.unit.net.outcomes import PATIENCE, Background, error_of

DEAD, DEAD_TOO = "127.0.0.3", "127.0.0.4"
HASTY = 5.0
"""Seconds for a whole call: half of what one silent address may take."""


@contextmanager
def silent(port: int, *hosts: str) -> Iterator[None]:
    """Make these addresses silent, like a broken route."""
    with ExitStack() as sockets:
        for host in hosts:
            sockets.enter_context(silent_address(host, port))
        yield


def leads_to(monkeypatch: pytest.MonkeyPatch, *hosts: str) -> None:
    """Every name has these addresses."""

    def found(_host: str, port: int) -> list[dns_lookup.AddressInfo]:
        return [(_family(each), socket.SOCK_STREAM, 6, "", (each, port)) for each in hosts]

    monkeypatch.setattr(dns_lookup, "_addresses", found)


def _family(host: str) -> int:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hosts that were connected to, in that order."""
    found: list[str] = []
    real = socket.socket.connect_ex

    def connect_ex(sock: socket.socket, address: tuple[str, int]) -> int:
        found.append(address[0])
        return real(sock, address)

    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    return found


def outcome(session: HttpSession, port: int) -> object:
    """The status of a call that takes at most HASTY seconds, or the name of its error."""
    request = HttpRequest("GET", f"http://crm.example.com:{port}/api", deadline=HASTY)
    try:
        return session.call(request).status
    except AppError as error:
        return type(error).__name__


@pytest.mark.parametrize("dead", [(DEAD,), (DEAD, DEAD_TOO)])
def test_a_dead_first_address_holds_no_call_up(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch, dead: Sequence[str]
) -> None:
    leads_to(monkeypatch, *dead, HOST)
    with HostileServer({"*": reply(b"[]")}) as server, silent(server.port, *dead):
        assert outcome(session, server.port) == 200


def test_a_dead_first_address_holds_no_mail_check_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_limits, "CHECK_SECONDS", HASTY)
    leads_to(monkeypatch, DEAD, HOST)
    with MailServer(imap()) as server, silent(server.port, DEAD), MailboxChecker() as checker:
        target = Target(ServerType.IMAP, "mail.example.com", server.port, "u01")
        assert checker.check(CheckRequest(target, "secret pass", True)).verdict == LoginOk()


def test_the_address_that_answered_is_tried_first_from_then_on(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch, tried: list[str]
) -> None:
    leads_to(monkeypatch, DEAD, HOST)
    with HostileServer({"*": reply(b"[]")}) as server, silent(server.port, DEAD):
        first = outcome(session, server.port)
        assert (first, tried[-1]) == (200, HOST)
        tried.clear()
        for _ in range(2):  # in a connection of its own each, as after 15 idle seconds
            with HttpSession() as another:
                assert outcome(another, server.port) == 200
        assert tried == [HOST, HOST]


def test_an_address_that_has_stopped_answering_is_not_kept(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch, tried: list[str]
) -> None:
    leads_to(monkeypatch, DEAD, HOST)
    with HostileServer({"*": reply(b"[]")}) as server:
        port = server.port
        with silent(port, DEAD):
            assert outcome(session, port) == 200
    tried.clear()
    assert outcome(session, port) == "Unreachable"
    assert outcome(session, port) == "Unreachable"
    assert tried == [HOST, DEAD, DEAD, HOST]


def test_both_families_take_turns(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch, tried: list[str]
) -> None:
    """Many addresses of a family that does not work do not put the other one off (RFC 8305, 4)."""
    (port,) = free_ports(1)
    leads_to(monkeypatch, "2001:db8::1", "2001:db8::2", "2001:db8::3", HOST, DEAD)

    def refuses(_sock: socket.socket, address: tuple[str, int]) -> int:
        tried.append(address[0])
        return errno.ECONNREFUSED

    monkeypatch.setattr(socket.socket, "connect_ex", refuses)
    outcome(session, port)
    assert tried == ["2001:db8::1", HOST, "2001:db8::2", DEAD, "2001:db8::3"]


def test_what_is_told_of_several_addresses_that_fail(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer without IPv6 hears of the server, not of its missing route."""
    codes = {HOST: errno.ECONNREFUSED, "2001:db8::1": errno.ENETUNREACH}
    monkeypatch.setattr(socket.socket, "connect_ex", lambda _sock, to: codes[to[0]])
    leads_to(monkeypatch, *codes)
    error = error_of(lambda: session.call(HttpRequest("GET", "http://crm.example.com/api")))
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.REFUSED


def test_cancelled_while_several_addresses_are_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    leads_to(monkeypatch, DEAD, DEAD_TOO)
    with silent(port, DEAD, DEAD_TOO), HttpSession() as session:
        request = HttpRequest("GET", f"http://crm.example.com:{port}/", deadline=PATIENCE)
        began = CancelToken()
        real = socket.socket.connect_ex

        def connect_ex(sock: socket.socket, address: tuple[str, int]) -> int:
            if address[0] == DEAD_TOO:
                began.cancel()
            return real(sock, address)

        monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
        call = Background(lambda cancel: session.call(request, cancel))
        with began.on_cancel(call.cancel.cancel):
            assert type(call.outcome()).__name__ == "Cancelled"
