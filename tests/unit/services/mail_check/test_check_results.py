"""What the list keeps of a check: a verdict in a word, and the TLS version that was seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckCancelled,
    CheckStage,
    LoginOk,
    LoginRefused,
    LoginSkipped,
    NameNotFound,
    ProtocolFault,
    ReachedOnly,
    ServerFault,
    TlsFailed,
    Verdict,
)
from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mail_check.mail_check import CheckReport, ServerFingerprint, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.services.mail_check.check_results import CheckResults, check_outcome
from desktop_app.services.mail_check.last_checks import LastChecks

AT = datetime(2026, 11, 30, 8, 36, tzinfo=UTC)
TARGET = Target(ServerType.IMAPS, "imap.example.com", 993, "info")


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (LoginOk(), CheckOutcome.WORKS),
        (ReachedOnly(LoginSkipped.NO_PASSWORD), CheckOutcome.PARTLY),
        (LoginRefused("no"), CheckOutcome.LOGIN_REFUSED),
        (TlsFailed(TlsCause.WRONG_NAME), CheckOutcome.TLS_FAILED),
        (ServerFault(CheckStage.LOGIN, ProtocolFault.REPORTED), CheckOutcome.FAILS),
        (NameNotFound(), CheckOutcome.NOT_REACHED),
        (CheckCancelled(), None),
    ],
)
def test_each_verdict_is_a_word_of_the_list(verdict: Verdict, outcome: CheckOutcome | None) -> None:
    assert check_outcome(verdict) is outcome


def test_the_list_knows_what_was_checked_and_how_it_was_encrypted() -> None:
    last_checks = LastChecks()
    seen = ServerFingerprint(certificate=Certificate("", "", None, "TLSv1.3"))
    report = CheckReport(TARGET, LoginOk(), AT, 0.1, fingerprint=seen)
    CheckResults("p", last_checks).add(1, report)
    last = last_checks.get(1)
    assert last is not None
    assert (last.target, last.tls_version) == (TARGET, "TLSv1.3")
