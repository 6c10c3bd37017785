"""A save with its journal entry, written before and after the request. Runs in a worker thread."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.errors import (
    AlreadySent,
    AppError,
    ServerError,
)
from desktop_app.core.errors.saving import SaveOutcomeUnknown
from desktop_app.core.journal import (
    LOSS_SEEN,
    NOTHING_TO_SEND,
    JournalContext,
    JournalEntry,
    PasswordAction,
    SaveOutcome,
    outcome_of_error,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.journal.journal_writer import JournalTarget
from desktop_app.services.saving.save import SaveRequest, SaveResult, save


def journaled_save(
    client: MailboxClient,
    request: SaveRequest,
    stop: CancelToken,
    journal: JournalTarget | None,
) -> SaveResult:
    """Save one draft, and record in the journal what is sent and the outcome.

    Raises:
        JournalWriteFailed: the entry could not be written, and nothing was sent.
        AlreadySent: the operation is in the journal as saved or open; nothing was sent.
        AppError: the errors of ``save``.

    ``journal`` is None if nothing is stored on this computer.
    """
    if journal is None:
        return save(client, request, stop)
    writer, context = journal
    lines: list[int] = []

    def on_sending(prepared: SaveRequest) -> None:
        lines.append(writer.begin(entry_for(context, prepared)))

    def record(outcome: SaveOutcome, reason: str, mailbox_id: int = 0) -> None:
        if lines:
            writer.end(lines[0], outcome, reason, mailbox_id)
        else:
            writer.add(replace(entry_for(context, request), outcome=outcome, reason=reason))

    writer.refuse_repeat(context.operation_id if request.draft.is_new else "")
    try:
        saved = save(client, request, stop, on_sending)
    except AlreadySent:
        raise  # keep the entry of the earlier attempt
    except AppError as error:
        record(outcome_of_error(error), reason_of(error))
        raise
    except Exception as fault:
        record(SaveOutcome.UNKNOWN if lines else SaveOutcome.NOT_SENT, type(fault).__name__)
        raise
    differs = [field.name for field in saved.differing_fields]
    gone = [LOSS_SEEN] if saved.password_lost else []
    why = " ".join([saved.proof.name, *differs, *gone]) if lines else NOTHING_TO_SEND
    record(SaveOutcome.DONE, why, saved.mailbox.id)
    return saved


def entry_for(context: JournalContext, request: SaveRequest) -> JournalEntry:
    """Return the journal entry of a save that is about to be sent."""
    draft, original = request.draft, request.draft.original
    known_as = "" if draft.is_new else original.text(Field.ADDRESS)
    return JournalEntry(
        context,
        original.id,
        known_as or draft_address(draft),
        {} if draft.is_new else {f: original.values.get(f) for f in draft.changes},
        dict(draft.changes),
        _password_action(draft),
        draft.is_new,
        request.highest_id,
    )


def draft_address(draft: Draft) -> str:
    """Return the address that a mailbox will have after the save."""
    return replace(draft.original, values=draft.result).text(Field.ADDRESS)


def reason_of(error: AppError) -> str:
    """Return the stored name of an error and its untranslated text, which never holds a secret."""
    if isinstance(error, SaveOutcomeUnknown):
        return f"{error.finding.written_name} {LOSS_SEEN if error.password_lost else ''}".strip()
    text = error.message if isinstance(error, ServerError) else error.detail
    return f"{error.written_name}: {text}" if text else error.written_name


def _password_action(draft: Draft) -> PasswordAction:
    if not isinstance(draft.password, KeepPassword):
        return PasswordAction.REPLACED
    return PasswordAction.NONE if draft.is_new else PasswordAction.KEPT
