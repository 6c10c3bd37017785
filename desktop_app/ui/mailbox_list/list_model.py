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

from desktop_app.core.mailbox_list.list_statistics import Census, take_census
from desktop_app.core.mailbox_list.quick_filter import ALL, QuickFilter
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.mailbox_list.detail_loader import Details
from desktop_app.ui.mailbox_list.filter.quick_filter_text import group_words
from desktop_app.ui.mailbox_list.table.cell_texts import Cells, Texts, lock_of
from desktop_app.ui.mailbox_list.table.columns import FROM_DETAILS, LISTED, Column, headers
from desktop_app.ui.mailbox_list.table.row_filter import FindRisks, Sieve
from desktop_app.ui.mailbox_list.table.row_sorter import Order
from desktop_app.ui.mailbox_list.table.server_groups import Group, grouped
from desktop_app.ui.text.dates import as_of_words, local
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.widgets.colors import group_ground
from desktop_app.ui.widgets.icons import icon

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
OF_A_ROW = {
    DISPLAY,
    int(ID_ROLE),
    int(Qt.ItemDataRole.DecorationRole),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.AccessibleDescriptionRole),
}
OF_A_GROUP = {
    DISPLAY,
    int(Qt.ItemDataRole.BackgroundRole),
    int(Qt.ItemDataRole.ForegroundRole),
    int(Qt.ItemDataRole.FontRole),
}
OF_GROUPS = Qt.ItemFlag.ItemNeverHasChildren
OF_ROWS = OF_GROUPS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
ANSWERED = OF_A_ROW | OF_A_GROUP
"""The roles that have an answer. One paint asks a thousand times for others."""
CALM = 1000
"""Milliseconds between two arrangements while details come in; longer where one takes long."""
FEW = 3
"""Lines that are looked for one by one; for more, all are noted, which takes 3 ms for 10,000."""
PART_OF_CALM = 0.1
"""The most of that time that arranging may take."""


