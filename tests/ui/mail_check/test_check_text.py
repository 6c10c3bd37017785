"""Every result of a check reads well: sentences of its own, no wire words, no cross for us."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from desktop_app.core.errors import TlsCause
from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction, SaveOutcome
from desktop_app.core.mail_check import check_verdicts as found
from desktop_app.core.mail_check.check_baseline import (
    BaselineChange,
    BaselineChangeKind,
    CheckBaseline,
)
from desktop_app.core.mail_check.check_causes import CheckCause, cause_of
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    LoginSkipped,
    NotChecked,
    OAuthProvider,
    ProtocolFault,
    Verdict,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import (
    CheckReport,
    InboxSummary,
    ServerFingerprint,
    StageResult,
    Target,
)
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.ui.mail_check.changes_text import baseline_change_text, change_lines, changes_title
from desktop_app.ui.mail_check.check_text import (
    CAUSES,
    LEVEL_MARKS,
    check_stage_name,
    check_stage_text,
    inbox_text,
    report_headline,
)
from desktop_app.ui.mail_check.reason_text import REASONS
from desktop_app.ui.mail_check.report_text import check_groups_text, ticket_text
from desktop_app.ui.mail_check.verdict_text import MESSAGES, verdict_message
from desktop_app.ui.text.message import fields_of
from tests.ui.text.message_texts import texts_of

AT = datetime(2026, 11, 22, 13, 58, tzinfo=UTC)
CERTIFICATE = Certificate("mail.acme.dk", "Acme CA", AT, "TLSv1.1")
S = CheckStage
VERDICTS: list[Verdict] = [
    found.LoginOk(),
    *map(found.ReachedOnly, LoginSkipped),
    *map(found.NotCheckable, NotChecked),
    found.NameNotFound(),
    found.NoRoute(),
    found.ConnectionRefused(),
    found.TimedOut(S.CONNECT),
    found.TimedOut(S.GREETING),
    found.TimedOut(S.LOGIN),
    found.ConnectionClosed(S.CONNECT),
    found.ConnectionClosed(S.GREETING),
    *map(found.WrongProtocol, DetectedProtocol),
    *(found.TlsFailed(cause, CERTIFICATE) for cause in TlsCause),
    found.TlsFailed(TlsCause.EXPIRED),
    found.TlsRequired(),
    found.LoginRefused("No <b>way</b>."),
    found.LoginRefused("No.", OAuthProvider.GOOGLE),
    found.LoginUnclear("Not now."),
    found.LoginMethodMissing(("GSSAPI",)),
    *map(found.OAuthRequired, OAuthProvider),
    found.TooManyConnections("Too many."),
    found.MaildropLocked("Locked."),
    *(found.ServerFault(S.LOGIN, fault) for fault in ProtocolFault),
    found.CheckCancelled(),
]


def report(verdict: Verdict, **more: Any) -> CheckReport:
    target = Target(ServerType.IMAPS, "mail.acme.dk", 993, "support")
    return CheckReport(target, verdict, AT, 0.5, **more)


def test_there_is_one_of_each_type() -> None:
    assert {type(verdict) for verdict in VERDICTS} == set(get_args(Verdict)) == set(MESSAGES)


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == {*LoginSkipped, *NotChecked}


@pytest.mark.parametrize("verdict", VERDICTS, ids=repr)
def test_every_field_of_a_message_is_an_attribute_of_its_verdict(verdict: Verdict) -> None:
    fields = set().union(*map(fields_of, texts_of(MESSAGES[type(verdict)])))
    assert {name for name in fields - {"server"} if not hasattr(verdict, name)} == set()


@pytest.mark.parametrize("verdict", VERDICTS, ids=repr)
def test_sentences(verdict: Verdict) -> None:
    text = verdict_message(verdict, "mail.acme.dk").text
    assert text.endswith((".", "”."))
    assert "%" not in text
    assert "!" not in text
    assert type(verdict).__name__ not in text or isinstance(verdict, found.CheckCancelled)
    line = report_headline(report(verdict))
    assert ("✓" in line) == isinstance(verdict, found.LoginOk)
    assert ("✗" in line) == (verdict.level is VerdictLevel.BROKEN)
    if verdict.level is VerdictLevel.UNREACHABLE:
        assert text.startswith("Cannot be reached from this computer")


def test_the_right_names_are_listed() -> None:
    names = Certificate("imap.acme.dk, pop.acme.dk", "Acme CA", AT)
    message = verdict_message(found.TlsFailed(TlsCause.WRONG_NAME, names), "mail.acme.dk")
    assert "imap.acme.dk, pop.acme.dk" in message.text


def test_the_servers_words_are_quoted_as_they_are() -> None:
    assert "“No <b>way</b>”" in verdict_message(found.LoginRefused("No <b>way</b>."), "x").text


def test_stages_and_marks() -> None:
    assert len({check_stage_name(stage) for stage in CheckStage}) == len(CheckStage)
    assert set(LEVEL_MARKS) == set(VerdictLevel)
    assert check_stage_text(StageResult(S.TLS, 0.123)).startswith("✓ TLS (123 ms)")
    assert check_stage_text(StageResult(S.CONNECT, 1.0, found.ConnectionRefused())).startswith(
        "– Connection"
    )
    assert check_stage_text(StageResult(S.LOGIN, 1.0, found.LoginRefused(""))).startswith("✗ Login")


def test_how_much_mail() -> None:
    assert inbox_text(None) == ""
    assert inbox_text(InboxSummary(0)) == "The inbox is empty."
    assert inbox_text(InboxSummary(12)) == "12 messages in the inbox."
    assert "the oldest arrived on" in inbox_text(InboxSummary(2, AT, 2))
    assert "the oldest of the first 500 arrived on" in inbox_text(InboxSummary(9000, AT, 500))


def test_changes_have_words() -> None:
    told = [
        baseline_change_text(BaselineChange(what, "before", "now")) for what in BaselineChangeKind
    ]
    assert len(set(told)) == len(BaselineChangeKind)
    assert all("before" in one or "now" in one for one in told)


def test_a_ticket_holds_everything_but_the_password() -> None:
    seen = ServerFingerprint(("10.0.0.1",), "10.0.0.1:993", CERTIFICATE, "ab" * 32, ("IDLE",))
    whole = report(
        found.LoginOk(),
        stages=(StageResult(S.NAME, 0.01),),
        fingerprint=seen,
        inbox=InboxSummary(3),
        login_attempted=True,
        transcript=("C: x",),
    )
    text = ticket_text(whole, "support@acme.dk", Profile.new("Acme", "https://crm/api", "me"))
    for part in (
        "support@acme.dk",
        "✓ ",
        "10.0.0.1",
        "Acme CA",
        "ab" * 32,
        "IDLE",
        "C: x",
        "Proxy",
    ):
        assert part in text


def test_groups_tell_a_common_result_once() -> None:
    reports = {number: report(found.TlsRequired()) for number in range(7)}
    reports[7] = report(found.LoginOk())
    reports[8] = report(found.LoginRefused("One."))
    reports[9] = report(found.LoginRefused("Two."))
    told = check_groups_text(reports, lambda number: f"box{number}@acme.dk")
    refused, without_tls, good = told.split("\n\n")
    assert refused.startswith("✗ Login refused (2)\n   box8@acme.dk: mail.acme.dk refused")
    assert "“Two”" in refused
    assert without_tls.startswith(
        "✗ Login with a password not possible (7): mail.acme.dk does not accept passwords"
    )
    assert without_tls.splitlines()[1:] == [f"   box{number}@acme.dk" for number in range(7)]
    assert good.startswith("✓ Works (1): ")


def test_verdicts_of_one_cause_have_one_level_and_a_name() -> None:
    levels: dict[CheckCause, set[VerdictLevel]] = {}
    for verdict in VERDICTS:
        levels.setdefault(cause_of(verdict), set()).add(verdict.level)
    assert set(levels) == set(CheckCause) == set(CAUSES)
    assert {cause: len(each) for cause, each in levels.items() if len(each) > 1} == {}
    assert levels[CheckCause.WORKS] == {VerdictLevel.VERIFIED}


def entry(hour: int, outcome: SaveOutcome) -> JournalEntry:
    at = AT.replace(hour=hour)
    return JournalEntry(
        JournalContext("p", "Acme", "kim"),
        1,
        "support@acme.dk",
        {Field.PORT: 993},
        {Field.PORT: 143},
        PasswordAction.REPLACED,
        account="kim",
        computer="desk",
        started_at=at.timestamp(),
        outcome=outcome,
    )


def test_saves_since_the_last_good_check_are_told() -> None:
    saves = [
        entry(9, SaveOutcome.DONE),
        entry(14, SaveOutcome.DONE),
        entry(15, SaveOutcome.NOT_SENT),
        entry(16, SaveOutcome.UNKNOWN),
    ]
    now = report(found.LoginRefused("No"))
    baseline = CheckBaseline(AT, now.target, now.fingerprint)
    lines = change_lines(now, baseline, saves)
    assert len(lines) == 2
    assert all("Port: 993 → 143; Password:  → replaced" in line for line in lines)
    assert "kim" in lines[0]
    assert "): 2 change" in changes_title(baseline, 2)
    assert changes_title(baseline, 0).endswith("): nothing changed")
    assert len(change_lines(now, None, saves)) == 3
