"""No account is locked out: refused passwords, three in a row, and the turns of threads."""

from __future__ import annotations

import threading

import pytest

from desktop_app.core.errors import Cancelled
from desktop_app.core.mail_check.check_verdicts import (
    CheckCancelled,
    LoginOk,
    LoginRefused,
    LoginSkipped,
    ReachedOnly,
    ServerFault,
)
from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.mailcheck.lockout_guard import MAX_REFUSALS, RefusedPasswords, RunLoginGuard
from desktop_app.net.cancel_token import CancelToken
from tests.servers.hostile_mail import MailServer, imap
from tests.unit.mailcheck.check_requests import check_request
from tests.unit.net.outcomes import PATIENCE, Background

REFUSED = LoginRefused("no")


def of(user: str, password: str = "pw", host: str = "mail.acme.dk") -> CheckRequest:
    return CheckRequest(Target(T.IMAPS, host, 993, user), password)


def through(gate: RunLoginGuard, one: CheckRequest, verdict: object) -> LoginSkipped | None:
    why = gate.enter(one, CancelToken())
    if why is None:
        gate.leave(one, verdict)  # type: ignore[arg-type]  # a verdict
    return why


def test_a_refused_password_is_not_tried_again_in_any_run() -> None:
    refused = RefusedPasswords()
    assert through(RunLoginGuard(refused), of("a"), REFUSED) is None
    assert (
        through(RunLoginGuard(refused, limited=False), of("a"), None)
        is LoginSkipped.PREVIOUSLY_REFUSED
    )
    assert (
        through(RunLoginGuard(refused), of("a", host="MAIL.acme.dk "), None)
        is LoginSkipped.PREVIOUSLY_REFUSED
    )
    for other in (of("a", "other"), of("b"), of("a", host="mail2.acme.dk")):
        assert through(RunLoginGuard(refused), other, None) is None


def test_three_refusals_in_a_row_stop_a_host_and_no_other() -> None:
    gate = RunLoginGuard(RefusedPasswords())
    for user in "abc":
        assert through(gate, of(user), REFUSED) is None
    assert through(gate, of("d"), None) is LoginSkipped.LOCKOUT_GUARD
    assert through(gate, of("d", host="other.dk"), None) is None


def test_a_login_that_went_well_begins_anew() -> None:
    gate = RunLoginGuard(RefusedPasswords())
    for user in "abcdef":
        assert through(gate, of(user), REFUSED) is None
        assert through(gate, of(user + "2"), None) is None


def test_other_endings_count_for_nothing() -> None:
    gate = RunLoginGuard(RefusedPasswords())
    for user in "abcdef":
        assert through(gate, of(user), CheckCancelled()) is None
    assert through(gate, of("a"), None) is None


def test_a_person_who_watches_is_not_stopped() -> None:
    gate = RunLoginGuard(RefusedPasswords(), limited=False)
    for user in "abcdef":
        assert through(gate, of(user), REFUSED) is None


def test_logins_under_way_count_as_refusals() -> None:
    gate = RunLoginGuard(RefusedPasswords())
    for user in "abc":
        assert gate.enter(of(user), CancelToken()) is None
    fourth = Background(lambda cancel: gate.enter(of("d"), cancel))
    assert gate.enter(of("x", host="other.dk"), CancelToken()) is None
    for user in "abc":
        gate.leave(of(user), REFUSED)
    assert fourth.outcome() is LoginSkipped.LOCKOUT_GUARD


def test_late_refusals_are_in_a_row_only_if_they_began_so() -> None:
    """A server that answers wrong passwords late says several at once, good ones in between."""
    gate = RunLoginGuard(RefusedPasswords())
    for user in "abcd":
        assert gate.enter(of(user), CancelToken()) is None
        assert through(gate, of(user + "2"), None) is None
    for user in "abcd":
        gate.leave(of(user), REFUSED)
    assert through(gate, of("e"), REFUSED) is None


def test_logins_of_another_run_that_are_under_way_are_waited_for() -> None:
    """Two runs at once: good passwords of the one are not held against the other."""
    refused = RefusedPasswords()
    first, second = RunLoginGuard(refused), RunLoginGuard(refused)
    for user in "abc":
        assert first.enter(of(user), CancelToken()) is None
    waiting = Background(lambda cancel: second.enter(of("d"), cancel))
    for user in "abc":
        first.leave(of(user), None)
    assert waiting.outcome() is None


def test_refusals_of_runs_side_by_side_are_counted_together() -> None:
    refused = RefusedPasswords()
    first, second = RunLoginGuard(refused), RunLoginGuard(refused)
    for guard, user in ((first, "a"), (second, "b"), (first, "c")):
        assert guard.enter(of(user), CancelToken()) is None
    waiting = Background(lambda cancel: second.enter(of("d"), cancel))
    for guard, user in ((first, "a"), (second, "b"), (first, "c")):
        guard.leave(of(user), REFUSED)
    assert waiting.outcome() is LoginSkipped.LOCKOUT_GUARD


