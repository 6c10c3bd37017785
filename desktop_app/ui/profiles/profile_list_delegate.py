"""Paints a profile in two lines: colour and name, then what this computer knows of its list."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.ui.profiles.profile_list_model import ProfileListModel
from desktop_app.ui.text.profile_summary_text import SEPARATOR, pending_text, summary_parts
from desktop_app.ui.widgets.colors import error_color, muted_text_color

Index = QModelIndex | QPersistentModelIndex
MARGIN, LINE_GAP = 8, 2
"""Logical pixels around the lines, and between them."""
MARK_WIDTH = 6
"""Logical pixels, the width of the mark in the colour of the profile's kind."""


class ProfileListDelegate(QStyledItemDelegate):
    """Paints the rows of a `ProfileListModel`; screen readers get the same from the model."""

    def __init__(self, model: ProfileListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        """Return the size of two lines."""
        height = QFontMetrics(_bold(option.font)).height() + option.fontMetrics.height()
        return QSize(0, height + LINE_GAP + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the background of the style, the mark, and both lines."""
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        painter.save()
        mark = option.rect.adjusted(0, 1, 0, -1)
        mark.setWidth(MARK_WIDTH)
        painter.fillRect(mark, cast("QColor", index.data(Qt.ItemDataRole.DecorationRole)))
        room = option.rect.adjusted(MARK_WIDTH + MARGIN, MARGIN, -MARGIN, -MARGIN)
        self._paint_name(painter, option, room, index)
        self._paint_summary(painter, option, room, index)
        painter.restore()

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, index: Index
    ) -> None:
        painter.setFont(_bold(option.font))
        painter.setPen(_text_color(option))
        metrics = painter.fontMetrics()
        line = QRect(room.left(), room.top(), room.width(), metrics.height())
        name = str(index.data() or "")
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
            metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, line.width()),
        )

    def _paint_summary(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, index: Index
    ) -> None:
        summary = self._model.summary_at(index.row())
        if summary is None:
            return
        painter.setFont(option.font)
        height = option.fontMetrics.height()
        line = QRect(room.left(), room.bottom() - height + 1, room.width(), height)
        pending = pending_text(summary)
        painter.setPen(_text_color(option))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, pending)
        line.setRight(line.right() - option.fontMetrics.horizontalAdvance(pending) - MARGIN)
        for place, (text, is_warning) in enumerate(summary_parts(summary)):
            shown = f"{SEPARATOR}{text}" if place else text
            painter.setPen(_text_color(option, is_warning=is_warning, is_muted=True))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
            line.setLeft(line.left() + option.fontMetrics.horizontalAdvance(shown))


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made


def _text_color(
    option: QStyleOptionViewItem, *, is_warning: bool = False, is_muted: bool = False
) -> QColor:
    palette = option.palette
    if option.state & QStyle.StateFlag.State_Selected:
        return palette.color(QPalette.ColorRole.HighlightedText)
    if is_warning:
        return error_color(palette)
    return muted_text_color(palette) if is_muted else palette.color(QPalette.ColorRole.Text)
