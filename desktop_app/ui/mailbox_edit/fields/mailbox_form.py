"""The fields of a mailbox, driven by one table from field to editor."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.core.mailbox.hosts import Split
from desktop_app.core.mailbox.mailbox import Draft, Field, Keep, KeepVerdict, Mailbox, Value
from desktop_app.core.mailbox.mailbox_rules import access_of, lock_of
from desktop_app.core.mailbox.rights import Why
from desktop_app.core.mailbox.validation import Finding, Kind, Severity, findings
from desktop_app.ui.mailbox_edit.fields.field_editors import PortEditor, TextEditor, TypeEditor
from desktop_app.ui.mailbox_edit.fields.field_row import LINES, FieldRow
from desktop_app.ui.mailbox_edit.fields.password_editor import PasswordEditor
from desktop_app.ui.text.mailbox import shown


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
        self.mailbox = Mailbox(0, {})
        """The mailbox as the server has it, under what was typed."""
        self._loading = False
        self._tried = False
        self._keep_destroys = False
        self._lock: Why | None = None
        self._anyway = False
        self.rows = self._build()
        self.type.edited.connect(self._on_type)
        for editor in (*self.editors.values(), self.password):
            editor.edited.connect(self._on_edit)
        for row in self.rows.values():
            row.undo_wanted.connect(self.undo)
            row.split_wanted.connect(self._split)

    def _build(self) -> dict[Field, FieldRow]:
        grid = QGridLayout(self)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(3)
        widgets: dict[Field, QWidget] = {**self.editors, Field.PASSWORD: self.password}
        rows = {}
        for line, which in enumerate(Field):
            rows[which] = FieldRow(which, widgets[which], grid, LINES * line)
        grid.setRowStretch(LINES * len(Field), 1)
        widest = max(row.undo.sizeHint().width() for row in rows.values())
        grid.setColumnMinimumWidth(2, widest)  # or the fields would jump at the first change
        return rows

    def load(self, mailbox: Mailbox) -> None:
        """Show a mailbox as the server has it; nothing is changed by that."""
        self.mailbox = mailbox
        self._tried = False
        self._anyway = False
        self.type.allow_all(False)
        self._loading = True
        self.port.zero_is_unset = mailbox.id == 0
        for which, editor in self.editors.items():
            editor.load(mailbox.values.get(which))
        self.password.start(creates=mailbox.id == 0)
        self._loading = False
        self._obey()
        self._on_edit()

    def take_verdict(self, verdict: KeepVerdict) -> None:
        """What is known of saves without a password: one that loses it cannot be sent."""
        self._keep_destroys = verdict is KeepVerdict.DESTROYS
        self._on_edit()

    def set_lock(self, lock: Why | None) -> None:
        """Lock everything for a reason of our own, or no longer; what was typed stays."""
        self._lock = lock
        self._obey()
        self._on_edit()

    def edit_anyway(self) -> None:
        """Let a type be edited that this program cannot vouch for, as the user wishes."""
        self._anyway = True
        self.type.allow_all(True)
        self._obey()
        self._on_edit()

    def rebase(self, mailbox: Mailbox) -> None:
        """Keep what the user typed, on top of what the server has now."""
        mine = self.draft().changes
        self.mailbox = mailbox
        self._loading = True
        for which, editor in self.editors.items():
            editor.load(mailbox.values.get(which))
            if which in mine:
                editor.put(mine[which])
        self._loading = False
        self._obey()
        self._on_edit()

    def put(self, which: Field, value: Value) -> None:
        """Put a value into a field, as if the user had typed it."""
        if which in self.editors:
            self.editors[which].put(value)

    def undo(self, which: Field) -> None:
        """Put the loaded value back."""
        if which is Field.PASSWORD:
            self.password.start(creates=self.mailbox.id == 0)
            self._on_edit()
        else:
            self.editors[which].load(self.mailbox.values.get(which))
            self._on_edit()

    def draft(self) -> Draft:
        """What the user made of the mailbox; only fields that may be written can differ."""
        changes = {
            which: editor.current()
            for which, editor in self.editors.items()
            if self.rows[which].access.can_write
        }
        may_replace = self.rows[Field.PASSWORD].access.can_write
        return Draft(self.mailbox, changes, self.password.choice() if may_replace else Keep())

    def first_error(self) -> Field | None:
        """Check everything, show what is wrong, and name the first field of it."""
        self._tried = True
        found = self._on_edit()
        return next((f for f in Field if found.get(f) and _is_error(found[f][0])), None)

    def focus(self, which: Field) -> None:
        """Put the cursor into a field, or on its locked line."""
        row = self.rows[which]
        (row.editor if row.access.can_write else row.locked).setFocus()

    @property
    def row_lock(self) -> Why | None:
        """Why nothing of this mailbox may be changed, if that is so."""
        return lock_of(self.mailbox, anyway=self._anyway)

    @property
    def can_write(self) -> bool:
        """Whether anything in the form may be changed."""
        return any(row.access.can_write for row in self.rows.values())

    def _obey(self) -> None:
        for which, access in access_of(self.mailbox, self._lock, anyway=self._anyway).items():
            value = self.mailbox.values.get(which)
            text = self.tr("hidden by SuperOffice") if which is Field.PASSWORD else shown(value)
            self.rows[which].obey(access, text)

    def _on_type(self) -> None:
        both = (self.rows[Field.SERVER_TYPE], self.rows[Field.PORT])
        if not self._loading and all(row.access.can_write for row in both):
            self.port.propose(self.type.current())

    def _on_edit(self) -> dict[Field, list[Finding]]:
        if self._loading:
            return {}
        draft = self.draft()
        found = findings(draft, {which: row.access for which, row in self.rows.items()})
        about_keep = self._about_keep(draft)
        if about_keep is not None and Field.PASSWORD in found:
            found[Field.PASSWORD] = [about_keep]
        lines = {**self.lines, Field.PASSWORD: self.password.secret.line}
        for which in (each for each, line in lines.items() if line.is_cut):
            found[which] = [Finding(Kind.CUT, Severity.ERROR)]
        for which, row in self.rows.items():
            row.mark(changed=_is_changed(which, draft))
            row.show_findings([f for f in found.get(which, []) if self._is_told(f, which, draft)])
        self.changed.emit()
        return found

    def show_own_findings(self) -> None:
        """Say of each field again what its own value gives rise to, and nothing else."""
        self._on_edit()

    def _about_keep(self, draft: Draft) -> Finding | None:
        if draft.creates or not isinstance(draft.password, Keep):
            return None
        if self.password.wants_text:
            return Finding(Kind.PASSWORD_EMPTY, Severity.ERROR)
        if self._keep_destroys and draft.changes:
            return Finding(Kind.KEEP_DESTROYS, Severity.ERROR)
        return None

    def _is_told(self, found: Finding, which: Field, draft: Draft) -> bool:
        """What is merely missing is not held against someone who has just begun."""
        begun = self._tried or which in draft.changes
        return begun or not _is_error(found) or found.kind in (Kind.KEEP_DESTROYS, Kind.CUT)

    def _split(self, split: Split) -> None:
        """Put the parts of a pasted URL into their fields."""
        if split.server_type is not None and self.rows[Field.SERVER_TYPE].access.can_write:
            self.type.put(split.server_type)
        self.lines[Field.SERVER].setText(split.host)
        if split.port is not None and self.rows[Field.PORT].access.can_write:
            self.port.setValue(split.port)


def _is_error(found: Finding) -> bool:
    return found.severity is Severity.ERROR


def _is_changed(which: Field, draft: Draft) -> bool:
    if draft.creates:
        return False
    if which is Field.PASSWORD:
        return not isinstance(draft.password, Keep)
    return which in draft.changes
