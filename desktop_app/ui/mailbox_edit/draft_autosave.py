"""Keeps the edit of a dialog on this computer while it is being made."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm

PAUSE_MS = 400
"""An edit is kept when typing has paused for so many milliseconds."""


class DraftKeeper(QObject):
    """Watches a form. ``drop`` is for an edit that was saved or given up."""

    def __init__(self, workplace: Workplace, form: MailboxForm) -> None:
        super().__init__(form)
        self._workplace = workplace
        self._form = form
        self._kept: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._keep)

    def move_to(self, workplace: Workplace) -> None:
        """The profile was changed."""
        self._workplace = workplace

    def note_change(self) -> None:
        """The form was edited, or loaded."""
        if self._form.draft().changes or self._kept is not None:
            self._timer.start()

    def keep_now(self) -> None:
        """Do not wait for a pause: the program may end."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def drop(self) -> None:
        """Nothing of this edit is to be kept."""
        self._timer.stop()
        if self._kept is not None:
            self._workplace.drafts.drop(self._kept)
            self._kept = None

    def adopt(self, mailbox_id: int) -> None:
        """An edit of an earlier run goes on in this form."""
        self._kept = mailbox_id

    def _keep(self) -> None:
        draft = self._form.draft()
        self._workplace.drafts.keep(draft)
        self._kept = draft.original.id if draft.changes else None
