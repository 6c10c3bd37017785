"""Groups, quick filters, last checks, details that fail, and copies of the list."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, EditRight, QuickFilter, Security
from desktop_app.demo import DemoServer
from desktop_app.services.mailbox_list.export import ExportFormat
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_list.export_dialog import ExportDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.mailbox_list.table.list_view import copy_rows, to_tab_separated
from tests.ui.conftest import CheckModel


def ids(table: MailboxListModel) -> set[int]:
    return {row.id for row in table.rows}


def test_a_list_that_is_not_long_is_read_whole_by_itself(pane: ListPane) -> None:
    assert pane.model.statistics().not_loaded == 0
    assert pane.workspace.details.progress is None


def test_quick_filters_join(pane: ListPane) -> None:
    table = pane.model
    pane.set_quick_filter(QuickFilter(securities=frozenset({Security.PLAINTEXT})))
    plain = ids(table)
    assert plain == {4, 6, 38, 39, 41, 42}
    assert pane.filter_bar.text == "Showing only: No TLS."
    pane.set_quick_filter(
        QuickFilter(
            securities=frozenset({Security.PLAINTEXT}),
            servers=frozenset({"pop.example.com", "pop.example.org"}),
        )
    )
    assert ids(table) == {6, 42}
    pane.set_filter("klanten")
    assert ids(table) == {6}
    pane.clear_filter()
    assert pane.quick_filter == NO_FILTER
    pane.set_filter("")
    pane.set_quick_filter(QuickFilter(rights=frozenset({EditRight.NO_UPDATE})))
    assert ids(table) == {7, 8, 17}
    pane.set_quick_filter(QuickFilter(duplicates=True))
    assert ids(table) == {33, 34}, "one address, with its domain in Unicode and in punycode"
    pane.set_filter("klanten")
    assert ids(table) == set()
    assert pane.placeholder.headline == "No mailboxes match the filter"


def test_the_statistics_agrees_with_the_filters(pane: ListPane) -> None:
    statistics = pane.model.statistics()
    assert (
        statistics.total == sum(statistics.types.values()) == sum(statistics.rights.values()) == 43
    )
    for server, count in statistics.servers.items():
        pane.set_quick_filter(QuickFilter(servers=frozenset({server})))
        assert pane.model.shown_count == count
    for kind, count in statistics.types.items():
        pane.set_quick_filter(QuickFilter(types=frozenset({kind})))
        assert pane.model.shown_count == count
    for right, count in statistics.rights.items():
        pane.set_quick_filter(QuickFilter(rights=frozenset({right})))
        assert pane.model.shown_count == count


def test_groups_are_a_good_model(pane: ListPane, model_tester: CheckModel) -> None:
    pane.set_grouped(True)
    model_tester(pane.model)
    table = pane.model
    heads = [n for n in range(table.rowCount()) if table.id_at(n) is None]
    servers = [table.texts(n)[Column.ADDRESS] for n in heads]
    assert "imap.example.com (23)" in servers
    assert servers[-1] == "no server (3)", "nothing comes last"
    flags = table.flags(table.index(heads[0], 0))
    assert not flags & (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
    pane.view.selectAll()
    assert len(pane.view.selected_ids()) == 43


def test_details_that_come_move_their_rows_to_their_places(listed: Workspace, qtbot: QtBot) -> None:
    table = MailboxListModel()
    table.set_rows(listed.rows, listed.details)
    table.set_grouped(True)
    table.sort(Column.PORT)
    assert table.texts(0)[Column.ADDRESS] == "Server not loaded yet (43)"
    listed.details.arrived.connect(lambda mailbox: table.refresh_row(mailbox.id))
    listed.details.request_visible([5, 6])
    qtbot.waitUntil(lambda: table.texts(0)[Column.ADDRESS] == "pop.example.com (2)")
    assert [table.id_at(line) for line in (1, 2)] == [6, 5]


def test_the_last_check_is_shown_sorted_and_found(pane: ListPane) -> None:
    checks, table = pane.workspace.last_checks, pane.model
    line = table.line_of(2)
    assert line is not None
    assert table.index(line, Column.CHECKED).data() == "–"
    checks.set(2, LastCheck(datetime(2026, 5, 4, 12, 30, tzinfo=UTC), CheckOutcome.WORKS))
    checks.set(3, LastCheck(datetime(2026, 5, 4, 12, 29, tzinfo=UTC), CheckOutcome.FAILS))
    assert table.index(line, Column.CHECKED).data().startswith("works · ")
    table.sort(Column.CHECKED)
    assert [row.id for row in table.rows[:2]] == [3, 2], "never comes last"
    table.sort(Column.CHECKED, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in table.rows[:2]] == [2, 3]
    table.set_filter("works")
    assert ids(table) == {2}


def test_the_filter_knows_what_a_check_says_now_and_who_was_never_checked(pane: ListPane) -> None:
    checks, table = pane.workspace.last_checks, pane.model
    at = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
    checks.set(2, LastCheck(at, CheckOutcome.WORKS))
    checks.set(3, LastCheck(at, CheckOutcome.WORKS))
    table.sort(Column.ID, Qt.SortOrder.DescendingOrder)
    table.set_filter("works")
    assert [row.id for row in table.rows] == [3, 2]
    checks.set(2, LastCheck(at, CheckOutcome.FAILS))
    table.set_filter("works")
    assert ids(table) == {3}, "it does no more"
    table.set_filter("fails")
    assert ids(table) == {2}
    checks.remove(2)
    table.set_filter("fails")
    assert ids(table) == set()
    table.set_filter("")
    table.set_quick_filter(QuickFilter(states=frozenset({MailboxState.UNKNOWN})))
    assert ids(table) == {row.id for row in table.all_rows} - {3}


def test_details_that_failed_say_why_and_are_read_again(
    pane: ListPane, crm: DemoServer, qtbot: QtBot
) -> None:
    work, table = pane.workspace, pane.model
    table.set_rows((*work.rows, ListedMailbox(999, "gone@example.com")), work.details)
    pane.view.select_mailbox(999)
    with qtbot.waitSignal(work.details.failed):
        pane.reread_selected_details()
    line = table.line_of(999)
    assert table.index(line or 0, Column.SERVER).data() == "?"
    asked = crm.request_count("GetMailboxEntity")
    with qtbot.waitSignal(work.details.failed):
        pane.reread_selected_details()
    assert crm.request_count("GetMailboxEntity") == asked + 1


def test_what_is_copied_is_what_is_seen(pane: ListPane) -> None:
    row = ("=1+1", "a\tb", "c\r\nd", *[""] * 10)
    text = to_tab_separated([row], [Column.NAME, Column.STATE, Column.ADDRESS])
    assert text == "c d\t'=1+1\ta b"
    pane.view.header_controller.set_column_order([Column.PORT, Column.ADDRESS])
    assert pane.view.header_controller.shown_columns()[:2] == [Column.PORT, Column.ADDRESS]


def test_the_list_is_exported_without_secrets_and_formulas(
    pane: ListPane, crm: DemoServer, qtbot: QtBot, tmp_path: Path
) -> None:
    pane.set_filter("imap.example.com")
    dialog = ExportDialog(pane, pane)
    dialog.open()
    assert len(dialog.rows) == pane.model.shown_count
    for kind, field, count in (
        (ExportFormat.CSV, 0, pane.model.shown_count),
        (ExportFormat.XLSX, 2, 43),
    ):
        dialog.choose(field, kind)
        dialog.save_to(tmp_path / f"list.{kind.value}")
        qtbot.waitUntil(dialog.save_button.isEnabled)
        assert dialog.status_label.text().startswith(f"Saved {count} mailboxes as ")
    with open(tmp_path / "list.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[Column.ID] for line in lines[1:]] == [str(row.id) for row in pane.model.rows]
    for box in crm.store.mailboxes():
        assert not box.password or box.password.encode() not in (tmp_path / "list.csv").read_bytes()
    dialog.save_to(tmp_path / "no folder" / "list.csv")
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert "could not be saved" in dialog.status_label.text()
    dialog.reject()


def test_copying_reaches_the_clipboard(pane: ListPane) -> None:
    pane.view.select_mailbox(30)
    assert copy_rows(pane.view) == 1
    assert QGuiApplication.clipboard().text().startswith("unknown\t'+47 00 00 00 00\t")
