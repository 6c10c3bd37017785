"""One field of the form: label, editor or read-only value, its change and its note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop_app.core.mailbox.hosts import HostParts
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox.rights import AccessLevel, FieldAccess
from desktop_app.core.mailbox.validation import Severity, ValidationIssue
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.change_mark import ChangeMark
from desktop_app.ui.mailbox_edit.fields.field_note import FieldNote
from desktop_app.ui.mailbox_edit.fields.validation_text import issue_text
from desktop_app.ui.text.mailbox import field_label, field_lock_text, field_name
from desktop_app.ui.widgets.colors import muted_text_color
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.icons import icon

GRID_ROWS_PER_FIELD = 5
"""Grid rows for each field: editor, note, split button, an extra widget, and the gap below."""
COMPACT_FIELDS = frozenset((Field.SERVER_TYPE, Field.PORT))
"""Fields whose values are short: their lines leave room for a hint."""
COMPACT_WIDTH = 230
"""Logical pixels of a compact field that is locked."""
FIELD_GAP = 7
LABEL_OFFSET = 4
LINE_SPACING = 8
"""Logical pixels: between two fields; above a label, to align it with its field's text; between the
parts of a line."""


class LockedField(QLineEdit):
    """A value that can be read and copied but not edited: greyed, with a lock, in the Tab order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self._lock = self.addAction(icon("lock"), QLineEdit.ActionPosition.TrailingPosition)
        self._lock.setToolTip(translate("mailbox_edit", "Locked"))
        self._update_palette()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_palette()

    def _update_palette(self) -> None:
        palette = QPalette()
        text = muted_text_color(palette)
        base = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Base)
        palette.setColor(QPalette.ColorRole.Text, text)
        palette.setColor(QPalette.ColorRole.Base, base)
        self.setPalette(palette)
        self._lock.setIcon(icon("lock"))

    def show_value(self, text: str) -> None:
        """Show a text from its start, whatever its length."""
        self.setMaxLength(max(self.maxLength(), len(text)))
        self.setText(text)
        self.setCursorPosition(0)


