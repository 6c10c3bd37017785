"""Keeps the edit of a dialog on this computer while it is being made."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm

AUTOSAVE_DELAY_MS = 400
"""An edit is kept when typing has paused for so many milliseconds."""


class DraftAutosave(QObject):
    """Watches a form. ``delete`` is for an edit that was saved or given up."""

    def __init__(self, workspace: Workspace, form: MailboxForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._stored_id: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_DELAY_MS)
        self._timer.timeout.connect(self._save)

    def set_workspace(self, workspace: Workspace) -> None:
        """The profile was changed."""
        self._workspace = workspace

    def schedule(self) -> None:
        """The form was edited, or loaded."""
        if self._form.draft().changes or self._stored_id is not None:
            self._timer.start()

    def save_now(self) -> None:
        """Do not wait for a pause: the program may end."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def delete(self) -> None:
        """Nothing of this edit is to be kept."""
        self._timer.stop()
        if self._stored_id is not None:
            self._workspace.drafts.delete(self._stored_id)
            self._stored_id = None

    def adopt_draft(self, mailbox_id: int) -> None:
        """An edit of an earlier run goes on in this form."""
        self._stored_id = mailbox_id

    def _save(self) -> None:
        draft = self._form.draft()
        self._workspace.drafts.save(draft)
        self._stored_id = draft.original.id if draft.changes else None
