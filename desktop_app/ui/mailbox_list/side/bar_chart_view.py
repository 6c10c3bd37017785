"""A bar chart as a list view: arrow keys move between bars, Enter or a click chooses a bar.

A model and a view with a painting delegate: screen readers read each bar as a list item.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
)

from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.ui.mailbox_list.side.overview_sections import OverviewBar
from desktop_app.ui.text.numbers import bar_text, number_text
from desktop_app.ui.widgets.colors import bar_color
from desktop_app.ui.widgets.icons import icon_pixmap

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
BAR_ROLE = Qt.ItemDataRole.UserRole
MARGIN, GAP, HEIGHT = 8, 3, 8
"""Logical pixels: around a bar, between its text and the bar, and the bar's height."""
ICON_SIZE = 14


class BarModel(QAbstractListModel):
    """The bars of a section, and the filter that is active in the list."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: Sequence[OverviewBar] = ()
        self.maximum = 0
        self.active_filter: QuickFilter | None = None

    def set_bars(
        self, bars: Sequence[OverviewBar], maximum: int, active_filter: QuickFilter
    ) -> None:
        """Replace the bars; ``maximum`` is the count that fills the width."""
        if len(bars) != len(self.bars):
            self.beginResetModel()
            self._set_values(bars, maximum, active_filter)
            self.endResetModel()
        else:
            self._set_values(bars, maximum, active_filter)
            self.dataChanged.emit(self.index(0), self.index(len(bars) - 1))

    def _set_values(
        self, bars: Sequence[OverviewBar], maximum: int, active_filter: QuickFilter
    ) -> None:
        self.bars, self.maximum, self.active_filter = bars, maximum, active_filter

    def is_active(self, bar: OverviewBar) -> bool:
        """Return whether the list is filtered by exactly this bar."""
        return bar.quick_filter is not None and bar.quick_filter == self.active_filter

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of bars."""
        return 0 if parent.isValid() else len(self.bars)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the OverviewBar, or its text for screen readers."""
        if not index.isValid():
            return None
        bar = self.bars[index.row()]
        if role == BAR_ROLE:
            return bar
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return bar_text(bar.label, bar.count, is_chosen=self.is_active(bar))
        return None


class BarDelegate(QStyledItemDelegate):
    """Draws a bar below its label and count, with an icon if it warns or is chosen."""

    def __init__(self, model: BarModel) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a line of text and the bar."""
        return QSize(0, option.fontMetrics.height() + GAP + HEIGHT + MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one bar."""
        bar = self._model.bars[index.row()]
        inner = option.rect.adjusted(MARGIN, MARGIN // 2, -MARGIN, -MARGIN // 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_texts(painter, option, inner, bar)
        self._paint_bar(painter, option, inner, bar)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, option)

    def _paint_texts(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, bar: OverviewBar
    ) -> None:
        chosen = self._model.is_active(bar)
        font = option.font
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        line = QRect(inner.left(), inner.top(), inner.width(), option.fontMetrics.height())
        count = number_text(bar.count)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, count)
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(count) - MARGIN)
        if bar.is_warning or chosen:
            self._paint_icon(
                painter, option, line, "triangle-alert" if bar.is_warning else "search"
            )
        elide = Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(bar.label, elide, line.width())
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_icon(
        self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, name: str
    ) -> None:
        color = option.palette.color(QPalette.ColorRole.Text)
        drawn = icon_pixmap(name, ICON_SIZE, color, painter.device().devicePixelRatioF())
        painter.drawPixmap(line.left(), line.top() + (line.height() - ICON_SIZE) // 2, drawn)
        line.setLeft(line.left() + ICON_SIZE + MARGIN // 2)

    def _paint_bar(
        self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, bar: OverviewBar
    ) -> None:
        full = QRect(inner.left(), inner.bottom() - HEIGHT + 1, inner.width(), HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(option.palette.color(QPalette.ColorRole.AlternateBase).darker(108))
        painter.drawRoundedRect(full, HEIGHT / 2, HEIGHT / 2)
        share = bar.count / self._model.maximum if self._model.maximum else 0
        full.setWidth(max(HEIGHT, round(full.width() * share)))
        is_chosen = self._model.is_active(bar)
        color = bar_color(option.palette, is_risk=bar.is_warning, is_chosen=is_chosen)
        painter.setBrush(color)
        painter.drawRoundedRect(full, HEIGHT / 2, HEIGHT / 2)

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        focus = QStyleOptionFocusRect()
        focus.rect = option.rect.adjusted(1, 1, -1, -1)
        focus.palette = option.palette
        focus.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
        option.widget.style().drawPrimitive(
            QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, option.widget
        )


class BarChartView(QListView):
    """The bars of one section, tall enough to need no scrolling."""

    filter_chosen = Signal(object)
    """The QuickFilter of the chosen bar."""
    edge_passed = Signal(int)
    """An arrow key went beyond the last bar (1) or before the first (-1)."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.bar_model = BarModel()
        self.setModel(self.bar_model)
        self._bar_delegate = BarDelegate(self.bar_model)
        self.setItemDelegate(self._bar_delegate)
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose_bar)

    def show_bars(
        self, bars: Sequence[OverviewBar], maximum: int, active_filter: QuickFilter
    ) -> None:
        """Replace the bars and fit the height."""
        self.bar_model.set_bars(bars, maximum, active_filter)
        if bars:
            self.setFixedHeight(self.sizeHintForRow(0) * len(bars) + 2)

    def focus_bar(self, line: int) -> None:
        """Focus a bar; -1 is the last."""
        self.setFocus()
        self.setCurrentIndex(self.bar_model.index(line % max(1, len(self.bar_model.bars)), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a bar by Enter or Space; emit ``edge_passed`` at either end."""
        key, line = event.key(), self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose_bar(self.currentIndex())
        elif key == Qt.Key.Key_Down and line == len(self.bar_model.bars) - 1:
            self.edge_passed.emit(1)
        elif key == Qt.Key.Key_Up and line <= 0:
            self.edge_passed.emit(-1)
        else:
            super().keyPressEvent(event)

    def _choose_bar(self, index: QModelIndex) -> None:
        bar = self.bar_model.data(index, BAR_ROLE)
        if isinstance(bar, OverviewBar) and bar.quick_filter is not None:
            self.filter_chosen.emit(bar.quick_filter)
