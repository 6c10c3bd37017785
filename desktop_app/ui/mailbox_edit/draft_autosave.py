"""Stores the draft of an edit dialog on this computer while the user types."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Value
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm

AUTOSAVE_DELAY_MS = 400
"""Milliseconds without typing before a draft is stored."""
AUTOSAVE_LIMIT_MS = 2000
"""Most milliseconds between a change and its storing, however fast the user types."""


class DraftAutosave(QObject):
    """Stores the draft of one form. ``delete`` is for a draft that was saved or discarded."""

    def __init__(self, workspace: Workspace, form: MailboxForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._stored_id: int | None = None
        self._is_scheduled = False
        self._original: Mapping[Field, Value] = {}
        self._unshown: Mapping[Field, Value] = {}
        """Values of an adopted draft that the form cannot show, as their right was withdrawn."""
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_DELAY_MS)
        self._limit = QTimer(self, singleShot=True, interval=AUTOSAVE_LIMIT_MS)
        for timer in (self._timer, self._limit):
            timer.timeout.connect(self.save_now)

    def set_workspace(self, workspace: Workspace) -> None:
        """Store in another workspace from now on, because the profile was changed."""
        self._workspace = workspace

    @property
    def has_unshown_values(self) -> bool:
        """Whether deleting the draft would lose values that the form does not show."""
        return bool(self._unshown)

    def schedule(self) -> None:
        """Store the draft soon, at a pause in typing; call on each change of the form."""
        if self._form.draft().changes or self._stored_id is not None:
            self._is_scheduled = True
            self._timer.start()
            if not self._limit.isActive():
                self._limit.start()

    def save_now(self) -> None:
        """Store a scheduled draft at once, for example because the program may end."""
        if self._is_scheduled:
            self._unschedule()
            self._save()

    def delete(self) -> None:
        """Delete the stored draft."""
        self._unschedule()
        self._unshown = {}
        if self._stored_id is not None:
            self._workspace.drafts.delete(self._stored_id)
            self._stored_id = None

    def adopt_draft(self, saved_draft: SavedDraft, unshown: tuple[Field, ...]) -> None:
        """Take over the draft of an earlier run; ``unshown`` are fields that the form cannot show.

        Their values stay stored beside those of the form.
        """
        self._stored_id = saved_draft.mailbox_id
        self._original = saved_draft.original
        self._unshown = {field: saved_draft.changes[field] for field in unshown}

    def _unschedule(self) -> None:
        self._is_scheduled = False
        self._timer.stop()
        self._limit.stop()

    def _save(self) -> None:
        draft = self._with_unshown(self._form.draft())
        self._workspace.drafts.save(draft)
        self._stored_id = draft.original.id if draft.changes else None

    def _with_unshown(self, draft: Draft) -> Draft:
        then = {field: self._original.get(field) for field in self._unshown}
        original = Mailbox(draft.original.id, {**draft.original.values, **then})
        return Draft(original, {**draft.changes, **self._unshown})
