"""The mark of a changed field: the value it had, and a button that brings it back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.field_note import FieldNote
from desktop_app.ui.text.mailbox import field_name
from desktop_app.ui.text.plain_text import one_line, shortened, tooltip
from desktop_app.ui.widgets.icons import icon

UNDO_KEY = QKeySequence("Alt+Z")
"""Undoes the change of the field that has the focus."""
WIDEST = 200
"""Logical pixels of the old value; a longer one is shortened in the middle."""

LONGEST = 255
"""The most characters of the old value in the tooltip: as many as SuperOffice usually accepts."""


class ChangeMark(QWidget):
    """Shows "was 993" and an undo button; hidden while the field is unchanged."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._field = field
        self.text = ""
        """What the field was, in words for screen readers; empty while it is unchanged."""
        self.was_label = FieldNote()
        self.was_label.setWordWrap(False)
        self.was_label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.undo_button = self._make_undo_button()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.was_label)
        layout.addWidget(self.undo_button)
        self.hide()

    def show_was(self, value_text: str) -> None:
        """Show the mark with the translated value that the field had."""
        was = one_line(shortened(value_text, LONGEST)) or translate("mailbox_edit", "empty")
        self._show(translate("mailbox_edit", "was {value}").format(value=was))

    def show_secret(self) -> None:
        """Show the mark of a password, whose old value nobody knows."""
        self._show(translate("mailbox_edit", "changed"))

    def clear(self) -> None:
        """Hide the mark: the field is as it was loaded."""
        self.text = ""
        self.hide()

    def _show(self, text: str) -> None:
        self.text = text
        room = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, WIDEST)
        self.was_label.show_text(room, is_error=False)
        self.was_label.setToolTip(tooltip(text) if room != text else "")
        self.undo_button.setAccessibleName(
            translate("mailbox_edit", "Undo the change of {field}").format(
                field=field_name(self._field)
            )
        )
        self.undo_button.setAccessibleDescription(text)
        self.show()

    def _make_undo_button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon("undo-2"))
        keys = UNDO_KEY.toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(translate("mailbox_edit", "Undo this change ({key})").format(key=keys))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
