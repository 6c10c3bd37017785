"""Asks the user about fields that someone else has changed too, and applies the choices."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword, Value
from desktop_app.core.mailbox.rights import LockCause
from desktop_app.core.saved_draft import RestoredDraft, SavedDraft, restore_draft
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.editor.conflict_panel import ConflictPanel
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm


class ConflictChoices(QObject):
    """Connects a ConflictPanel with the form whose values it is about."""

    def __init__(self, form: MailboxForm) -> None:
        super().__init__(form)
        self.panel = ConflictPanel()
        self._form = form
        self._own_values: dict[Field, Value] = {}
        self.panel.changed.connect(self._apply)

    def ask(self, draft: Draft, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        """Ask for each of ``fields`` which value to use, and focus the first question."""
        locked = frozenset(f for f in fields if not self._form.rows[f].access.can_write)
        self.panel.show_conflicts(draft, theirs, fields, locked)
        self._own_values = {field: draft.result.get(field) for field in fields}
        self.panel.focus_field(fields[0])

    def focus_undecided(self) -> bool:
        """Focus the first question without an answer; return False if there is none."""
        undecided = self.panel.first_undecided
        if undecided is not None:
            self.panel.focus_field(undecided)
        return undecided is not None

    def check_obstacle(self) -> str:
        """Return why an entered password may not be tried yet; empty if it may. Translated."""
        if not isinstance(self._form.draft().password, ReplacePassword):
            return ""
        if not self.focus_undecided():
            return ""
        return translate(
            "mailbox_edit",
            "Choose the values first: the check would send the password to that server.",
        )

    def restore(self, saved_draft: SavedDraft, current: Mailbox) -> RestoredDraft:
        """Apply a stored draft to the server's current values, and ask about conflicts.

        Its values are shown in a read-only profile too, as are edits that were being made when the
        profile was locked.
        """
        lock = self._form.row_lock
        if lock is not None and lock.cause is LockCause.TYPE_UNSUPPORTED:
            self._form.allow_unsupported_type()  # as when the draft was made
        restored = restore_draft(saved_draft, current)
        if restored.draft.changes:
            self._form.set_lock(None)
        for field, value in restored.draft.changes.items():
            self._form.set_value(field, value)
        if restored.conflicting:
            self.ask(restored.draft, current, restored.conflicting)
        return restored

    def _apply(self) -> None:
        for field, mine in self.panel.choices().items():
            if mine:
                self._form.set_value(field, self._own_values[field])
            else:
                self._form.undo(field)
