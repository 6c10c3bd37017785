"""The base class of table models that show an object in each line as texts."""

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
    """One line for each object, in the given order. Subclasses override ``text``."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        """The translated column titles, to be set before the model is shown."""
        self.items: list[Behind] = []
        """The objects shown, by line."""

    def text(self, item: Behind, column: int) -> str:
        """Return the text of a cell."""
        raise NotImplementedError

    def tooltip_text(self, item: Behind, column: int) -> str:
        """Return the plain-text tooltip of a cell: its text, unless a subclass knows more."""
        return self.text(item, column)

    def set_items(self, items: Sequence[Behind]) -> None:
        """Replace all lines."""
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def item_at(self, line: int) -> Behind | None:
        """Return the object of a line; None if there is no such line."""
        return self.items[line] if 0 <= line < len(self.items) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE
    ) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY_ROLE:
            return None
        return self.titles[section]

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Return the text or tooltip of one cell."""
        if not index.isValid() or role not in SHOWN_ROLES:
            return None
        behind, column = self.items[index.row()], index.column()
        if role == DISPLAY_ROLE:
            return self.text(behind, column)
        return tooltip(self.tooltip_text(behind, column))
