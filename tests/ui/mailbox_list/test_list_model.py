"""The table model: what it shows, how it sorts and filters."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

from PySide6.QtCore import QSortFilterProxyModel, Qt
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox.rights import TableFlag, TableRight
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.list_model import ID_ROLE, MailboxListModel
from tests.ui.conftest import CheckModel

ROLE_DESCRIPTION = Qt.ItemDataRole.AccessibleDescriptionRole
READ_ONLY = TableRight(TableFlag.SELECT, "Select", "Only the head office may")
ROWS = (
    ListedMailbox(1, "<zoe@example.com> (Zoe)", "Sales", "High"),
    ListedMailbox(2, "adam@example.com", "Support", None, READ_ONLY),
    ListedMailbox(2**40, "<b>bold</b>", "Sales", "Low"),
    ListedMailbox(4, None, None, None),
)


def table() -> MailboxListModel:
    made = MailboxListModel()
    made.set_rows(ROWS, None)
    return made


def column(model: MailboxListModel, which: Column) -> list[object]:
    return [model.index(line, which).data() for line in range(model.rowCount())]


def ids(model: MailboxListModel) -> list[int | None]:
    return [model.id_at(line) for line in range(model.rowCount())]


def test_it_is_a_good_model(model_tester: CheckModel) -> None:
    model = table()
    model_tester(model)
    model.set_filter("sales")
    model_tester(model)


def test_address_and_name_stand_apart_and_nothing_is_altered() -> None:
    model = table()
    line = model.line_of(1) or 0
    assert model.index(line, Column.ADDRESS).data() == "zoe@example.com"
    assert model.index(line, Column.NAME).data() == "Zoe"
    assert model.full_texts(line)[Column.ADDRESS] == "<zoe@example.com> (Zoe)"
    assert "<zoe@example.com> (Zoe)" in unescape(
        model.index(line, Column.ADDRESS).data(Qt.ItemDataRole.ToolTipRole)
    )
    model.set_filter("(zoe)")
    assert ids(model) == [1], "the filter looks in what the server said"


def test_friendly_names_are_sorted_by_what_people_look_for() -> None:
    model = table()
    assert ids(model) == [2, 2**40, 1, 4], "brackets do not count, and nothing comes last"
    model.sort(Column.ADDRESS, Qt.SortOrder.DescendingOrder)
    assert ids(model) == [1, 2**40, 2, 4], "nothing comes last either way"


def test_ids_beyond_32_bits_stay_exact() -> None:
    model = table()
    line = model.line_of(2**40)
    assert line is not None
    assert model.index(line, 0).data(ID_ROLE) == 2**40


def test_the_filter_needs_every_word_somewhere() -> None:
    model = table()
    model.set_filter("SALES high")
    assert ids(model) == [1]
    model.set_filter("nothing like that")
    assert ids(model) == []
    assert model.total_count == 4
    model.set_filter("")
    assert len(ids(model)) == 4


def test_the_filter_finds_those_that_were_never_checked_before_any_details_are_there() -> None:
    model, checks = MailboxListModel(), LastChecks()
    checks.set(2, LastCheck(datetime(2026, 5, 4, 12, 30, tzinfo=UTC), CheckOutcome.WORKS))
    model.set_rows(ROWS, None, checks)
    model.set_quick_filter(QuickFilter(states=frozenset({MailboxState.UNKNOWN})))
    assert ids(model) == [2**40, 1, 4]
    model.sort(Column.CATEGORY, Qt.SortOrder.DescendingOrder)
    model.set_filter("sales")
    assert ids(model) == [2**40, 1]


def test_a_row_that_may_not_be_changed_wears_a_lock_and_says_why() -> None:
    model = table()
    locked, free = model.line_of(2) or 0, model.line_of(1) or 0
    assert model.state_at(locked) is MailboxState.LOCKED
    address = model.index(locked, Column.ADDRESS)
    assert "Only the head office may" in address.data(Qt.ItemDataRole.ToolTipRole)
    assert model.state_at(free) is MailboxState.UNKNOWN
    assert model.index(free, Column.ADDRESS).data(ROLE_DESCRIPTION) is None


def test_markup_in_a_tooltip_is_shown_as_it_is() -> None:
    model = table()
    tip = model.index(model.line_of(2**40) or 0, Column.ADDRESS).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;bold&lt;/b&gt;" in tip


def test_headers_have_names_and_lines_none() -> None:
    model = table()
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in Column]
    assert names[:6] == ["●", "Address", "Name", "Category", "Priority", "Type"]
    assert names[6:10] == ["Server", "Port", "Security", "User name"]
    assert names[10:] == ["Id", "Rights", "Last check"]
    across = Qt.Orientation.Horizontal
    assert model.headerData(Column.STATE, across, Qt.ItemDataRole.AccessibleTextRole) == "State"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_proxy_may_stand_on_it(model_tester: CheckModel) -> None:
    proxy = QSortFilterProxyModel()
    model = table()
    proxy.setSourceModel(model)
    model_tester(proxy)


def test_details_fill_the_row_and_the_filter(listed: Workspace, qtbot: QtBot) -> None:
    model = MailboxListModel()
    model.set_rows(listed.rows, listed.details)
    model.set_filter("pop.example.com")
    assert model.rowCount() == 0, "servers are not in the list call"
    listed.details.arrived.connect(lambda mailbox: model.refresh_row(mailbox.id))
    listed.details.request_visible([5, 6])
    qtbot.waitUntil(lambda: listed.details.get(5) is not None and listed.details.get(6) is not None)
    model.set_filter("pop.example.com")
    assert sorted(filter(None, ids(model))) == [5, 6]
    model.sort(Column.PORT, Qt.SortOrder.AscendingOrder)
    assert column(model, Column.PORT) == ["110", "995"], "by value, not by letters"
    assert column(model, Column.TYPE) == ["POP, no TLS", "POP over TLS"]


def test_details_that_failed_say_why_in_the_row(listed: Workspace, qtbot: QtBot) -> None:
    model = MailboxListModel()
    gone = (*listed.rows, ListedMailbox(999, "gone@example.com"))
    model.set_rows(gone, listed.details)
    with qtbot.waitSignal(listed.details.failed):
        listed.details.request_visible([999])
    cell = model.index(model.line_of(999) or 0, Column.SERVER)
    assert cell.data() == "?"
    assert "no longer exists" in cell.data(Qt.ItemDataRole.ToolTipRole)
