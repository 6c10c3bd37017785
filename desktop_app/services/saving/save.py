"""One save: read and compare, send one POST, read back.

Runs in a worker thread. The POST is sent at most once: if the reply is lost, the mailbox is read
to find out whether the save was carried out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from desktop_app.core.errors import (
    AppError,
    PasswordNotStored,
    RedirectRefused,
    ResponseTooLarge,
    ServerError,
    UnexpectedResponse,
)
from desktop_app.core.errors.saving import (
    Conflict,
    FieldsLocked,
    LoginConflict,
    LookupFinding,
    SaveOutcomeUnknown,
)
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.conflicts import MergedChange, conflicting_fields, merged_changes
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    MailLogin,
    ReplacePassword,
    SendSavedPassword,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for, is_supported_type
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.create_check import highest_id_before_create
from desktop_app.services.saving.outcome_lookup import LostSave, look_for_save

ANSWERS = (ServerError, UnexpectedResponse, RedirectRefused, ResponseTooLarge)
"""Errors of a save that was answered, although not with the saved mailbox."""


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The saved mailbox, how the save was verified, and the fields that differ from the draft.

    ``password_lost`` means that the server showed a stored password before the save but not after.
    ``merged`` is what someone else had changed since the draft began. ``was_sent`` is False if
    someone else had made all of the same changes, so that there was nothing to send. ``is_first``
    is True for the first save on a profile. ``before`` holds the server's values from just before
    the save, for the fields that the save changed; None for a new mailbox. ``password_sent`` says
    whether the save replaced the password.
    """

    mailbox: Mailbox
    proof: SaveProof
    differing_fields: tuple[Field, ...] = ()
    password_lost: bool = False
    merged: tuple[MergedChange, ...] = ()
    was_sent: bool = True
    is_first: bool = False
    before: Mapping[Field, Value] | None = field(default=None, compare=False)
    password_sent: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What to save.

    ``seen_ids`` are the mailboxes that the user was shown before a create: another one with the
    same address stops the create. ``highest_id`` is the highest mailbox id just before a create,
    which the save finds out: if the reply is lost, only a mailbox above it is the new one; it is 0
    for other saves. ``read_saved_password`` runs in
    the worker, must not use Qt objects, returns the saved password for a login, and raises
    AppError.
    """

    draft: Draft
    seen_ids: frozenset[int] = frozenset()
    read_saved_password: Callable[[MailLogin], str] | None = None
    highest_id: int = 0


def save(
    client: MailboxClient,
    request: SaveRequest,
    stop: CancelToken,
    on_sending: Callable[[SaveRequest], None] = lambda _request: None,
) -> SaveResult:
    """Save one draft.

    ``on_sending`` gets the request just before the POST; an exception from it prevents the POST.

    Raises:
        Conflict, FieldsLocked, AddressTaken: nothing was sent.
        SaveOutcomeUnknown: the POST may have been carried out.
        AppError: any other failure.
    """
    request = _with_password(request)
    password = request.draft.password
    with client.masking(password.text if isinstance(password, ReplacePassword) else ""):
        return _send(client, request, stop, on_sending)


def _send(
    client: MailboxClient,
    request: SaveRequest,
    stop: CancelToken,
    on_sending: Callable[[SaveRequest], None],
) -> SaveResult:
    """Compare, send and verify a draft whose password is known. Raises what ``save`` raises."""
    given, request = request.draft, _prepared(client, request, stop)
    draft = request.draft
    merged = () if draft.is_new else merged_changes(given, draft.original)
    if draft.is_empty and not (draft.is_new or given.is_empty):
        return SaveResult(draft.original, SaveProof.READ_BACK, merged=merged, was_sent=False)
    on_sending(request)
    return replace(
        _sent(client, request, stop),
        merged=merged,
        before=None if draft.is_new else {f: draft.original.values.get(f) for f in draft.changes},
        password_sent=not isinstance(draft.password, KeepPassword),
    )


def _sent(client: MailboxClient, request: SaveRequest, stop: CancelToken) -> SaveResult:
    """Send the one POST, and verify it."""
    try:
        answer = client.save(request.draft, stop)
    except AppError as lost:
        if not lost.may_have_run:
            raise
        answered = isinstance(lost, ANSWERS)
        proof = SaveProof.FOUND_AFTER_BAD_ANSWER if answered else SaveProof.FOUND_AFTER_LOST_ANSWER
        return _resolve_lost_save(client, request, lost, proof)
    return _read_back(client, request, answer, stop)


def _with_password(request: SaveRequest) -> SaveRequest:
    """Return the request with the saved password in its draft, if the draft asks for it."""
    draft = request.draft
    if not isinstance(draft.password, SendSavedPassword):
        return request
    if request.read_saved_password is None:
        raise PasswordNotStored
    password = ReplacePassword(request.read_saved_password(draft.password.login))
    return replace(request, draft=replace(draft, password=password))


def _prepared(client: MailboxClient, request: SaveRequest, stop: CancelToken) -> SaveRequest:
    """Return the request based on the server's current values."""
    draft = request.draft
    if draft.is_new:
        highest = highest_id_before_create(client, draft, request.seen_ids, stop)
        return replace(request, highest_id=highest)
    return replace(request, draft=_rebased_draft(client, draft, stop))


