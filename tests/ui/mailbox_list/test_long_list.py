"""The list with ten thousand mailboxes of the demo server, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import app
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, EditRight, QuickFilter, Security
from desktop_app.demo import DemoServer
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.mailbox_list.detail_loader import PREFETCH_LIMIT
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.columns_dialog import ColumnsDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.webapi.client_factory import open_client
from tests.ui.windows import child, end_program, pane_of

MANY = 10_000
Key = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture(scope="module")
def large_crm() -> Iterator[DemoServer]:
    with DemoServer(MANY) as server:
        yield server


@pytest.fixture
def window(
    large_crm: DemoServer, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The program on that server, its list there and the keyboard in it."""

    class LargeDemo(app.EmbeddedDemo):
        def connect(self) -> MailboxClient:
            login = large_crm.credentials
            profile = replace(app.DEMO, address=large_crm.url, user_name=login.username)
            return open_client(profile, login.password, "en")

    monkeypatch.setattr(app, "EmbeddedDemo", LargeDemo)
    program = app.Program(None, demo=True)
    window = program.window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.pane is not None)
    qtbot.waitUntil(lambda: pane_of(window).model.total_count == MANY, timeout=30_000)
    qtbot.waitUntil(lambda: pane_of(window).view.hasFocus())
    yield window
    end_program(program)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key wherever the keyboard is."""
    focus = QGuiApplication.focusObject()
    assert isinstance(focus, QWidget)
    QTest.keyClick(focus, key, modifier)


def written(number: int) -> str:
    return QLocale().toString(number)


def addresses(pane: ListPane) -> list[str]:
    return [row.address or "" for row in pane.model.rows]


def test_type_to_filter_and_act_on_the_list_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(window)
    QTest.keyClicks(pane.view, "shop0")
    assert window.toolbar.filter_box.hasFocus()
    QTest.keyClicks(window.toolbar.filter_box, "9999 koln")
    assert pane.model.shown_count == 0, "it is Köln"
    window.toolbar.filter_box.setText("shop09999")
    assert pane.model.shown_count == 1
    press(Key.Key_Down)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(EditDialog)))
    dialog = window.findChildren(EditDialog)[0]
    QTest.keyClick(dialog, Key.Key_Escape)
    window.activateWindow()
    window.toolbar.filter_box.setFocus()
    press(Key.Key_Escape)
    assert pane.model.shown_count == MANY
    assert pane.view.hasFocus()


def test_every_word_is_looked_for_in_every_column(window: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(window)
    window.toolbar.filter_box.setText("9999 invoices")
    assert pane.model.shown_count == 0 or all("9999" in a for a in addresses(pane))
    window.toolbar.filter_box.setText("no update right")
    assert 0 < pane.model.shown_count < MANY
    assert all(pane.model.cell_texts.text(row, Column.RIGHTS) for row in pane.model.rows)
    qtbot.waitUntil(lambda: "not loaded yet" in pane_of(window).status_text())


def test_several_rows_are_selected_and_copied_by_keys(window: MainWindow) -> None:
    pane = pane_of(window)
    press(Key.Key_Home, CTRL)
    press(Key.Key_Down, SHIFT)
    press(Key.Key_Down, SHIFT)
    assert len(pane.view.selected_ids()) == 3
    window.all_actions.list.copy_rows.trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("unknown\t'+47 00 00 00 00\t"), "what looks like a formula is text"
    assert len(lines[1].split("\t")) == len(pane.view.header_controller.shown_columns())
    press(Key.Key_A, CTRL)
    assert len(pane.view.selected_ids()) == MANY


def test_selection_scroll_and_filter_survive_a_refresh_and_a_sort(
    window: MainWindow, qtbot: QtBot
) -> None:
    pane = pane_of(window)
    window.toolbar.filter_box.setText("shop")
    before = pane.model.shown_count
    pane.view.setFocus()
    for _ in range(5):
        press(Key.Key_PageDown)
    press(Key.Key_Down, SHIFT)
    selected, current = pane.view.selected_ids(), pane.view.current_id()
    scrolled = pane.view.verticalScrollBar().value()
    assert len(selected) == 2
    assert scrolled > 0
    with qtbot.waitSignal(pane.workspace.list_changed, timeout=30_000):
        press(Key.Key_F5)
    assert pane.view.selected_ids() == selected
    assert pane.view.current_id() == current
    assert pane.view.verticalScrollBar().value() == scrolled
    assert window.toolbar.filter_box.text() == "shop"
    assert pane.model.shown_count == before
    pane.view.sortByColumn(Column.ID, Qt.SortOrder.DescendingOrder)
    assert set(pane.view.selected_ids()) == set(selected)
    ids = [row.id for row in pane.model.rows]
    assert ids == sorted(ids, reverse=True), "by value, not by letters"


def test_quick_filters_say_what_they_do_not_know(window: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(window)
    details = pane.workspace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.is_busy)
    read = len(details.known)
    assert details.progress is None, "a long list is not read whole by itself"
    assert read < PREFETCH_LIMIT
    pane.set_quick_filter(QuickFilter(securities=frozenset({Security.PLAINTEXT})))
    qtbot.waitUntil(lambda: pane.model.unknown_count == MANY - len(details.known))
    said = f"for {written(pane.model.unknown_count)} mailboxes"
    qtbot.waitUntil(lambda: said in pane.filter_bar.text)
    pane.set_quick_filter(QuickFilter(rights=frozenset({EditRight.NO_UPDATE})))
    assert pane.model.shown_count > 500, "that is known from the list"
    press(Key.Key_Escape)
    assert pane.quick_filter == NO_FILTER
    assert pane.filter_bar.isHidden()


def test_a_typed_filter_says_what_it_does_not_know(window: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(window)
    details = pane.workspace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.is_busy)
    window.toolbar.filter_box.setText("imap.example.com")
    qtbot.waitUntil(lambda: 0 < pane.model.shown_count < len(details.known))
    unknown = MANY - len(details.known)
    assert f"for {written(unknown)} mailboxes" in pane.filter_bar.text, "they may match too"
    window.toolbar.filter_box.setText("imap.example")
    unknown = pane.model.unknown_count
    qtbot.waitUntil(lambda: f"for {written(unknown)} mailboxes" in pane.filter_bar.text)
    buttons = [button.text() for button in pane.filter_bar.findChildren(QPushButton)]
    assert buttons == [f"&Load their details ({written(unknown)} calls)"]
    press(Key.Key_Escape)
    assert pane.filter_bar.isHidden()


def test_all_details_are_read_on_request_with_the_number_of_calls(
    window: MainWindow, large_crm: DemoServer, qtbot: QtBot
) -> None:
    pane, commands = pane_of(window), window.all_actions.list
    details = pane.workspace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.is_busy)
    calls = MANY - len(details.known)
    window.menus.list.aboutToShow.emit()
    assert commands.load_all_details.text().endswith(
        f"all {written(MANY)} mailboxes ({written(calls)} calls)"
    )
    asked = large_crm.request_count("GetMailboxEntity")
    commands.load_all_details.trigger()
    qtbot.waitUntil(lambda: details.progress is not None and details.progress.done > 20)
    assert f"of {written(calls)} mailboxes" in pane.detail_progress_bar.text
    commands.pause_loading.trigger()
    assert pane.detail_progress_bar.text.startswith("Paused")
    qtbot.waitUntil(lambda: not details.is_busy)
    assert large_crm.request_count("GetMailboxEntity") - asked == calls - (
        MANY - len(details.known)
    )
    commands.pause_loading.trigger()
    assert not pane.detail_progress_bar.text.startswith("Paused")
    commands.cancel_loading.trigger()
    assert pane.detail_progress_bar.isHidden()


def test_groups_are_passed_over_by_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    pane = pane_of(window)
    details = pane.workspace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.is_busy)
    window.all_actions.list.group_by_server.trigger()
    table = pane.model
    assert table.is_grouped
    assert table.shown_count == MANY
    heads = [line for line in range(table.rowCount()) if table.id_at(line) is None]
    assert len(heads) > 3
    assert table.rowCount() == MANY + len(heads)
    assert "(" in table.texts(heads[0])[Column.ADDRESS]
    press(Key.Key_Home, CTRL)
    seen = []
    for _ in range(heads[3] + 1):
        seen.append(pane.view.current_id())
        press(Key.Key_Down)
    assert None not in seen
    assert len(set(seen)) == len(seen)
    not_read = MANY - len(details.known)
    assert table.texts(heads[-1])[Column.ADDRESS] == f"Server not loaded yet ({written(not_read)})"
    window.all_actions.list.group_by_server.trigger()
    assert table.rowCount() == MANY


def test_columns_are_arranged_by_keys(window: MainWindow) -> None:
    pane = pane_of(window)
    columns = pane.view.header_controller
    window.all_actions.list.columns.trigger()
    dialog = child(window, ColumnsDialog)
    dialog.column_list.setCurrentRow(int(Column.ID))
    QTest.keyClick(dialog.column_list, Key.Key_Space)
    assert columns.is_shown(Column.ID)
    for _ in range(int(Column.ID) - 1):
        dialog.up_button.click()
    assert columns.column_order()[:2] == [Column.STATE, Column.ID]
    dialog.reset_button.click()
    assert not columns.is_shown(Column.ID)
    assert columns.column_order() == list(Column)
    dialog.reject()


def test_f6_goes_from_part_to_part(window: MainWindow) -> None:
    pane = pane_of(window)
    pane.set_quick_filter(QuickFilter(rights=frozenset({EditRight.NO_UPDATE})))
    window.all_actions.list.next_region.trigger()
    assert window.status_segments.isAncestorOf(window.focusWidget())
    window.all_actions.list.next_region.trigger()
    assert window.toolbar.filter_box.hasFocus()
    window.all_actions.list.next_region.trigger()
    focus = window.focusWidget()
    assert focus is not None
    assert pane.filter_bar.isAncestorOf(focus)
    window.all_actions.list.next_region.trigger()
    assert pane.view.hasFocus()
    window.all_actions.list.previous_region.trigger()
    window.all_actions.list.previous_region.trigger()
    assert window.toolbar.filter_box.hasFocus()
    pane.side_pane_controller.show_page(SidePage.OVERVIEW)
    window.all_actions.list.previous_region.trigger()
    assert window.status_segments.isAncestorOf(window.focusWidget())
    window.all_actions.list.previous_region.trigger()
    focus = window.focusWidget()
    assert focus is not None
    assert pane.side_pane_controller.pane.isAncestorOf(focus)
    window.all_actions.list.previous_region.trigger()
    assert pane.view.hasFocus()


def test_the_menu_of_quick_filters_counts(window: MainWindow) -> None:
    pane = pane_of(window)
    menu = window.toolbar.quick_filter.menu()
    menu.aboutToShow.emit()
    texts = {action.text().split("\t")[0]: action for action in menu.actions()}
    locked = texts["No update right"]
    assert any(text.startswith("Details not loaded") for text in texts), "how many are not read yet"
    locked.trigger()
    assert locked.text() == f"No update right\t{written(pane.model.shown_count)}"
    menu.aboutToShow.emit()
    again = next(a for a in menu.actions() if a.text().startswith("No update right"))
    assert again.isChecked()
    again.trigger()
    assert pane.quick_filter == NO_FILTER
