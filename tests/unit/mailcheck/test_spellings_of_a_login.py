"""However a host or a user is written: no password goes out twice, and three failures stop it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.mailcheck.lockout_guard import RefusedPasswords, RunLoginGuard
from desktop_app.net import dns_lookup
from desktop_app.net.dns_lookup import AddressInfo
from tests.servers.hostile_mail import MailServer
from tests.servers.refusing_mail import CLOSED, Refusal, passwords_sent

SPELLINGS = [
    ("mail.acme.test", "mail.acme.test."),
    ("mail.acme.test", "MAIL.Acme.test"),
    ("post.blåbær.test", "post.xn--blbr-roah.test"),
    ("post.blåbær.test", "POST.BLÅBÆR.TEST"),
    ("post.blåbær.test", "post。blåbær。test"),
    ("::1", "0:0:0:0:0:0:0:1"),
    ("::1", "[::1]"),
    ("mail.acme.test", "127.0.0.1"),
    ("imap.acme.test", "pop.acme.test"),
]
"""Names under which the same server may stand at two mailboxes."""


@pytest.fixture(autouse=True)
def every_host_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def addresses(host: str, port: int) -> list[AddressInfo]:
        del host
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port))]

    monkeypatch.setattr(dns_lookup, "_addresses", addresses)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(Refusal(T.IMAP, CLOSED).script) as server:
        yield server


def log_in(server: MailServer, guard: RunLoginGuard, host: str, user: str, password: str) -> None:
    target = Target(T.IMAP, host, server.port, user)
    with MailboxChecker() as checker:
        checker.check(CheckRequest(target, password, allow_plaintext=True), guard=guard)


@pytest.mark.parametrize("spellings", SPELLINGS, ids=" = ".join)
def test_of_eight_wrong_passwords_three_at_most_go_out(
    server: MailServer, spellings: tuple[str, str]
) -> None:
    guard = RunLoginGuard(RefusedPasswords())
    for number in range(8):
        log_in(server, guard, spellings[number % 2], f"u{number}", f"wrong {number}")
    assert len(passwords_sent(server)) == 3


@pytest.mark.parametrize("limited", [True, False], ids=["run", "person"])
@pytest.mark.parametrize("spellings", SPELLINGS, ids=" = ".join)
def test_no_password_goes_out_twice(
    server: MailServer, spellings: tuple[str, str], *, limited: bool
) -> None:
    refused = RefusedPasswords()
    for host in spellings:
        log_in(server, RunLoginGuard(refused, limited=limited), host, "u", "wrong")
    assert passwords_sent(server) == ["wrong"]


@pytest.mark.parametrize("user", ["Info@acme.test", " info@acme.test", "info@acme.test "])
def test_a_user_is_one_user_in_any_case(server: MailServer, user: str) -> None:
    refused = RefusedPasswords()
    for name in ("info@acme.test", user):
        log_in(server, RunLoginGuard(refused), "mail.acme.test", name, "wrong")
    assert passwords_sent(server) == ["wrong"]
