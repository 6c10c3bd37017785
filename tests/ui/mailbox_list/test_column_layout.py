"""How a list is arranged comes back with the next run, and nothing is written before that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.profiles.column_layouts import ColumnLayoutsFile
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mailbox_list.column_layouts import ColumnLayoutService
from desktop_app.ui.mailbox_list.layout_saver import LayoutSaver
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.mailbox_list.table.list_view import MailboxListView
from tests.callbacks import result_of

Open = Callable[[], tuple[MailboxListView, MailboxListModel, LayoutSaver]]


@pytest.fixture
def layouts(tmp_path: Path, dispatcher: MainThreadDispatcher) -> Iterator[ColumnLayoutService]:
    made = ColumnLayoutService(lambda: tmp_path, dispatcher)
    yield made
    made.finish(5)


@pytest.fixture
def open_list(layouts: ColumnLayoutService, qtbot: QtBot) -> Open:
    """Shows a list as a pane does."""

    def open_one() -> tuple[MailboxListView, MailboxListModel, LayoutSaver]:
        table = MailboxListModel()
        view = MailboxListView(table)
        table.setParent(view)
        qtbot.addWidget(view)
        manager = LayoutSaver("p", layouts, table, view.header_controller)
        table.set_rows([ListedMailbox(n, f"{n}@example.com") for n in range(9)], None)
        view.resize(900, 300)
        view.show()
        return view, table, manager

    return open_one


def settle(layouts: ColumnLayoutService, qtbot: QtBot) -> None:
    """What was handed in before is done."""
    result_of(partial(layouts._queue.submit, lambda _file, _stop: None), qtbot)


def test_it_comes_back(
    open_list: Open, layouts: ColumnLayoutService, qtbot: QtBot, tmp_path: Path
) -> None:
    view, table, manager = open_list()
    settle(layouts, qtbot)
    columns = view.header_controller
    hidden = [Column.TYPE, Column.ID, Column.RIGHTS]
    assert [c for c in Column if not columns.is_shown(c)] == hidden
    view.resize(1200, 300)
    manager.save_now()
    settle(layouts, qtbot)
    view.setColumnWidth(Column.ADDRESS, 250)
    manager.save_now()
    settle(layouts, qtbot)
    assert not (tmp_path / "lists.json").exists(), "nobody arranged anything"

    columns.set_shown(Column.ID, True)
    view.setColumnWidth(Column.PORT, 123)
    columns.set_shown(Column.PORT, False)
    columns.set_shown(Column.ADDRESS, False)
    columns.set_column_order([Column.ID, Column.ADDRESS])
    view.setColumnWidth(Column.ADDRESS, 333)
    view.sortByColumn(Column.ID, Qt.SortOrder.DescendingOrder)
    table.set_grouped(True)
    manager.save_now()
    settle(layouts, qtbot)

    other, other_table, _ = open_list()
    qtbot.waitUntil(lambda: other_table.is_grouped)
    assert other.header_controller.column_order() == columns.column_order()
    assert other.header_controller.column_order()[:2] == [Column.ID, Column.ADDRESS]
    assert other.header_controller.is_shown(Column.ADDRESS), "it names the row"
    assert other.header_controller.is_shown(Column.ID)
    assert not other.header_controller.is_shown(Column.PORT)
    assert other.columnWidth(Column.ADDRESS) == 333
    other.header_controller.set_shown(Column.PORT, True)
    assert other.columnWidth(Column.PORT) == 123, "as wide as it was when it was hidden"
    assert other_table.sorted_by == (Column.ID, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in other_table.rows] == list(range(8, -1, -1))


def test_a_width_that_the_mouse_gives_is_kept(
    open_list: Open, layouts: ColumnLayoutService, qtbot: QtBot, tmp_path: Path
) -> None:
    view, _, manager = open_list()
    settle(layouts, qtbot)
    header = view.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(Column.NAME) - 1, header.height() // 2)
    before = view.columnWidth(Column.ADDRESS)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    assert view.columnWidth(Column.ADDRESS) > before
    manager.save_now()
    settle(layouts, qtbot)
    kept = ColumnLayoutsFile(tmp_path).load("p")
    assert kept is not None
    assert kept.widths["address"] == view.columnWidth(Column.ADDRESS)


def test_it_is_written_by_itself_after_a_while(
    open_list: Open, layouts: ColumnLayoutService, qtbot: QtBot, tmp_path: Path
) -> None:
    view, _, _ = open_list()
    settle(layouts, qtbot)
    view.header_controller.set_shown(Column.ID, True)
    qtbot.waitUntil((tmp_path / "lists.json").exists)
    assert ColumnLayoutsFile(tmp_path).load("p") is not None


def test_who_arranges_before_the_file_is_read_is_not_disturbed(
    open_list: Open, layouts: ColumnLayoutService, qtbot: QtBot
) -> None:
    first, _, manager = open_list()
    settle(layouts, qtbot)
    first.header_controller.set_shown(Column.ID, True)
    manager.save_now()
    view, _, _ = open_list()
    view.header_controller.set_shown(Column.RIGHTS, True)
    settle(layouts, qtbot)
    assert view.header_controller.is_shown(Column.RIGHTS)
    assert not view.header_controller.is_shown(Column.ID)


def test_the_menu_of_the_header_shows_and_hides(open_list: Open) -> None:
    view, _, _ = open_list()
    menu = QMenu(view)
    view.header_controller.fill_column_menu(menu)
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Address"].isEnabled()
    actions["Rights"].trigger()
    assert view.header_controller.is_shown(Column.RIGHTS)
    actions["&Reset columns"].trigger()
    assert not view.header_controller.is_shown(Column.RIGHTS)
