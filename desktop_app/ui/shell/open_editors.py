"""The edit dialogs that are open: one for each mailbox, several at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # the dialog is imported when the first one is opened
    from desktop_app.core.pending_change import PendingEdit
    from desktop_app.core.saved_draft import KeptDraft
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog


class OpenDialogs(QObject):
    """Opens an edit dialog, or raises the one that is open for the same mailbox."""

    saved = Signal(str)
    """A sentence for the status bar."""
    unlock_wanted = Signal(object)
    """The Workplace that the user wants to write to."""
    secret_wanted = Signal(object)
    """The Workplace whose password the user wants to type again."""
    created = Signal(str)
    """What is left to do after a mailbox was created."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._open: list[EditDialog] = []

    def edit(
        self,
        workplace: Workplace,
        mailbox_id: int,
        unsaved: KeptDraft | None = None,
        pending: PendingEdit | None = None,
    ) -> EditDialog:
        """The dialog of a mailbox; id 0 creates one.

        ``unsaved`` is an edit of an earlier run, ``pending`` one that waits to be sent.
        """
        dialog = self._find(workplace, mailbox_id)
        if dialog is None:
            from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog

            dialog = EditDialog(workplace, mailbox_id, self._window, unsaved, pending)
            dialog.saved.connect(self.saved)
            dialog.created.connect(self.created)
            dialog.unlock_wanted.connect(self.unlock_wanted)
            dialog.secret_wanted.connect(self.secret_wanted)
            dialog.finished.connect(self._forget_closed)
            self._open.append(dialog)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def duplicate(self, workplace: Workplace, mailbox_id: int) -> EditDialog:
        """A dialog that creates a mailbox like another one, without its password."""
        dialog = self.edit(workplace, 0)
        if dialog.has_unsaved_work:
            dialog.refuse_template()
        else:
            dialog.fill_from(mailbox_id)
        return dialog

    def move_to(self, workplace: Workplace) -> None:
        """The profile was changed: its dialogs go on, with all that was typed in them."""
        for dialog in self.of_profile(workplace.profile.id):
            dialog.move_to(workplace)

    def close_all(self) -> bool:
        """Close them, asking where work would be lost; False if the user stays with one."""
        if not self.may_close():
            return False
        self.close_unasked()
        return True

    def close_unasked(self) -> None:
        """Close them; that work is lost by it was agreed before."""
        self._give_up(self._open)

    def may_close(self) -> bool:
        """Ask where work would be lost; nothing is closed yet."""
        for dialog in tuple(self._open):
            if not dialog.is_saving and not dialog.may_close():
                dialog.raise_()
                return False
        return True

    def keep_drafts(self) -> None:
        """Put every edit on disk now."""
        for dialog in self._open:
            dialog.keep_draft()

    def has_unsaved_work(self, profile_id: str) -> bool:
        """Whether something of a profile is being edited or saved."""
        return any(d.is_saving or d.has_unsaved_work for d in self.of_profile(profile_id))

    def end_profile(self, profile_id: str) -> None:
        """A profile was deleted: close its dialogs."""
        self._give_up(self.of_profile(profile_id))

    def of_profile(self, profile_id: str) -> list[EditDialog]:
        """The open dialogs of a profile."""
        return [d for d in self._open if d.workplace.profile.id == profile_id]

    def _give_up(self, dialogs: Sequence[EditDialog]) -> None:
        for dialog in tuple(dialogs):
            dialog.give_up()
            dialog.done(0)

    def _find(self, workplace: Workplace, mailbox_id: int) -> EditDialog | None:
        mine = self.of_profile(workplace.profile.id)
        return next((d for d in mine if d.mailbox_id == mailbox_id), None)

    def _forget_closed(self) -> None:
        self._open = [dialog for dialog in self._open if dialog.isVisible()]
