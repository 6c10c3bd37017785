"""Lines of text as a table model, each with an object behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.ui.text.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY_ROLE = int(Qt.ItemDataRole.DisplayRole)
SHOWN_ROLES = (DISPLAY_ROLE, int(Qt.ItemDataRole.ToolTipRole))
Behind = TypeVar("Behind")


class TextTableModel(QAbstractTableModel, Generic[Behind]):
    """A line for each object, in the order given. Who derives from it says what a cell reads."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        """The names of the columns, to be set before it is shown."""
        self.items: list[Behind] = []
        """What is shown."""

    def text(self, item: Behind, column: int) -> str:
        """What a cell reads."""
        raise NotImplementedError

    def tooltip_text(self, item: Behind, column: int) -> str:
        """What is told of a cell beside its text; the whole text, where there is no more."""
        return self.text(item, column)

    def set_items(self, items: Sequence[Behind]) -> None:
        """Show these."""
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def item_at(self, line: int) -> Behind | None:
        """What is behind a line; None where there is none."""
        return self.items[line] if 0 <= line < len(self.items) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY_ROLE:
            return None
        return self.titles[section]

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """One cell."""
        if not index.isValid() or role not in SHOWN_ROLES:
            return None
        behind, column = self.items[index.row()], index.column()
        if role == DISPLAY_ROLE:
            return self.text(behind, column)
        return tooltip(self.tooltip_text(behind, column))
