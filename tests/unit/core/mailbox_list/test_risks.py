"""What may go wrong with mailboxes: each risk counts exactly its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox_list.quick_filter import QuickFilter, Traits
from desktop_app.core.mailbox_list.risks import SOON, Facts, Risk, find_risks

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOGIN = ("imap.acme.dk", "info")


def check(outcome: CheckOutcome) -> LastCheck:
    return LastCheck(NOW, outcome)


def test_each_risk_counts_its_own() -> None:
    facts = {
        1: Facts(LOGIN, no_tls=True),
        2: Facts(LOGIN),
        3: Facts(("outlook.office365.com", "info"), basic_ended=True),
        4: Facts(("pop.acme.dk", "sales")),
        99: Facts(LOGIN),
    }
    checks = {1: check(CheckOutcome.FAILS), 2: check(CheckOutcome.NOT_REACHED)}
    ends = {
        1: NOW + SOON,
        2: NOW + SOON + timedelta(seconds=1),
        3: NOW - timedelta(days=400),
        98: NOW,
    }
    elsewhere = frozenset({("pop.acme.dk", "sales")})
    found = find_risks(range(1, 6), facts, checks, ends, elsewhere, NOW)
    assert found == {
        Risk.FAILING: {1},
        Risk.BASIC_ENDED: {3},
        Risk.CERTIFICATE_ENDS: {1, 3},
        Risk.SHARED: {1, 2},
        Risk.SHARED_ELSEWHERE: {4},
        Risk.NO_TLS: {1},
        Risk.NEVER_CHECKED: {3, 4, 5},
    }


def test_a_filter_asks_for_any_of_its_risks_and_knows_what_it_does_not_know() -> None:
    quick = QuickFilter(risks=frozenset({Risk.NO_TLS, Risk.FAILING}))
    assert quick.shows(Traits(risks=frozenset({Risk.NO_TLS}))) is True
    assert quick.shows(Traits(risks=frozenset())) is False
    assert quick.shows(Traits()) is None
    assert bool(quick)
