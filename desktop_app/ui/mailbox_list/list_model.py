"""The list of mailboxes as a table model: sorted and filtered in Python, shown by reset.

A proxy model that calls back into Python for each comparison is 500 times as slow (measured).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QGuiApplication, QPalette

from desktop_app.core.mailbox.rights import list_lock_reason
from desktop_app.core.mailbox_list.list_statistics import ListStatistics, count_mailboxes
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, QuickFilter
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.mailbox_list.detail_loader import DetailLoader
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.quick_filter_text import server_group_text
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts, RowTexts
from desktop_app.ui.mailbox_list.table.columns import Column, DetailColumn, ListColumn
from desktop_app.ui.mailbox_list.table.row_filter import FindRisks, RowFilter
from desktop_app.ui.mailbox_list.table.row_sorter import RowSorter
from desktop_app.ui.mailbox_list.table.server_groups import ServerGroup, group_by_server
from desktop_app.ui.text.dates import as_of_text, local_time
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.widgets.colors import group_background
from desktop_app.ui.widgets.icons import icon

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ROW_ROLES = {
    DISPLAY,
    int(ID_ROLE),
    int(Qt.ItemDataRole.DecorationRole),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.AccessibleDescriptionRole),
}
GROUP_ROLES = {
    DISPLAY,
    int(Qt.ItemDataRole.BackgroundRole),
    int(Qt.ItemDataRole.ForegroundRole),
    int(Qt.ItemDataRole.FontRole),
}
GROUP_FLAGS = Qt.ItemFlag.ItemNeverHasChildren
ROW_FLAGS = GROUP_FLAGS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
SUPPORTED_ROLES = ROW_ROLES | GROUP_ROLES
"""The roles that have an answer. One paint asks a thousand times for others."""
REARRANGE_MS = 1000
"""Milliseconds between two arrangements while details come in; longer where one takes long."""
MAX_LINEAR_LOOKUPS = 3
"""Lines that are looked for one by one; for more, all are noted, which takes 3 ms for 10,000."""
MAX_REARRANGE_SHARE = 0.1
"""The most of that time that arranging may take."""


class MailboxListModel(QAbstractTableModel):
    """The rows of the list call, with the details that have come so far.

    Lines that name a group are neither enabled nor selectable, so that the keys go past them.
    """

    grouping_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cell_texts = CellTexts()
        self._row_sorter = RowSorter((), self._cell_texts)
        self._row_filter = RowFilter((), self._cell_texts)
        self._lines: Sequence[ListedMailbox | ServerGroup] = ()
        self._line_by_id: dict[int | None, int] | None = None
        self._lookup_count = 0
        self._shown_count = 0
        self._text = ""
        self._quick_filter = NO_FILTER
        self.find_risks: FindRisks = dict
        """Gives the mailboxes of each risk."""
        self.shared_text: Callable[[int], str] = lambda _mailbox_id: ""
        """Which other profiles fetch from the same mailbox, in words."""
        self._is_grouped = False
        self._sort_order = (Column.ADDRESS, Qt.SortOrder.AscendingOrder)
        self._lock = icon("lock")
        self._dirty: set[int] = set()
        self._rearrange_timer = QTimer(self, singleShot=True, interval=REARRANGE_MS)
        self._rearrange_timer.timeout.connect(self._rearrange)

    def set_rows(
        self,
        rows: Sequence[ListedMailbox],
        details: DetailLoader | None,
        checks: LastChecks | None = None,
    ) -> None:
        """Show another list."""
        self.beginResetModel()
        if not self._cell_texts.has_sources(details, checks):
            self._cell_texts = CellTexts(details, checks)
        self._row_sorter = RowSorter(rows, self._cell_texts)
        self._row_filter = RowFilter(self._row_sorter.rows, self._cell_texts, self.find_risks)
        self._dirty.clear()
        self._sort_rows()
        self._update_lines()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only the rows that hold every word of ``text`` in one of their columns."""
        self.beginResetModel()
        self._text = text
        self._update_lines()
        self.endResetModel()

    def set_quick_filter(self, quick_filter: QuickFilter) -> None:
        """Show only what a quick filter asks for."""
        self.beginResetModel()
        self._quick_filter = quick_filter
        self._update_lines()
        self.endResetModel()

    def set_grouped(self, grouped: bool) -> None:
        """Show the rows under their mail servers, or not."""
        self.beginResetModel()
        self._is_grouped = grouped
        self._update_lines()
        self.endResetModel()
        self.grouping_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; rows without a value come last either way."""
        self.beginResetModel()
        self._sort_order = (Column(column), order)
        self._sort_rows()
        self._update_lines()
        self.endResetModel()

    def refresh_row(self, mailbox_id: int) -> None:
        """The details of a mailbox came or failed, or it was checked."""
        self._dirty.add(mailbox_id)
        line = self.line_of(mailbox_id)
        if line is not None:
            self.dataChanged.emit(self.index(line, 0), self.index(line, len(Column) - 1))
        if self._depends_on_details and not self._rearrange_timer.isActive():
            self._rearrange_timer.start()

    def refresh_risks(self) -> None:
        """Other profiles have other mailboxes by now."""
        self._row_filter.invalidate_risks()
        if self._quick_filter.risks:
            self._rearrange()
        elif self._lines:
            last = self.index(len(self._lines) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def total_count(self) -> int:
        """How many mailboxes there are, filtered out or not."""
        return len(self._row_sorter.rows)

    @property
    def shown_count(self) -> int:
        """How many mailboxes are shown."""
        return self._shown_count

    @property
    def unknown_count(self) -> int:
        """How many mailboxes are not shown because too little is known of them yet."""
        return self._row_filter.unknown_count

    @property
    def rows(self) -> list[ListedMailbox]:
        """The mailboxes that are shown, from top to bottom."""
        return [line for line in self._lines if not isinstance(line, ServerGroup)]

    @property
    def all_rows(self) -> Sequence[ListedMailbox]:
        """All mailboxes, by address."""
        return self._row_sorter.rows

    @property
    def cell_texts(self) -> CellTexts:
        """What is shown of each mailbox."""
        return self._cell_texts

    def statistics(self) -> ListStatistics:
        """How many of all mailboxes are what, as far as it is known by now."""
        self._apply_dirty_rows()
        traits = map(self._cell_texts.traits, self._row_sorter.rows)
        self._row_filter.invalidate_risks()
        risks = {risk: len(ids) for risk, ids in self._row_filter.risks.items() if ids}
        return count_mailboxes(traits, len(self._row_filter.duplicates), risks)

    @property
    def quick_filter(self) -> QuickFilter:
        """The quick filter."""
        return self._quick_filter

    @property
    def is_grouped(self) -> bool:
        """Whether the rows stand under their mail servers."""
        return self._is_grouped

    @property
    def sorted_by(self) -> tuple[Column, Qt.SortOrder]:
        """The column that the rows are sorted by."""
        return self._sort_order

    def id_at(self, line: int) -> int | None:
        """The mailbox id of a shown line; None for the line of a group."""
        return self._lines[line].id

    def line_of(self, mailbox_id: int) -> int | None:
        """The line that shows a mailbox. Most lines are gone before many are asked for."""
        if self._line_by_id is None:
            self._lookup_count += 1
            if self._lookup_count <= MAX_LINEAR_LOOKUPS:
                lines = enumerate(self._lines)
                return next((line for line, row in lines if row.id == mailbox_id), None)
            self._line_by_id = {row.id: line for line, row in enumerate(self._lines)}
        return self._line_by_id.get(mailbox_id)

    def texts(self, line: int) -> RowTexts:
        """What a shown line says, by column."""
        row = self._lines[line]
        if isinstance(row, ServerGroup):
            return (server_group_text(row.server, row.count), *("",) * (len(Column) - 1))
        return self._cell_texts.texts(row)

    def is_locked(self, line: int) -> bool:
        """Whether the mailbox of a shown line may not be changed."""
        row = self._lines[line]
        return not isinstance(row, ServerGroup) and list_lock_reason(row.right) is not None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The shown lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The name of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._cell_texts.columns[section].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group is passed over."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return GROUP_FLAGS if isinstance(self._lines[index.row()], ServerGroup) else ROW_FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if role not in SUPPORTED_ROLES or not index.isValid():
            return None
        row, column = self._lines[index.row()], index.column()
        if isinstance(row, ServerGroup):
            return _group_data(row, column, role) if role in GROUP_ROLES else None
        if role == DISPLAY:
            return self._cell_texts.text(row, column)
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tooltip_text(row, column))
        if column != Column.ADDRESS:
            return None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._row_remarks(row) or None
        is_picture = role == Qt.ItemDataRole.DecorationRole
        return self._lock if is_picture and list_lock_reason(row.right) else None

    def _tooltip_text(self, row: ListedMailbox, column: int) -> str:
        failure = self._cell_texts.failure_text(row.id)
        if failure and self._is_detail(column):
            return failure
        parts = (
            self._cell_texts.text(row, column),
            self._age_text(row, column),
            self._row_remarks(row),
        )
        return "\n".join(part for part in parts if part)

    def _row_remarks(self, row: ListedMailbox) -> str:
        """What is to be said of a row as a whole."""
        return "\n".join(filter(None, (self._lock_text(row), self.shared_text(row.id))))

    def _age_text(self, row: ListedMailbox, column: int) -> str:
        """That a value may be old, where it was not read since there is a connection."""
        as_of = self._cell_texts.cached_at(row.id) if self._is_detail(column) else None
        return "" if as_of is None else as_of_text(local_time(as_of))

    def _lock_text(self, row: ListedMailbox) -> str:
        lock = list_lock_reason(row.right)
        return (
            lock.reason or translate("mailbox_list", "You may not change this mailbox.")
            if lock
            else ""
        )

    @property
    def _depends_on_details(self) -> bool:
        """Whether order or choice of the rows may be another with every mailbox that is read."""
        return (
            self._is_sorted_by_late_texts
            or self._is_grouped
            or not self._row_filter.matches_everything
        )

    @property
    def _is_sorted_by_late_texts(self) -> bool:
        return not isinstance(self._cell_texts.columns[self._sort_order[0]], ListColumn)

    def _is_detail(self, column: int) -> bool:
        return isinstance(self._cell_texts.columns[column], DetailColumn)

    def _rearrange(self) -> None:
        """Arrange again what came since the last time."""
        started = time.perf_counter()
        self.beginResetModel()
        self._update_lines()
        self.endResetModel()
        took = (time.perf_counter() - started) * 1000
        self._rearrange_timer.setInterval(max(REARRANGE_MS, round(took / MAX_REARRANGE_SHARE)))

    def _sort_rows(self) -> None:
        column, order = self._sort_order
        self._row_sorter.sort(column, descending=order is Qt.SortOrder.DescendingOrder)

    def _apply_dirty_rows(self) -> None:
        if self._dirty:
            self._row_filter.invalidate(self._dirty)
            self._dirty.clear()
            if self._is_sorted_by_late_texts:
                self._sort_rows()

    def _update_lines(self) -> None:
        self._apply_dirty_rows()
        rows = self._row_sorter.rows
        self._row_filter.set_query(self._text, self._quick_filter)
        places = self._row_filter.apply(self._row_sorter.indices)
        chosen = rows if isinstance(places, range) else list(map(rows.__getitem__, places))
        self._shown_count = len(chosen)
        self._lines = group_by_server(chosen, self._cell_texts) if self._is_grouped else chosen
        self._line_by_id = None
        self._lookup_count = 0


def _group_data(server_group: ServerGroup, column: int, role: int) -> object:
    if role == DISPLAY:
        return (
            server_group_text(server_group.server, server_group.count)
            if column == Column.ADDRESS
            else None
        )
    if role == Qt.ItemDataRole.FontRole:
        font = QFont(QGuiApplication.font())
        font.setBold(True)
        return font
    palette = QGuiApplication.palette()
    if role == Qt.ItemDataRole.BackgroundRole:
        return group_background(palette)
    return palette.color(QPalette.ColorRole.Text)
