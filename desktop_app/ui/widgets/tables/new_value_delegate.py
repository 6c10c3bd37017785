"""Paints cells whose text begins with a new value: the new value bold, the rest grey."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop_app.ui.widgets.tables.text_table_model import BOLD_PART

Index = QModelIndex | QPersistentModelIndex


def bold(font: QFont) -> QFont:
    """Return a font in bold."""
    made = QFont(font)
    made.setBold(True)
    return made


class NewValueDelegate(QStyledItemDelegate):
    """Shows the beginning of a text that the model names bold, and what follows in grey."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell; one that begins with no bold part is painted as usual."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        new, text = index.data(BOLD_PART), cell.text
        if not (isinstance(new, str) and new and text.startswith(new)):
            super().paint(painter, option, index)
            return
        style = cell.widget.style() if cell.widget is not None else QApplication.style()
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, cell, cell.widget)
        cell.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, cell.widget) + 1
        _paint_parts(painter, cell, area.adjusted(margin, 0, -margin, 0), new, text[len(new) :])


def _paint_parts(
    painter: QPainter, cell: QStyleOptionViewItem, area: QRect, new: str, rest: str
) -> None:
    """Paint the new value and what follows it, each cut where the cell ends."""
    is_selected = bool(cell.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.Text
    plain = cell.palette.color(role)
    painter.save()
    strong = bold(cell.font)
    painter.setPen(plain)
    _paint_text(painter, strong, area, new)
    used = QFontMetrics(strong).horizontalAdvance(new)
    muted = cell.palette.color(QPalette.ColorRole.PlaceholderText)
    painter.setPen(plain if is_selected else muted)
    _paint_text(painter, cell.font, area.adjusted(used, 0, 0, 0), rest)
    painter.restore()


def _paint_text(painter: QPainter, font: QFont, area: QRect, text: str) -> None:
    if area.width() <= 0:
        return
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, int(where | Qt.TextFlag.TextSingleLine), shown)
