"""The form with the fields of a mailbox."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from desktop_app.core.mailbox.hosts import HostParts
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    Mailbox,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for, row_lock_for
from desktop_app.core.mailbox.rights import LockReason
from desktop_app.core.mailbox.validation import (
    IssueKind,
    Severity,
    ValidationIssue,
    is_needed,
    validate,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.change_mark import UNDO_KEY
from desktop_app.ui.mailbox_edit.fields.field_editors import PortEditor, TextEditor, TypeEditor
from desktop_app.ui.mailbox_edit.fields.field_marks import FORM_ORDER, group_locks, mark_change
from desktop_app.ui.mailbox_edit.fields.field_row import GRID_ROWS_PER_FIELD, FieldRow
from desktop_app.ui.mailbox_edit.fields.password_editor import PasswordEditor
from desktop_app.ui.text.mailbox import display_text


class MailboxForm(QWidget):
    """Shows a mailbox for editing and returns the user's draft."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.port_editor = PortEditor()
        self.type_editor = TypeEditor()
        self.password_editor = PasswordEditor()
        self.text_editors = {
            field: TextEditor() for field in (Field.ADDRESS, Field.USER_NAME, Field.SERVER)
        }
        self.editors: dict[Field, TextEditor | PortEditor | TypeEditor] = {
            Field.SERVER_TYPE: self.type_editor,
            Field.PORT: self.port_editor,
            **self.text_editors,
        }
        self.mailbox = Mailbox(0, {})
        """The mailbox as loaded from the server, before any edits."""
        self._loading = False
        self._shows_all_issues = False
        self._keep_destroys = False
        self._lock: LockReason | None = None
        self._allows_unsupported = False
        self.rows = self._build_ui()
        self.type_editor.edited.connect(self._on_type)
        for editor in (*self.editors.values(), self.password_editor):
            editor.edited.connect(self._on_edit)
        for row in self.rows.values():
            row.undo_requested.connect(self.undo)
            row.split_requested.connect(self._apply_host_parts)
        undo_key = QShortcut(UNDO_KEY, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo_key.activated.connect(self._undo_focused)

    def _build_ui(self) -> dict[Field, FieldRow]:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setVerticalSpacing(3)
        widgets: dict[Field, QWidget] = {**self.editors, Field.PASSWORD: self.password_editor}
        rows = {}
        for place, field in enumerate(FORM_ORDER):
            rows[field] = FieldRow(field, widgets[field], grid, GRID_ROWS_PER_FIELD * place)
        grid.setRowStretch(GRID_ROWS_PER_FIELD * len(FORM_ORDER), 1)
        return rows

    def load(self, mailbox: Mailbox) -> None:
        """Show a mailbox as loaded from the server, without edits."""
        self.mailbox = mailbox
        self._shows_all_issues = False
        self._allows_unsupported = False
        self.type_editor.allow_all_types(False)
        self._loading = True
        self.port_editor.zero_is_unset = mailbox.id == 0
        for field, editor in self.editors.items():
            editor.load_value(mailbox.values.get(field))
        self.password_editor.reset(is_new=mailbox.id == 0)
        self._loading = False
        self._apply_access()
        self._on_edit()

    def set_keep_behaviour(self, behaviour: KeepBehaviour) -> None:
        """Set what a save without a password does; DESTROYS makes a password mandatory."""
        self._keep_destroys = behaviour is KeepBehaviour.DESTROYS
        self._on_edit()

    def set_lock(self, lock: LockReason | None) -> None:
        """Lock every field for this reason, or unlock with None; edits stay."""
        self._lock = lock
        self._apply_access()
        self._on_edit()

    def allow_unsupported_type(self) -> None:
        """Unlock a mailbox of an unsupported type, at the user's own risk."""
        self._allows_unsupported = True
        self.type_editor.allow_all_types(True)
        self._apply_access()
        self._on_edit()

    def rebase(self, mailbox: Mailbox) -> None:
        """Keep the user's edits on top of the server's new values."""
        mine = self.draft().changes
        self.mailbox = mailbox
        self._loading = True
        for field, editor in self.editors.items():
            editor.load_value(mailbox.values.get(field))
            if field in mine:
                editor.set_value(mine[field])
        self._loading = False
        self._apply_access()
        self._on_edit()

    def set_value(self, field: Field, value: Value) -> None:
        """Set a field's value as if the user had typed it; ignored for the password."""
        if field in self.editors:
            self.editors[field].set_value(value)

    def undo(self, field: Field) -> None:
        """Restore the loaded value of a field."""
        if field is Field.PASSWORD:
            self.password_editor.reset(is_new=self.mailbox.id == 0)
            self._on_edit()
        else:
            self.editors[field].load_value(self.mailbox.values.get(field))
            self._on_edit()

    def _undo_focused(self) -> None:
        field = self.field_of(QApplication.focusWidget())
        if field is not None and not self.rows[field].change_mark.isHidden():
            self.undo(field)

    def draft(self) -> Draft:
        """Return the user's draft; only writable fields can differ."""
        changes = {
            field: editor.current_value()
            for field, editor in self.editors.items()
            if self.rows[field].access.can_write
        }
        may_replace = self.rows[Field.PASSWORD].access.can_write
        return Draft(
            self.mailbox, changes, self.password_editor.choice() if may_replace else KeepPassword()
        )

    def first_error(self) -> Field | None:
        """Validate all fields, show the issues, return the first field with an error or None."""
        self._shows_all_issues = True
        found = self._on_edit()
        return next((f for f in FORM_ORDER if found.get(f) and _is_error(found[f][0])), None)

    def field_of(self, widget: QWidget | None) -> Field | None:
        """Return the field whose editor or read-only value is this widget or holds it."""
        return next((field for field, row in self.rows.items() if row.holds(widget)), None)

    def focus_field(self, field: Field) -> None:
        """Focus the editor of a field, or its read-only value."""
        row = self.rows[field]
        (row.editor if row.access.can_write else row.locked_field).setFocus()

    @property
    def row_lock(self) -> LockReason | None:
        """The reason why the whole mailbox is read-only; None if it is not."""
        return row_lock_for(self.mailbox, allow_unsupported=self._allows_unsupported)

    @property
    def can_write(self) -> bool:
        """Whether at least one field is writable."""
        return any(row.access.can_write for row in self.rows.values())

    def _apply_access(self) -> None:
        for field, access in field_access_for(
            self.mailbox, self._lock, allow_unsupported=self._allows_unsupported
        ).items():
            value = self.mailbox.values.get(field)
            text = (
                translate("mailbox_edit", "hidden by SuperOffice")
                if field is Field.PASSWORD
                else display_text(value)
            )
            self.rows[field].apply_access(access, text)
        group_locks(self.rows)

    def _on_type(self) -> None:
        both = (self.rows[Field.SERVER_TYPE], self.rows[Field.PORT])
        if not self._loading and all(row.access.can_write for row in both):
            self.port_editor.suggest_for_type(self.type_editor.current_value())

    def _on_edit(self) -> dict[Field, list[ValidationIssue]]:
        if self._loading:
            return {}
        draft = self.draft()
        found = validate(draft, {field: row.access for field, row in self.rows.items()})
        about_keep = self._keep_password_issue(draft)
        if about_keep is not None and Field.PASSWORD in found:
            found[Field.PASSWORD] = [about_keep]
        lines = {**self.text_editors, Field.PASSWORD: self.password_editor.secret_field.line_edit}
        for field in (each for each, line in lines.items() if line.is_truncated):
            found[field] = [ValidationIssue(IssueKind.TRUNCATED, Severity.ERROR)]
        for field, row in self.rows.items():
            mark_change(row, draft)
            row.set_needed(needed=is_needed(field, draft))
            row.show_issues([f for f in found.get(field, []) if self._is_shown(f, field, draft)])
        self.changed.emit()
        return found

    def show_own_issues(self) -> None:
        """Show for each field only the issues of its own value."""
        self._on_edit()

    def _keep_password_issue(self, draft: Draft) -> ValidationIssue | None:
        if draft.is_new or not isinstance(draft.password, KeepPassword):
            return None
        if self.password_editor.lacks_text:
            return ValidationIssue(IssueKind.PASSWORD_EMPTY, Severity.ERROR)
        if self._keep_destroys and draft.changes:
            return ValidationIssue(IssueKind.KEEP_DESTROYS, Severity.ERROR)
        return None

    def _is_shown(self, issue: ValidationIssue, field: Field, draft: Draft) -> bool:
        """Return whether to show an issue; errors of untouched fields wait for a save."""
        begun = self._shows_all_issues or field in draft.changes
        return (
            begun
            or not _is_error(issue)
            or issue.kind in (IssueKind.KEEP_DESTROYS, IssueKind.TRUNCATED)
        )

    def _apply_host_parts(self, host_parts: HostParts) -> None:
        """Put the parts of a pasted URL into the server, port and type fields."""
        if host_parts.server_type is not None and self.rows[Field.SERVER_TYPE].access.can_write:
            self.type_editor.set_value(host_parts.server_type)
        self.text_editors[Field.SERVER].setText(host_parts.host)
        if host_parts.port is not None and self.rows[Field.PORT].access.can_write:
            self.port_editor.setValue(host_parts.port)


def _is_error(issue: ValidationIssue) -> bool:
    return issue.severity is Severity.ERROR
