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
from desktop_app.ui.mailbox_list.table.list_model import TO_THE_RIGHT, MailboxListModel
from desktop_app.ui.mailbox_list.table.state_icons import StateIcons

Index = QModelIndex | QPersistentModelIndex
HAS_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
HAS_ICON = QStyleOptionViewItem.ViewItemFeature.HasDecoration
NO_LINE = -1
GAP = "\N{EN SPACE}"
"""Behind a number, which would touch the text of the next column."""


class RowDelegate(QStyledItemDelegate):
    """Keeps what the row says that is being painted; the lines of groups are the model's own."""

    def __init__(self, model: MailboxListModel) -> None:
        super().__init__(model)
        self._model = model
        self._line = NO_LINE
        self._texts: RowTexts | None = None
        self._icon = QIcon()
        self._state_icons = StateIcons()
        self._numbers = frozenset(s.column for s in model.cell_texts.columns if s.is_number)
        model.modelReset.connect(self._invalidate)
        model.dataChanged.connect(self._invalidate)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """What one cell shows."""
        line, column = index.row(), index.column()
        if line != self._line:
            self._load_line(line)
        if self._texts is None:
            super().initStyleOption(option, index)
        elif column == Column.STATE:
            option.features |= HAS_ICON
            option.icon = self._icon
            option.decorationSize = self._icon.actualSize(option.decorationSize)
        else:
            option.text = self._texts[column]
            option.features |= HAS_TEXT
            if column in self._numbers:
                option.text += GAP
                option.displayAlignment = TO_THE_RIGHT

    def forget_icons(self) -> None:
        """Draw the icons again: the palette is another."""
        self._state_icons.clear()
        self._invalidate()

    def _load_line(self, line: int) -> None:
        self._line = line
        self._texts = self._model.shown_texts(line)
        state = self._model.state_at(line)
        if state is not None:
            self._icon = self._state_icons.icon(state)

    def _invalidate(self) -> None:
        self._line = NO_LINE
