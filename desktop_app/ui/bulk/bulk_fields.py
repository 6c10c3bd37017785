"""The fields of a bulk edit; a field applies only if its checkbox is ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from desktop_app.core.bulk.bulk_edit import (
    BULK_EDITABLE_FIELDS,
    CommonValue,
    Edits,
    Template,
    common_value,
)
from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value, value_text
from desktop_app.core.mailbox.mailbox_rules import TYPES_WITHOUT_TLS
from desktop_app.ui.bulk.bulk_text import (
    different_values_text,
    template_help_text,
    unknown_placeholder_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.field_editors import PortEditor, TextEditor, TypeEditor
from desktop_app.ui.mailbox_edit.fields.validation_text import no_tls_text
from desktop_app.ui.text.mailbox import display_text, field_label, field_name
from desktop_app.ui.text.odd_characters import odd_characters_text
from desktop_app.ui.widgets.focus.buttons import CheckBox

PAIRS_PER_LINE = 2
"""Fields beside each other, so that a small screen has room for the rows below."""
HINT_INDENT = 2
"""Logical pixels by which a note is indented, to line up with the text of its field."""


@dataclass(frozen=True, slots=True)
class FieldEdits:
    """The values entered for ticked fields, and a translated error for each invalid field."""

    edits: Edits
    problems: Mapping[Field, str]


class _CommonPortEditor(PortEditor):
    def show_differing(self) -> None:
        """Show that the mailboxes have different ports."""
        self.load_value(None)
        self.setSpecialValueText(different_values_text())


class _CommonTextEditor(TextEditor):
    def show_differing(self) -> None:
        """Show that the mailboxes have different texts."""
        self.load_value(None)
        self.setPlaceholderText(different_values_text())


class _CommonTypeEditor(TypeEditor):
    def show_differing(self) -> None:
        """Show that the mailboxes have different server types."""
        self.load_value(None)
        self.setPlaceholderText(different_values_text())


_CommonEditor = _CommonPortEditor | _CommonTextEditor | _CommonTypeEditor


class BulkEditFields(QWidget):
    """Editors for type, user name, server and port. Editing a field ticks its checkbox."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[Field, _CommonEditor] = {
            Field.SERVER_TYPE: _CommonTypeEditor(),
            Field.USER_NAME: _CommonTextEditor(),
            Field.SERVER: _CommonTextEditor(),
            Field.PORT: _CommonPortEditor(),
        }
        self.checkboxes = {field: CheckBox(field_label(field)) for field in BULK_EDITABLE_FIELDS}
        self.notes = {field: _note_label() for field in BULK_EDITABLE_FIELDS}
        self._loading = False
        self._build_ui()

    def _build_ui(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for place, field in enumerate(BULK_EDITABLE_FIELDS):
            line, column = divmod(place, PAIRS_PER_LINE)
            editor = self.editors[field]
            editor.setAccessibleName(field_name(field))
            top = line * (1 + PAIRS_PER_LINE)
            grid.addWidget(self.checkboxes[field], top, 2 * column)
            grid.addWidget(editor, top, 2 * column + 1)
            grid.addWidget(self.notes[field], top + 1 + column, 0, 1, 2 * PAIRS_PER_LINE)
            grid.setColumnStretch(2 * column + 1, 1)
            editor.edited.connect(self._check_edited)
            self.checkboxes[field].toggled.connect(self._on_change)
            self.checkboxes[field].clicked.connect(self._enter_field)

    def load(self, mailboxes: Sequence[Mailbox]) -> None:
        """Show the values that the mailboxes share, and untick every field."""
        self._loading = True
        for field, editor in self.editors.items():
            common = common_value(mailboxes, field)
            if common.same:
                editor.load_value(common.value)
            else:
                editor.show_differing()
            self.checkboxes[field].setChecked(False)
            self.checkboxes[field].setAccessibleDescription(_common_text(common))
        self._loading = False
        self._on_change()

    @property
    def has_ticks(self) -> bool:
        """Whether any field is ticked."""
        return any(box.isChecked() for box in self.checkboxes.values())

    @property
    def field_edits(self) -> FieldEdits:
        """The edits and errors of the ticked fields."""
        edits: dict[Field, Value | Template] = {}
        faults: dict[Field, str] = {}
        for field in BULK_EDITABLE_FIELDS:
            if self.checkboxes[field].isChecked():
                self._collect(field, edits, faults)
        return FieldEdits(edits, faults)

    def _collect(
        self, field: Field, edits: dict[Field, Value | Template], problems: dict[Field, str]
    ) -> None:
        value = self.editors[field].current_value()
        if value is None or value == "":
            problems[field] = translate("bulk", "Choose or enter a value for all mailboxes.")
            return
        if field is not Field.USER_NAME:
            edits[field] = value
            return
        try:
            edits[field] = Template(value_text(value))
        except ValueError as unknown:
            problems[field] = unknown_placeholder_text(str(unknown))

    def _check_edited(self) -> None:
        if self._loading:
            return
        for field, editor in self.editors.items():
            if editor is self.sender():
                self.checkboxes[field].setChecked(True)
        self._on_change()

    def _enter_field(self, is_checked: bool) -> None:
        """Move the keyboard to the field that a person has just ticked."""
        for field, box in self.checkboxes.items():
            if is_checked and box is self.sender():
                self.editors[field].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_change(self) -> None:
        if self._loading:
            return
        faults = self.field_edits.problems
        for field, note in self.notes.items():
            note.setText(faults.get(field, self._hint(field)))
            self.editors[field].setAccessibleDescription(note.text())
            note.setVisible(bool(note.text()))
        self.changed.emit()

    def _hint(self, field: Field) -> str:
        if not self.checkboxes[field].isChecked():
            return ""
        value = self.editors[field].current_value()
        odd = odd_characters_text(value) if isinstance(value, str) else ""
        help_text = template_help_text() if field is Field.USER_NAME else ""
        readable = no_tls_text() if value in TYPES_WITHOUT_TLS else ""
        return " ".join(filter(None, (odd, help_text, readable)))


def _common_text(common: CommonValue) -> str:
    return display_text(common.value) if common.same else different_values_text()


def _note_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setIndent(HINT_INDENT)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    label.setVisible(False)
    return label