class MailboxTable(QAbstractTableModel):
    """The rows of the list call, with the details that have come so far.

    Lines that name a group are neither enabled nor selectable, so that the keys go past them.
    """

    grouping_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells = Cells()
        self._order = Order((), self._cells)
        self._sieve = Sieve((), self._cells)
        self._lines: Sequence[ListedMailbox | Group] = ()
        self._line_of: dict[int | None, int] | None = None
        self._asked = 0
        self._shown = 0
        self._text = ""
        self._quick = ALL
        self.find_risks: FindRisks = dict
        """Gives the mailboxes of each risk."""
        self.say_others: Callable[[int], str] = lambda _mailbox_id: ""
        """Which other profiles fetch from the same mailbox, in words."""
        self._groups = False
        self._sort = (Column.ADDRESS, Qt.SortOrder.AscendingOrder)
        self._lock = icon("lock")
        self._headers = headers()
        self._news: set[int] = set()
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._arrange)

    def show(
        self,
        rows: Sequence[ListedMailbox],
        details: Details | None,
        checks: LastChecks | None = None,
    ) -> None:
        """Show another list."""
        self.beginResetModel()
        if not self._cells.is_of(details, checks):
            self._cells = Cells(details, checks)
        self._order = Order(rows, self._cells)
        self._sieve = Sieve(self._order.rows, self._cells, self.find_risks)
        self._news.clear()
        self._sort_rows()
        self._choose_lines()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only the rows that hold every word of ``text`` in one of their columns."""
        self.beginResetModel()
        self._text = text
        self._choose_lines()
        self.endResetModel()

    def set_quick(self, quick: QuickFilter) -> None:
        """Show only what a quick filter asks for."""
        self.beginResetModel()
        self._quick = quick
        self._choose_lines()
        self.endResetModel()

    def set_grouped(self, groups: bool) -> None:
        """Show the rows under their mail servers, or not."""
        self.beginResetModel()
        self._groups = groups
        self._choose_lines()
        self.endResetModel()
        self.grouping_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; rows without a value come last either way."""
        self.beginResetModel()
        self._sort = (Column(column), order)
        self._sort_rows()
        self._choose_lines()
        self.endResetModel()

    def refresh_row(self, mailbox_id: int) -> None:
        """The details of a mailbox came or failed, or it was checked."""
        self._news.add(mailbox_id)
        line = self.line_of(mailbox_id)
        if line is not None:
            self.dataChanged.emit(self.index(line, 0), self.index(line, len(Column) - 1))
        if self._waits_for_details and not self._calm.isActive():
            self._calm.start()

    def refresh_risks(self) -> None:
        """Other profiles have other mailboxes by now."""
        self._sieve.recount()
        if self._quick.risks:
            self._arrange()
        elif self._lines:
            last = self.index(len(self._lines) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def total(self) -> int:
        """How many mailboxes there are, filtered out or not."""
        return len(self._order.rows)

    @property
    def shown(self) -> int:
        """How many mailboxes are shown."""
        return self._shown

    @property
    def unknown(self) -> int:
        """How many mailboxes are not shown because too little is known of them yet."""
        return self._sieve.unknown

    @property
    def rows(self) -> list[ListedMailbox]:
        """The mailboxes that are shown, from top to bottom."""
        return [line for line in self._lines if not isinstance(line, Group)]

    @property
    def all_rows(self) -> Sequence[ListedMailbox]:
        """All mailboxes, by address."""
        return self._order.rows

    @property
    def cells(self) -> Cells:
        """What is shown of each mailbox."""
        return self._cells

    def census(self) -> Census:
        """How many of all mailboxes are what, as far as it is known by now."""
        self._learn()
        traits = map(self._cells.traits, self._order.rows)
        self._sieve.recount()
        risks = {risk: len(ids) for risk, ids in self._sieve.risks.items() if ids}
        return take_census(traits, len(self._sieve.twins), risks)

    @property
    def quick(self) -> QuickFilter:
        """The quick filter."""
        return self._quick

    @property
    def is_grouped(self) -> bool:
        """Whether the rows stand under their mail servers."""
        return self._groups

    @property
    def sorted_by(self) -> tuple[Column, Qt.SortOrder]:
        """The column that the rows are sorted by."""
        return self._sort

    def id_at(self, line: int) -> int | None:
        """The mailbox id of a shown line; None for the line of a group."""
        return self._lines[line].id

    def line_of(self, mailbox_id: int) -> int | None:
        """The line that shows a mailbox. Most lines are gone before many are asked for."""
        if self._line_of is None:
            self._asked += 1
            if self._asked <= FEW:
                lines = enumerate(self._lines)
                return next((line for line, row in lines if row.id == mailbox_id), None)
            self._line_of = {row.id: line for line, row in enumerate(self._lines)}
        return self._line_of.get(mailbox_id)

    def texts(self, line: int) -> Texts:
        """What a shown line says, by column."""
        row = self._lines[line]
        if isinstance(row, Group):
            return (group_words(row.server, row.count), *("",) * (len(Column) - 1))
        return self._cells.texts(row)

    def is_locked(self, line: int) -> bool:
        """Whether the mailbox of a shown line may not be changed."""
        row = self._lines[line]
        return not isinstance(row, Group) and lock_of(row.right) is not None

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
            return self._headers[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group is passed over."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return OF_GROUPS if isinstance(self._lines[index.row()], Group) else OF_ROWS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if role not in ANSWERED or not index.isValid():
            return None
        row, column = self._lines[index.row()], index.column()
        if isinstance(row, Group):
            return _group_data(row, column, role) if role in OF_A_GROUP else None
        if role == DISPLAY:
            return self._cells.text(row, column)
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tip(row, column))
        if column != Column.ADDRESS:
            return None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._remarks(row) or None
        is_picture = role == Qt.ItemDataRole.DecorationRole
        return self._lock if is_picture and lock_of(row.right) else None

    def _tip(self, row: ListedMailbox, column: int) -> str:
        failure = self._cells.failure(row.id)
        if failure and column in FROM_DETAILS:
            return failure
        parts = (self._cells.text(row, column), self._age(row, column), self._remarks(row))
        return "\n".join(part for part in parts if part)

    def _remarks(self, row: ListedMailbox) -> str:
        """What is to be said of a row as a whole."""
        return "\n".join(filter(None, (self._lock_reason(row), self.say_others(row.id))))

    def _age(self, row: ListedMailbox, column: int) -> str:
        """That a value may be old, where it was not read since there is a connection."""
        as_of = self._cells.as_of(row.id) if column in FROM_DETAILS else None
        return "" if as_of is None else as_of_words(local(as_of))

    def _lock_reason(self, row: ListedMailbox) -> str:
        lock = lock_of(row.right)
        return lock.reason or self.tr("You may not change this mailbox.") if lock else ""

    @property
    def _waits_for_details(self) -> bool:
        """Whether order or choice of the rows may be another with every mailbox that is read."""
        return self._sort[0] not in LISTED or self._groups or not self._sieve.is_open

    def _arrange(self) -> None:
        """Arrange again what came since the last time."""
        started = time.perf_counter()
        self.beginResetModel()
        self._choose_lines()
        self.endResetModel()
        took = (time.perf_counter() - started) * 1000
        self._calm.setInterval(max(CALM, round(took / PART_OF_CALM)))

    def _sort_rows(self) -> None:
        column, order = self._sort
        self._order.sort(column, backwards=order is Qt.SortOrder.DescendingOrder)

    def _learn(self) -> None:
        if self._news:
            self._sieve.learn(self._news)
            self._news.clear()
            if self._sort[0] not in LISTED:
                self._sort_rows()

    def _choose_lines(self) -> None:
        self._learn()
        rows = self._order.rows
        self._sieve.ask(self._text, self._quick)
        places = self._sieve.sift(self._order.places)
        chosen = rows if isinstance(places, range) else list(map(rows.__getitem__, places))
        self._shown = len(chosen)
        self._lines = grouped(chosen, self._cells) if self._groups else chosen
        self._line_of = None
        self._asked = 0


def _group_data(group: Group, column: int, role: int) -> object:
    if role == DISPLAY:
        return group_words(group.server, group.count) if column == Column.ADDRESS else None
    if role == Qt.ItemDataRole.FontRole:
        font = QFont(QGuiApplication.font())
        font.setBold(True)
        return font
    palette = QGuiApplication.palette()
    if role == Qt.ItemDataRole.BackgroundRole:
        return group_ground(palette)
    return palette.color(QPalette.ColorRole.Text)
