from __future__ import annotations

import pytest

from desktop_app.core.mail_check.last_check import FAILING_OUTCOMES, CheckOutcome
from desktop_app.core.mailbox_list.mailbox_state import (
    NO_MARKS,
    MailboxMarks,
    MailboxState,
    states_of,
    warnings_by_mailbox,
)
from desktop_app.core.mailbox_list.quick_filter import FilterTraits, QuickFilter
from desktop_app.core.mailbox_list.risks import Risk

EVERYTHING = MailboxMarks(
    unsaved={1: 0.0}, pending={1: 0.0}, warnings={1: (Risk.NO_TLS,)}, new_ids=frozenset({1})
)
S = MailboxState


def tuple_of(
    mailbox_id: int, marks: MailboxMarks, outcome: CheckOutcome | None, *, is_locked: bool
) -> tuple[MailboxState, ...]:
    return tuple(states_of(mailbox_id, marks, outcome, is_locked=is_locked))


def test_all_that_holds_is_told_the_most_urgent_first() -> None:
    held = tuple_of(1, EVERYTHING, CheckOutcome.LOGIN_REFUSED, is_locked=True)
    assert held == (S.UNSAVED, S.PENDING, S.FAILING, S.WARNING, S.LOCKED, S.NEW)
    assert tuple_of(2, EVERYTHING, CheckOutcome.WORKS, is_locked=False) == (S.WORKS,)
    assert (*held, S.WORKS, S.UNKNOWN) == tuple(S)


@pytest.mark.parametrize("outcome", [None, CheckOutcome.PARTLY, CheckOutcome.NOT_REACHED])
def test_without_a_verdict_the_state_is_unknown(outcome: CheckOutcome | None) -> None:
    assert tuple_of(1, NO_MARKS, outcome, is_locked=False) == (S.UNKNOWN,)


@pytest.mark.parametrize("outcome", FAILING_OUTCOMES)
def test_each_verdict_that_the_mailbox_does_not_work_is_failing(outcome: CheckOutcome) -> None:
    assert tuple_of(1, NO_MARKS, outcome, is_locked=False) == (S.FAILING,)


def test_warnings_are_the_risks_of_each_mailbox_but_failing() -> None:
    risks = {
        Risk.FAILING: frozenset({1, 2}),
        Risk.SHARED: frozenset({2, 3}),
        Risk.NO_TLS: frozenset({3}),
    }
    assert warnings_by_mailbox(risks) == {2: (Risk.SHARED,), 3: (Risk.SHARED, Risk.NO_TLS)}


def test_a_filter_asks_for_any_of_its_states_and_knows_what_it_does_not_know() -> None:
    quick = QuickFilter(states=frozenset({S.WARNING, S.NEW}))
    assert quick.matches(FilterTraits(states=frozenset({S.NEW}))) is True
    assert quick.matches(FilterTraits(states=frozenset())) is False
    assert quick.matches(FilterTraits()) is None
