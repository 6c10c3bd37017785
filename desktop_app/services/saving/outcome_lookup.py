"""Judges whether a save whose reply was lost was carried out, at once or later.

Runs in a worker thread.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_app.core.errors import MailboxNotFound
from desktop_app.core.errors.saving import LookupFinding
from desktop_app.core.journal import LOSS_SEEN, PROGRAM_ENDED, JournalEntry, SaveOutcome, SaveProof
from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox_list.duplicates import ids_with_address
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient

UNSETTLED_REASONS = frozenset(
    {
        PROGRAM_ENDED,
        LookupFinding.COULD_NOT_LOOK.name,
        LookupFinding.NOT_THERE_YET.name,
        LookupFinding.OTHER_VALUES.name,
    }
)
"""Reasons of unknown saves that a later lookup may settle; for any other, a lookup is no help."""

STILL_OTHER_VALUES = f"{LookupFinding.OTHER_VALUES.name} STILL"
"""Reason of an unknown save whose mailbox has other values even after SETTLE_SECONDS."""

SETTLE_SECONDS = 60.0
"""Seconds after which a request that was not carried out is assumed never to be."""


@dataclass(frozen=True, slots=True)
class LostSave:
    """A save whose reply was lost.

    ``mailbox_id`` is 0 for a create, which is found by ``address`` among the ids above
    ``highest_id``. ``before`` are the values just before the save, None for a create.
    """

    mailbox_id: int
    address: Value
    highest_id: int
    sent: Mapping[Field, Value]
    before: Mapping[Field, Value] | None


@dataclass(frozen=True, slots=True)
class SaveLook:
    """The mailbox that the server has after a lost save, None if none, and what it proves.

    ``found`` is the mailbox if it has the values sent, or else why the save is not verified.
    """

    mailbox: Mailbox | None
    found: Mailbox | LookupFinding


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The result of a lookup. ``mailbox`` is the current mailbox, None if there is none."""

    outcome: SaveOutcome
    reason: str
    mailbox: Mailbox | None = None


def judge_save(
    sent: Mapping[Field, Value], before: Mapping[Field, Value] | None, current: Mailbox | None
) -> Mailbox | LookupFinding:
    """Return ``current`` if it holds the values sent, or else why the save is not verified.

    ``before`` are the values just before the save, None for a create; ``current`` is None if there
    is no such mailbox. Only fields that the server shows count, and a property that is absent
    counts as null.
    """
    if current is None:
        return LookupFinding.NOT_THERE_YET
    access = field_access_for(current)
    shown = [field for field in sent if access[field].can_read]
    if not shown:
        return LookupFinding.CANNOT_TELL
    values = current.values
    if all(values.get(field) == sent[field] for field in shown):
        return current
    if before is not None and all(values.get(field) == before.get(field) for field in shown):
        return LookupFinding.NOT_THERE_YET
    return LookupFinding.OTHER_VALUES


def look_for_save(client: MailboxClient, lost: LostSave, stop: CancelToken) -> SaveLook:
    """Read the mailbox of a lost save and judge it. Raises AppError."""
    try:
        there = _find_mailbox(client, lost, stop)
    except MailboxNotFound:
        return SaveLook(None, _finding_of_null(client, lost.mailbox_id, stop))
    return SaveLook(there, judge_save(lost.sent, lost.before, there))


def _find_mailbox(client: MailboxClient, lost: LostSave, stop: CancelToken) -> Mailbox | None:
    if lost.mailbox_id:
        return client.mailbox(lost.mailbox_id, stop)
    rows = client.mailboxes(stop).rows
    new = [each for each in ids_with_address(rows, lost.address) if each > lost.highest_id]
    return client.mailbox(max(new), stop) if new else None


def _finding_of_null(client: MailboxClient, mailbox_id: int, stop: CancelToken) -> LookupFinding:
    """Return what a null in place of a mailbox means: servers send it also when a call failed."""
    created = mailbox_id == 0  # it was in the list a moment ago
    listed = created or any(row.id == mailbox_id for row in client.mailboxes(stop).rows)
    return LookupFinding.COULD_NOT_LOOK if listed else LookupFinding.MAILBOX_GONE


def can_settle(entry: JournalEntry) -> bool:
    """Return whether a lookup may settle the outcome of a save."""
    reason = entry.reason.removesuffix(f" {LOSS_SEEN}")
    return entry.outcome is SaveOutcome.UNKNOWN and reason in UNSETTLED_REASONS


def look_up_outcome(client: MailboxClient, entry: JournalEntry, stop: CancelToken) -> LookupResult:
    """Look up the outcome of a save by reading its mailbox; nothing is sent. Raises AppError."""
    result = _look_up(client, entry, stop)
    if entry.reason.endswith(LOSS_SEEN):
        return replace(result, reason=f"{result.reason} {LOSS_SEEN}")
    return result


def _look_up(client: MailboxClient, entry: JournalEntry, stop: CancelToken) -> LookupResult:
    before = None if entry.is_new else entry.before
    lost = LostSave(entry.mailbox_id, entry.address, entry.highest_id, entry.after, before)
    look = look_for_save(client, lost, stop)
    finding = look.found
    if isinstance(finding, Mailbox):
        return LookupResult(SaveOutcome.FOUND_DONE, SaveProof.READ_BACK.name, finding)
    outcome, reason = SaveOutcome.UNKNOWN, finding.written_name
    if time.time() - (entry.ended_at or entry.started_at) > SETTLE_SECONDS:
        if finding is LookupFinding.NOT_THERE_YET:
            outcome = SaveOutcome.NOT_DONE
        elif finding is LookupFinding.OTHER_VALUES:
            reason = STILL_OTHER_VALUES
    return LookupResult(outcome, reason, look.mailbox)
