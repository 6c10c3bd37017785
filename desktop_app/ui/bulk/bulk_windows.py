"""Opens the windows for many mailboxes, and tells them when the desk is left."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop_app.core.bulk.bulk_run import BatchKind, undoing
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.saved_draft import KeptDraft
from desktop_app.ui.bulk.bulk_dialog import BatchDialog
from desktop_app.ui.bulk.bulk_edit_dialog import EditSeveralDialog, Given
from desktop_app.ui.bulk.rotation_dialog import PasswordsDialog
from desktop_app.ui.bulk.run_text import resume_title, undo_title

if TYPE_CHECKING:
    from desktop_app.core.journal import Entry
    from desktop_app.services.bulk.run_history import KeptBatch
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.ui.shell.main_window import MainWindow


Dialog = TypeVar("Dialog", bound=BatchDialog)


class SeveralWindows(QObject):
    """One for the main window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._open: list[BatchDialog] = []
        window.desk.locked.connect(self._forget_secrets)

    def edit(self, workplace: Workplace, ids: Sequence[int]) -> EditSeveralDialog:
        """Edit these mailboxes together."""
        return self._show(EditSeveralDialog(workplace, ids, self._window))

    def replace_passwords(self, workplace: Workplace, batch: str = "") -> PasswordsDialog:
        """Replace the passwords of many, or go on with that."""
        return self._show(PasswordsDialog(workplace, self._window, batch))

    def undo(self, workplace: Workplace, batch: str) -> None:
        """Review the restoring of what a run changed."""
        if workplace.journal is not None:

            def review(lines: list[Entry]) -> None:
                drafts = undoing(lines)
                if isValid(workplace) and drafts:
                    self._review(workplace, Given(BatchKind.UNDO, undo_title(), drafts))

            workplace.journal.of_batch(batch, review)

    def resume(self, workplace: Workplace, kept: KeptBatch) -> None:
        """Go on with a run that was cut: what is saved, or not known, is left alone."""
        batch = kept.batch
        if batch.kind is BatchKind.PASSWORDS:
            self.replace_passwords(workplace, batch.key)
            return
        self._review(workplace, Given(batch.kind, resume_title(), kept.left_to_do, batch.key))

    def _review(self, workplace: Workplace, given: Given) -> None:
        self._show(EditSeveralDialog(workplace, (), self._window, given))

    def _show(self, dialog: Dialog) -> Dialog:
        self._open = [each for each in self._open if isValid(each)]
        self._open.append(dialog)
        dialog.unlock_wanted.connect(self._window.desk.unlock)
        dialog.open_wanted.connect(self._look)
        dialog.undo_wanted.connect(self.undo)
        dialog.show()
        return dialog

    def _look(self, workplace: Workplace, draft: Draft) -> None:
        """One row in its own dialog, with what was to be saved laid on what is there."""
        original = {which: draft.original.values.get(which) for which in draft.changes}
        name, number = draft.original.text(Field.ADDRESS), draft.original.id
        kept = KeptDraft(number, name, original, draft.changes, time.time())
        self._window.dialogs.edit(workplace, number, kept if draft.changes else None)

    def may_quit(self) -> bool:
        """Ask where a run would be cut or passwords would be lost; nothing is closed yet."""
        for dialog in self._alive():
            if not dialog.may_close(quits=True):
                dialog.raise_()
                return False
        return True

    def end(self) -> None:
        """The program ends: stop the runs, let go of every secret, and close."""
        for dialog in self._alive():
            dialog.end()
            dialog.done(0)

    @property
    def sending(self) -> int:
        """How many runs have a row on its way right now."""
        return sum(dialog.is_sending for dialog in self._alive())

    def would_lose(self, profile_id: str) -> bool:
        """Whether a run of a profile is under way, or passwords for it are not saved."""
        mine = (d for d in self._alive() if d.workplace.profile.id == profile_id)
        return any(dialog.would_lose for dialog in mine)

    def _alive(self) -> list[BatchDialog]:
        return [each for each in self._open if isValid(each) and isValid(each.workplace)]

    def _forget_secrets(self) -> None:
        for dialog in filter(isValid, self._open):
            dialog.forget_secrets()
