"""Whether a save that nobody saw the end of was carried out: judged at once, and looked up later.

Runs in a worker thread.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.errors import MailboxNotFound
from desktop_app.core.errors.saving import LookupFinding
from desktop_app.core.journal import PROGRAM_ENDED, JournalEntry, SaveOutcome, SaveProof
from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value
from desktop_app.core.mailbox.mailbox_rules import field_access_for
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
"""Reasons of unknown saves that a later look may settle; after any other, a look tells no more."""

STILL_OTHER_VALUES = f"{LookupFinding.OTHER_VALUES.name} STILL"
"""Reason of an unknown save that showed other values even after the server had time to settle."""

SETTLE_SECONDS = 60.0
"""Seconds after which a server is taken to have carried out what it was sent, or never to do so."""


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What a look showed of a save. ``mailbox`` is what is there now, if anything."""

    outcome: SaveOutcome
    reason: str
    mailbox: Mailbox | None = None


def judge_save(
    sent: Mapping[Field, Value], before: Mapping[Field, Value] | None, current: Mailbox | None
) -> Mailbox | LookupFinding:
    """Return ``current`` if it holds what was sent, or else why that is not proved.

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


def find_mailbox(
    client: MailboxClient, mailbox_id: int, address: Value, highest_id: int, stop: CancelToken
) -> Mailbox | None:
    """Read the mailbox that a save was for. Raises AppError.

    With ``mailbox_id`` 0 it is the newest of this address among the ids above ``highest_id``; None
    if there is no such mailbox.
    """
    if mailbox_id:
        return client.mailbox(mailbox_id, stop)
    rows = client.mailboxes(stop).rows
    new = [row.id for row in rows if row.id > highest_id and row.address == address]
    return client.mailbox(max(new), stop) if new else None


def can_settle(entry: JournalEntry) -> bool:
    """Whether a look can tell more than is known."""
    return entry.outcome is SaveOutcome.UNKNOWN and entry.reason in UNSETTLED_REASONS


def look_up_outcome(client: MailboxClient, entry: JournalEntry, stop: CancelToken) -> LookupResult:
    """Read what the save was for; nothing is ever sent again by this. Raises AppError."""
    try:
        current = find_mailbox(client, entry.mailbox_id, entry.address, entry.highest_id, stop)
    except MailboxNotFound:
        return LookupResult(SaveOutcome.UNKNOWN, MailboxNotFound.written_name)
    finding = judge_save(entry.after, None if entry.is_new else entry.before, current)
    if isinstance(finding, Mailbox):
        return LookupResult(SaveOutcome.FOUND_DONE, SaveProof.READ_BACK.name, finding)
    outcome, reason = SaveOutcome.UNKNOWN, finding.name
    if time.time() - (entry.ended_at or entry.started_at) > SETTLE_SECONDS:
        if finding is LookupFinding.NOT_THERE_YET:
            outcome = SaveOutcome.NOT_DONE
        elif finding is LookupFinding.OTHER_VALUES:
            reason = STILL_OTHER_VALUES
    return LookupResult(outcome, reason, current)
