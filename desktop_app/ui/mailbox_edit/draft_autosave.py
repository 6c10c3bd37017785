"""Stores the draft of an edit dialog on this computer while the user types."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm

AUTOSAVE_DELAY_MS = 400
"""Milliseconds without typing before a draft is stored."""


class DraftAutosave(QObject):
    """Stores the draft of one form. ``delete`` is for a draft that was saved or discarded."""

    def __init__(self, workspace: Workspace, form: MailboxForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._stored_id: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_DELAY_MS)
        self._timer.timeout.connect(self._save)

    def set_workspace(self, workspace: Workspace) -> None:
        """Store in another workspace from now on, because the profile was changed."""
        self._workspace = workspace

    def schedule(self) -> None:
        """Store the draft after a pause in typing; call on each change of the form."""
        if self._form.draft().changes or self._stored_id is not None:
            self._timer.start()

    def save_now(self) -> None:
        """Store a scheduled draft at once, because the program may end."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def delete(self) -> None:
        """Delete the stored draft."""
        self._timer.stop()
        if self._stored_id is not None:
            self._workspace.drafts.delete(self._stored_id)
            self._stored_id = None

    def adopt_draft(self, mailbox_id: int) -> None:
        """Take over a draft stored by an earlier run of the program."""
        self._stored_id = mailbox_id

    def _save(self) -> None:
        draft = self._form.draft()
        self._workspace.drafts.save(draft)
        self._stored_id = draft.original.id if draft.changes else None
