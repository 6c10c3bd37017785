"""Opens the bulk windows and makes them drop typed passwords when the program is locked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.core.bulk.bulk_run import BulkRunKind, undo_drafts
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.ui.bulk.bulk_dialog import BulkDialog
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog, PreparedRun
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.ui.bulk.run_text import resume_title, undo_title
from desktop_app.ui.widgets.focus.type_ahead import expect_typing

if TYPE_CHECKING:
    from desktop_app.core.journal import JournalEntry
    from desktop_app.services.bulk.run_history import BulkRunRecord
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
    from desktop_app.ui.profiles.profile_controller import ProfileController


Dialog = TypeVar("Dialog", bound=BulkDialog)


class BulkWindows(QObject):
    """The open bulk windows; the main window has a single instance (GUI thread)."""

    run_started = Signal(object)
    """The SaveQueue of a bulk run, just before it starts."""

    def __init__(
        self, window: QWidget, editors: OpenEditors, profile_controller: ProfileController
    ) -> None:
        super().__init__(window)
        self._window = window
        self._editors = editors
        self._profile_controller = profile_controller
        self._dialogs: list[BulkDialog] = []
        profile_controller.locked.connect(self._clear_secrets)

    def edit(self, workspace: Workspace, ids: Sequence[int]) -> BulkEditDialog:
        """Open a bulk edit of these mailboxes."""
        return self._show(BulkEditDialog(workspace, ids, self._window))

    def replace_passwords(
        self, workspace: Workspace, bulk_run_key: str = ""
    ) -> PasswordRotationDialog:
        """Open a password rotation; ``bulk_run_key`` is the run to resume, empty for a new run."""
        return self._show(PasswordRotationDialog(workspace, self._window, bulk_run_key))

    def undo(self, workspace: Workspace, bulk_run_key: str) -> None:
        """Open the review of an undo of a bulk run, once the journal has its entries."""
        if workspace.journal is not None:

            def review(lines: list[JournalEntry]) -> None:
                drafts = undo_drafts(lines)
                if isValid(workspace) and drafts:
                    self._review(
                        workspace, PreparedRun(BulkRunKind.UNDO, undo_title(len(drafts)), drafts)
                    )

            workspace.journal.load_bulk_run(bulk_run_key, review)

    def resume(self, workspace: Workspace, record: BulkRunRecord) -> None:
        """Open the review of an interrupted run's unsaved rows; saved and unknown rows stay."""
        run = record.bulk_run
        if run.kind is BulkRunKind.PASSWORDS:
            self.replace_passwords(workspace, run.key)
            return
        self._review(
            workspace,
            PreparedRun(
                run.kind,
                resume_title(len(record.remaining_drafts)),
                record.remaining_drafts,
                run.key,
            ),
        )

    def _review(self, workspace: Workspace, prepared: PreparedRun) -> None:
        self._show(BulkEditDialog(workspace, (), self._window, prepared))

    def _show(self, dialog: Dialog) -> Dialog:
        self._dialogs = [each for each in self._dialogs if isValid(each)]
        self._dialogs.append(dialog)
        dialog.unlock_requested.connect(self._profile_controller.unlock)
        dialog.open_requested.connect(self._open_row)
        dialog.undo_requested.connect(self.undo)
        dialog.run_started.connect(self.run_started)
        dialog.show()
        expect_typing(dialog)
        return dialog

    def _open_row(self, workspace: Workspace, draft: Draft) -> None:
        """Open the edit dialog of one row, with the row's changes applied to the current values."""
        original = {field: draft.original.values.get(field) for field in draft.changes}
        name, number = draft.original.text(Field.ADDRESS), draft.original.id
        kept = SavedDraft(number, name, original, draft.changes, time.time())
        self._editors.edit(workspace, number, kept if draft.changes else None)

    def confirm_quit(self) -> bool:
        """Ask in each window that would lose work; return False if the user stays."""
        for dialog in self._open_dialogs():
            if not dialog.confirm_close(quitting=True):
                dialog.raise_()
                return False
        return True

    def shut_down(self) -> None:
        """Stop all runs, clear all passwords and close the windows, without asking."""
        for dialog in self._open_dialogs():
            dialog.shut_down()
            dialog.done(0)

    @property
    def sending_count(self) -> int:
        """The number of bulk runs that are sending a save request right now."""
        return sum(dialog.is_sending for dialog in self._open_dialogs())

    def would_lose_work(self, profile_id: str) -> bool:
        """Return whether a profile has an active bulk run or unsaved input for one."""
        mine = (d for d in self._open_dialogs() if d.workspace.profile.id == profile_id)
        return any(dialog.has_unsaved_work for dialog in mine)

    def _open_dialogs(self) -> list[BulkDialog]:
        return [each for each in self._dialogs if isValid(each) and isValid(each.workspace)]

    def _clear_secrets(self) -> None:
        for dialog in filter(isValid, self._dialogs):
            dialog.clear_secrets()
