"""The columns as a person arranged them: their order, widths, and which are shown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

from desktop_app.core.mailbox_list.column_layout import ListLook
from desktop_app.ui.mailbox_list.table.columns import HIDDEN_AT_FIRST, WIDTHS, Column, headers

HOLDS = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonRelease,
    )
)


class Columns(QObject):
    """Arranges the header of a view. The address is always shown: it names the row."""

    changed = Signal()
    """The user arranged something."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._header = header = view.horizontalHeader()
        self._told = True
        self._hidden_widths: dict[str, int] = {}
        """Widths of columns that are hidden now: Qt keeps them, and tells nobody."""
        self._held = False
        """Whether the mouse holds the header."""
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicator(int(Column.ADDRESS), Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        self.reset()
        header.sectionMoved.connect(self._tell)
        header.sortIndicatorChanged.connect(self._tell)
        header.sectionResized.connect(self._resized)
        header.viewport().installEventFilter(self)

    def reset(self) -> None:
        """As it was at first."""
        unit = self._view.fontMetrics().averageCharWidth()
        widths = {_name(column): characters * unit for column, characters in WIDTHS.items()}
        hidden = frozenset(map(_name, HIDDEN_AT_FIRST))
        self._arrange(ListLook(tuple(map(_name, Column)), widths, hidden))

    def order(self) -> list[Column]:
        """All columns, from left to right."""
        return [Column(self._header.logicalIndex(place)) for place in range(len(Column))]

    def shown(self) -> list[Column]:
        """The columns that are shown, from left to right."""
        return [column for column in self.order() if self.is_shown(column)]

    def is_shown(self, column: Column) -> bool:
        """Whether a column is shown."""
        return not self._header.isSectionHidden(column)

    def set_shown(self, column: Column, shown: bool) -> None:
        """Show or hide a column."""
        if column is not Column.ADDRESS:
            if not shown and column in self.shown()[:-1]:
                self._hidden_widths[_name(column)] = self._header.sectionSize(column)
            self._header.setSectionHidden(column, not shown)
            self._tell()

    def set_order(self, order: Iterable[Column]) -> None:
        """Put the columns into this order, from left to right."""
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(column), place)

    def look(self, *, grouped: bool) -> ListLook:
        """What is to be kept."""
        sort = self._header.sortIndicatorSection()
        hidden = {column for column in Column if not self.is_shown(column)}
        return ListLook(
            order=tuple(_name(column) for column in self.order()),
            widths=self._widths(),
            hidden=frozenset(map(_name, hidden)),
            sort=_name(Column(sort)),
            backwards=self._header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
            grouped=grouped,
        )

    def apply(self, look: ListLook) -> None:
        """Arrange everything as it was kept; columns that it does not know stay where they are."""
        self._arrange(look)
        if look.sort in _NAMED:
            order = Qt.SortOrder.DescendingOrder if look.backwards else Qt.SortOrder.AscendingOrder
            self._told = False
            self._view.sortByColumn(_NAMED[look.sort], order)
            self._told = True

    def fill_menu(self, menu: QMenu) -> None:
        """A check mark for each column."""
        for column in self.order():
            action = menu.addAction(headers()[column].replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.is_shown(column))
            action.setEnabled(column is not Column.ADDRESS)
            action.toggled.connect(partial(self.set_shown, column))
        menu.addSeparator()
        menu.addAction(self.tr("As at &first"), self.reset_by_hand)

    def _widths(self) -> dict[str, int]:
        """What somebody may have chosen; the last column takes what is left."""
        shown = {_name(c): self._header.sectionSize(c) for c in self.shown()[:-1]}
        left = {_name(c) for c in self.shown()[-1:]}
        return {n: w for n, w in {**self._hidden_widths, **shown}.items() if n not in left}

    def reset_by_hand(self) -> None:
        """The user wants everything as it was at first."""
        self.reset()
        self._tell()

    def _arrange(self, look: ListLook) -> None:
        self._told = False
        named = [_NAMED[name] for name in look.order if name in _NAMED]
        self.set_order(dict.fromkeys([*named, *self.order()]))
        for name, width in look.widths.items():
            if name in _NAMED:
                self._header.resizeSection(_NAMED[name], width)
                self._hidden_widths[name] = width
        if look.hidden is not None:
            for column in set(Column) - {Column.ADDRESS}:
                self._header.setSectionHidden(column, _name(column) in look.hidden)
        self._told = True

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self._header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self._header.mapToGlobal(at))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note when the mouse takes hold of the header, and lets go."""
        if event.type() in HOLDS:
            self._held = event.type() is not QEvent.Type.MouseButtonRelease
        return False

    def _resized(self, column: int) -> None:
        """The header resizes columns by itself too, as when it is first shown."""
        if self._held and column in self.shown()[:-1]:
            self._tell()

    def _tell(self) -> None:
        if self._told:
            self.changed.emit()


def _name(column: Column) -> str:
    return column.name.lower()


_NAMED = {_name(column): column for column in Column}
