"""The edits that wait to be sent, and the two sides of one of them, as table models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.pending import PendingEdit
from desktop_app.tasks.sending import Row
from desktop_app.ui.plain import tooltip
from desktop_app.ui.words.changes import (
    change_words,
    edit_words,
    state_words,
    why_words,
)

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole))


class Column(IntEnum):
    """From left to right."""

    PROFILE = 0
    MAILBOX = 1
    CHANGES = 2
    STATE = 3


class ChangesTable(QAbstractTableModel):
    """A line for each edit, of all profiles."""

    def __init__(
        self,
        name_of: Callable[[PendingEdit], str],
        row_of: Callable[[PendingEdit], Row | None],
        can_send: Callable[[PendingEdit], bool],
    ) -> None:
        super().__init__()
        self._name_of = name_of
        self._row_of = row_of
        self._can_send = can_send
        self._edits: list[PendingEdit] = []

    def show(self, edits: Sequence[PendingEdit]) -> None:
        """Show these."""
        self.beginResetModel()
        self._edits = list(edits)
        self.endResetModel()

    def refresh(self) -> None:
        """Some stand differently now."""
        if self._edits:
            last = self.index(len(self._edits) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def edit_at(self, line: int) -> PendingEdit | None:
        """The edit of a line."""
        return self._edits[line] if 0 <= line < len(self._edits) else None

    def line_of(self, number: int) -> int:
        """The line of an edit, or the first one."""
        numbers = [edit.number for edit in self._edits]
        return numbers.index(number) if number in numbers else 0

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The edits."""
        return 0 if parent.isValid() else len(self._edits)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        names = (self.tr("Profile"), self.tr("Mailbox"), self.tr("Changes"), self.tr("State"))
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell; why an edit is not saved as its tooltip."""
        if not index.isValid() or role not in SHOWN:
            return None
        edit = self._edits[index.row()]
        text = self._text(edit, index.column())
        if role == DISPLAY:
            return text
        why = why_words(self._row_of(edit), can_send=self._can_send(edit))
        return tooltip(why or text)

    def _text(self, edit: PendingEdit, column: int) -> str:
        if column == Column.PROFILE:
            return self._name_of(edit)
        if column == Column.MAILBOX:
            return edit_words(edit)
        if column == Column.CHANGES:
            return change_words(edit)
        return state_words(self._row_of(edit), can_send=self._can_send(edit))
