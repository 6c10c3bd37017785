"""The states of a mailbox, for the first column of the list: from unsaved edits to "works"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from itertools import compress

from desktop_app.core.mail_check.last_check import FAILING_OUTCOMES, CheckOutcome
from desktop_app.core.mailbox_list.risks import Risk


class MailboxState(Enum):
    """What can hold of a mailbox, the most urgent first. Several states can hold at once."""

    UNSAVED = auto()
    """An edit was begun on this computer and not saved."""
    PENDING = auto()
    """A pending change has not been sent yet."""
    FAILING = auto()
    """No mail arrives, as far as is known: this computer's last check failed."""
    WARNING = auto()
    """A risk: mail may stop soon, be read by others, or go to another system."""
    LOCKED = auto()
    """The server's rights do not let the user change the mailbox."""
    NEW = auto()
    """The mailbox was added since the list was last marked as seen."""
    WORKS = auto()
    """This computer's last check logged in."""
    UNKNOWN = auto()
    """No check has told whether the mailbox works."""


MAILBOX_STATES = tuple(MailboxState)
STATES_WITHOUT_DETAILS = frozenset(MailboxState) - {MailboxState.WARNING, MailboxState.LOCKED}
"""The states that are certain before the details of a mailbox are loaded."""


@dataclass(frozen=True, slots=True)
class MailboxMarks:
    """What is known of the mailboxes of a list beside its rows, details and checks.

    Mappings are keyed by mailbox id; times are in seconds since 1970 (UTC).
    """

    unsaved: Mapping[int, float] = field(default_factory=dict)
    """When the edit was last kept that is not saved."""
    pending: Mapping[int, float] = field(default_factory=dict)
    """When the pending change was made."""
    warnings: Mapping[int, tuple[Risk, ...]] = field(default_factory=dict)
    new_ids: frozenset[int] = frozenset()
    seen_at: datetime | None = None
    """The local time of the list that ``new_ids`` are compared with; None before the first."""


NO_MARKS = MailboxMarks()


def states_of(
    mailbox_id: int, marks: MailboxMarks, outcome: CheckOutcome | None, *, is_locked: bool
) -> Iterator[MailboxState]:
    """Return all states that hold of a mailbox, the most urgent first; there is always one.

    ``outcome`` is that of its last check, None if it was never checked.
    """
    is_failing = outcome in FAILING_OUTCOMES
    works = outcome is CheckOutcome.WORKS
    holds = (
        mailbox_id in marks.unsaved,
        mailbox_id in marks.pending,
        is_failing,
        mailbox_id in marks.warnings,
        is_locked,
        mailbox_id in marks.new_ids,
        works,
        not (is_failing or works),
    )
    return compress(MAILBOX_STATES, holds)


def count_states(
    ids: Set[int], marks: MailboxMarks, outcomes: Collection[CheckOutcome], locked_count: int
) -> dict[MailboxState, int]:
    """Count how many mailboxes each state holds of; states of no mailbox are left out.

    ``outcomes`` are those of the last checks of these mailboxes.
    """
    failing = sum(outcome in FAILING_OUTCOMES for outcome in outcomes)
    works = sum(outcome is CheckOutcome.WORKS for outcome in outcomes)
    counts = {
        MailboxState.UNSAVED: len(ids & marks.unsaved.keys()),
        MailboxState.PENDING: len(ids & marks.pending.keys()),
        MailboxState.FAILING: failing,
        MailboxState.WARNING: len(ids & marks.warnings.keys()),
        MailboxState.LOCKED: locked_count,
        MailboxState.NEW: len(ids & marks.new_ids),
        MailboxState.WORKS: works,
        MailboxState.UNKNOWN: len(ids) - failing - works,
    }
    return {state: count for state, count in counts.items() if count}


def warnings_by_mailbox(
    risks: Mapping[Risk, frozenset[int]],
) -> dict[int, tuple[Risk, ...]]:
    """Return the risks of each mailbox that has any; failing is a state of its own."""
    found: dict[int, tuple[Risk, ...]] = {}
    for risk in Risk:
        if risk is not Risk.FAILING:
            for mailbox_id in risks.get(risk, ()):
                found[mailbox_id] = (*found.get(mailbox_id, ()), risk)
    return found
