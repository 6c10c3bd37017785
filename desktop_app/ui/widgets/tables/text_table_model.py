"""Lines of text as a table model, each with an object behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.ui.text.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole))
Behind = TypeVar("Behind")


class TextTable(QAbstractTableModel, Generic[Behind]):
    """A line for each object, in the order given. Who derives from it says what a cell reads."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        """The names of the columns, to be set before it is shown."""
        self.behind: list[Behind] = []
        """What is shown."""

    def text(self, behind: Behind, column: int) -> str:
        """What a cell reads."""
        raise NotImplementedError

    def tip(self, behind: Behind, column: int) -> str:
        """What is told of a cell beside its text; the whole text, where there is no more."""
        return self.text(behind, column)

    def show(self, behind: Sequence[Behind]) -> None:
        """Show these."""
        self.beginResetModel()
        self.behind = list(behind)
        self.endResetModel()

    def at(self, line: int) -> Behind | None:
        """What is behind a line; None where there is none."""
        return self.behind[line] if 0 <= line < len(self.behind) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self.behind)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self.titles[section]

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """One cell."""
        if not index.isValid() or role not in SHOWN:
            return None
        behind, column = self.behind[index.row()], index.column()
        if role == DISPLAY:
            return self.text(behind, column)
        return tooltip(self.tip(behind, column))
