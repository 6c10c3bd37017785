"""The data folder fails for a while: no failed login is forgotten, neither ours nor another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from desktop_app.core.errors import StoreUnavailable
from desktop_app.core.mail_check.check_verdicts import LoginRefused, LoginSkipped
from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck.lockout_guard import RefusedPasswords, RunLoginGuard
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.mail_check.stored_login_attempts import StoredLoginAttempts
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.services.store.local_store import LocalStore

Result = TypeVar("Result")


class Folder(LazyStore):
    """A data folder that can fail, as while another program holds the file for long."""

    fails = False

    def run(self, work: Callable[[LocalStore], Result]) -> Result:
        if self.fails:
            raise StoreUnavailable("busy")
        return super().run(work)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(lambda: tmp_path, lambda _path: None)
    yield made
    made.close()


def program(folder: Folder) -> RefusedPasswords:
    """What a program remembers, just started."""
    return RefusedPasswords(StoredLoginAttempts(folder))


def log_in(program: RefusedPasswords, user: str, *, works: bool = False) -> LoginSkipped | None:
    """One login in a run of its own; None if its password went out."""
    guard = RunLoginGuard(program)
    request = CheckRequest(Target(ServerType.IMAPS, "mail.example", 993, user), "pw")
    skipped = guard.enter(request, CancelToken())
    if skipped is None:
        guard.leave(request, None if works else LoginRefused("no"))
    return skipped


def test_failures_before_and_while_it_fails_count_together(folder: Folder) -> None:
    ours = program(folder)
    assert [log_in(ours, user) for user in "ab"] == [None, None]
    folder.fails = True
    assert log_in(ours, "c") is None
    assert log_in(ours, "d") is LoginSkipped.LOCKOUT_GUARD
    folder.fails = False
    assert log_in(ours, "e") is LoginSkipped.LOCKOUT_GUARD


def test_another_programs_failures_count_again_once_it_works(folder: Folder) -> None:
    ours, theirs = program(folder), program(folder)
    folder.fails = True
    assert log_in(ours, "a") is None
    folder.fails = False
    assert log_in(theirs, "x") is None
    assert log_in(ours, "x") is LoginSkipped.PREVIOUSLY_REFUSED


def test_a_login_under_way_when_it_fails_counts_as_failed(folder: Folder) -> None:
    ours = program(folder)
    guard = RunLoginGuard(ours)
    request = CheckRequest(Target(ServerType.IMAPS, "mail.example", 993, "a"), "pw")
    assert guard.enter(request, CancelToken()) is None
    folder.fails = True
    guard.leave(request, LoginRefused("no"))
    assert [log_in(ours, user) for user in "bc"] == [None, None]
    assert log_in(ours, "d") is LoginSkipped.LOCKOUT_GUARD


def test_a_login_that_works_meanwhile_begins_anew(folder: Folder) -> None:
    ours = program(folder)
    folder.fails = True
    assert [log_in(ours, user) for user in "ab"] == [None, None]
    assert log_in(ours, "c", works=True) is None
    assert [log_in(ours, user) for user in "de"] == [None, None]
