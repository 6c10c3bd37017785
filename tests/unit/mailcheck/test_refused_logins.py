"""However a server refuses, few wrong passwords reach it, none twice; a busy server is no refusal.

RFC 5530, 3206 and 2449 have the response codes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.mail_check.check_verdicts import (
    CheckCancelled,
    LoginRefused,
    LoginSkipped,
    OAuthRequired,
    ReachedOnly,
)
from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck import limits
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.mailcheck.lockout_guard import RefusedPasswords, RunLoginGuard
from tests.servers.hostile_mail import HOST, Exchange, MailServer, imap, pop
from tests.servers.refusing_mail import (
    CLOSED,
    CODES,
    SILENCE,
    WORDS,
    Refusal,
    password_of,
    passwords_sent,
)
from tests.unit.net.outcomes import PATIENCE, Background

WRONG = tuple(f"wrong-{number}" for number in range(8))


@pytest.fixture(autouse=True, scope="module")
def short_silences() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("READ_SECONDS", "LOGIN_SECONDS", "LOGOUT_SECONDS"):
            patch.setattr(limits, name, 0.1)
        yield


TEXTS = st.builds("{}{}".format, st.sampled_from(CODES), st.sampled_from(WORDS))
REFUSALS = st.one_of(
    st.builds(Refusal, st.just(T.IMAP), st.sampled_from(["NO", "BAD", "BYE"]), TEXTS),
    st.builds(Refusal, st.just(T.POP), st.sampled_from(["-ERR", "+ERR"]), TEXTS),
    st.builds(Refusal, st.sampled_from([T.IMAP, T.POP]), st.just(CLOSED)),
)


def try_all(checker: MailboxChecker, guard: RunLoginGuard, kind: T, port: int) -> None:
    for number, password in enumerate(WRONG):
        target = Target(kind, HOST, port, f"u{number}")
        checker.check(CheckRequest(target, password, allow_plaintext=True), guard=guard)


def assert_few_and_none_twice(refusal: Refusal) -> None:
    refused = RefusedPasswords()
    with MailServer(refusal.script) as server, MailboxChecker() as checker:
        try_all(checker, RunLoginGuard(refused), refusal.kind, server.port)
        in_one_run = passwords_sent(server)
        try_all(checker, RunLoginGuard(refused), refusal.kind, server.port)
        sent = passwords_sent(server)
    assert 0 < len(in_one_run) <= 3
    assert len(sent) == len(set(sent))


@given(REFUSALS)
@settings(max_examples=60, deadline=None)
def test_of_eight_wrong_passwords_three_at_most_go_out(refusal: Refusal) -> None:
    assert_few_and_none_twice(refusal)


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_silence_after_the_password_counts(kind: T) -> None:
    assert_few_and_none_twice(Refusal(kind, SILENCE))


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_a_check_that_is_stopped_after_the_password_went_out_counts(
    kind: T, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is slow to say no has still heard a wrong password."""
    monkeypatch.setattr(limits, "LOGIN_SECONDS", 30.0)
    told = threading.Event()

    def script(exchange: Exchange) -> None:
        hear = exchange.hear

        def hearing() -> bytes:
            if password_of(line := hear()):
                told.set()
                exchange.hold()
            return line

        exchange.hear = hearing  # type: ignore[method-assign]
        (pop if kind is T.POP else imap)()(exchange)

    refused = RefusedPasswords()
    with MailServer(script) as server, MailboxChecker() as checker:
        request = CheckRequest(Target(kind, HOST, server.port, "u"), "wrong", allow_plaintext=True)
        guard = RunLoginGuard(refused)
        call = Background(lambda cancel: checker.check(request, cancel, guard=guard).verdict)
        assert told.wait(PATIENCE)
        call.cancel.cancel()
        assert call.outcome() == CheckCancelled()
        again = checker.check(request, guard=RunLoginGuard(refused))
        assert passwords_sent(server) == ["wrong"]
    assert again.verdict == ReachedOnly(LoginSkipped.PREVIOUSLY_REFUSED)


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_a_check_that_ends_before_the_password_went_out_counts_for_nothing(kind: T) -> None:
    """The user name or the method was met with silence: the password stays untried."""
    answers = {b"AUTHENTICATE": b""} if kind is T.IMAP else {b"USER": b""}
    refused = RefusedPasswords()
    with MailServer((imap if kind is T.IMAP else pop)(answers)) as server:
        with MailboxChecker() as checker:
            for _ in range(2):
                try_all(checker, RunLoginGuard(refused), kind, server.port)
        assert passwords_sent(server) == []
        word = b"AUTHENTICATE" if kind is T.IMAP else b"USER"
        assert sum(word in line for line in server.heard) == 2 * len(WRONG)


