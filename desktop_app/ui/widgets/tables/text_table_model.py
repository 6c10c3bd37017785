"""A table model that shows an object in each line as texts, and the columns it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
ICON = int(Qt.ItemDataRole.DecorationRole)
CHECK_STATE = int(Qt.ItemDataRole.CheckStateRole)
EDIT = int(Qt.ItemDataRole.EditRole)
BOLD_PART = int(Qt.ItemDataRole.UserRole)
"""The beginning of a cell's text that is shown bold; None for an ordinary cell."""
TEXT_ROLES = (DISPLAY, int(Qt.ItemDataRole.AccessibleTextRole))
CHECKED_VALUES = (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
Item = TypeVar("Item")


@dataclass(frozen=True)
class TextColumn(Generic[Item]):
    """The declaration of one column: what it shows of an item, and what the user can change.

    No function may refer to the model: the model refers to the functions, and only the garbage
    collector, in whichever thread it runs, would free such a circle.
    """

    title: str
    text: Callable[[Item], str]
    tooltip: Callable[[Item], str] | None = None
    """Returns the plain text of a cell's tooltip; None for the text of the cell."""
    icon: Callable[[Item], QIcon] | None = None
    """Returns the icon before the text, which says the same; None for cells without icons."""
    is_checked: Callable[[Item], bool | None] | None = None
    """Returns whether the box of a cell is ticked; None for a cell without a box."""
    set_checked: Callable[[Item, bool], None] = lambda _item, _checked: None
    can_type: Callable[[Item], bool] = lambda _item: False
    set_text: Callable[[Item, str], None] = lambda _item, _text: None
    whole_part: Callable[[Item], str] | None = None
    """Returns the beginning of a text that must not be cut; None where all of it may be."""
    stands_out: bool = False
    """Whether ``whole_part`` is shown bold and the rest of the text grey."""
    hides_when_empty: bool = False
    """Whether the column is hidden while it has no text in any line."""


class TextTableModel(QAbstractTableModel, Generic[Item]):
    """One line for each item, in the given order. GUI thread.

    ``key`` returns what finds an item again among others, such as an id.
    """

    cell_edited = Signal()
    """The user ticked a box or typed a text."""

    def __init__(
        self,
        columns: Sequence[TextColumn[Item]] = (),
        items: Sequence[Item] = (),
        key: Callable[[Item], object] = lambda item: item,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.items = list(items)
        self._key = key

    @property
    def titles(self) -> tuple[str, ...]:
        """The translated column titles."""
        return tuple(column.title for column in self.columns)

    def texts(self) -> list[tuple[str, ...]]:
        """Return all cells, for the clipboard or a file."""
        return [self.texts_of(line) for line in range(len(self.items))]

    def texts_of(self, line: int) -> tuple[str, ...]:
        """Return the cells of a line; empty if there is no such line."""
        item = self.item_at(line)
        return () if item is None else tuple(column.text(item) for column in self.columns)

    def item_at(self, line: int) -> Item | None:
        """Return the item of a line; None if there is no such line."""
        return self.items[line] if 0 <= line < len(self.items) else None

    def line_of(self, key: object) -> int:
        """Return the line of the item with this key; 0 if the item is not listed."""
        return next((n for n, item in enumerate(self.items) if self._key(item) == key), 0)

    def set_items(
        self, items: Sequence[Item], columns: Sequence[TextColumn[Item]] | None = None
    ) -> None:
        """Replace all lines, and the columns if some are given."""
        self.beginResetModel()
        self.items = list(items)
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def refresh(self, line: int | None = None) -> None:
        """Repaint a line, or all lines, because the state of items has changed."""
        if self.items:
            first, last = (0, len(self.items) - 1) if line is None else (line, line)
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self.columns[section].title

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a cell has a box or can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        item, column = self._cell(index)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if column.is_checked is not None and column.is_checked(item) is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if column.can_type(item) else flags

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """Return the text, the tooltip or the tick of one cell."""
        if not index.isValid():
            return None
        item, column = self._cell(index)
        if role in TEXT_ROLES:
            return column.text(item)
        if role == ICON and column.icon is not None:
            return column.icon(item)
        if role == TOOLTIP:
            return tooltip((column.tooltip or column.text)(item))
        if role == CHECK_STATE and column.is_checked is not None:
            return _check_state(column.is_checked(item))
        if role == BOLD_PART and column.stands_out and column.whole_part is not None:
            return column.whole_part(item)
        return None

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        """Set a tick or a text; False if the cell has none."""
        flags = self.flags(index)
        if role == CHECK_STATE and flags & Qt.ItemFlag.ItemIsUserCheckable:
            item, column = self._cell(index)
            column.set_checked(item, value in CHECKED_VALUES)
        elif role == EDIT and flags & Qt.ItemFlag.ItemIsEditable:
            item, column = self._cell(index)
            column.set_text(item, str(value))
        else:
            return False
        self.dataChanged.emit(index, index)
        self.cell_edited.emit()
        return True

    def _cell(self, index: Index) -> tuple[Item, TextColumn[Item]]:
        return self.items[index.row()], self.columns[index.column()]


def _check_state(checked: bool | None) -> Qt.CheckState | None:
    if checked is None:
        return None
    return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked


ComparedValues = tuple[str, str, str]
"""The name of a field, its left value, and its right value."""


class ComparisonModel(TextTableModel[ComparedValues]):
    """One line for each field: name, left value, right value."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(
            (
                TextColumn(translate("widgets", "Field"), lambda values: values[0]),
                TextColumn(left, lambda values: values[1]),
                TextColumn(right, lambda values: values[2]),
            )
        )

    def set_right_title(self, title: str) -> None:
        """Change the title of the right values."""
        *others, right = self.columns
        self.columns = (*others, replace(right, title=title))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, len(others), len(others))
