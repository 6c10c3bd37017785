"""On first sight the columns fit their texts, within the window, and never after a person chose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column

SMALL_SCREEN = 1366
CELL_MARGIN = 6
"""Pixels that a cell needs beside its text, at least."""


@pytest.fixture
def fitted(pane: ListPane, qtbot: QtBot) -> ListPane:
    """A pane as wide as a small screen, its columns fitted with the details in view."""
    pane.resize(SMALL_SCREEN, 600)
    pane.view.header_controller.reset_by_user()
    qtbot.waitUntil(lambda: pane.view.column_fitter.is_done)
    return pane


def cut_texts(pane: ListPane, column: Column) -> list[str]:
    """Return the texts in view that are wider than their column."""
    view, room = pane.view, pane.view.columnWidth(column) - CELL_MARGIN
    lines = [pane.model.line_of(mailbox_id) or 0 for mailbox_id in view.visible_ids()]
    texts = [str(pane.model.index(line, column).data()) for line in lines]
    return [text for text in texts if view.fontMetrics().horizontalAdvance(text) > room]


def test_a_small_screen_shows_all_columns_and_nearly_all_texts(fitted: ListPane) -> None:
    view = fitted.view
    widths = [view.columnWidth(column) for column in view.header_controller.shown_columns()]
    assert sum(widths) <= view.viewport().width(), "nothing has to be scrolled to"
    for column in (Column.PORT, Column.SECURITY, Column.PRIORITY, Column.CATEGORY):
        assert not cut_texts(fitted, column), column.name
    for column in (Column.ADDRESS, Column.SERVER, Column.USER_NAME):
        assert len(cut_texts(fitted, column)) <= 2, column.name


def test_a_narrow_window_cuts_addresses_last(fitted: ListPane, qtbot: QtBot) -> None:
    fitted.resize(700, 600)
    fitted.view.header_controller.reset_by_user()
    qtbot.waitUntil(lambda: fitted.view.column_fitter.is_done)
    assert fitted.view.columnWidth(Column.ADDRESS) >= fitted.view.columnWidth(Column.NAME)
    assert len(cut_texts(fitted, Column.ADDRESS)) < len(fitted.view.visible_ids()) / 3


def test_widths_that_were_kept_are_not_fitted(pane: ListPane) -> None:
    columns = pane.view.header_controller
    columns.apply_layout(ColumnLayout(widths={"address": 333, "server": 77}))
    pane.view.column_fitter.start()
    pane.model.refresh_row(1)
    pane.view.column_fitter._details_timer.timeout.emit()
    assert pane.view.columnWidth(Column.ADDRESS) == 333
    assert pane.view.columnWidth(Column.SERVER) == 77


def test_a_width_that_the_mouse_gave_stays_when_details_come(pane: ListPane) -> None:
    pane.view.column_fitter.is_done = False
    header = pane.view.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(Column.NAME) - 1, header.height() // 2)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    chosen = pane.view.columnWidth(Column.ADDRESS)
    pane.view.column_fitter._details_timer.timeout.emit()
    assert pane.view.columnWidth(Column.ADDRESS) == chosen


def test_the_shapes_are_drawn_again_for_another_palette(pane: ListPane) -> None:
    delegate = pane.view._row_delegate
    pane.grab()
    assert delegate._state_icons._icons
    pane.view.changeEvent(QEvent(QEvent.Type.PaletteChange))
    assert not delegate._state_icons._icons
