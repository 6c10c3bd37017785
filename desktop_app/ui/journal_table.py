"""The journal as a table model, and the two sides of one line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.journal import Entry
from desktop_app.ui.plain import tooltip
from desktop_app.ui.words.journal import (
    mailbox_words,
    outcome_words,
    what_words,
    when_words,
    who_words,
)

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole))


class Column(IntEnum):
    """From left to right."""

    WHEN = 0
    PROFILE = 1
    MAILBOX = 2
    OUTCOME = 3
    CHANGES = 4
    WHO = 5


class JournalTable(QAbstractTableModel):
    """A line for each save, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    @property
    def entries(self) -> list[Entry]:
        """What is shown."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry_at(self, line: int) -> Entry | None:
        """The save of a line."""
        return self._entries[line] if 0 <= line < len(self._entries) else None

    def line_of(self, number: int) -> int:
        """The line of a save, or the first one."""
        numbers = [entry.id for entry in self._entries]
        return numbers.index(number) if number in numbers else 0

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The saves."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return (
            *(self.tr("When"), self.tr("Profile"), self.tr("Mailbox")),
            *(self.tr("Outcome"), self.tr("Changes"), self.tr("Who")),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if not index.isValid() or role not in SHOWN:
            return None
        text = _text(self._entries[index.row()], index.column())
        return text if role == DISPLAY else tooltip(text)


def _text(entry: Entry, column: int) -> str:
    if column == Column.WHEN:
        return when_words(entry)
    if column == Column.PROFILE:
        return entry.case.profile_name
    if column == Column.MAILBOX:
        return mailbox_words(entry)
    if column == Column.OUTCOME:
        return outcome_words(entry.outcome)
    return what_words(entry) if column == Column.CHANGES else who_words(entry)
