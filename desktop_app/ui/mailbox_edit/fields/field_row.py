"""One field of the form: label, editor or read-only value, undo button and note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop_app.core.mailbox.hosts import HostParts
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox.rights import AccessLevel, FieldAccess
from desktop_app.core.mailbox.validation import Severity, ValidationIssue
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.validation_text import issue_text
from desktop_app.ui.text.mailbox import field_label, field_lock_text, field_name
from desktop_app.ui.widgets.colors import error_color, muted_text_color
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.icons import icon

GRID_ROWS_PER_FIELD = 4
"""Grid rows for each field: editor, note, split button, and the gap below."""
FIELD_GAP = 7
LABEL_OFFSET = 4
"""Logical pixels between two fields, and above a label to align it with its field's text."""


class LockedField(QLineEdit):
    """A value that can be read and copied but not edited: greyed, yet in the Tab order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
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

    def show_value(self, text: str) -> None:
        """Show a text from its start, whatever its length."""
        self.setMaxLength(max(self.maxLength(), len(text)))
        self.setText(text)
        self.setCursorPosition(0)


class FieldNote(QLabel):
    """The note below a field, in the muted or the error colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._is_error = False

    def show_text(self, text: str, *, is_error: bool) -> None:
        """Show a plain text, in the error colour if ``is_error``."""
        self.setText(text)
        self._is_error = is_error
        self._update_palette()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_palette()

    def _update_palette(self) -> None:
        palette = QPalette()
        color = error_color(palette) if self._is_error else muted_text_color(palette)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.setPalette(palette)


class FieldRow(QObject):
    """The widgets of one field in the form's grid: label, editor, undo button and note."""

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
        self.undo_button = self._make_undo_button()
        self.note = FieldNote()
        self.split_button = PushButton(translate("mailbox_edit", "Put them into their fields"))
        self._offered_parts: HostParts | None = None
        self._is_changed = False
        self._is_needed = False
        self._grid, self._grid_row = grid, grid_row
        editor.setAccessibleName(field_name(field))
        self._add_to_grid()
        self.split_button.focus_after = editor
        self.split_button.clicked.connect(self._accept_split)
        self.show_issues([])

    def _add_to_grid(self) -> None:
        grid, line, top = self._grid, self._grid_row, Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.label, line, 0, top)
        grid.addWidget(self.editor, line, 1)
        grid.addWidget(self.locked_field, line, 1)
        grid.addWidget(self.undo_button, line, 2, top)
        grid.addWidget(self.note, line + 1, 1)
        grid.addWidget(self.split_button, line + 2, 1, Qt.AlignmentFlag.AlignLeft)

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

    def set_changed(self, *, changed: bool) -> None:
        """Show or hide the undo button, which marks a changed value."""
        self._is_changed = changed
        self.undo_button.setVisible(changed)

    def set_needed(self, *, needed: bool) -> None:
        """Show or hide the star of a field that must not be empty; the server's own stays."""
        self._is_needed = needed
        self.label.setText(self._label_text())

    def show_issues(self, issues: Sequence[ValidationIssue]) -> None:
        """Show the first of ``issues``; why the field is locked takes precedence."""
        worst = issues[0] if issues else None
        message = field_lock_text(self.access) or (issue_text(worst) if worst else "")
        self.note.setVisible(bool(message) and self.access.level is not AccessLevel.HIDDEN)
        is_error = worst is not None and worst.severity is Severity.ERROR
        self.note.show_text(message, is_error=is_error)
        self._offer_split(worst.detail if worst and isinstance(worst.detail, HostParts) else None)
        widget = self.locked_field if self.access.level is AccessLevel.LOCKED else self.editor
        changed = translate("mailbox_edit", "Changed.") if self._is_changed else ""
        widget.setAccessibleDescription(" ".join(part for part in (changed, message) if part))

    def _offer_split(self, parts: HostParts | None) -> None:
        self._offered_parts = parts
        self.split_button.setVisible(parts is not None)

    def _accept_split(self) -> None:
        if self._offered_parts is not None:
            self.split_requested.emit(self._offered_parts)

    def _label_text(self) -> str:
        return field_label(self.field) + (" *" if self.access.mandatory or self._is_needed else "")

    def _make_undo_button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon("undo-2"))
        button.setText(translate("mailbox_edit", "Changed"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(translate("mailbox_edit", "Changed. Undo this change"))
        button.setAccessibleName(
            translate("mailbox_edit", "Undo the change of {field}").format(
                field=field_name(self.field)
            )
        )
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.hide()
        button.clicked.connect(self._undo)
        return button

    def _undo(self) -> None:
        """Undo, with the focus in the field: the button is about to be hidden."""
        if self.undo_button.hasFocus():
            self.editor.setFocus()
        self.undo_requested.emit(self.field)
