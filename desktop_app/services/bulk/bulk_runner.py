"""A bulk run: recorded first, then sent row by row like single edits."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.bulk_run import BulkRun, BulkRunKind, row_operation_id
from desktop_app.core.mailbox.mailbox import Draft, ReplacePassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Failure, Success
from desktop_app.services.bulk.save_queue import QueuedSave, SaveQueue

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.core.journal import JournalEntry
    from desktop_app.core.secrets.saved_password import SavedPassword
    from desktop_app.services.bulk.bulk_target import BulkTarget


class PasswordProof(Enum):
    """How far the password that a row sends is verified."""

    ACCEPTED = auto()
    """The mail server accepted the password before the save."""
    UNTRIED = auto()
    NOT_SENT = auto()
    """The row sends no password; the stored one stays."""


class BulkRunner(QObject):
    """A SaveQueue and its stored BulkRun. ``proofs`` are by mailbox id. GUI thread."""

    start_failed = Signal(object)
    """An AppError: the run could not be recorded, and was not started."""

    def __init__(
        self,
        workspace: BulkTarget,
        kind: BulkRunKind,
        drafts: Iterable[Draft],
        proofs: Mapping[int, PasswordProof] | None = None,
        bulk_run_key: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.kind = kind
        self.drafts: Sequence[Draft] = tuple(drafts)
        self._proofs = dict(proofs or {})
        self._saved_passwords: dict[int, SavedPassword] = {}
        self._replaced_ids = frozenset(
            d.original.id for d in self.drafts if isinstance(d.password, ReplacePassword)
        )
        bulk_run_key = bulk_run_key or str(uuid4())
        self.queue = SaveQueue(
            workspace,
            map(partial(self._queued_save, bulk_run_key), self.drafts),
            bulk_run_key,
            self,
        )
        self.queue.row_changed.connect(self._delete_outdated_password)
        self.bulk_run = BulkRun.of(
            bulk_run_key, kind, workspace.profile.id, time.time(), self.drafts
        )
        self.drafts = self.bulk_run.drafts  # typed passwords are only in the queue

    def proof(self, mailbox_id: int) -> PasswordProof:
        """Return how far the password of a row is verified."""
        if mailbox_id not in self._replaced_ids:
            return PasswordProof.NOT_SENT
        return self._proofs.get(mailbox_id, PasswordProof.UNTRIED)

    def start(self) -> None:
        """Record the run, then start; rows saved by an earlier attempt are not sent again."""
        work = self.workspace
        if work.passwords is not None and self._replaced_ids:
            work.passwords.load(work.profile.id, self._on_passwords_loaded)
        if work.run_history is None:
            self.queue.start()
        else:
            work.run_history.record_start(work, self.bulk_run, self._on_recorded)

    def clear_passwords(self) -> None:
        """Pause and discard the typed passwords: rows that need one are not sent."""
        self.queue.pause()
        self.queue.clear_passwords()

    def _queued_save(self, bulk_run_key: str, draft: Draft) -> QueuedSave:
        return QueuedSave(row_operation_id(bulk_run_key, draft.original.id), draft)

    def _on_recorded(self, error: AppError | None, entries: tuple[JournalEntry, ...]) -> None:
        if error is not None:
            self.start_failed.emit(error)
            return
        self.queue.apply_journal(entries)
        self.queue.start()

    def _on_passwords_loaded(self, outcome: Success[list[SavedPassword]] | Failure) -> None:
        found = outcome.value if isinstance(outcome, Success) else []
        name = SecretName.MAILBOX_PASSWORD
        self._saved_passwords = {each.mailbox_id: each for each in found if each.name is name}

    def _delete_outdated_password(self, operation_id: str) -> None:
        """Delete the saved password of a mailbox once a new one was saved in SuperOffice."""
        row = self.queue.row(operation_id)
        number = row.queued_save.draft.original.id
        passwords = self.workspace.passwords
        if row.is_saved and number in self._replaced_ids and passwords is not None:
            kept = self._saved_passwords.pop(number, None)
            if kept is not None:
                passwords.delete(kept)