def _rebased_draft(client: MailboxClient, draft: Draft, stop: CancelToken) -> Draft:
    current = client.mailbox(draft.original.id, stop)
    colliding = conflicting_fields(draft, current)
    if colliding:
        of_login = any(field not in draft.changes for field in colliding)
        raise (LoginConflict if of_login else Conflict)(current, colliding)
    locked = _newly_locked(draft, current)
    if locked:
        raise FieldsLocked(current, locked)
    return draft.rebased_on(current)


def _newly_locked(draft: Draft, current: Mailbox) -> tuple[Field, ...]:
    anyway = not is_supported_type(draft.original.values.get(Field.SERVER_TYPE))
    before, now = (
        field_access_for(each, allow_unsupported=anyway) for each in (draft.original, current)
    )
    return tuple(f for f in _written_fields(draft) if before[f].can_write and not now[f].can_write)


def _written_fields(draft: Draft) -> tuple[Field, ...]:
    password = (Field.PASSWORD,) if isinstance(draft.password, ReplacePassword) else ()
    return (*draft.changes, *password)


def _read_back(
    client: MailboxClient, request: SaveRequest, answer: Mailbox, stop: CancelToken
) -> SaveResult:
    """Verify a save by reading the mailbox: a null reply to the POST verifies nothing.

    Servers also reply null when a call failed. If reading fails, the reply verifies the save only
    if it has the changed values; otherwise the reply counts as lost.
    """
    asked = request.draft.result
    try:
        read = client.mailbox(answer.id, stop)
    except AppError as error:
        unread = error.without_frames()  # or it would keep this frame, and the password with it
    else:
        lost = _has_lost_password(request.draft, read)
        return SaveResult(read, SaveProof.READ_BACK, _differences(asked, read), lost)
    if _differences(request.draft.changes, answer):
        return _resolve_lost_save(client, request, unread, SaveProof.FOUND_AFTER_BAD_ANSWER)
    return SaveResult(answer, SaveProof.ANSWER_ONLY, _differences(asked, answer))


def _has_lost_password(draft: Draft, read: Mailbox) -> bool:
    """Return whether a read after the save no longer shows the password that was stored before.

    The reply to the POST tells nothing: servers may leave the password out of it.
    """
    return not draft.is_new and draft.original.password_presence.is_lost_in(read.password_presence)


def _differences(expected: Mapping[Field, Value], actual: Mailbox) -> tuple[Field, ...]:
    access = field_access_for(actual)
    readable = [f for f in expected if access[f].can_read]
    return tuple(f for f in readable if actual.values.get(f) != expected[f])


def _resolve_lost_save(
    client: MailboxClient, request: SaveRequest, cause: AppError, proof: SaveProof
) -> SaveResult:
    """Look up a save without a usable reply, with a new token: the save's may be cancelled.

    ``proof`` is the result's if the values are there.
    """
    draft, original = request.draft, request.draft.original
    lost = LostSave(
        original.id,
        draft.result.get(Field.ADDRESS),
        request.highest_id,
        draft.changes,
        None if draft.is_new else original.values,
    )
    try:
        look = look_for_save(client, lost, CancelToken())
    except AppError:
        raise SaveOutcomeUnknown(cause, LookupFinding.COULD_NOT_LOOK) from None
    found, there = look.found, look.mailbox
    gone = there is not None and _has_lost_password(draft, there)
    if isinstance(found, LookupFinding):
        raise SaveOutcomeUnknown(cause, found, there, password_lost=gone)
    differs = _differences(draft.result, found)
    return SaveResult(found, proof, differs, gone)
