"""The columns as a person arranged them: their order, widths, and which are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.columns import column_specs, column_titles

MOUSE_BUTTON_EVENTS = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonRelease,
    )
)
CELL_MARGIN = 2
"""Room beside the text of a cell, in average characters."""


class HeaderController(QObject):
    """Arranges the header of a view. The address is always shown: it names the row."""

    changed = Signal()
    """The user arranged something."""
    was_reset = Signal()
    """The columns are as they were at first."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._header = header = view.horizontalHeader()
        self._announces_changes = True
        self._hidden_widths: dict[str, int] = {}
        """Widths of columns that are hidden now: Qt keeps them, and tells nobody."""
        self._is_mouse_down = False
        """Whether the mouse holds the header."""
        self._specs = column_specs()
        self.is_arranged = False
        """Whether a person gave the columns their widths, now or in an earlier run."""
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicator(int(Column.ADDRESS), Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        self.reset()
        header.sectionMoved.connect(self._announce_change)
        header.sortIndicatorChanged.connect(self._announce_change)
        header.sectionResized.connect(self._on_section_resized)
        header.viewport().installEventFilter(self)

    def reset(self) -> None:
        """As it was at first."""
        unit = self._view.fontMetrics().averageCharWidth()
        widths = {_column_key(spec.column): spec.width * unit for spec in self._specs}
        hidden = frozenset(_column_key(s.column) for s in self._specs if not s.is_shown_at_first)
        self._arrange_columns(ColumnLayout(tuple(map(_column_key, Column)), widths, hidden))
        self.is_arranged = False
        self.was_reset.emit()

    def set_widths(self, widths: Mapping[Column, int]) -> None:
        """Give columns widths in pixels that no person chose."""
        self._announces_changes = False
        for column, width in widths.items():
            self._header.resizeSection(column, width)
            self._hidden_widths[_column_key(column)] = width
        self._announces_changes = True

    def column_order(self) -> list[Column]:
        """All columns, from left to right."""
        return [Column(self._header.logicalIndex(place)) for place in range(len(Column))]

    def shown_columns(self) -> list[Column]:
        """The columns that are shown, from left to right."""
        return [column for column in self.column_order() if self.is_shown(column)]

    def is_shown(self, column: Column) -> bool:
        """Whether a column is shown."""
        return not self._header.isSectionHidden(column)

    def set_shown(self, column: Column, shown: bool) -> None:
        """Show or hide a column."""
        if column is not Column.ADDRESS:
            if not shown and column in self.shown_columns()[:-1]:
                self._hidden_widths[_column_key(column)] = self._header.sectionSize(column)
            self._header.setSectionHidden(column, not shown)
            self._announce_change()

    def set_column_order(self, order: Iterable[Column]) -> None:
        """Put the columns into this order, from left to right."""
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(column), place)

    def current_layout(self, *, grouped: bool) -> ColumnLayout:
        """What is to be kept."""
        sort = self._header.sortIndicatorSection()
        hidden = {column for column in Column if not self.is_shown(column)}
        return ColumnLayout(
            order=tuple(_column_key(column) for column in self.column_order()),
            widths=self._chosen_widths(),
            hidden=frozenset(map(_column_key, hidden)),
            sort=_column_key(Column(sort)),
            descending=self._header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder,
            grouped=grouped,
        )

    def apply_layout(self, layout: ColumnLayout) -> None:
        """Arrange everything as it was kept; columns that it does not know come at their place."""
        self._arrange_columns(layout)
        self.is_arranged = bool(layout.widths)
        if layout.sort in _COLUMN_BY_KEY:
            order = (
                Qt.SortOrder.DescendingOrder if layout.descending else Qt.SortOrder.AscendingOrder
            )
            self._announces_changes = False
            self._view.sortByColumn(_COLUMN_BY_KEY[layout.sort], order)
            self._announces_changes = True

    def fill_column_menu(self, menu: QMenu) -> None:
        """A check mark for each column."""
        for column in self.column_order():
            action = menu.addAction(column_titles()[column].replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(self.is_shown(column))
            action.setEnabled(column is not Column.ADDRESS)
            action.toggled.connect(partial(self.set_shown, column))
        menu.addSeparator()
        menu.addAction(translate("mailbox_list", "&Reset columns"), self.reset_by_user)

    def _chosen_widths(self) -> dict[str, int]:
        """What somebody may have chosen; the last column takes what is left."""
        shown = {_column_key(c): self._header.sectionSize(c) for c in self.shown_columns()[:-1]}
        left = {_column_key(c) for c in self.shown_columns()[-1:]}
        return {n: w for n, w in {**self._hidden_widths, **shown}.items() if n not in left}

    def reset_by_user(self) -> None:
        """The user wants everything as it was at first."""
        self.reset()
        self._announce_change()

    def _arrange_columns(self, layout: ColumnLayout) -> None:
        self._announces_changes = False
        self.set_column_order(_with_new_columns(layout.order))
        for name, width in layout.widths.items():
            if name in _COLUMN_BY_KEY:
                width = max(width, self.least_width(_COLUMN_BY_KEY[name]))
                self._header.resizeSection(_COLUMN_BY_KEY[name], width)
                self._hidden_widths[name] = width
        if layout.hidden is not None:
            for column in set(Column) - {Column.ADDRESS}:
                self._header.setSectionHidden(column, _column_key(column) in layout.hidden)
        self._announces_changes = True

    def least_width(self, column: Column) -> int:
        """Return the pixels that the texts need which a column is never too narrow for."""
        texts, metrics = self._specs[column].whole_texts, self._view.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, texts), default=0)
        return widest + CELL_MARGIN * metrics.averageCharWidth() if widest else 0

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self._header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_column_menu(menu)
        menu.popup(self._header.mapToGlobal(at))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note when the mouse takes hold of the header, and lets go."""
        if event.type() in MOUSE_BUTTON_EVENTS:
            self._is_mouse_down = event.type() is not QEvent.Type.MouseButtonRelease
        return False

    def _on_section_resized(self, column: int) -> None:
        """The header resizes columns by itself too, as when it is first shown."""
        if self._is_mouse_down and column in self.shown_columns()[:-1]:
            self.is_arranged = True
            self._announce_change()

    def _announce_change(self) -> None:
        if self._announces_changes:
            self.changed.emit()


def _column_key(column: Column) -> str:
    return column.name.lower()


def _with_new_columns(order: Sequence[str]) -> list[Column]:
    """Return all columns: as ordered, and each that is not named behind the one it follows."""
    found = list(dict.fromkeys(_COLUMN_BY_KEY[name] for name in order if name in _COLUMN_BY_KEY))
    for column in Column:
        if column not in found:
            found.insert(found.index(Column(column - 1)) + 1 if column else 0, column)
    return found


_COLUMN_BY_KEY = {_column_key(column): column for column in Column}
