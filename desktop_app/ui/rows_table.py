"""Lines of text as a table model, each with an object behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.ui.plain import tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole))
Behind = TypeVar("Behind")


class RowsTable(QAbstractTableModel, Generic[Behind]):
    """Shows what it is given; it sorts nothing and knows nothing."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)
        self._rows: list[tuple[tuple[str, ...], Behind]] = []

    def show(self, rows: Sequence[tuple[tuple[str, ...], Behind]]) -> None:
        """Show these: the texts by column, and what is behind them."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def texts(self) -> list[tuple[str, ...]]:
        """All that is shown."""
        return [texts for texts, _ in self._rows]

    def behind(self, line: int) -> Behind | None:
        """What is behind a line."""
        return self._rows[line][1] if 0 <= line < len(self._rows) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self._names)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self._names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if not index.isValid() or role not in SHOWN:
            return None
        text = self._rows[index.row()][0][index.column()]
        return text if role == DISPLAY else tooltip(text)
