"""Collects edits made without a connection, and sends them when the user asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import PendingChangesUnreadable
from desktop_app.core.mailbox.mailbox import (
    Draft,
    KeepPassword,
    MailLogin,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.core.pending_change import PendingChange, SendObstacle, needs_password
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, Success
from desktop_app.services.bulk.save_queue import QueuedSave, SaveQueue
from desktop_app.services.pending.change_writer import (
    PENDING_PASSWORD,
    ChangeToWrite,
    ChangeWriter,
    OnWritten,
)
from desktop_app.services.pending.stored_changes import (
    LoadedChanges,
    load_changes,
    orphaned_passwords,
)

if TYPE_CHECKING:
    from desktop_app.core.secrets.saved_password import SavedPassword
    from desktop_app.services.pending.pending_target import PendingTarget
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
    from desktop_app.services.store.store_service import StoreService


class ChangeSet(QObject):
    """The pending changes of all profiles, at most one for each existing mailbox. GUI thread.

    A typed password is stored only in the keyring or vault; the worker that sends the change reads
    it, and it is deleted when the change is saved or discarded.
    """

    changed = Signal()
    run_started = Signal(object)
    """The SaveQueue of a new run, just before it starts."""

    def __init__(
        self,
        store: StoreService,
        passwords: MailboxPasswordService | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._store = store
        self._passwords = passwords
        self._clock = clock
        self._writer = ChangeWriter(store, passwords)
        self._changes: dict[int, PendingChange] = {}
        self._runs: dict[str, SaveQueue] = {}
        self._load_requested = False

    def load(self) -> None:
        """Load the stored changes, on the first call only."""
        if not self._load_requested:
            self._load_requested = True
            self._store.submit(load_changes, self._on_loaded)

    def of_profile(self, profile_id: str) -> list[PendingChange]:
        """Return the changes of a profile, oldest first."""
        return [edit for edit in self._changes.values() if edit.profile_id == profile_id]

    @property
    def profile_ids(self) -> tuple[str, ...]:
        """The ids of the profiles with pending changes."""
        return tuple(dict.fromkeys(edit.profile_id for edit in self._changes.values()))

    def find(self, profile_id: str, mailbox_id: int) -> PendingChange | None:
        """Return the pending change of a mailbox; None if there is none, or for id 0."""
        ours = self.of_profile(profile_id) if mailbox_id else []
        return next((edit for edit in ours if edit.mailbox_id == mailbox_id), None)

    def get(self, change_id: int) -> PendingChange | None:
        """Return a change by its id; None if there is none."""
        return self._changes.get(change_id)

    @property
    def can_save_passwords(self) -> bool:
        """Whether a typed password can be stored on this computer."""
        return self._passwords is not None and self._passwords.can_save

    def add(
        self,
        profile: Profile,
        draft: Draft,
        change_id: int = 0,
        on_done: OnWritten = lambda _outcome: None,
    ) -> None:
        """Add a change, replacing the one with ``change_id`` or the one of the same mailbox.

        A typed password is stored first. The change is there once it is on the disk; ``on_done``
        gets it then, or why it was not added: the replaced change is still there. A stored
        password of the replaced change is reused unless another was typed.
        """
        before = self._changes.get(change_id) or self.find(profile.id, draft.original.id)
        change = self._make_change(profile, draft, before)

        def finish(outcome: Success[PendingChange] | Failure) -> None:
            if isinstance(outcome, Success):
                self._show(change, before)
            elif change.id not in self._changes:
                self._delete(change)
            on_done(outcome)

        replaced_id = before.id if before is not None and before.id != change.id else 0
        self._writer.write(profile, ChangeToWrite(change, draft.password, replaced_id), finish)

    def remove(self, change_id: int) -> None:
        """Remove a change that was saved or discarded, and its password."""
        edit = self._changes.pop(change_id, None)
        if edit is not None:
            self._delete(edit)
            self.changed.emit()

    def delete_profile(self, profile_id: str) -> None:
        """Remove the changes of a deleted profile."""
        self.end_run(profile_id)
        self._writer.withdraw(profile_id)
        for edit in self.of_profile(profile_id):
            self.remove(edit.id)

    def can_send(self, change: PendingChange, workspace: PendingTarget) -> bool:
        """Return whether a change can be sent as it is."""
        return self.obstacle(change, workspace) is None

    def obstacle(self, change: PendingChange, workspace: PendingTarget) -> SendObstacle | None:
        """Return why a change cannot be sent as it is; None if it can."""
        if change.installation_id not in ("", workspace.profile.installation_id):
            return SendObstacle.OTHER_INSTALLATION
        needs = needs_password(change.draft, workspace.server_facts.keep_behaviour)
        return SendObstacle.PASSWORD if needs else None

    def start_run(self, workspace: PendingTarget) -> SaveQueue:
        """Return a new run of the profile's changes that can be sent; saved ones are removed.

        An earlier run of the profile is ended; if one of its saves is under way, that run is
        returned.
        """
        under_way = self._runs.get(workspace.profile.id)
        if under_way is not None and under_way.is_busy:
            return under_way
        self.end_run(workspace.profile.id)
        edits = [e for e in self.of_profile(workspace.profile.id) if self.can_send(e, workspace)]
        run = SaveQueue(workspace, map(_queued_save, edits), parent=self)
        numbers = {edit.operation_id: edit.id for edit in edits}

        def remove_if_saved(operation_id: str) -> None:
            edit = self._changes.get(numbers[operation_id])
            # a change edited meanwhile has another operation id, and is still to be sent
            if (
                run.row(operation_id).is_saved
                and edit is not None
                and edit.operation_id == operation_id
            ):
                self.remove(edit.id)

        run.row_changed.connect(remove_if_saved)
        self._runs[workspace.profile.id] = run
        self.run_started.emit(run)
        return run

    def run_of(self, profile_id: str) -> SaveQueue | None:
        """Return the last run of a profile, finished or not; None if there is none."""
        return self._runs.get(profile_id)

    def end_run(self, profile_id: str) -> None:
        """End the last run of a profile: nothing more is sent."""
        run = self._runs.pop(profile_id, None)
        if run is not None:
            run.stop()
            run.deleteLater()

    def remove_saved(self, workspace: PendingTarget, on_done: Callable[[], None]) -> None:
        """Remove changes that the journal has as saved, in case the program was killed between."""
        edits = self.of_profile(workspace.profile.id)
        self._store.submit(orphaned_passwords, self._delete_orphans)

        def finish(outcome: Success[list[int]] | Failure) -> None:
            for number in outcome.value if isinstance(outcome, Success) else []:
                self.remove(number)
            on_done()

        keys = [(edit.id, edit.operation_id) for edit in edits]
        self._store.submit(
            lambda store: [
                number
                for number, key in keys
                if any(entry.outcome.is_saved for entry in store.journal.of_operation(key))
            ],
            finish,
        )

    def _on_loaded(self, outcome: Success[LoadedChanges] | Failure) -> None:
        if isinstance(outcome, Success):
            found = outcome.value
            self._changes = {edit.id: edit for edit in found.changes} | self._changes
            self._delete_orphans(Success(found.orphaned_passwords))
            self.changed.emit()
            if found.unreadable:
                names = ", ".join(f"mailbox {number}" for number in found.unreadable)
                self._store.replaced.emit(PendingChangesUnreadable(names))

    def _delete_orphans(self, outcome: Success[list[SavedPassword]] | Failure) -> None:
        """Delete passwords without a change, left if the program was killed between two writes."""
        found = outcome.value if isinstance(outcome, Success) else []
        known = self._changes.keys() | self._writer.being_written.keys()
        left = [kept for kept in found if kept.mailbox_id not in known]
        if left and self._passwords is not None:
            self._passwords.delete_orphans(left)

    def _make_change(
        self, profile: Profile, draft: Draft, before: PendingChange | None
    ) -> PendingChange:
        """Return the change for a draft.

        A typed password makes it one with a new id: until the change is on the disk, the password
        of the replaced one stays where it is.
        """
        change_id, password = before.id if before is not None else self._next_id(), draft.password
        has_password = isinstance(password, ReplacePassword)
        if isinstance(password, ReplacePassword):
            change_id, password = self._next_id(), SendSavedPassword(MailLogin.of(draft.result))
        elif before is not None and before.has_password and isinstance(password, KeepPassword):
            password, has_password = before.draft.password, True
        draft = replace(draft, password=password)
        return PendingChange(
            change_id,
            str(uuid4()),
            profile.id,
            draft,
            self._clock(),
            has_password,
            profile.installation_id,
        )

    def _show(self, change: PendingChange, before: PendingChange | None) -> None:
        """Take up a change that is on the disk now, in place of the one that it replaces."""
        same = self.find(change.profile_id, change.mailbox_id)
        for old in filter(None, (before, same)):
            if old.id != change.id and self._changes.pop(old.id, None) is not None:
                self._delete(old)
        self._changes[change.id] = change
        self.changed.emit()

    def _next_id(self) -> int:
        """Return an id that no earlier change had, as its password may still be stored."""
        taken = (*self._changes, *self._writer.being_written)
        return max([int(self._clock() * 1000), *(number + 1 for number in taken)])

    def _delete(self, change: PendingChange) -> None:
        """Delete a change from the disk, and its password."""
        self._store.run(lambda store: store.pending_changes.delete(change.id))
        if change.has_password:
            self._delete_password(change)

    def _delete_password(self, change: PendingChange) -> None:
        passwords = self._passwords
        if passwords is None:
            return

        def finish(outcome: Success[list[SavedPassword]] | Failure) -> None:
            for kept in outcome.value if isinstance(outcome, Success) else []:
                if (kept.mailbox_id, kept.name) == (change.id, PENDING_PASSWORD):
                    passwords.delete(kept)

        passwords.load(change.profile_id, finish)


def _queued_save(change: PendingChange) -> QueuedSave:
    return QueuedSave(change.operation_id, change.draft, change.id if change.has_password else 0)
