"""Paints the list with one answer for each row.

Asked role by role from C++, a repaint crosses into Python eight times for each cell, and waits for
the interpreter each time that another thread is at work.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui.mailbox_list.table.cell_texts import RowTexts
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel

Index = QModelIndex | QPersistentModelIndex
HAS_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
HAS_ICON = QStyleOptionViewItem.ViewItemFeature.HasDecoration
NO_LINE = -1


class RowDelegate(QStyledItemDelegate):
    """Keeps what the row says that is being painted; the lines of groups are the model's own."""

    def __init__(self, model: MailboxListModel) -> None:
        super().__init__(model)
        self._model = model
        self._line = NO_LINE
        self._texts: RowTexts = ()
        self._icon: QIcon | None = None
        self._is_group = False
        model.modelReset.connect(self._invalidate)
        model.dataChanged.connect(self._invalidate)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """What one cell shows."""
        line, column = index.row(), index.column()
        if line != self._line:
            self._load_line(line)
        if self._is_group:
            super().initStyleOption(option, index)
            return
        option.text = self._texts[column]
        if column == Column.ADDRESS and self._icon is not None:
            option.features |= HAS_TEXT | HAS_ICON
            option.icon = self._icon
            option.decorationSize = self._icon.actualSize(option.decorationSize)
        else:
            option.features |= HAS_TEXT

    def _load_line(self, line: int) -> None:
        self._line = line
        self._texts = self._model.texts(line)
        self._is_group = self._model.id_at(line) is None
        self._icon = self._model.row_icon(line)

    def _invalidate(self) -> None:
        self._line = NO_LINE
