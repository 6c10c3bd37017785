"""A check is stopped at once, whatever phase it hangs in, and never lasts longer than it may."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from desktop_app.core.mail_check.check_verdicts import CheckCancelled, CheckStage, TimedOut
from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest, StageResult
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck import limits
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.net import untrusted_certificate
from desktop_app.net.cancel_token import CancelToken
from tests.servers.hostile_mail import Exchange, MailServer, Script, greets, imap, pop
from tests.unit.mailcheck.check_requests import check_request
from tests.unit.net.outcomes import PATIENCE, Background
from tests.unit.silent_resolver import SilentNames

S = CheckStage


SETTLED = 0.03
"""Seconds after which a check that goes no further hangs in its stage."""


def stopped(one: CheckRequest, reached: threading.Event) -> CheckReport:
    """The report of a check that was cancelled as soon as it hung."""

    def run(cancel: CancelToken) -> object:
        with MailboxChecker() as checker:
            return checker.check(one, cancel)

    return report_of(Background(run), reached)


def stopped_after(one: CheckRequest, stage: CheckStage) -> CheckReport:
    """The same, where it hangs in the stage after this one."""
    reached = threading.Event()

    def told(step: StageResult) -> None:
        if step.stage is stage:
            reached.set()

    def run(cancel: CancelToken) -> object:
        with MailboxChecker() as checker:
            return checker.check(one, cancel, told)

    return report_of(Background(run), reached)


def report_of(call: Background, reached: threading.Event) -> CheckReport:
    assert reached.wait(PATIENCE)
    time.sleep(SETTLED)
    call.cancel.cancel()
    report = call.outcome()
    assert isinstance(report, CheckReport)
    assert report.verdict == CheckCancelled()
    assert report.seconds < PATIENCE / 4
    return report


def drips(exchange: Exchange) -> None:
    while not exchange.server.gone.wait(0.02):
        exchange.say(b"x")


PHASES: list[tuple[T, Script, CheckStage, CheckStage]] = [
    (T.IMAPS, greets(b""), S.CONNECT, S.TLS),
    (T.IMAP, greets(b""), S.CONNECT, S.GREETING),
    (T.POP, drips, S.CONNECT, S.GREETING),
    (T.IMAP, greets(b"* OK hi\r\n"), S.GREETING, S.CAPABILITIES),
    (T.POP, greets(b"+OK hi\r\n"), S.GREETING, S.CAPABILITIES),
]


@pytest.mark.parametrize(("kind", "script", "before", "stage"), PHASES)
def test_a_server_that_hangs(
    kind: T, script: Script, before: CheckStage, stage: CheckStage
) -> None:
    with MailServer(script) as server:
        report = stopped_after(check_request(kind, server.port), before)
    assert [step.stage for step in report.stages[-2:]] == [before, stage]


def hanging_at(command: bytes, script: Callable[..., Script]) -> tuple[Script, threading.Event]:
    """A good server that answers everything but this command."""
    reached = threading.Event()
    good = script({command: b""})

    def listening(exchange: Exchange) -> None:
        hear = exchange.hear

        def noting() -> bytes:
            line = hear()
            if command in line.upper().split(b" ")[:2]:
                reached.set()
            return line

        exchange.hear = noting  # type: ignore[method-assign]
        good(exchange)

    return listening, reached


@pytest.mark.parametrize(
    ("kind", "command", "stage"),
    [
        (T.IMAP, b"AUTHENTICATE", S.LOGIN),
        (T.IMAP, b"EXAMINE", S.FOLDER),
        (T.IMAP, b"FETCH", S.FOLDER),
        (T.POP, b"PASS", S.LOGIN),
        (T.POP, b"STAT", S.FOLDER),
    ],
)
def test_a_server_that_hangs_later(kind: T, command: bytes, stage: CheckStage) -> None:
    script, reached = hanging_at(command, pop if kind is T.POP else imap)
    with MailServer(script) as server:
        report = stopped(check_request(kind, server.port), reached)
        if kind is T.POP:
            assert report.transcript[-1] == "C: QUIT"
    assert report.stages[-1].stage is stage


def test_during_the_look_up(names: SilentNames) -> None:
    report = stopped(check_request(T.IMAPS, 993, host="mail.example.com"), names.asked)
    assert report.stages[-1].stage is S.NAME


def test_while_connecting(full_port: int) -> None:
    reached = threading.Event()
    reached.set()
    report = stopped(check_request(T.IMAPS, full_port), reached)
    assert report.stages == () or report.stages[-1].stage in (S.NAME, S.CONNECT)


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_a_server_that_drips_is_given_up(kind: T, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHECK_SECONDS", 0.4)
    with MailServer(drips) as server, MailboxChecker() as checker:
        report = checker.check(check_request(kind, server.port))
    assert report.verdict == TimedOut(S.GREETING)


def test_before_it_begins() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with MailServer(imap()) as server, MailboxChecker() as checker:
        assert checker.check(check_request(T.IMAP, server.port), cancel).verdict == CheckCancelled()
        assert not server.connections


def test_one_checker_after_a_stopped_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READ_SECONDS", 0.2)
    monkeypatch.setattr(untrusted_certificate, "FETCH_SECONDS", 0.2)
    with MailServer(imap()) as good, MailServer(greets(b"")) as mute, MailboxChecker() as checker:
        checker.check(check_request(T.IMAP, mute.port))
        assert checker.check(check_request(T.IMAP, good.port)).inbox is not None
