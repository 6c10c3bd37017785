"""One save, from draft to proof: re-read and compare, one POST, read back.

Runs in a worker thread. The POST is sent at most once; when its answer is lost, the program looks
and says what it found, and never repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop_app.core.errors import MailboxPasswordGone, Trouble
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    MailLogin,
    Replace,
    SendKept,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import access_of, is_vouched
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.client_protocol import MailboxClient


class Proof(Enum):
    """How we know that a save worked."""

    READ_BACK = auto()
    ANSWER_ONLY = auto()
    FOUND_AFTER_LOST_ANSWER = auto()


@dataclass(frozen=True, slots=True)
class Saved:
    """The mailbox as the server has it now, how we know, and where it differs from the draft."""

    mailbox: Mailbox
    proof: Proof
    differs: tuple[Field, ...] = ()


class Conflict(Trouble):
    """Someone else changed ``fields`` meanwhile. Nothing was sent; ``theirs`` is what is there."""

    def __init__(self, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        super().__init__(", ".join(f.name for f in fields))
        self.theirs = theirs
        self.fields = fields


class LockedMeanwhile(Trouble):
    """``fields`` may no longer be written. Nothing was sent; ``theirs`` is what is there."""

    def __init__(self, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        super().__init__(", ".join(f.name for f in fields))
        self.theirs = theirs
        self.fields = fields


class Look(Enum):
    """What a look showed after the answer to a save was lost."""

    NOT_THERE_YET = auto()
    CANNOT_TELL = auto()
    OTHER_VALUES = auto()
    """Neither what was there before nor what was sent."""
    COULD_NOT_LOOK = auto()


class SaveUnknown(Trouble):
    """The save was sent and its answer never came. ``look`` says what was found afterwards."""

    def __init__(self, lost: Trouble, look: Look, found: Mailbox | None = None) -> None:
        super().__init__(lost.detail, may_have_run=True)
        self.lost = lost
        self.look = look
        self.found = found


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What to save. ``known_ids`` are the mailboxes that were there before a create.

    Without them a create reads the list first: otherwise a mailbox that had the address all along
    would be taken for the new one, should the answer be lost. ``kept_password`` gives the one that
    is kept on this computer for a login; it raises Trouble, and refers to nothing of Qt's.
    ``relies_on`` are fields that are not sent, and yet must be as they were when it was made.
    """

    draft: Draft
    known_ids: frozenset[int] | None = None
    kept_password: Callable[[MailLogin], str] | None = None
    relies_on: tuple[Field, ...] = ()

    @property
    def highest_id(self) -> int:
        """The highest mailbox id that was known before a create, 0 without any."""
        return max(self.known_ids or (), default=0) if self.draft.creates else 0


def save(
    client: MailboxClient,
    request: SaveRequest,
    stop: Cancel,
    sending: Callable[[SaveRequest], None] = lambda _request: None,
) -> Saved:
    """Save one draft. Raises Trouble; Conflict, LockedMeanwhile and SaveUnknown among them.

    ``sending`` hears just before the POST what goes out; what it raises keeps that from happening.
    """
    request = _with_password(request)
    given, request = request.draft, _prepared(client, request, stop)
    draft = request.draft
    if draft.is_empty and not (draft.creates or given.is_empty):
        return Saved(draft.original, Proof.READ_BACK)  # someone else made the same changes
    sending(request)
    try:
        answer = client.save(draft, stop)
    except Trouble as lost:
        if not lost.may_have_run:
            raise
        return _look(client, request, lost)
    return _read_back(client, request, answer, stop)


def _with_password(request: SaveRequest) -> SaveRequest:
    """The same request with the kept password in it, if that is to be sent."""
    draft = request.draft
    if not isinstance(draft.password, SendKept):
        return request
    if request.kept_password is None:
        raise MailboxPasswordGone
    password = Replace(request.kept_password(draft.password.typed_for))
    return replace(request, draft=replace(draft, password=password))


def _prepared(client: MailboxClient, request: SaveRequest, stop: Cancel) -> SaveRequest:
    """The same request on top of what the server holds now."""
    draft, known = request.draft, request.known_ids
    if not draft.creates:
        return replace(request, draft=_on_current(client, request, stop))
    if known is None:
        known = frozenset(row.id for row in client.mailboxes(stop).rows)
    return replace(request, known_ids=known)


