"""The view tells which rows are looked at."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.list_model import Index, MailboxListModel
from desktop_app.ui.mailbox_list.table.list_view import MailboxListView

MANY = 3000
VERY_MANY = 100_000


class CountingModel(MailboxListModel):
    """Counts how often it is asked about a cell."""

    asked = 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        self.asked += 1
        return super().flags(index)


def test_rows_are_looked_at_soon_however_far_down_they_are(qtbot: QtBot) -> None:
    table = MailboxListModel()
    view = MailboxListView(table)
    qtbot.addWidget(view)
    table.set_rows([ListedMailbox(n, f"{n:05d}@example.com") for n in range(1, MANY + 1)], None)
    view.show()
    looked_at: list[list[int]] = []
    view.visible_ids_changed.connect(looked_at.append)
    qtbot.waitUntil(lambda: bool(looked_at) and looked_at[-1][0] == 1)
    view.scrollToBottom()
    assert view.verticalScrollBar().value() > 10_000
    qtbot.waitUntil(lambda: looked_at[-1][-1] == MANY)
    assert looked_at[-1] == view.visible_ids()


def test_all_of_a_very_long_list_are_selected_without_asking_each(qtbot: QtBot) -> None:
    table = CountingModel()
    view = MailboxListView(table)
    qtbot.addWidget(view)
    view.resize(900, 400)
    table.set_rows([ListedMailbox(n, f"{n:06d}@example.com") for n in range(VERY_MANY)], None)
    with qtbot.waitExposed(view):
        view.show()
    with qtbot.waitSignal(view.selection_changed):
        view.selectAll()
    view.horizontalHeader().viewport().repaint()
    assert table.asked < VERY_MANY / 100
    table.sort(Column.ID, Qt.SortOrder.DescendingOrder)
    assert view.selected_ids() == list(range(VERY_MANY - 1, -1, -1))
    table.set_filter("099999")
    assert view.selected_ids() == [99_999]
    table.set_filter("")
    assert table.shown_count == VERY_MANY


def test_the_selection_follows_its_mailboxes(qtbot: QtBot) -> None:
    table = MailboxListModel()
    view = MailboxListView(table)
    qtbot.addWidget(view)
    rows = [ListedMailbox(n, f"{n}@example.com") for n in range(9)]
    table.set_rows(rows, None)
    view.select_mailbox(3)
    assert view.selected_ids() == [3]
    flags = QItemSelectionModel.SelectionFlag
    for line in (5, 6):
        view.selectionModel().select(table.index(line, 0), flags.Select | flags.Rows)
    assert view.selected_ids() == [3, 5, 6]
    assert view.current_id() == 3
    table.set_rows([row for row in rows if row.id != 3], None)
    assert view.selected_ids() == [5, 6]
    assert view.current_id() == 5, "the cursor's own mailbox is gone"
    table.set_rows([row for row in rows if row.id not in (5, 6)], None)
    assert view.selected_ids() == [0], "something is always selected"
    table.set_rows([], None)
    assert view.selected_ids() == []
    assert view.current_id() is None