class FieldRow(QObject):
    """The widgets of one field in the form's grid: label, editor, change mark and note."""

    undo_requested = Signal(object)
    """The Field whose change is to be undone."""
    split_requested = Signal(object)
    """The HostParts that the user agreed to put into their fields."""

    def __init__(self, field: Field, editor: QWidget, grid: QGridLayout, grid_row: int) -> None:
        super().__init__(editor)
        self.field = field
        self.editor = editor
        self.access = FieldAccess(AccessLevel.EDITABLE)
        self.label = QLabel(field_label(field))
        self.label.setContentsMargins(0, LABEL_OFFSET, 0, 0)
        self.locked_field = LockedField(field_name(field))
        self.hint_label = FieldNote()
        self.change_mark = ChangeMark(field)
        self.undo_button = self.change_mark.undo_button
        self.note = FieldNote()
        self.split_button = PushButton(translate("mailbox_edit", "Move them to their fields"))
        self._lock_group: tuple[Field, ...] = ()
        self._offered_parts: HostParts | None = None
        self._is_needed = False
        self._grid, self._grid_row = grid, grid_row
        self._line = QHBoxLayout()
        editor.setAccessibleName(field_name(field))
        self._add_to_grid()
        self.split_button.focus_after = editor
        self.split_button.clicked.connect(self._accept_split)
        self.undo_button.clicked.connect(self._undo)
        self.show_hint("")
        self.show_issues([])

    def _add_to_grid(self) -> None:
        grid, row, top = self._grid, self._grid_row, Qt.AlignmentFlag.AlignTop
        self._line.setSpacing(LINE_SPACING)
        is_compact = self.field in COMPACT_FIELDS
        if is_compact:
            self.locked_field.setMaximumWidth(COMPACT_WIDTH)
        for widget in (self.editor, self.locked_field):
            self._line.addWidget(widget, 0 if is_compact else 1)
        self._line.addWidget(self.change_mark, 0, top)
        self.hint_label.setWordWrap(False)
        self._line.addWidget(self.hint_label)
        if is_compact:
            self._line.addStretch(1)
        grid.addWidget(self.label, row, 0, top)
        grid.addLayout(self._line, row, 1)
        grid.addWidget(self.note, row + 1, 1)
        grid.addWidget(self.split_button, row + 2, 1, Qt.AlignmentFlag.AlignLeft)

    def add_beside(self, widget: QWidget) -> None:
        """Put a widget at the end of the field's line, and there in the Tab order."""
        self._line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self.undo_button, widget)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the field and its note."""
        self._grid.addWidget(widget, self._grid_row + 3, 1)

    def apply_access(self, access: FieldAccess, shown_value: str) -> None:
        """Show, lock or hide the field by its rights. ``shown_value`` is its translated value."""
        had_focus = self.holds(self.editor.window().focusWidget())
        self.access = access
        hidden = access.level is AccessLevel.HIDDEN
        locked = access.level is AccessLevel.LOCKED
        self.label.setVisible(not hidden)
        self._grid.setRowMinimumHeight(
            self._grid_row + GRID_ROWS_PER_FIELD - 1, 0 if hidden else FIELD_GAP
        )
        self.editor.setVisible(access.can_write)
        self.locked_field.setVisible(locked)
        self.locked_field.show_value(shown_value)
        self.label.setBuddy(self.locked_field if locked else self.editor)
        if had_focus:
            (self.locked_field if locked else self.editor).setFocus()
        self.label.setText(self._label_text())
        self.show_issues([])

    def holds(self, widget: QWidget | None) -> bool:
        """Return whether a widget is the field's editor or read-only value, or part of it."""
        parts = (self.editor, self.locked_field)
        return widget is not None and any(w is widget or w.isAncestorOf(widget) for w in parts)

    def set_lock_group(self, fields: tuple[Field, ...]) -> None:
        """Set which fields are locked for the same reason; the last one of them tells it."""
        self._lock_group = fields

    def set_needed(self, *, needed: bool) -> None:
        """Show or hide the star of a field that must not be empty; the server's own stays."""
        self._is_needed = needed
        self.label.setText(self._label_text())

    def show_hint(self, text: str) -> None:
        """Show a translated hint beside a compact field; it is no issue."""
        self.hint_label.show_text(text, is_error=False)
        self.hint_label.setVisible(bool(text) and self.field in COMPACT_FIELDS)

    def show_issues(self, issues: Sequence[ValidationIssue]) -> None:
        """Show the first of ``issues``; why the field is locked takes precedence."""
        worst = issues[0] if issues else None
        reason = field_lock_text(self.access)
        message = reason or (issue_text(worst) if worst else "")
        shown = self._lock_note(reason) if reason else message
        self.note.setVisible(bool(shown) and self.access.level is not AccessLevel.HIDDEN)
        is_error = worst is not None and worst.severity is Severity.ERROR
        self.note.show_text(shown, is_error=is_error)
        self._offer_split(worst.detail if worst and isinstance(worst.detail, HostParts) else None)
        widget = self.locked_field if self.access.level is AccessLevel.LOCKED else self.editor
        spoken = (message, self.change_mark.text, self.hint_label.text())
        widget.setAccessibleDescription(" ".join(filter(None, spoken)))

    def _lock_note(self, reason: str) -> str:
        """Return the reason of a lock, once for all fields that share it. Translated."""
        if len(self._lock_group) < 2:
            return reason
        if self.field is not self._lock_group[-1]:
            return ""
        names = ", ".join(map(field_name, self._lock_group))
        return translate("mailbox_edit", "{fields} — {reason}").format(fields=names, reason=reason)

    def _offer_split(self, parts: HostParts | None) -> None:
        self._offered_parts = parts
        self.split_button.setVisible(parts is not None)

    def _accept_split(self) -> None:
        if self._offered_parts is not None:
            self.split_requested.emit(self._offered_parts)

    def _label_text(self) -> str:
        return field_label(self.field) + (" *" if self.access.mandatory or self._is_needed else "")

    def _undo(self) -> None:
        """Undo, with the focus in the field: the button is about to be hidden."""
        if self.undo_button.hasFocus():
            self.editor.setFocus()
        self.undo_requested.emit(self.field)
