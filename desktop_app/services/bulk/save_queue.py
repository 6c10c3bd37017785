"""The saves of a bulk run, sent one after another, each like a single edit.

Each save is in the journal, under its operation id, before it is sent; a save that is done or has
an unknown outcome is never sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.bulk_run import RunCounts
from desktop_app.core.errors import (
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
from desktop_app.core.errors.saving import Conflict, SaveOutcomeUnknown
from desktop_app.core.journal import SaveOutcome, outcome_of_error
from desktop_app.core.mailbox.mailbox import Draft, KeepPassword, Mailbox, ReplacePassword
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
"""Errors that every other save of the run would meet as well: the run pauses."""


class RunState(Enum):
    """The state of a run as a whole."""

    IDLE = auto()
    SENDING = auto()
    PAUSED = auto()
    STOPPED = auto()
    DONE = auto()
    """Nothing is waiting any more."""


@dataclass(frozen=True, slots=True)
class QueuedSave:
    """An edit to be sent once, identified by its operation id.

    ``pending_change_id`` is the id under which its password is stored, 0 for none.
    ``password_forgotten`` means that its typed password was cleared: it is not sent again.
    """

    operation_id: str
    draft: Draft
    pending_change_id: int = 0
    password_forgotten: bool = False

    def without_secret(self) -> QueuedSave:
        """Return the same save for showing, without its typed password."""
        if not isinstance(self.draft.password, ReplacePassword):
            return self
        return replace(
            self, draft=replace(self.draft, password=KeepPassword()), password_forgotten=True
        )


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """A save and its state. Without ``outcome`` it waits, or is being sent (``is_sending``)."""

    queued_save: QueuedSave
    outcome: SaveOutcome | None = None
    error: AppError | None = None
    result: SaveResult | None = None
    is_sending: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether the save is still to be sent."""
        return self.outcome is None and not self.is_sending

    @property
    def is_saved(self) -> bool:
        """Whether the server holds what was sent."""
        return self.outcome is not None and self.outcome.is_saved

    @property
    def is_unknown(self) -> bool:
        """Whether the save was sent and its outcome is unknown; it is not sent again."""
        return self.outcome is not None and self.outcome.is_open

    @property
    def is_failed(self) -> bool:
        """Whether nothing was changed; ``error`` says why."""
        return self.outcome is not None and self.outcome.is_failed

    @property
    def is_conflict(self) -> bool:
        """Whether nothing was sent because someone else had changed the same fields."""
        return isinstance(self.error, Conflict)


