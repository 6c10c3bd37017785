"""A run of many saves: one after the other, each through the same path as any edit.

It knows nothing of windows. What was sent is in the journal before it goes out, under the key of
its errand; an errand that is saved, or of which nobody knows, is never sent again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import (
    AlreadySent,
    AppError,
    Cancelled,
    JournalWriteFailed,
    PasswordNotStored,
    ProfileLocked,
    SecretMissing,
    SecretStoreError,
    SignInHalted,
    SignInRefused,
)
from desktop_app.core.errors.saving import Conflict, FieldsLocked, SaveOutcomeUnknown
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, Mailbox, ReplacePassword
from desktop_app.services.background import Failure, Success
from desktop_app.services.list_state import SaveOptions
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.session.reconnect import is_transient

if TYPE_CHECKING:
    from desktop_app.core.journal import JournalEntry
    from desktop_app.services.saving.save_target import SaveTarget

PAUSING_ERRORS = (
    SignInHalted,
    JournalWriteFailed,
    ProfileLocked,
    SecretMissing,
    SecretStoreError,
    SignInRefused,
)
"""Troubles that every other errand would meet as well: the run pauses."""


class RowState(Enum):
    """How one errand stands."""

    WAITING = auto()
    SENDING = auto()
    SAVED = auto()
    REFUSED = auto()
    """Nothing was changed; the trouble says why."""
    CONFLICT = auto()
    """Someone else changed it, or locked it, meanwhile. Nothing was sent."""
    UNKNOWN = auto()
    """It was sent, and nobody knows yet what became of it. It is not sent again."""


class RunState(Enum):
    """How the run as a whole stands."""

    IDLE = auto()
    SENDING = auto()
    PAUSED = auto()
    STOPPED = auto()
    DONE = auto()
    """Nothing waits any more."""


@dataclass(frozen=True, slots=True)
class QueuedSave:
    """An edit to be sent once, known by its key. ``pending_change_id`` is the number of its
    password.

    ``must_match``: see Way. One whose typed password is forgotten is ``password_forgotten``, and
    not sent again.
    """

    operation_id: str
    draft: Draft
    pending_change_id: int = 0
    must_match: tuple[Field, ...] = ()
    password_forgotten: bool = False

    def without_secret(self) -> QueuedSave:
        """The same for showing: a typed password has left it."""
        if not isinstance(self.draft.password, ReplacePassword):
            return self
        return replace(
            self, draft=replace(self.draft, password=KeepPassword()), password_forgotten=True
        )


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """An errand and how it stands."""

    queued_save: QueuedSave
    state: RowState = RowState.WAITING
    error: AppError | None = None
    result: SaveResult | None = None


class SaveQueue(QObject):
    """Sends errands in their order; to be used on the GUI thread, the work is done in another.

    A failed row keeps no other from being sent, unless every other would fail as well: then the run
    pauses, and ``pause_reason`` says so. The list is read again when nothing is sent any more.
    """

    row_changed = Signal(object)
    """The key of an errand that stands differently now."""
    changed = Signal()
    """The run as a whole stands differently now."""

    def __init__(
        self,
        workspace: SaveTarget,
        queued_saves: Iterable[QueuedSave],
        bulk_run_key: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.bulk_run_key = bulk_run_key or str(uuid4())
        """What the lines of this run have in common in the journal."""
        self.state = RunState.IDLE
        self.pause_reason: AppError | None = None
        """Why it paused by itself."""
        self._rows = {queued.operation_id: QueuedRow(queued) for queued in queued_saves}
        self._current_key = ""
        self._needs_reload = False

    @property
    def rows(self) -> Sequence[QueuedRow]:
        """All of them, in their order."""
        return tuple(self._rows.values())

    def row(self, operation_id: str) -> QueuedRow:
        """One of them."""
        return self._rows[operation_id]

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many stand how."""
        return Counter(row.state for row in self._rows.values())

    @property
    def typed_passwords(self) -> int:
        """How many rows hold a typed password that was not saved: they wait, or failed."""
        drafts = (row.queued_save.draft for row in self._rows.values())
        return sum(isinstance(draft.password, ReplacePassword) for draft in drafts)

    @property
    def is_busy(self) -> bool:
        """Whether one is on its way right now."""
        return bool(self._current_key)

    @property
    def is_running(self) -> bool:
        """Whether a row is on its way, or the next one follows by itself."""
        return self.is_busy or self.state is RunState.SENDING

    def apply_journal(self, entries: Iterable[JournalEntry]) -> None:
        """What the journal knows of these errands from an earlier run; one line settles it."""
        for entry in entries:
            row = self._rows.get(entry.context.operation_id)
            if row is not None and row.state not in (RowState.SENDING, RowState.SAVED):
                unknown = row.state is RowState.UNKNOWN and not entry.outcome.is_saved
                state = RowState.UNKNOWN if unknown else _state_from_journal(entry)
                self._set_row(replace(row, state=state, error=None))

    def start(self) -> None:
        """Begin, or go on after a pause or a stop."""
        self.pause_reason = None
        self._set_state(RunState.SENDING)
        self._send_next()

    def pause(self) -> None:
        """Send no further one until ``start``; the one on its way is finished."""
        if self.state is RunState.SENDING:
            self._set_state(RunState.PAUSED)

    def stop(self) -> None:
        """The user wants no more of this run; the one on its way is finished."""
        if self.state in (RunState.SENDING, RunState.PAUSED):
            self._set_state(RunState.STOPPED)
            self._reload_if_saved()

    def retry(self, operation_ids: Iterable[str] | None = None) -> None:
        """Let those that were refused wait again, all of them unless told."""
        for row in (
            [self._rows[key] for key in operation_ids] if operation_ids is not None else self.rows
        ):
            if (
                row.state in (RowState.REFUSED, RowState.CONFLICT)
                and not row.queued_save.password_forgotten
            ):
                self._set_row(QueuedRow(row.queued_save))

    def clear_passwords(self) -> None:
        """Let go of every typed password but that of the row on its way; the rest is not sent.

        A row that lost its password so is refused, and needs another errand.
        """
        for row in self.rows:
            queued = row.queued_save.without_secret()
            if row.state is RowState.WAITING and queued is not row.queued_save:
                self._set_row(QueuedRow(queued, RowState.REFUSED, PasswordNotStored()))
            elif row.state is not RowState.SENDING:
                self._rows[queued.operation_id] = replace(row, queued_save=queued)

    def replace(self, queued_save: QueuedSave) -> None:
        """Another draft for a row that was not sent: a conflict was resolved."""
        if self._rows[queued_save.operation_id].state in (
            RowState.WAITING,
            RowState.REFUSED,
            RowState.CONFLICT,
        ):
            self._set_row(QueuedRow(queued_save))

    def remove(self, operation_id: str) -> None:
        """Do not send it; one that is on its way, or was sent, stays."""
        if self._rows[operation_id].state in (
            RowState.WAITING,
            RowState.REFUSED,
            RowState.CONFLICT,
        ):
            del self._rows[operation_id]
            self.changed.emit()

    def _send_next(self) -> None:
        if self.state is not RunState.SENDING or self._current_key:
            return
        row = next((row for row in self.rows if row.state is RowState.WAITING), None)
        if row is None:
            self._set_state(RunState.DONE)
            self._reload_if_saved()
            return
        self._send(row)

    def _send(self, row: QueuedRow) -> None:
        queued = row.queued_save
        self._current_key = queued.operation_id
        self._set_row(replace(row, state=RowState.SENDING, error=None))
        if queued.draft.is_new:
            self.workspace.read_mailbox(0, partial(self._on_defaults_read, queued))
        else:
            self._save(queued, queued.draft)

    def _on_defaults_read(
        self, queued_save: QueuedSave, outcome: Success[Mailbox] | Failure
    ) -> None:
        """What a new mailbox starts from may be another by now; what was reviewed is sent."""
        if isinstance(outcome, Failure):
            self._on_saved(queued_save, outcome)
        else:
            draft = queued_save.draft
            self._save(queued_save, Draft(outcome.value, draft.result, draft.password))

    def _save(self, queued_save: QueuedSave, draft: Draft) -> None:
        way = SaveOptions(
            queued_save.operation_id,
            self.bulk_run_key,
            queued_save.pending_change_id,
            queued_save.must_match,
        )
        self.workspace.save(draft, partial(self._on_saved, queued_save), way)

    def _on_saved(self, queued_save: QueuedSave, outcome: Success[SaveResult] | Failure) -> None:
        self._current_key = ""
        row = QueuedRow(queued_save)
        if isinstance(outcome, Success):
            self._needs_reload = True
            saved = replace(row, queued_save=queued_save.without_secret(), result=outcome.value)
            self._set_row(replace(saved, state=RowState.SAVED))
        else:
            self._on_failed(row, outcome.error)
        if self.state in (RunState.STOPPED, RunState.PAUSED):
            self._reload_if_saved()
        self._send_next()

    def _on_failed(self, row: QueuedRow, error: AppError) -> None:
        state = _state_after_error(error)
        if state in (RowState.SAVED, RowState.UNKNOWN):
            row = replace(row, queued_save=row.queued_save.without_secret())
        self._set_row(replace(row, state=state, error=error))
        self._needs_reload = self._needs_reload or isinstance(error, SaveOutcomeUnknown)
        if isinstance(error, PAUSING_ERRORS) or is_transient(error) or _is_connection_lost(error):
            self.pause_reason = error
            self._set_state(RunState.PAUSED)

    def _reload_if_saved(self) -> None:
        """The list is read once, for all that was saved so far."""
        if self._needs_reload and not self._current_key:
            self._needs_reload = False
            self.workspace.reload()

    def _set_row(self, row: QueuedRow) -> None:
        self._rows[row.queued_save.operation_id] = row
        self.row_changed.emit(row.queued_save.operation_id)

    def _set_state(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()


def _is_connection_lost(error: AppError) -> bool:
    """Whether the connection went with the save: the next one would be lost as well."""
    return (
        isinstance(error, SaveOutcomeUnknown)
        and is_transient(error.cause)
        and error.mailbox is None
    )


def _state_after_error(error: AppError) -> RowState:
    if isinstance(error, SaveOutcomeUnknown) or error.may_have_run:
        return RowState.UNKNOWN
    if isinstance(error, AlreadySent):
        return RowState.SAVED if error.saved else RowState.UNKNOWN
    if isinstance(error, Conflict | FieldsLocked):
        return RowState.CONFLICT
    if isinstance(error, (*PAUSING_ERRORS, Cancelled)) or is_transient(error):
        return RowState.WAITING  # nothing is known against this one
    return RowState.REFUSED


def _state_from_journal(entry: JournalEntry) -> RowState:
    if entry.outcome.is_saved:
        return RowState.SAVED
    if entry.outcome.is_open:
        return RowState.UNKNOWN
    return RowState.WAITING