def _on_current(client: MailboxClient, request: SaveRequest, stop: Cancel) -> Draft:
    draft = request.draft
    current = client.mailbox(draft.original.id, stop)
    colliding = tuple(f for f, mine in draft.changes.items() if _collides(draft, current, f, mine))
    before, now = draft.original.values, current.values
    relied = (f for f in request.relies_on if f not in draft.changes)
    colliding += tuple(f for f in relied if before.get(f) != now.get(f))
    if colliding:
        raise Conflict(current, colliding)
    locked = _newly_locked(draft, current)
    if locked:
        raise LockedMeanwhile(current, locked)
    return draft.on(current)


def _collides(draft: Draft, current: Mailbox, which: Field, mine: Value) -> bool:
    theirs = current.values.get(which)
    return theirs != draft.original.values.get(which) and theirs != mine


def _newly_locked(draft: Draft, current: Mailbox) -> tuple[Field, ...]:
    anyway = not is_vouched(draft.original.values.get(Field.SERVER_TYPE))
    before, now = (access_of(each, anyway=anyway) for each in (draft.original, current))
    return tuple(f for f in _written(draft) if before[f].can_write and not now[f].can_write)


def _written(draft: Draft) -> tuple[Field, ...]:
    password = (Field.PASSWORD,) if isinstance(draft.password, Replace) else ()
    return (*draft.changes, *password)


def _read_back(client: MailboxClient, request: SaveRequest, answer: Mailbox, stop: Cancel) -> Saved:
    """Proof by reading. A null is none: servers also answer so when a call failed.

    Without it the answer has to speak for itself: without the changed values it is as good as lost.
    """
    asked = request.draft.result
    try:
        read = client.mailbox(answer.id, stop)
    except Trouble as trouble:
        unread = trouble
    else:
        return Saved(read, Proof.READ_BACK, _differences(asked, read))
    if _differences(request.draft.changes, answer):
        return _look(client, request, unread)
    return Saved(answer, Proof.ANSWER_ONLY, _differences(asked, answer))


def _differences(asked: Mapping[Field, Value], got: Mailbox) -> tuple[Field, ...]:
    access = access_of(got)
    readable = [f for f in asked if access[f].can_read]
    return tuple(f for f in readable if got.values.get(f) != asked[f])


def _look(client: MailboxClient, request: SaveRequest, lost: Trouble) -> Saved:
    """Look with a token of its own: the save's may have been cancelled."""
    try:
        return _look_for(client, request, lost, Cancel())
    except SaveUnknown:
        raise
    except Trouble:
        raise SaveUnknown(lost, Look.COULD_NOT_LOOK) from None


def _look_for(client: MailboxClient, request: SaveRequest, lost: Trouble, stop: Cancel) -> Saved:
    draft = request.draft
    found = _find(client, request, stop)
    if found is None:
        raise SaveUnknown(lost, Look.NOT_THERE_YET)
    asked = {f: value for f, value in draft.changes.items() if access_of(found)[f].can_read}
    if not asked:
        raise SaveUnknown(lost, Look.CANNOT_TELL, found)
    if any(found.values.get(f) != value for f, value in asked.items()):
        before = {f: draft.original.values.get(f) for f in asked}
        untouched = not draft.creates and before.items() <= found.values.items()
        raise SaveUnknown(lost, Look.NOT_THERE_YET if untouched else Look.OTHER_VALUES, found)
    return Saved(found, Proof.FOUND_AFTER_LOST_ANSWER, _differences(draft.result, found))


def _find(client: MailboxClient, request: SaveRequest, stop: Cancel) -> Mailbox | None:
    """The mailbox that the lost save was for; a created one is known by its address."""
    draft, known = request.draft, request.known_ids or frozenset()
    if not draft.creates:
        return client.mailbox(draft.original.id, stop)
    address = draft.result.get(Field.ADDRESS)
    new = [r.id for r in client.mailboxes(stop).rows if r.id not in known and r.address == address]
    return client.mailbox(max(new), stop) if new else None