def test_a_user_is_not_tried_with_a_fourth_password_though_others_get_in() -> None:
    guard = RunLoginGuard(RefusedPasswords())
    for number in range(3):
        assert through(guard, of("a", f"wrong {number}"), REFUSED) is None
        assert through(guard, of(f"good {number}"), None) is None
    assert through(guard, of("a", "another"), None) is LoginSkipped.LOCKOUT_GUARD
    assert through(guard, of("b"), None) is None


def test_waiting_can_be_cancelled() -> None:
    gate = RunLoginGuard(RefusedPasswords())
    for user in "abc":
        gate.enter(of(user), CancelToken())
    waiting = Background(lambda cancel: gate.enter(of("d"), cancel))
    waiting.cancel.cancel()
    assert isinstance(waiting.outcome(), Cancelled)


def test_it_remembers_no_password() -> None:
    refused = RefusedPasswords()
    refused.add(of("a", "hunter22"))
    gate = RunLoginGuard(refused)
    through(gate, of("b", "hunter22"), None)
    assert not gate._positions
    assert "hunter22" not in repr(vars(refused))
    assert b"hunter22" not in b"".join(refused._refused)


NO = {b"": b"%t NO [AUTHENTICATIONFAILED] no\r\n"}


def test_through_the_engine() -> None:
    refused = RefusedPasswords()
    with MailServer(imap(NO)) as server, MailboxChecker() as checker:

        def check(gate: RunLoginGuard, password: str) -> object:
            return checker.check(check_request(T.IMAP, server.port, password), guard=gate).verdict

        gate = RunLoginGuard(refused)
        assert check(gate, "one") == LoginRefused("no")
        assert check(gate, "one") == ReachedOnly(LoginSkipped.PREVIOUSLY_REFUSED)
        assert check(gate, "two") == check(gate, "three") == LoginRefused("no")
        assert check(gate, "four") == ReachedOnly(LoginSkipped.LOCKOUT_GUARD)
        tried = [line for line in server.heard if b"AUTHENTICATE" in line]
        assert len(tried) == MAX_REFUSALS


@pytest.mark.parametrize("script", [imap(), imap({b"": b"%t NO [UNAVAILABLE] db\r\n"})])
def test_the_lockout_guard_is_released_whatever_happens(script: object) -> None:
    gate = RunLoginGuard(RefusedPasswords())
    with MailServer(script) as server, MailboxChecker() as checker:  # type: ignore[arg-type]  # a Script
        for number in range(5):
            verdict = checker.check(
                check_request(T.IMAP, server.port, f"p{number}"), guard=gate
            ).verdict
            assert isinstance(verdict, LoginOk | ServerFault)


def test_a_check_that_waits_for_the_lockout_guard_can_be_stopped() -> None:
    gate = RunLoginGuard(RefusedPasswords())
    with MailServer(imap()) as server:
        for user in "abc":
            gate.enter(
                CheckRequest(Target(T.IMAP, "127.0.0.1", server.port, user), "x"), CancelToken()
            )
        reached = threading.Event()

        def run(cancel: CancelToken) -> object:
            with MailboxChecker() as checker:
                one = check_request(T.IMAP, server.port)
                return checker.check(one, cancel, lambda _step: reached.set(), gate).verdict

        call = Background(run)
        assert reached.wait(PATIENCE)
        call.cancel.cancel()
        assert call.outcome() == CheckCancelled()
        assert not any(b"AUTHENTICATE" in line for line in server.heard)


@pytest.mark.parametrize(
    ("host", "other"),
    [
        ("mail.acme.dk", "mail.acme.dk."),
        ("post.blåbær.dk", "post.xn--blbr-roah.dk"),
        ("post.blåbær.dk", "post。BLÅBÆR。dk"),
        ("::1", "[0:0:0:0:0:0:0:1]"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
    ],
)
def test_a_host_is_one_host_in_every_spelling(host: str, other: str) -> None:
    refused = RefusedPasswords()
    assert through(RunLoginGuard(refused), of("a", host=host), REFUSED) is None
    assert (
        through(RunLoginGuard(refused), of("a", host=other), None)
        is LoginSkipped.PREVIOUSLY_REFUSED
    )


@pytest.mark.parametrize("limited", [True, False], ids=["run", "person"])
def test_two_logins_of_one_user_are_not_under_way_at_once(*, limited: bool) -> None:
    """The second may have the same password, and must hear first that it was refused."""
    refused = RefusedPasswords()
    first, second = RunLoginGuard(refused), RunLoginGuard(refused, limited=limited)
    assert first.enter(of("a"), CancelToken()) is None
    waiting = Background(lambda cancel: second.enter(of("A"), cancel))
    first.leave(of("a"), REFUSED)
    assert waiting.outcome() is LoginSkipped.PREVIOUSLY_REFUSED
