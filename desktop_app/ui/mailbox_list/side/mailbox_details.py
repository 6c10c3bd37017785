"""The selected mailbox, everything that is known of it, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QWidget

from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.table.columns import Column, headers

ABOVE = 8
"""Logical pixels above a name, so that it belongs to the value below it."""


class RowDetails(QScrollArea):
    """One line for each column, hidden ones too. Its texts are plain text."""

    def __init__(self, table: MailboxTable) -> None:
        super().__init__()
        self._table = table
        self._shown: int | None = None
        self.setAccessibleName(self.tr("Details"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._form = QFormLayout(inside)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._form.setVerticalSpacing(0)
        self.empty = QLabel(self.tr("Select a mailbox to see its details."))
        self.empty.setWordWrap(True)
        self._form.addRow(self.empty)
        self.lines = {column: _line() for column in Column}
        for column, name in zip(Column, headers(), strict=True):
            label = QLabel(name)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setContentsMargins(0, ABOVE, 0, 0)
            label.setBuddy(self.lines[column])
            self._form.addRow(label, self.lines[column])
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(0, 8, 0, 0)
        self._form.addRow(self.note)
        self.setWidget(inside)
        table.dataChanged.connect(self._follow)
        self.show_mailbox(None)

    def take_focus(self) -> None:
        """Put the focus on the first line."""
        self.lines[Column.ADDRESS].setFocus()

    def show_mailbox(self, mailbox_id: int | None) -> None:
        """Show a mailbox of the list; None for none."""
        self._shown = mailbox_id
        line = None if mailbox_id is None else self._table.line_of(mailbox_id)
        texts = () if line is None else self._table.texts(line)
        self.empty.setVisible(not texts)
        for column, field in self.lines.items():
            self._form.setRowVisible(field, bool(texts))
            if texts and field.text() != texts[column]:
                field.setText(texts[column])
                field.setCursorPosition(0)
        self._say_more(mailbox_id if texts else None)

    def _say_more(self, mailbox_id: int | None) -> None:
        """Why some lines are empty, if the details could not be read; and who else fetches."""
        table = self._table
        said = None if mailbox_id is None else table.cells.failure(mailbox_id)
        text = "" if mailbox_id is None else said or table.say_others(mailbox_id)
        self.note.setText(text)
        self._form.setRowVisible(self.note, bool(text))

    def _follow(self, first: QModelIndex, last: QModelIndex) -> None:
        """The details came, of this one perhaps."""
        line = None if self._shown is None else self._table.line_of(self._shown)
        if self.isVisible() and (line is None or first.row() <= line <= last.row()):
            self.show_mailbox(self._shown)


def _line() -> QLineEdit:
    line = QLineEdit()
    line.setReadOnly(True)
    line.setFrame(False)
    line.setPlaceholderText("–")
    palette = line.palette()
    palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
    line.setPalette(palette)
    return line
