"""A save that is written down before it goes out, and after. Runs in a worker thread."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.errors import (
    AlreadySent,
    AppError,
    JournalWriteFailed,
    ServerError,
    StoreUnavailable,
)
from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction, SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import (
    Conflict,
    FieldsLocked,
    SaveOutcomeUnknown,
    SaveRequest,
    SaveResult,
    save,
)
from desktop_app.services.store.lazy_store import LazyStore

if TYPE_CHECKING:
    from desktop_app.services.store.local_store import LocalStore

NOTHING_TO_SEND = "NOTHING_TO_SEND"
"""Why a save is done of which nothing was sent: someone else had made the same changes."""


class JournalWriter:
    """Writes the lines of saves, from any worker. ``on_change`` hears of each new line.

    ``before_save`` is done before a save goes out, and is on the disk before its line is.
    """

    def __init__(
        self,
        store: LazyStore,
        on_change: Callable[[], None] = lambda: None,
        before_save: Callable[[LocalStore], None] | None = None,
    ) -> None:
        self._store = store
        self._on_change = on_change
        self._before_save = before_save

    def begin(self, entry: JournalEntry) -> int:
        """Its number, once the line is on the disk. Raises JournalWriteFailed."""

        def work(store: LocalStore) -> int:
            if self._before_save is not None:
                self._before_save(store)
            return store.journal.start(_with_account(entry))

        try:
            number = self._store.run(work)
        except StoreUnavailable as error:
            raise JournalWriteFailed(error.detail) from None
        self._on_change()
        return number

    def end(self, entry_id: int, outcome: SaveOutcome, reason: str, mailbox_id: int) -> None:
        """What became of it. If that cannot be written, the line stays open and is looked up."""
        self._write_or_skip(
            lambda store: store.journal.finish(entry_id, outcome, reason, mailbox_id)
        )

    def add(self, entry: JournalEntry) -> None:
        """A save that ended before anything was sent."""
        self._write_or_skip(lambda store: store.journal.add(_with_account(entry)))

    def _write_or_skip(self, write: Callable[..., object]) -> None:
        try:
            self._store.run(write)
        except StoreUnavailable:
            return
        self._on_change()


def journaled_save(
    client: MailboxClient,
    request: SaveRequest,
    stop: CancelToken,
    writer: JournalWriter,
    context: JournalContext,
) -> SaveResult:
    """Save one draft, and write down what is sent and what became of it. Raises AppError.

    Without a line in the journal nothing is sent: JournalWriteFailed.
    """
    lines: list[int] = []

    def on_sending(prepared: SaveRequest) -> None:
        lines.append(writer.begin(entry_for(context, prepared)))

    def record(outcome: SaveOutcome, reason: str, mailbox_id: int = 0) -> None:
        if lines:
            writer.end(lines[0], outcome, reason, mailbox_id)
        else:
            writer.add(replace(entry_for(context, request), outcome=outcome, reason=reason))

    try:
        saved = save(client, request, stop, on_sending)
    except AlreadySent:
        raise  # the line of the time before stands
    except AppError as error:
        record(outcome_of_error(error), reason_of(error))
        raise
    except Exception as fault:
        record(SaveOutcome.UNKNOWN if lines else SaveOutcome.NOT_SENT, type(fault).__name__)
        raise
    differs = [field.name for field in saved.differing_fields]
    why = " ".join([saved.proof.name, *differs]) if lines else NOTHING_TO_SEND
    record(SaveOutcome.DONE, why, saved.mailbox.id)
    return saved


def entry_for(context: JournalContext, request: SaveRequest) -> JournalEntry:
    """The line of a save that is about to be sent."""
    draft, original = request.draft, request.draft.original
    return JournalEntry(
        context,
        original.id,
        original.text(Field.ADDRESS) or draft_address(draft),
        {} if draft.is_new else {f: original.values.get(f) for f in draft.changes},
        dict(draft.changes),
        _password_action(draft),
        draft.is_new,
        request.highest_id,
    )


def draft_address(draft: Draft) -> str:
    """The address that a mailbox will have after the save."""
    return replace(draft.original, values=draft.result).text(Field.ADDRESS)


def outcome_of_error(error: AppError) -> SaveOutcome:
    """What a failed save was, for the journal."""
    if isinstance(error, SaveOutcomeUnknown) or error.may_have_run:
        return SaveOutcome.UNKNOWN
    if isinstance(error, Conflict | FieldsLocked | ServerError):
        return SaveOutcome.REFUSED
    return SaveOutcome.NOT_SENT


def reason_of(error: AppError) -> str:
    """The kind of trouble and its technical text, which never holds a secret."""
    if isinstance(error, SaveOutcomeUnknown):
        return error.finding.name
    text = error.message if isinstance(error, ServerError) else error.detail
    return f"{error.written_name}: {text}" if text else error.written_name


def _password_action(draft: Draft) -> PasswordAction:
    if not isinstance(draft.password, KeepPassword):
        return PasswordAction.REPLACED
    return PasswordAction.NONE if draft.is_new else PasswordAction.KEPT


def _with_account(entry: JournalEntry) -> JournalEntry:
    return replace(entry, account=account(), computer=computer())


@cache
def account() -> str:
    """The operating system's name of the person at this computer, not what the environment says."""
    if sys.platform == "win32":
        return "\\".join(filter(None, (os.environ.get("USERDOMAIN"), os.getlogin())))
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


@cache
def computer() -> str:
    """The name of this computer."""
    return socket.gethostname()
