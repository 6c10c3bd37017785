"""Column widths by what the columns show: no column is cut beside one that has room to spare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nlargest
from typing import TypeVar

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStyle, QTableView

from desktop_app.ui.widgets.tables.new_value_delegate import bold
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel

MEASURED_TEXTS = 20
"""Texts of a column that are measured, the longest: a table may have thousands of lines."""
MAX_LETTERS = 300
"""Most characters of a text that are measured; the server's may be a megabyte long."""
MIN_LETTERS = 12
"""Average characters that a column is wide enough for, unless its texts are shorter."""
PADDING = 8
"""Logical pixels beside a text, on both sides together, besides the margins of the style."""

Item = TypeVar("Item")
Number = TypeVar("Number", bound=int)


def fit_columns(table: QTableView, model: TextTableModel[Item]) -> None:
    """Share the room of a table among its columns, and hide those that are empty and may be.

    A column is at least wide enough for its texts' ``whole_part``, unless that is wider than the
    table. What is left goes to the columns whose texts need little more first.
    """
    measure = _Measure(table, model)
    room = table.viewport().width()
    shown = []
    for number, column in enumerate(model.columns):
        empty = column.hides_when_empty and not any(column.text(item) for item in model.items)
        table.setColumnHidden(number, empty)
        if not empty:
            shown.append(number)
    wanted = {number: min(measure.text_width(number), room) for number in shown}
    least = {number: measure.least_width(number) for number in shown}
    for number, width in share_room(wanted, least, room).items():
        table.setColumnWidth(number, width)


def share_room(
    wanted: Mapping[Number, int], least: Mapping[Number, int], room: int
) -> dict[Number, int]:
    """Return a width for each column, all in pixels: at least ``least``, at most ``wanted``.

    What is left of ``room`` goes to the columns whose texts need little more first.
    """
    widths = {number: min(least[number], width) for number, width in wanted.items()}
    spare = max(0, room - sum(widths.values()))
    by_need = sorted(widths, key=lambda number: wanted[number] - widths[number])
    for place, number in enumerate(by_need):
        extra = min(wanted[number] - widths[number], spare // (len(by_need) - place))
        widths[number] += extra
        spare -= extra
    return widths


def text_width(texts: Iterable[str], metrics: QFontMetrics) -> int:
    """Return the width in pixels of the widest text, among the longest few; 0 without texts."""
    longest = nlargest(MEASURED_TEXTS, texts, key=len)
    return max((metrics.horizontalAdvance(text[:MAX_LETTERS]) for text in longest), default=0)


class _Measure:
    """Widths of texts in a table's font, in logical pixels."""

    def __init__(self, table: QTableView, model: TextTableModel[Item]) -> None:
        self._columns: tuple[TextColumn[Item], ...] = model.columns
        self._items = model.items
        self._metrics = table.fontMetrics()
        self._bold = QFontMetrics(bold(table.font()))
        self._header = table.horizontalHeader()
        style = table.style()
        self._margin = 2 * (
            style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
        )
        self._icon = style.pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, table)
        self._box = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, table)

    def text_width(self, number: int) -> int:
        """Return the width that shows each text of a column, and its title, whole."""
        column = self._columns[number]
        return self._width(column, [column.text(item) for item in self._items])

    def least_width(self, number: int) -> int:
        """Return the width that a column needs in any case."""
        column = self._columns[number]
        if (part := column.whole_part) is not None:
            return self._width(column, [part(item) for item in self._items])
        return MIN_LETTERS * self._metrics.averageCharWidth()

    def _width(self, column: TextColumn[Item], texts: list[str]) -> int:
        metrics = self._bold if column.stands_out else self._metrics
        widest = text_width(texts, metrics)
        box = 0 if column.is_checked is None else self._box + self._margin
        box += 0 if column.icon is None else self._icon + self._margin
        number = self._columns.index(column)
        return max(widest + self._margin + PADDING + box, self._header.sectionSizeHint(number))
