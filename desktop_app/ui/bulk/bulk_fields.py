"""The fields of an edit of several mailboxes: each is changed only where its box is ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QWidget

from desktop_app.core.bulk.bulk_edit import EDITABLE_TOGETHER, Edits, Pattern, Shared, shared
from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value, value_text
from desktop_app.ui.bulk.bulk_text import different_words, pattern_words, unknown_place_words
from desktop_app.ui.mailbox_edit.fields.field_editors import PortEditor, TextEditor, TypeEditor
from desktop_app.ui.text.mailbox import field_label, field_name

HINT_INDENT = 2
"""Logical pixels: a note lines up with the text of the field above it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the fields say: the edits, and what is wrong with those that are none yet."""

    edits: Edits
    faults: Mapping[Field, str]


class _SharedPort(PortEditor):
    def show_different(self) -> None:
        """Say that there is no one port."""
        self.load(None)
        self.setSpecialValueText(different_words())


class _SharedText(TextEditor):
    def show_different(self) -> None:
        """Say that there is no one text."""
        self.load(None)
        self.setPlaceholderText(different_words())


class _SharedType(TypeEditor):
    def show_different(self) -> None:
        """Say that there is no one type."""
        self.load(None)
        self.setPlaceholderText(different_words())


_Editor = _SharedPort | _SharedText | _SharedType


class SeveralFields(QWidget):
    """Type, user name, server and port. Typing into a field ticks its box."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[Field, _Editor] = {
            Field.SERVER_TYPE: _SharedType(),
            Field.USER_NAME: _SharedText(),
            Field.SERVER: _SharedText(),
            Field.PORT: _SharedPort(),
        }
        self.boxes = {which: QCheckBox(field_label(which)) for which in EDITABLE_TOGETHER}
        self.notes = {which: _note() for which in EDITABLE_TOGETHER}
        self._loading = False
        self._arrange()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, which in enumerate(EDITABLE_TOGETHER):
            editor = self.editors[which]
            editor.setAccessibleName(field_name(which))
            grid.addWidget(self.boxes[which], 2 * line, 0)
            grid.addWidget(editor, 2 * line, 1)
            grid.addWidget(self.notes[which], 2 * line + 1, 1)
            editor.edited.connect(self._tick_edited)
            self.boxes[which].toggled.connect(self._on_change)

    def load(self, mailboxes: Sequence[Mailbox]) -> None:
        """Show what these have in common; nothing is to be changed yet."""
        self._loading = True
        for which, editor in self.editors.items():
            common = shared(mailboxes, which)
            if common.same:
                editor.load(common.value)
            else:
                editor.show_different()
            self.boxes[which].setChecked(False)
            self.boxes[which].setAccessibleDescription(_common_words(common))
        self._loading = False
        self._on_change()

    @property
    def filled(self) -> Filled:
        """The edits as they stand."""
        edits: dict[Field, Value | Pattern] = {}
        faults: dict[Field, str] = {}
        for which in EDITABLE_TOGETHER:
            if self.boxes[which].isChecked():
                self._fill(which, edits, faults)
        return Filled(edits, faults)

    def _fill(
        self, which: Field, edits: dict[Field, Value | Pattern], faults: dict[Field, str]
    ) -> None:
        value = self.editors[which].current()
        if value is None or value == "":
            faults[which] = self.tr("Choose or type the value that all of them get.")
            return
        if which is not Field.USER_NAME:
            edits[which] = value
            return
        try:
            edits[which] = Pattern(value_text(value))
        except ValueError as unknown:
            faults[which] = unknown_place_words(str(unknown))

    def _tick_edited(self) -> None:
        if self._loading:
            return
        for which, editor in self.editors.items():
            if editor is self.sender():
                self.boxes[which].setChecked(True)
        self._on_change()

    def _on_change(self) -> None:
        if self._loading:
            return
        faults = self.filled.faults
        for which, note in self.notes.items():
            note.setText(faults.get(which, self._hint(which)))
            self.editors[which].setAccessibleDescription(note.text())
            note.setVisible(bool(note.text()))
        self.changed.emit()

    def _hint(self, which: Field) -> str:
        wanted = which is Field.USER_NAME and self.boxes[which].isChecked()
        return pattern_words() if wanted else ""


def _common_words(common: Shared) -> str:
    return value_text(common.value) if common.same else different_words()


def _note() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setIndent(HINT_INDENT)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    label.setVisible(False)
    return label
