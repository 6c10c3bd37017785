"""What may go wrong with mailboxes: each risk counts exactly its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox_list.quick_filter import FilterTraits, QuickFilter
from desktop_app.core.mailbox_list.risks import (
    CERTIFICATE_WARNING_PERIOD,
    Risk,
    RiskFacts,
    find_risks,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOGIN = ("imap.acme.dk", "info")


def check(outcome: CheckOutcome) -> LastCheck:
    return LastCheck(NOW, outcome)


def test_each_risk_counts_its_own() -> None:
    facts = {
        1: RiskFacts(LOGIN, no_tls=True),
        2: RiskFacts(LOGIN),
        3: RiskFacts(("outlook.office365.com", "info"), password_login_ended=True),
        4: RiskFacts(("pop.acme.dk", "sales")),
        99: RiskFacts(LOGIN),
    }
    checks = {1: check(CheckOutcome.FAILS), 2: check(CheckOutcome.NOT_REACHED)}
    ends = {
        1: NOW + CERTIFICATE_WARNING_PERIOD,
        2: NOW + CERTIFICATE_WARNING_PERIOD + timedelta(seconds=1),
        3: NOW - timedelta(days=400),
        98: NOW,
    }
    elsewhere = frozenset({("pop.acme.dk", "sales")})
    found = find_risks(range(1, 6), facts, checks, ends, elsewhere, NOW)
    assert found == {
        Risk.FAILING: {1},
        Risk.PASSWORD_LOGIN_ENDED: {3},
        Risk.CERTIFICATE_EXPIRES: {1, 3},
        Risk.SHARED: {1, 2},
        Risk.SHARED_ACROSS_PROFILES: {4},
        Risk.NO_TLS: {1},
    }


def test_a_filter_asks_for_any_of_its_risks_and_knows_what_it_does_not_know() -> None:
    quick = QuickFilter(risks=frozenset({Risk.NO_TLS, Risk.FAILING}))
    assert quick.matches(FilterTraits(risks=frozenset({Risk.NO_TLS}))) is True
    assert quick.matches(FilterTraits(risks=frozenset())) is False
    assert quick.matches(FilterTraits()) is None
    assert bool(quick)
