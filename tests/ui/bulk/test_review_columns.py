"""The review of a bulk edit shows what each mailbox will have: whole, first, beside the old."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtWidgets import QApplication, QStyle, QTableView
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_dialog import BulkDialog
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from tests.demo_mailboxes import change_mailbox
from tests.ui.bulk.runs import finish_run
from tests.ui.edits import load_list, skip_confirmations
from tests.ui.windows import delete_now

FREE = (1, 2, 3)
LOCKED = 8
SERVER = "mail-frontend-07.customers.newhost.example"
Review = Callable[..., BulkEditDialog]


@pytest.fixture
def review(workspace: Workspace, crm: DemoServer, qtbot: QtBot) -> Iterator[Review]:
    """Opens the review of a new server and port for some mailboxes."""
    opened: list[BulkDialog] = []

    def open_it(*ids: int, old: str = "", proved: bool = True, width: int = 0) -> BulkEditDialog:
        if old:
            change_mailbox(crm, ids[0], server=old)
        load_list(workspace, qtbot)
        skip_confirmations(workspace)
        if not proved:
            workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
        dialog = BulkEditDialog(workspace, ids)
        opened.append(dialog)
        if width:
            dialog.resize(width, 600)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.reader.is_running)
        dialog.fields.editors[Field.SERVER].set_value(SERVER)
        dialog.fields.editors[Field.PORT].set_value(1993)
        qtbot.waitUntil(lambda: not dialog._plan_timer.isActive())
        QApplication.processEvents()
        return dialog

    yield open_it
    for dialog in filter(isValid, opened):
        dialog.shut_down()
        dialog.done(0)
    delete_now()


def readable(table: QTableView, index: QModelIndex) -> str:
    """What is left of a cell's text in the width of its column."""
    margin = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, table) + 1
    area: QRect = table.visualRect(index)
    shown = area.intersected(table.viewport().rect()).width() - 2 * margin
    return table.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, shown)


def titled(table: QTableView, title: str) -> int:
    """The column of this title."""
    model = table.model()
    titles = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    return titles.index(title)


def assert_new_values_are_whole_and_first(dialog: BulkEditDialog, rows: int) -> None:
    table = dialog.table
    for row in range(rows):
        old = dialog.reader.mailboxes[FREE[row]]
        for title, field, new in (("Server", Field.SERVER, SERVER), ("Port", Field.PORT, "1993")):
            index = dialog.model.index(row, titled(table, title))
            assert new in readable(table, index)
            before = index.data().find(old.text(field))
            assert before < 0 or index.data().find(new) < before, "the new value is first"


@pytest.mark.parametrize("proved", [True, False])
@pytest.mark.parametrize("width", [0, 800])
def test_new_values_are_whole_and_first(review: Review, proved: bool, width: int) -> None:
    dialog = review(*FREE, proved=proved, width=width)
    assert_new_values_are_whole_and_first(dialog, 3)


def test_they_are_whole_beside_passwords_to_be_typed(review: Review) -> None:
    dialog = review(*FREE, proved=False)
    table = dialog.table
    for row in range(3):
        for title, new in (("Server", SERVER), ("Port", "1993"), ("Password", "Enter password")):
            assert new in readable(table, dialog.model.index(row, titled(table, title)))


def test_they_are_whole_beside_a_reason(review: Review) -> None:
    dialog = review(*FREE, LOCKED)
    dialog.fold_button.click()
    assert_new_values_are_whole_and_first(dialog, 3)
    reason = dialog.model.index(3, titled(dialog.table, "Left out because"))
    assert "Locked" in readable(dialog.table, reason)


def test_no_column_is_empty(review: Review) -> None:
    dialog = review(*FREE)
    table, model = dialog.table, dialog.model
    for column in range(model.columnCount()):
        texts = [model.index(row, column).data() for row in range(model.rowCount())]
        assert any(texts) or table.isColumnHidden(column) or table.columnWidth(column) == 0


def test_a_hostile_old_value_takes_no_room_from_the_new(review: Review) -> None:
    dialog = review(*FREE, old="x" * 2**17)
    assert_new_values_are_whole_and_first(dialog, 3)
    widest = max(dialog.table.columnWidth(c) for c in range(dialog.model.columnCount()))
    assert widest <= dialog.table.viewport().width()


def test_a_new_value_that_is_wider_than_the_window_is_in_the_tooltip(
    review: Review, qtbot: QtBot
) -> None:
    dialog = review(*FREE)
    long_name = ".".join(["very-long-label-of-a-host-name"] * 8)
    dialog.fields.editors[Field.SERVER].set_value(long_name)
    qtbot.waitUntil(lambda: not dialog._plan_timer.isActive())
    index = dialog.model.index(0, titled(dialog.table, "Server"))
    assert long_name in index.data(Qt.ItemDataRole.ToolTipRole).replace("\n", "")
    assert dialog.table.columnWidth(index.column()) <= dialog.table.viewport().width()


def test_the_result_shows_the_change_whole(review: Review, qtbot: QtBot) -> None:
    dialog = review(*FREE)
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    QApplication.processEvents()
    column = titled(page.table, "Change")
    for row in range(3):
        told = readable(page.table, page.model.index(row, column))
        assert SERVER in told
        assert "1993" in told