AT_FAULT = [
    (T.IMAP, "NO [UNAVAILABLE] user database is down"),
    (T.IMAP, "NO [SERVERBUG] password check crashed"),
    (T.IMAP, "NO [INUSE] rate limit hit"),
    (T.IMAP, "NO [LIMIT] too many sessions"),
    (T.IMAP, "BAD [UNAVAILABLE] not now"),
    (T.IMAP, "BYE [UNAVAILABLE] shutting down"),
    (T.POP, "-ERR [SYS/TEMP] try again later"),
    (T.POP, "-ERR [SYS/PERM] the password server is gone"),
    (T.POP, "-ERR [IN-USE] already open"),
    (T.POP, "-ERR [LOGIN-DELAY] once a minute"),
]


@pytest.mark.parametrize(("kind", "answer"), AT_FAULT)
def test_a_server_that_says_it_is_at_fault_refuses_no_password(kind: T, answer: str) -> None:
    refused = RefusedPasswords()
    form, _, text = answer.partition(" ")
    with MailServer(Refusal(kind, form, text).script) as server, MailboxChecker() as checker:
        for _ in range(2):
            try_all(checker, RunLoginGuard(refused), kind, server.port)
        assert sorted(passwords_sent(server)) == sorted(2 * WRONG)


BUSY = [
    "Try again later",
    "server busy",
    "mailbox in use",
    "maildrop already locked by another session",
    "too many connections",
    "login too often, wait a minute",
    "rate limit exceeded",
    "cannot enter the mail folder",
    "Temporary authentication failure",
    "internal error, please try again",
    "Account is locked",
    "not now",
    "Command unknown",
    "Invalid command",
    "",
]


@pytest.mark.parametrize("words", BUSY)
@pytest.mark.parametrize(("kind", "form"), [(T.IMAP, "NO"), (T.IMAP, "BAD"), (T.POP, "-ERR")])
def test_a_busy_server_is_not_told_as_a_refusal(kind: T, form: str, words: str) -> None:
    with MailServer(Refusal(kind, form, words).script) as server, MailboxChecker() as checker:
        request = CheckRequest(
            Target(kind, HOST, server.port, "u"), "hunter22", allow_plaintext=True
        )
        report = checker.check(request)
    assert not isinstance(report.verdict, LoginRefused | OAuthRequired)


CLEAR = [
    "Name or password is wrong. Try again.",
    "Incorrect login, please try again later",
    "invalid user",
    "[AUTHENTICATIONFAILED] try again later",
    "[AUTH] mailbox in use",
    "Login failed.",
    "Passwort falsch",
]


@pytest.mark.parametrize("words", CLEAR)
@pytest.mark.parametrize(("kind", "form"), [(T.IMAP, "NO"), (T.IMAP, "BAD"), (T.POP, "-ERR")])
def test_clear_words_beat_try_again(kind: T, form: str, words: str) -> None:
    with MailServer(Refusal(kind, form, words).script) as server, MailboxChecker() as checker:
        request = CheckRequest(
            Target(kind, HOST, server.port, "u"), "hunter22", allow_plaintext=True
        )
        report = checker.check(request)
    assert report.verdict == LoginRefused(words.partition("] ")[2] or words)
