"""What became of a save whose end nobody saw: looked up later. Runs in a worker thread."""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop_app.core.errors import MailboxGone
from desktop_app.core.journal import PROGRAM_ENDED, Entry, Outcome
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox.mailbox_rules import access_of
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import Look, Proof

CAN_CHANGE = frozenset({PROGRAM_ENDED, Look.COULD_NOT_LOOK.name, Look.NOT_THERE_YET.name})
"""Why a save is unknown that another look may settle; anything else was all that can be seen."""


PATIENCE = 60.0
"""Seconds after which a server is taken to have carried out what it was sent, or never to do so."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look showed of a save. ``mailbox`` is what is there now, if anything."""

    outcome: Outcome
    why: str
    mailbox: Mailbox | None = None


def worth_a_look(entry: Entry) -> bool:
    """Whether a look can tell more than is known."""
    return entry.outcome is Outcome.UNKNOWN and entry.why in CAN_CHANGE


def look_up(client: MailboxClient, entry: Entry, stop: Cancel) -> Found:
    """Read what the save was for; nothing is ever sent again by this. Raises Trouble."""
    try:
        there = _there(client, entry, stop)
    except MailboxGone:
        return Found(Outcome.UNKNOWN, MailboxGone.__name__)
    return _missing(entry, None) if there is None else judged(entry, there)


def judged(entry: Entry, there: Mailbox) -> Found:
    """What the mailbox as it is now says about a save of it."""
    access = access_of(there)
    asked = {f: value for f, value in entry.after.items() if access[f].can_read}
    if not asked:
        return Found(Outcome.UNKNOWN, Look.CANNOT_TELL.name, there)
    if all(there.values.get(f) == value for f, value in asked.items()):
        return Found(Outcome.FOUND_DONE, Proof.READ_BACK.name, there)
    if not entry.creates and all(there.values.get(f) == entry.before.get(f) for f in asked):
        return _missing(entry, there)
    return Found(Outcome.UNKNOWN, Look.OTHER_VALUES.name, there)


def _missing(entry: Entry, there: Mailbox | None) -> Found:
    """It is not there, or not yet: a server may be slow to carry out what it was sent."""
    late = time.time() - (entry.ended_at or entry.at) > PATIENCE
    outcome = Outcome.NOT_DONE if late else Outcome.UNKNOWN
    return Found(outcome, Look.NOT_THERE_YET.name, there)


def _there(client: MailboxClient, entry: Entry, stop: Cancel) -> Mailbox | None:
    """The mailbox; one that was to be made is known by its address among the later ids."""
    if entry.mailbox_id:
        return client.mailbox(entry.mailbox_id, stop)
    rows = client.mailboxes(stop).rows
    new = [r.id for r in rows if r.id > entry.highest_id and r.address == entry.address]
    return client.mailbox(max(new), stop) if new else None
