"""The details page: all known values of the selected mailbox, to read and copy."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.columns import column_titles
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel

LABEL_TOP_MARGIN = 8
"""Logical pixels above a label, to set it apart from the value before."""


class MailboxDetails(QScrollArea):
    """One read-only field for each column, hidden columns included. Plain text.

    An address stands here as the server said it, with the display name.
    """

    def __init__(self, model: MailboxListModel) -> None:
        super().__init__()
        self._model = model
        self._mailbox_id: int | None = None
        self.setAccessibleName(translate("mailbox_list", "Details"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._form = QFormLayout(inside)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(0)
        self.empty_label = QLabel(translate("mailbox_list", "Select a mailbox to see its details."))
        self.empty_label.setWordWrap(True)
        self._form.addRow(self.empty_label)
        self.state_label = QLabel()
        self.state_label.setTextFormat(Qt.TextFormat.PlainText)
        self.state_label.setWordWrap(True)
        self.state_label.setContentsMargins(2, 2, 0, 0)
        self.fields = {column: _read_only_field() for column in Column}
        for column, name in zip(Column, column_titles(), strict=True):
            label = QLabel(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setContentsMargins(0, LABEL_TOP_MARGIN, 0, 0)
            label.setBuddy(self.fields[column])
            self._form.addRow(label, self.fields[column])
            if column is Column.STATE:
                self._form.addRow(self.state_label)
        self.setWidget(inside)
        model.dataChanged.connect(self._on_data_changed)
        self.show_mailbox(None)

    def focus_first_item(self) -> None:
        """Focus the address."""
        self.fields[Column.ADDRESS].setFocus()

    def show_mailbox(self, mailbox_id: int | None) -> None:
        """Show a mailbox of the list; None shows the empty page."""
        self._mailbox_id = mailbox_id
        line = None if mailbox_id is None else self._model.line_of(mailbox_id)
        texts = () if line is None else self._model.full_texts(line)
        self.empty_label.setVisible(not texts)
        for column, field in self.fields.items():
            self._form.setRowVisible(field, bool(texts))
            if texts and field.text() != texts[column]:
                field.setText(texts[column])
                field.setCursorPosition(0)
        held = self._model.state_text(mailbox_id) if mailbox_id is not None and texts else ""
        self.state_label.setText(held)
        self._form.setRowVisible(self.state_label, bool(held))

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Refresh the page if the changed rows include the mailbox shown."""
        line = None if self._mailbox_id is None else self._model.line_of(self._mailbox_id)
        if self.isVisible() and (line is None or first.row() <= line <= last.row()):
            self.show_mailbox(self._mailbox_id)


def _read_only_field() -> QLineEdit:
    line = QLineEdit()
    line.setReadOnly(True)
    line.setFrame(False)
    line.setPlaceholderText("–")
    palette = line.palette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    line.setPalette(palette)
    return line
