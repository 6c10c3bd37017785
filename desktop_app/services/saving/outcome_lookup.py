"""What became of a save whose end nobody saw: looked up later. Runs in a worker thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop_app.core.errors import MailboxNotFound
from desktop_app.core.errors.saving import LookupFinding
from desktop_app.core.journal import PROGRAM_ENDED, JournalEntry, SaveOutcome
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import SaveProof

UNSETTLED_REASONS = frozenset(
    {PROGRAM_ENDED, LookupFinding.COULD_NOT_LOOK.name, LookupFinding.NOT_THERE_YET.name}
)
"""Why a save is unknown that another look may settle; anything else was all that can be seen."""


SETTLE_SECONDS = 60.0
"""Seconds after which a server is taken to have carried out what it was sent, or never to do so."""


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What a look showed of a save. ``mailbox`` is what is there now, if anything."""

    outcome: SaveOutcome
    reason: str
    mailbox: Mailbox | None = None


def can_settle(entry: JournalEntry) -> bool:
    """Whether a look can tell more than is known."""
    return entry.outcome is SaveOutcome.UNKNOWN and entry.reason in UNSETTLED_REASONS


def look_up_outcome(client: MailboxClient, entry: JournalEntry, stop: CancelToken) -> LookupResult:
    """Read what the save was for; nothing is ever sent again by this. Raises AppError."""
    try:
        there = _find_mailbox(client, entry, stop)
    except MailboxNotFound:
        return LookupResult(SaveOutcome.UNKNOWN, MailboxNotFound.written_name)
    return _not_saved_result(entry, None) if there is None else outcome_for(entry, there)


def outcome_for(entry: JournalEntry, current: Mailbox) -> LookupResult:
    """What the mailbox as it is now says about a save of it."""
    access = field_access_for(current)
    asked = {f: value for f, value in entry.after.items() if access[f].can_read}
    if not asked:
        return LookupResult(SaveOutcome.UNKNOWN, LookupFinding.CANNOT_TELL.name, current)
    if all(current.values.get(f) == value for f, value in asked.items()):
        return LookupResult(SaveOutcome.FOUND_DONE, SaveProof.READ_BACK.name, current)
    if not entry.is_new and all(current.values.get(f) == entry.before.get(f) for f in asked):
        return _not_saved_result(entry, current)
    return LookupResult(SaveOutcome.UNKNOWN, LookupFinding.OTHER_VALUES.name, current)


def _not_saved_result(entry: JournalEntry, current: Mailbox | None) -> LookupResult:
    """It is not there, or not yet: a server may be slow to carry out what it was sent."""
    late = time.time() - (entry.ended_at or entry.started_at) > SETTLE_SECONDS
    outcome = SaveOutcome.NOT_DONE if late else SaveOutcome.UNKNOWN
    return LookupResult(outcome, LookupFinding.NOT_THERE_YET.name, current)


def _find_mailbox(client: MailboxClient, entry: JournalEntry, stop: CancelToken) -> Mailbox | None:
    """The mailbox; one that was to be made is known by its address among the later ids."""
    if entry.mailbox_id:
        return client.mailbox(entry.mailbox_id, stop)
    rows = client.mailboxes(stop).rows
    new = [r.id for r in rows if r.id > entry.highest_id and r.address == entry.address]
    return client.mailbox(max(new), stop) if new else None
