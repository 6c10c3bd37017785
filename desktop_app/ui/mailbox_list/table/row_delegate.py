"""Paints the list with one answer for each row.

Asked role by role from C++, a repaint crosses into Python eight times for each cell, and waits for
the interpreter each time that another thread is at work.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.ui.mailbox_list.table.cell_texts import RowTexts
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.list_model import TO_THE_RIGHT, MailboxListModel
from desktop_app.ui.widgets.colors import (
    accent_color,
    error_color,
    muted_text_color,
    success_color,
    warning_color,
)
from desktop_app.ui.widgets.icons import colored_icon

Index = QModelIndex | QPersistentModelIndex
HAS_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
HAS_ICON = QStyleOptionViewItem.ViewItemFeature.HasDecoration
NO_LINE = -1
GAP = "\N{EN SPACE}"
"""Behind a number, which would touch the text of the next column."""
_ICON_NAMES = {
    MailboxState.UNSAVED: "pencil",
    MailboxState.PENDING: "git-compare",
    MailboxState.FAILING: "circle-x",
    MailboxState.WARNING: "triangle-alert",
    MailboxState.LOCKED: "lock",
    MailboxState.NEW: "star-four",
    MailboxState.WORKS: "circle-check",
    MailboxState.UNKNOWN: "circle-dashed",
}
_COLORS = {
    MailboxState.UNSAVED: accent_color,
    MailboxState.PENDING: accent_color,
    MailboxState.NEW: accent_color,
    MailboxState.FAILING: error_color,
    MailboxState.WARNING: warning_color,
    MailboxState.WORKS: success_color,
    MailboxState.UNKNOWN: muted_text_color,
}
"""The colours of states; a lock has the colour of the text."""


class StateIcons:
    """One icon for each state, drawn on first use in the colours of the palette. GUI thread."""

    def __init__(self) -> None:
        self._icons: dict[MailboxState, QIcon] = {}

    def icon(self, state: MailboxState) -> QIcon:
        """Return the icon of a state; on a selected row it has the colour of selected text."""
        if state not in self._icons:
            palette = QGuiApplication.palette()
            find_color = _COLORS.get(state)
            text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
            color = text if find_color is None else find_color(palette)
            self._icons[state] = colored_icon(_ICON_NAMES[state], color)
        return self._icons[state]

    def clear(self) -> None:
        """Draw the icons again in the colours of another palette."""
        self._icons.clear()


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
            option.features = HAS_ICON
            option.icon = self._icon
            option.decorationSize = self._icon.actualSize(option.decorationSize)
        elif text := self._texts[column]:
            option.features = HAS_TEXT  # to add it to what is there takes three times as long
            if column in self._numbers:
                text += GAP
                option.displayAlignment = TO_THE_RIGHT
            option.text = text

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