class SaveQueue(QObject):
    """Sends saves in order. To be used on the GUI thread; the saves run in a worker.

    A failed row does not stop the run, unless every other row would fail as well: then the run
    pauses and sets ``pause_reason``. The list is reloaded when sending ends.
    """

    row_changed = Signal(object)
    """The operation id of a row that changed."""
    changed = Signal()
    """The state of the run, or the set of its rows, changed."""

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
        """The key that this run's journal entries share."""
        self.state = RunState.IDLE
        self.pause_reason: AppError | None = None
        """The error that paused the run; None if the user did."""
        self._rows = {queued.operation_id: QueuedRow(queued) for queued in queued_saves}
        self._current_key = ""
        self._needs_reload = False

    @property
    def rows(self) -> Sequence[QueuedRow]:
        """All rows, in the order of sending."""
        return tuple(self._rows.values())

    def row(self, operation_id: str) -> QueuedRow:
        """Return the row with an operation id. Raises KeyError if there is none."""
        return self._rows[operation_id]

    @property
    def counts(self) -> RunCounts:
        """How many rows are saved, failed, unknown, and waiting or being sent."""
        return RunCounts.of(row.outcome for row in self._rows.values())

    @property
    def typed_passwords(self) -> int:
        """How many unsaved rows hold a typed password: they wait, or failed."""
        drafts = (row.queued_save.draft for row in self._rows.values())
        return sum(isinstance(draft.password, ReplacePassword) for draft in drafts)

    @property
    def is_busy(self) -> bool:
        """Whether a save is being sent now."""
        return bool(self._current_key)

    @property
    def is_running(self) -> bool:
        """Whether a save is being sent now, or the next one follows automatically."""
        return self.is_busy or self.state is RunState.SENDING

    def apply_journal(self, entries: Iterable[JournalEntry]) -> None:
        """Set the outcomes of these saves that an earlier run left in the journal."""
        for entry in entries:
            row = self._rows.get(entry.context.operation_id)
            if row is not None and not (row.is_sending or row.is_saved):
                is_open = row.is_unknown or entry.outcome.is_open
                outcome = SaveOutcome.UNKNOWN if is_open else None  # failed rows are sent again
                known = entry.outcome if entry.outcome.is_saved else outcome
                self._set_row(replace(row, outcome=known, error=None))

    def start(self) -> None:
        """Start, or continue after a pause or a stop."""
        self.pause_reason = None
        self._set_state(RunState.SENDING)
        self._send_next()

    def pause(self) -> None:
        """Send no other save until ``start``; the one being sent is finished."""
        if self.state is RunState.SENDING:
            self._set_state(RunState.PAUSED)

    def stop(self) -> None:
        """Stop the run because the user asked; the save being sent is finished."""
        if self.state in (RunState.SENDING, RunState.PAUSED):
            self._set_state(RunState.STOPPED)
            self._reload_if_saved()

    def retry(self, operation_ids: Iterable[str] | None = None) -> None:
        """Queue failed rows again; ``operation_ids`` None means all of them."""
        for row in (
            [self._rows[key] for key in operation_ids] if operation_ids is not None else self.rows
        ):
            if row.is_failed and not row.queued_save.password_forgotten:
                self._set_row(QueuedRow(row.queued_save))

    def clear_passwords(self) -> None:
        """Discard all typed passwords except that of the save being sent.

        A waiting row that loses its password counts as failed, and is not sent again by this run.
        """
        for row in self.rows:
            queued = row.queued_save.without_secret()
            if row.is_waiting and queued is not row.queued_save:
                self._set_row(QueuedRow(queued, SaveOutcome.NOT_SENT, PasswordNotStored()))
            elif not row.is_sending:
                self._rows[queued.operation_id] = replace(row, queued_save=queued)

    def replace(self, queued_save: QueuedSave) -> None:
        """Replace the draft of a waiting or failed row, after a conflict was resolved."""
        row = self._rows[queued_save.operation_id]
        if row.is_waiting or row.is_failed:
            self._set_row(QueuedRow(queued_save))

    def remove(self, operation_id: str) -> None:
        """Remove a waiting or failed row; any other stays."""
        row = self._rows[operation_id]
        if row.is_waiting or row.is_failed:
            del self._rows[operation_id]
            self.changed.emit()

    def _send_next(self) -> None:
        if self.state is not RunState.SENDING or self._current_key:
            return
        row = next((row for row in self.rows if row.is_waiting), None)
        if row is None:
            self._set_state(RunState.DONE)
            self._reload_if_saved()
            return
        self._send(row)

    def _send(self, row: QueuedRow) -> None:
        queued = row.queued_save
        self._current_key = queued.operation_id
        self._set_row(replace(row, is_sending=True, error=None))
        if queued.draft.is_new:
            self.workspace.read_mailbox(0, partial(self._on_defaults_read, queued))
        else:
            self._save(queued, queued.draft)

    def _on_defaults_read(
        self, queued_save: QueuedSave, outcome: Success[Mailbox] | Failure
    ) -> None:
        """Send the reviewed values on top of the current default values of a new mailbox."""
        if isinstance(outcome, Failure):
            self._on_saved(queued_save, outcome)
        else:
            draft = queued_save.draft
            self._save(queued_save, Draft(outcome.value, draft.result, draft.password))

    def _save(self, queued_save: QueuedSave, draft: Draft) -> None:
        way = SaveOptions(
            queued_save.operation_id, self.bulk_run_key, queued_save.pending_change_id
        )
        self.workspace.save(draft, partial(self._on_saved, queued_save), way)

    def _on_saved(self, queued_save: QueuedSave, outcome: Success[SaveResult] | Failure) -> None:
        self._current_key = ""
        if isinstance(outcome, Success):
            self._needs_reload = True
            secretless = queued_save.without_secret()
            self._set_row(QueuedRow(secretless, SaveOutcome.DONE, result=outcome.value))
        else:
            self._on_failed(queued_save, outcome.error)
        if self.state in (RunState.STOPPED, RunState.PAUSED):
            self._reload_if_saved()
        self._send_next()

    def _on_failed(self, queued_save: QueuedSave, error: AppError) -> None:
        outcome = _outcome_to_show(error)
        if outcome is not None and not outcome.is_failed:
            queued_save = queued_save.without_secret()
        self._set_row(QueuedRow(queued_save, outcome, error))
        self._needs_reload = self._needs_reload or isinstance(error, SaveOutcomeUnknown)
        if isinstance(error, PAUSING_ERRORS) or is_transient(error) or _is_connection_lost(error):
            self.pause_reason = error
            self._set_state(RunState.PAUSED)

    def _reload_if_saved(self) -> None:
        """Reload the list once for all saves so far."""
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
    """Return whether the save lost the connection, so that the next save would fail as well."""
    return (
        isinstance(error, SaveOutcomeUnknown)
        and is_transient(error.cause)
        and error.mailbox is None
    )


def _outcome_to_show(error: AppError) -> SaveOutcome | None:
    """Return the outcome of a failed row; None if the row can be sent again later."""
    outcome = outcome_of_error(error)
    waits = isinstance(error, (*PAUSING_ERRORS, Cancelled)) or is_transient(error)
    return None if waits and outcome.is_failed else outcome
