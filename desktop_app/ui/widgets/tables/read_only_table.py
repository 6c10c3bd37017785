"""The read-only table that several windows use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.ui.widgets.tables.new_value_delegate import NewValueDelegate

VISIBLE_ROWS = 4
"""Rows that a table shows however small its window is."""
MIN_FIELD_LETTERS = 14
"""Average characters that the names of the fields have room for at least."""


def comparison_table(model: QAbstractItemModel, name: str) -> QTableView:
    """Return a table of a `ComparisonModel`, whose two sides share the width."""
    table = read_only_table(model, name, ())
    header = table.horizontalHeader()
    header.setMinimumSectionSize(MIN_FIELD_LETTERS * table.fontMetrics().averageCharWidth())
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    return table


def read_only_table(model: QAbstractItemModel, name: str, widths: Sequence[int]) -> QTableView:
    """Return a table with single-row selection; ``widths`` of columns in average characters."""
    table = QTableView()
    table.setModel(model)
    table.setItemDelegate(NewValueDelegate(table))
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    lines = table.verticalHeader()
    lines.hide()
    lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    lines.setDefaultSectionSize(table.fontMetrics().height() + 10)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    for column, characters in enumerate(widths):
        table.setColumnWidth(column, characters * table.fontMetrics().averageCharWidth())
    return table


def keep_rows_visible(table: QTableView, rows: int = VISIBLE_ROWS) -> None:
    """Let a table stay high enough for its header and this number of rows."""
    lines = rows * table.verticalHeader().defaultSectionSize()
    bars = (table.horizontalHeader(), table.horizontalScrollBar())
    height = lines + sum(bar.sizeHint().height() for bar in bars)
    table.setMinimumHeight(height + 2 * table.frameWidth())
