"""Paints the list with one answer for each row.

Asked role by role from C++, a repaint crosses into Python eight times for each cell, and waits for
the interpreter each time that another thread is at work.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.table.cell_texts import Texts
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.widgets.icons import icon

Index = QModelIndex | QPersistentModelIndex
TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
PICTURE = QStyleOptionViewItem.ViewItemFeature.HasDecoration
NO_LINE = -1


class RowPainter(QStyledItemDelegate):
    """Keeps what the row says that is being painted; the lines of groups are the model's own."""

    def __init__(self, table: MailboxTable) -> None:
        super().__init__(table)
        self._table = table
        self._lock = icon("lock")
        self._line = NO_LINE
        self._texts: Texts = ()
        self._is_locked = self._is_group = False
        table.modelReset.connect(self._forget)
        table.dataChanged.connect(self._forget)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """What one cell shows."""
        line, column = index.row(), index.column()
        if line != self._line:
            self._read(line)
        if self._is_group:
            super().initStyleOption(option, index)
            return
        option.text = self._texts[column]
        if column == Column.ADDRESS and self._is_locked:
            option.features |= TEXT | PICTURE
            option.icon = self._lock
            option.decorationSize = self._lock.actualSize(option.decorationSize)
        else:
            option.features |= TEXT

    def _read(self, line: int) -> None:
        self._line = line
        self._texts = self._table.texts(line)
        self._is_group = self._table.id_at(line) is None
        self._is_locked = self._table.is_locked(line)

    def _forget(self) -> None:
        self._line = NO_LINE
