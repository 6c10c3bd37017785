"""The list of mailboxes as a table model: sorted and filtered in Python, shown by reset.

A proxy model that calls back into Python for each comparison is 500 times as slow (measured).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
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

from desktop_app.core.mailbox_list.list_statistics import ListStatistics
from desktop_app.core.mailbox_list.mailbox_state import MailboxMarks, MailboxState
from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.mailbox_list.detail_loader import DetailLoader
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts, RowTexts
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.row_filter import FindRisks
from desktop_app.ui.mailbox_list.table.row_remarks import (
    SharedText,
    cell_tooltip,
    row_remarks,
    state_sentences,
)
from desktop_app.ui.mailbox_list.table.server_groups import (
    DISPLAY,
    GROUP_ROLES,
    ServerGroup,
    group_data,
)
from desktop_app.ui.mailbox_list.table.shown_lines import ShownLines
from desktop_app.ui.text.plain_text import tooltip

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
ROW_ROLES = {
    DISPLAY,
    int(ID_ROLE),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.TextAlignmentRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
    int(Qt.ItemDataRole.AccessibleDescriptionRole),
}
STATE_TITLE = "●"
"""The title over the shapes of the state column; menus and screen readers have the word."""
TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
GROUP_FLAGS = Qt.ItemFlag.ItemNeverHasChildren
ROW_FLAGS = GROUP_FLAGS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
SUPPORTED_ROLES = ROW_ROLES | GROUP_ROLES
"""The roles that have an answer. One paint asks a thousand times for others."""
REARRANGE_MS = 1000
"""Milliseconds between two arrangements while details come in; longer where one takes long."""
MAX_REARRANGE_SHARE = 0.1
"""The most of that time that arranging may take."""


class MailboxListModel(QAbstractTableModel):
    """The rows of the list call, with the details that have come so far.

    Lines that name a group are neither enabled nor selectable, so that the keys go past them.
    """

    grouping_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = ShownLines()
        self.find_risks: FindRisks = dict
        """Gives the mailboxes of each risk."""
        self.shared_text: SharedText = lambda _mailbox_id: ""
        """Which other profiles fetch from the same mailbox, in words."""
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
        self._shown.set_rows(rows, details, checks, self.find_risks)
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        """Show only the rows that hold every word of ``text`` in one of their columns."""
        self.beginResetModel()
        self._shown.text = text
        self._shown.update()
        self.endResetModel()

    def set_quick_filter(self, quick_filter: QuickFilter) -> None:
        """Show only what a quick filter asks for."""
        self.beginResetModel()
        self._shown.quick_filter = quick_filter
        self._shown.update()
        self.endResetModel()

    def set_grouped(self, grouped: bool) -> None:
        """Show the rows under their mail servers, or not."""
        self.beginResetModel()
        self._shown.is_grouped = grouped
        self._shown.update()
        self.endResetModel()
        self.grouping_changed.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; rows without a value come last either way."""
        self.beginResetModel()
        self._shown.sort(Column(column), order)
        self.endResetModel()

    def refresh_row(self, mailbox_id: int) -> None:
        """The details of a mailbox came or failed, or it was checked."""
        self._shown.mark_changed(mailbox_id)
        line = self.line_of(mailbox_id)
        if line is not None:
            self.dataChanged.emit(self.index(line, 0), self.index(line, len(Column) - 1))
        if self._shown.depends_on_details and not self._rearrange_timer.isActive():
            self._rearrange_timer.start()

    def refresh_risks(self) -> None:
        """Other profiles have other mailboxes by now."""
        self._shown.invalidate_risks()
        if self.quick_filter.risks:
            self._rearrange()
        else:
            self._announce_states_changed()

    def set_marks(self, marks: MailboxMarks) -> None:
        """Show other states of the mailboxes."""
        if self._shown.set_marks(marks):
            self._rearrange()
        else:
            self._announce_states_changed()

    def _announce_states_changed(self) -> None:
        """Have the states painted again; to paint the other columns too would take a while."""
        if self._shown.lines:
            last = self.index(len(self._shown.lines) - 1, Column.ADDRESS)
            self.dataChanged.emit(self.index(0, Column.STATE), last)

    @property
    def total_count(self) -> int:
        """How many mailboxes there are, filtered out or not."""
        return len(self.all_rows)

    @property
    def shown_count(self) -> int:
        """How many mailboxes are shown."""
        return self._shown.mailbox_count

    @property
    def unknown_count(self) -> int:
        """How many mailboxes are not shown because too little is known of them yet."""
        return self._shown.unknown_count

    @property
    def rows(self) -> list[ListedMailbox]:
        """The mailboxes that are shown, from top to bottom."""
        return self._shown.rows

    @property
    def all_rows(self) -> Sequence[ListedMailbox]:
        """All mailboxes, by address."""
        return self._shown.all_rows

    @property
    def cell_texts(self) -> CellTexts:
        """What is shown of each mailbox."""
        return self._shown.cell_texts

    def statistics(self) -> ListStatistics:
        """How many of all mailboxes are what, as far as it is known by now."""
        return self._shown.statistics()

    @property
    def quick_filter(self) -> QuickFilter:
        """The quick filter."""
        return self._shown.quick_filter

    @property
    def is_grouped(self) -> bool:
        """Whether the rows stand under their mail servers."""
        return self._shown.is_grouped

    @property
    def sorted_by(self) -> tuple[Column, Qt.SortOrder]:
        """The column that the rows are sorted by."""
        return self._shown.sort_order

    def id_at(self, line: int) -> int | None:
        """The mailbox id of a shown line; None for the line of a group."""
        return self._shown.lines[line].id

    def line_of(self, mailbox_id: int) -> int | None:
        """Return the line that shows a mailbox, None if no line does."""
        return self._shown.line_of(mailbox_id)

    def texts(self, line: int) -> RowTexts:
        """What a shown line says, by column; empty where there is no value."""
        return self._shown.texts_at(line)

    def full_texts(self, line: int) -> RowTexts:
        """What the server said of a shown line, by column, and all of its states."""
        row = self._shown.lines[line]
        return () if isinstance(row, ServerGroup) else self.cell_texts.full_texts(row)

    def shown_texts(self, line: int) -> RowTexts | None:
        """What the cells of a shown line are painted with; None for the line of a group."""
        row = self._shown.lines[line]
        return None if isinstance(row, ServerGroup) else self.cell_texts.shown_texts(row)

    def state_at(self, line: int) -> MailboxState | None:
        """The most urgent state of a shown line; None for the line of a group."""
        row = self._shown.lines[line]
        return None if isinstance(row, ServerGroup) else next(self.cell_texts.states(row))

    def state_text(self, mailbox_id: int) -> str:
        """All that holds of a shown mailbox, a sentence a line; empty if no line shows it."""
        line = self.line_of(mailbox_id)
        row = None if line is None else self._shown.lines[line]
        if row is None or isinstance(row, ServerGroup):
            return ""
        return state_sentences(row, self.cell_texts, self.shared_text)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The shown lines."""
        return 0 if parent.isValid() else len(self._shown.lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        """The name of a column; numbers stand to the right with their title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        spec = self.cell_texts.columns[section]
        if role == DISPLAY:
            return STATE_TITLE if section == Column.STATE else spec.title
        if role == Qt.ItemDataRole.TextAlignmentRole and spec.is_number:
            return TO_THE_RIGHT
        is_told = role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return spec.title if is_told and section == Column.STATE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group is passed over."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return GROUP_FLAGS if isinstance(self._shown.lines[index.row()], ServerGroup) else ROW_FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if role not in SUPPORTED_ROLES or not index.isValid():
            return None
        row, column = self._shown.lines[index.row()], index.column()
        if isinstance(row, ServerGroup):
            return group_data(row, column, role) if role in GROUP_ROLES else None
        if role == DISPLAY:
            return self._shown.cell_texts.shown_text(row, column)
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return TO_THE_RIGHT if self.cell_texts.columns[column].is_number else None
        return self._remarks(row, column, role)

    def _remarks(self, row: ListedMailbox, column: int, role: int) -> str | None:
        """Return what is said of a cell beside its text: in a tooltip, or to screen readers."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(cell_tooltip(row, column, self.cell_texts, self.shared_text))
        if column == Column.STATE and role == Qt.ItemDataRole.AccessibleTextRole:
            return state_sentences(row, self.cell_texts, self.shared_text)
        if column == Column.ADDRESS and role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row_remarks(row, self.cell_texts, self.shared_text) or None
        return None

    def _rearrange(self) -> None:
        """Arrange again what came since the last time."""
        started = time.perf_counter()
        self.beginResetModel()
        self._shown.update()
        self.endResetModel()
        took = (time.perf_counter() - started) * 1000
        self._rearrange_timer.setInterval(max(REARRANGE_MS, round(took / MAX_REARRANGE_SHARE)))
