"""A real Dovecot for all tests of this room, and what checks with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck.checker import MailboxChecker
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
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


class Ask(Protocol):
    """Asks a server on this computer; kind and port are needed."""

    def __call__(
        self,
        kind: ServerType,
        port: int,
        password: str = "secret pass",
        *,
        host: str = HOST,
        user: str = "u01",
        clear: bool = True,
    ) -> CheckReport:
        """The report."""


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
