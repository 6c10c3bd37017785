"""A cell that begins with a new value shows that bold, and what follows in grey."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.tables.new_value_delegate import NewValueDelegate
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel

AREA = QRect(0, 0, 300, 30)
GREY, BLACK, WHITE = QColor("#00c000"), QColor("#000000"), QColor("#ffffff")
"""The grey is a green here, to be told from the soft edges of black letters."""


@pytest.fixture
def table(qtbot: QtBot) -> QTableView:
    column = TextColumn[str]("Port", lambda text: text, whole_part=lambda t: t.split(" (")[0])
    bold = TextColumn[str]("New", column.text, whole_part=column.whole_part, stands_out=True)
    model = TextTableModel((column, bold), ["→ 1993 (was 993)"])
    made = read_only_table(model, "Changes", ())
    qtbot.addWidget(made)
    return made


def painted(table: QTableView, delegate: QStyledItemDelegate, column: int) -> QImage:
    """The picture of a cell, black on white."""
    option = QStyleOptionViewItem()
    option.rect, option.font, option.widget = AREA, table.font(), table
    palette = QPalette(WHITE)
    palette.setColor(QPalette.ColorRole.Text, BLACK)
    palette.setColor(QPalette.ColorRole.PlaceholderText, GREY)
    option.palette = palette
    image = QImage(AREA.size(), QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    delegate.paint(painter, option, table.model().index(0, column))
    painter.end()
    return image


def greens(image: QImage) -> list[int]:
    """The places from the left at which something is green."""
    colors = [(x, image.pixelColor(x, y)) for x in range(300) for y in range(30)]
    return [x for x, color in colors if color.green() > color.red() + 60]


def blacks(image: QImage) -> list[int]:
    colors = [(x, image.pixelColor(x, y)) for x in range(300) for y in range(30)]
    return [x for x, color in colors if color.lightness() < 60]


def test_the_new_value_is_black_and_the_old_one_grey_behind_it(table: QTableView) -> None:
    image = painted(table, NewValueDelegate(table), 1)
    assert blacks(image)
    assert greens(image)
    assert max(blacks(image)) < min(greens(image))


def test_an_ordinary_cell_is_painted_as_usual(table: QTableView) -> None:
    own, usual = NewValueDelegate(table), QStyledItemDelegate(table)
    assert painted(table, own, 0) == painted(table, usual, 0)
    assert not greens(painted(table, own, 0))
    assert painted(table, own, 1) != painted(table, own, 0)
