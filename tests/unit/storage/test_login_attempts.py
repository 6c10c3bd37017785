"""Logins that failed are counted in the data folder, for an hour, and by all programs together."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.mail_check.check_verdicts import LoginSkipped
from desktop_app.core.mail_check.login_attempts import (
    ATTEMPT_SECONDS,
    PENDING_SECONDS,
    LoginAttempt,
    LoginAttempts,
    LoginDecision,
    MemoryLoginAttempts,
)
from desktop_app.storage.database import FILE_NAME, open_database
from desktop_app.storage.login_attempts import LoginAttemptStore
from desktop_app.storage.migrations import MIGRATIONS


def attempt(user: str, host: str = "mail.acme.dk", ago: float = 0.0) -> LoginAttempt:
    return LoginAttempt("program", "run", host, user, time.time() - ago)


@pytest.fixture(params=["memory", "stored"])
def attempts(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LoginAttempts]:
    if request.param == "memory":
        yield MemoryLoginAttempts()
        return
    connection = open_database(tmp_path).connection
    yield LoginAttemptStore(connection)
    connection.close()


def begin(attempts: LoginAttempts, one: LoginAttempt) -> int:
    number = attempts.begin(one, lambda _others: LoginDecision.PERMIT)
    assert isinstance(number, int)
    return number


def test_there_and_back(attempts: LoginAttempts) -> None:
    one, other = attempt("a"), attempt("b", "other.dk")
    begin(attempts, one)
    begin(attempts, other)
    assert attempts.of_host("mail.acme.dk") == [one]
    assert attempts.of_host("other.dk") == [other]


def test_who_decides_sees_those_before_and_may_refuse(attempts: LoginAttempts) -> None:
    one = attempt("a")
    begin(attempts, one)
    seen: list[LoginAttempt] = []

    def refuse(others: Sequence[LoginAttempt]) -> LoginSkipped:
        seen.extend(others)
        return LoginSkipped.LOCKOUT_GUARD

    assert attempts.begin(attempt("b"), refuse) is LoginSkipped.LOCKOUT_GUARD
    assert seen == [one]
    assert attempts.begin(attempt("b"), lambda _others: LoginDecision.WAIT) is None
    assert attempts.of_host("mail.acme.dk") == [one]


def test_a_login_is_pending_until_it_failed_or_its_program_must_have_been_killed(
    attempts: LoginAttempts,
) -> None:
    begin(attempts, attempt("a"))
    begin(attempts, attempt("b", ago=PENDING_SECONDS + 1))
    attempts.fail(begin(attempts, attempt("c")))
    assert [each.is_pending for each in attempts.of_host("mail.acme.dk")] == [True, False, False]


def test_a_success_ends_the_row_of_those_before_it_on_its_host(attempts: LoginAttempts) -> None:
    before, elsewhere, own, after = attempt("a"), attempt("a", "x.dk"), attempt("c"), attempt("b")
    for one in (before, elsewhere, own):
        begin(attempts, one)
    good = begin(attempts, attempt("c"))
    begin(attempts, after)
    attempts.succeed(good)
    assert attempts.of_host("mail.acme.dk") == [replace(before, in_a_row=False), after]
    assert attempts.of_host("x.dk") == [elsewhere]
    attempts.succeed(good)
    attempts.withdraw(good)


def test_what_was_withdrawn_never_was(attempts: LoginAttempts) -> None:
    attempts.withdraw(begin(attempts, attempt("a")))
    assert attempts.of_host("mail.acme.dk") == []


def test_an_attempt_is_forgotten_after_an_hour(attempts: LoginAttempts) -> None:
    old, young = attempt("a", ago=ATTEMPT_SECONDS + 60), attempt("b", ago=ATTEMPT_SECONDS - 60)
    begin(attempts, old)
    begin(attempts, young)
    assert attempts.of_host("mail.acme.dk") == [young]


def test_an_attempt_from_the_future_does_not_count_for_ever(attempts: LoginAttempts) -> None:
    begin(attempts, attempt("a", ago=-2 * ATTEMPT_SECONDS))
    assert attempts.of_host("mail.acme.dk") == []


def test_two_programs_count_in_one_file(tmp_path: Path) -> None:
    opened = [open_database(tmp_path).connection for _ in range(2)]
    first, second = map(LoginAttemptStore, opened)
    one, other = attempt("a"), attempt("b")
    assert begin(first, one) != begin(second, other)
    assert first.of_host("mail.acme.dk") == second.of_host("mail.acme.dk") == [one, other]
    for connection in opened:
        connection.close()


def test_a_file_of_the_version_before_gets_the_table(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    for step in MIGRATIONS[:8]:
        step(old)
    old.execute("PRAGMA user_version = 8")
    old.execute("INSERT INTO setting VALUES ('a', 'b')")
    old.close()
    opened = open_database(tmp_path)
    assert opened.damaged_copy is None
    begin(LoginAttemptStore(opened.connection), attempt("a"))
    assert opened.connection.execute("SELECT * FROM setting").fetchall() == [("a", "b")]
    opened.connection.close()
