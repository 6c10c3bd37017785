"""A real Dovecot for all tests of this room, and what checks with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck import limits
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.net import untrusted_certificate
from desktop_app.net.tls_trust import Trust
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.hostile_mail import HOST


@pytest.fixture(scope="session")
def mail() -> Iterator[Dovecot]:
    with dovecot() as server:
        yield server


@pytest.fixture
def checker(mail: Dovecot) -> Iterator[MailboxChecker]:
    """Trusts Dovecot's authority."""
    with MailboxChecker(Trust(str(mail.ca_file))) as checker:
        yield checker


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """No check waits long for a server that says nothing."""
    for name in ("READ_SECONDS", "LOGIN_SECONDS", "LOGOUT_SECONDS"):
        monkeypatch.setattr(limits, name, 0.3)
    monkeypatch.setattr(untrusted_certificate, "FETCH_SECONDS", 0.3)


Ask = Callable[..., CheckReport]
"""Asks a server on this computer: kind, port, password; and by name host, user, clear."""


@pytest.fixture
def ask(authority: Authority) -> Iterator[Ask]:
    """A check of a hostile server; its authority is trusted."""
    with MailboxChecker(Trust(str(authority.ca_file))) as checker:

        def one(
            kind: ServerType,
            port: int,
            password: str = "secret pass",
            *,
            host: str = HOST,
            user: str = "u01",
            clear: bool = True,
        ) -> CheckReport:
            return checker.check(CheckRequest(Target(kind, host, port, user), password, clear))

        yield one
