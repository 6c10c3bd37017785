"""The open edit dialogs: one for each mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # the dialog is imported when the first one is opened
    from desktop_app.core.pending_change import PendingChange
    from desktop_app.core.saved_draft import SavedDraft
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog


class OpenEditors(QObject):
    """Opens an edit dialog, or raises the one that is open for the same mailbox."""

    saved = Signal(object)
    """The Receipt of an edit that is done."""
    unlock_requested = Signal(object)
    """The Workspace that the user wants to unlock for writing."""
    secret_requested = Signal(object)
    """The Workspace whose profile password the user wants to enter again."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialogs: list[EditDialog] = []

    def edit(
        self,
        workspace: Workspace,
        mailbox_id: int,
        draft: SavedDraft | None = None,
        pending: PendingChange | None = None,
    ) -> EditDialog:
        """Show and return the edit dialog of a mailbox; id 0 creates a mailbox.

        ``draft`` is an edit of an earlier run, ``pending`` a pending change.
        """
        from desktop_app.ui.widgets.focus.type_ahead import expect_typing  # lazy: start

        dialog = self._find(workspace, mailbox_id)
        if dialog is None:
            from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog  # lazy: start

            dialog = EditDialog(workspace, mailbox_id, self._window, draft, pending)
            dialog.saved.connect(self.saved)
            dialog.unlock_requested.connect(self.unlock_requested)
            dialog.secret_requested.connect(self.secret_requested)
            dialog.finished.connect(self._remove_closed)
            self._dialogs.append(dialog)
        elif draft is not None:
            dialog.continue_draft(draft)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        expect_typing(dialog)
        return dialog

    def duplicate(self, workspace: Workspace, mailbox_id: int) -> EditDialog:
        """Show and return a dialog that creates a mailbox like another, without its password."""
        dialog = self.edit(workspace, 0)
        if dialog.has_unsaved_work:
            dialog.show_template_refused()
        else:
            dialog.use_template(mailbox_id)
        return dialog

    def move_to(self, workspace: Workspace) -> None:
        """Move the dialogs of a changed profile to its new workspace; edits stay."""
        for dialog in self.of_profile(workspace.profile.id):
            dialog.set_workspace(workspace)

    def close_all(self) -> bool:
        """Close all dialogs, asking where edits would be lost; return False if the user stays."""
        if not self.may_close():
            return False
        self.close_without_asking()
        return True

    def close_without_asking(self) -> None:
        """Close all dialogs and discard their edits without asking."""
        self._discard_and_close(self._dialogs)

    def may_close(self) -> bool:
        """Ask where edits would be lost; return False if the user stays. Closes nothing."""
        for dialog in tuple(self._dialogs):
            if not dialog.is_saving and not dialog.confirm_close():
                dialog.raise_()
                return False
        return True

    def save_drafts(self) -> None:
        """Store every draft on this computer at once."""
        for dialog in self._dialogs:
            dialog.save_draft()

    def has_unsaved_work(self, profile_id: str) -> bool:
        """Return whether a mailbox of a profile has unsaved edits or is being saved."""
        return any(d.is_saving or d.has_unsaved_work for d in self.of_profile(profile_id))

    def close_profile(self, profile_id: str) -> None:
        """Close the dialogs of a deleted profile and discard their edits."""
        self._discard_and_close(self.of_profile(profile_id))

    def of_profile(self, profile_id: str) -> list[EditDialog]:
        """Return the open dialogs of a profile."""
        return [d for d in self._dialogs if d.workspace.profile.id == profile_id]

    def _discard_and_close(self, dialogs: Sequence[EditDialog]) -> None:
        for dialog in tuple(dialogs):
            dialog.discard_edit()
            dialog.done(0)

    def _find(self, workspace: Workspace, mailbox_id: int) -> EditDialog | None:
        mine = self.of_profile(workspace.profile.id)
        return next((d for d in mine if d.mailbox_id == mailbox_id), None)

    def _remove_closed(self) -> None:
        self._dialogs = [dialog for dialog in self._dialogs if dialog.isVisible()]
