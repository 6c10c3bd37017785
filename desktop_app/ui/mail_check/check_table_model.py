"""The results of many checks as a table of two levels: causes, and the mailboxes of each cause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from desktop_app.core.mail_check.check_causes import CheckCause, cause_of
from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import LEVEL_MARKS, cause_count_text
from desktop_app.ui.mail_check.report_text import result_text
from desktop_app.ui.text.plain_text import one_line, tooltip
from desktop_app.ui.widgets.colors import error_color, muted_text_color, success_color

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
GROUP = 0
"""The internal id of the row of a cause; that of a mailbox's row is the value of its cause.

A row number would change when a cause is inserted above.
"""


class ResultColumn(IntEnum):
    """The columns. The row of a cause has only the first."""

    MAILBOX = 0
    SERVER = 1
    RESULT = 2


@dataclass(slots=True)
class CauseGroup:
    """A cause with its mailboxes, in the order in which they were to be checked."""

    cause: CheckCause
    level: VerdictLevel
    positions: list[int] = field(default_factory=list)


class CheckTableModel(QAbstractItemModel):
    """Each result is inserted at its place, so that the selection stays on its row (GUI thread).

    ``ids`` are the mailboxes in the order of the list; ``address_of`` names them.
    """

    def __init__(
        self, ids: Sequence[int], address_of: Callable[[int], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ids = tuple(ids)
        self._positions = {mailbox_id: place for place, mailbox_id in enumerate(self._ids)}
        self._address_of = address_of
        self._reports: dict[int, CheckReport] = {}
        self._groups: list[CauseGroup] = []
        self._group_rows: dict[int, int] = {}
        """By the value of a cause: its row."""

    def add(self, mailbox_id: int, report: CheckReport) -> None:
        """Insert the result of a mailbox, which has none yet."""
        self._reports[mailbox_id] = report
        group_row = self._row_of_group(cause_of(report.verdict), report.verdict.level)
        group, place = self._groups[group_row], self._positions[mailbox_id]
        row = bisect_left(group.positions, place)
        parent = self.index(group_row, 0)
        self.beginInsertRows(parent, row, row)
        group.positions.insert(row, place)
        self.endInsertRows()
        self.dataChanged.emit(parent, parent)  # its number

    def level_of_group(self, row: int) -> VerdictLevel:
        """Return the level of the verdicts of a cause."""
        return self._groups[row].level

    def mailbox_id_at(self, index: Index) -> int | None:
        """Return the mailbox of a row; None for the row of a cause."""
        if not index.isValid() or index.internalId() == GROUP:
            return None
        group = self._groups[self._group_rows[index.internalId()]]
        return self._ids[group.positions[index.row()]]

    def report_at(self, index: Index) -> CheckReport | None:
        """Return the report of a row; None for the row of a cause."""
        mailbox_id = self.mailbox_id_at(index)
        return None if mailbox_id is None else self._reports[mailbox_id]

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return the index of a cell."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        group = self._groups[parent.row()].cause.value if parent.isValid() else GROUP
        return self.createIndex(row, column, group)

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        """Return the row of a mailbox's cause."""
        if not index.isValid() or index.internalId() == GROUP:
            return QModelIndex()
        return self.createIndex(self._group_rows[index.internalId()], 0, GROUP)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of causes, or of the mailboxes of a cause."""
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() != GROUP or parent.column() > 0:
            return 0
        return len(self._groups[parent.row()].positions)

    def columnCount(self, _parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return len(ResultColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            translate("mail_check", "Mailbox"),
            translate("mail_check", "Server"),
            translate("mail_check", "Result"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text, font or colour of a cell."""
        if not index.isValid():
            return None
        if index.internalId() == GROUP:
            return self._group_data(self._groups[index.row()], index.column(), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell_text(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._cell_text(index))
        return None

    def _group_data(self, group: CauseGroup, column: int, role: int) -> object:
        if column:
            return None
        title = cause_count_text(group.cause, len(group.positions))
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{LEVEL_MARKS[group.level]}  {title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return title
        if role == Qt.ItemDataRole.FontRole:
            font = QFont(QGuiApplication.font())
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            return _color_of(group.level)
        return None

    def _cell_text(self, index: Index) -> str:
        mailbox_id = self.mailbox_id_at(index)
        if mailbox_id is None:
            return ""
        report = self._reports[mailbox_id]
        if index.column() == ResultColumn.MAILBOX:
            return one_line(self._address_of(mailbox_id))
        if index.column() == ResultColumn.RESULT:
            return one_line(result_text(report))
        target = report.target
        return one_line(f"{target.server}:{target.port}") if target.server else "–"

    def _row_of_group(self, cause: CheckCause, level: VerdictLevel) -> int:
        """Return the row of a cause, inserted in the order of the causes if it is new."""
        if cause.value not in self._group_rows:
            row = bisect_left([group.cause.value for group in self._groups], cause.value)
            self.beginInsertRows(ROOT, row, row)
            self._groups.insert(row, CauseGroup(cause, level))
            self._group_rows = {
                group.cause.value: place for place, group in enumerate(self._groups)
            }
            self.endInsertRows()
        return self._group_rows[cause.value]


def _color_of(level: VerdictLevel) -> QColor:
    palette = QGuiApplication.palette()
    plain = palette.color(QPalette.ColorRole.Text)
    return {
        VerdictLevel.BROKEN: error_color(palette),
        VerdictLevel.UNREACHABLE: muted_text_color(palette),
        VerdictLevel.VERIFIED: success_color(palette),
    }.get(level, plain)
