"""The fields of a mailbox, driven by one table from field to editor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.core.mailbox import Draft, Field, Keep, Mailbox
from desktop_app.core.rights import Why
from desktop_app.core.rules import access_of, lock_of
from desktop_app.ui.edit.checks import error_in, hint_for, tr
from desktop_app.ui.edit.editors import PortEditor, TextEditor, TypeEditor
from desktop_app.ui.edit.field_row import FieldRow
from desktop_app.ui.edit.password_editor import PasswordEditor
from desktop_app.ui.words.mailboxes import shown


class MailboxForm(QWidget):
    """Shows a mailbox for editing and gives back the draft that was made of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.port = PortEditor()
        self.type = TypeEditor()
        self.password = PasswordEditor()
        self.lines = {
            which: TextEditor() for which in (Field.ADDRESS, Field.USER_NAME, Field.SERVER)
        }
        self.editors: dict[Field, TextEditor | PortEditor | TypeEditor] = {
            Field.SERVER_TYPE: self.type,
            Field.PORT: self.port,
            **self.lines,
        }
        self._mailbox = Mailbox(0, {})
        self._loading = False
        self._tried = False
        self.rows = self._build()
        self.type.edited.connect(self._on_type)
        for editor in (*self.editors.values(), self.password):
            editor.edited.connect(self._on_edit)

    def _build(self) -> dict[Field, FieldRow]:
        grid = QGridLayout(self)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(3)
        widgets: dict[Field, QWidget] = {**self.editors, Field.PASSWORD: self.password}
        rows = {}
        for line, which in enumerate(Field):
            rows[which] = FieldRow(which, widgets[which], grid, 3 * line)
            grid.setRowMinimumHeight(3 * line + 2, 7)
        grid.setRowStretch(3 * len(Field), 1)
        return rows

    def load(self, mailbox: Mailbox) -> None:
        """Show a mailbox as the server has it; nothing is changed by that."""
        self._mailbox = mailbox
        self._tried = False
        self._loading = True
        for which, editor in self.editors.items():
            editor.load(mailbox.values.get(which))
        self.password.start(creates=mailbox.id == 0)
        self._loading = False
        self._obey()
        self._on_edit()

    def rebase(self, mailbox: Mailbox) -> None:
        """Keep what the user typed, on top of what the server has now."""
        self._mailbox = mailbox
        self._obey()
        self._on_edit()

    def draft(self) -> Draft:
        """What the user made of the mailbox; only fields that may be written can differ."""
        changes = {
            which: editor.current()
            for which, editor in self.editors.items()
            if self.rows[which].access.can_write
        }
        may_replace = self.rows[Field.PASSWORD].access.can_write
        return Draft(self._mailbox, changes, self.password.choice() if may_replace else Keep())

    def first_error(self) -> Field | None:
        """Check everything, show what is wrong, and name the first field of it."""
        self._tried = True
        return next((f for f in Field if self._check(f)), None)

    def focus(self, which: Field) -> None:
        """Put the cursor into a field."""
        self.rows[which].editor.setFocus()

    @property
    def row_lock(self) -> Why | None:
        """Why nothing of this mailbox may be changed, if that is so."""
        return lock_of(self._mailbox)

    @property
    def can_write(self) -> bool:
        """Whether anything in the form may be changed."""
        return any(row.access.can_write for row in self.rows.values())

    def _obey(self) -> None:
        for which, access in access_of(self._mailbox).items():
            value = self._mailbox.values.get(which)
            text = self.tr("hidden by SuperOffice") if which is Field.PASSWORD else shown(value)
            self.rows[which].obey(access, text)

    def _on_type(self) -> None:
        if not self._loading and self.rows[Field.PORT].access.can_write:
            self.port.propose(self.type.current())

    def _on_edit(self) -> None:
        if self._loading:
            return
        for which in Field:
            self._check(which)
        self.changed.emit()

    def _check(self, which: Field) -> bool:
        draft, row = self.draft(), self.rows[which]
        row.set_hint(hint_for(which, draft))
        error = self._error(which, draft)
        row.set_error(error)
        return bool(error)

    def _error(self, which: Field, draft: Draft) -> str:
        row = self.rows[which]
        if which is Field.PASSWORD and row.access.can_write and self.password.wants_text:
            return tr("Type the new password.") if self._tried and not draft.creates else ""
        error = error_in(which, draft, row.access)
        return error if self._tried or which in draft.changes else ""
