"""Values side by side, as a table model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.ui.plain import tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole))
Pair = tuple[str, str, str]
"""The name of a field, and what stands on either side."""


class SidesTable(QAbstractTableModel):
    """A line for each field."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self._names = (self.tr("Field"), left, right)
        self._pairs: list[Pair] = []

    def show(self, pairs: Sequence[Pair]) -> None:
        """Show these."""
        self.beginResetModel()
        self._pairs = list(pairs)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The fields."""
        return 0 if parent.isValid() else len(self._pairs)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The name, and the two sides."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the sides."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self._names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if not index.isValid() or role not in SHOWN:
            return None
        text = self._pairs[index.row()][index.column()]
        return text if role == DISPLAY else tooltip(text)
