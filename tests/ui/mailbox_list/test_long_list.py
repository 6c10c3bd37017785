"""The list with ten thousand mailboxes of the demo server, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app import app
from desktop_app.core.mailbox_list.quick_filter import ALL, QuickFilter, Right, Security
from desktop_app.demo import DemoServer
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.mailbox_list.detail_loader import BY_ITSELF
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.columns_dialog import ColumnsDialog
from desktop_app.ui.mailbox_list.list_pane import MailboxPane
from desktop_app.ui.mailbox_list.side.side_pane import Side
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.webapi.client_factory import open_client

MANY = 10_000
Key = Qt.Key
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture(scope="module")
def estate() -> Iterator[DemoServer]:
    with DemoServer(MANY) as server:
        yield server


@pytest.fixture
def window(
    estate: DemoServer, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[MainWindow]:
    """The program on that server, its list there and the keyboard in it."""

    class Elsewhere(app.Practice):
        def connect(self) -> MailboxClient:
            login = estate.credentials
            profile = replace(app.DEMO, address=estate.url, user_name=login.username)
            return open_client(profile, login.password, "en")

    monkeypatch.setattr(app, "Practice", Elsewhere)
    program = app.Program(None, demo=True)
    window = program.window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(
        lambda: window.pane is not None and window.pane.table.total == MANY, timeout=30_000
    )
    qtbot.waitUntil(lambda: shown(window).view.hasFocus())
    yield window
    for dialog in window.findChildren(EditDialog):
        dialog.give_up()
        dialog.done(0)
    window.close()
    program.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(window: MainWindow) -> MailboxPane:
    assert window.pane is not None
    return window.pane


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key wherever the keyboard is."""
    focus = QGuiApplication.focusObject()
    assert isinstance(focus, QWidget)
    QTest.keyClick(focus, key, modifier)


def written(number: int) -> str:
    return QLocale().toString(number)


def addresses(pane: MailboxPane) -> list[str]:
    return [row.address or "" for row in pane.table.rows]


def test_type_to_filter_and_act_on_the_list_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window)
    QTest.keyClicks(pane.view, "shop0")
    assert window.head.filter.hasFocus()
    QTest.keyClicks(window.head.filter, "9999 koln")
    assert pane.table.shown == 0, "it is Köln"
    window.head.filter.setText("shop09999")
    assert pane.table.shown == 1
    press(Key.Key_Down)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(EditDialog)))
    dialog = window.findChildren(EditDialog)[0]
    QTest.keyClick(dialog, Key.Key_Escape)
    window.activateWindow()
    window.head.filter.setFocus()
    press(Key.Key_Escape)
    assert pane.table.shown == MANY
    assert pane.view.hasFocus()


def test_every_word_is_looked_for_in_every_column(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window)
    window.head.filter.setText("9999 invoices")
    assert pane.table.shown == 0 or all("9999" in a for a in addresses(pane))
    window.head.filter.setText("no update right")
    assert 0 < pane.table.shown < MANY
    assert all(pane.table.cells.text(row, Column.RIGHTS) for row in pane.table.rows)
    qtbot.waitUntil(lambda: "not known yet" in window.status.text())


def test_several_rows_are_selected_and_copied_by_keys(window: MainWindow) -> None:
    pane = shown(window)
    press(Key.Key_Home, CTRL)
    press(Key.Key_Down, SHIFT)
    press(Key.Key_Down, SHIFT)
    assert len(pane.view.selected_ids()) == 3
    window.commands.list.copy.trigger()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("'+47 00 00 00 00\t"), "what looks like a formula is text"
    assert len(lines[1].split("\t")) == len(pane.view.columns.shown())
    press(Key.Key_A, CTRL)
    assert len(pane.view.selected_ids()) == MANY


def test_selection_scroll_and_filter_survive_a_refresh_and_a_sort(
    window: MainWindow, qtbot: QtBot
) -> None:
    pane = shown(window)
    window.head.filter.setText("shop")
    before = pane.table.shown
    pane.view.setFocus()
    for _ in range(5):
        press(Key.Key_PageDown)
    press(Key.Key_Down, SHIFT)
    selected, current = pane.view.selected_ids(), pane.view.current_id()
    scrolled = pane.view.verticalScrollBar().value()
    assert len(selected) == 2
    assert scrolled > 0
    with qtbot.waitSignal(pane.workplace.listed, timeout=30_000):
        press(Key.Key_F5)
    assert pane.view.selected_ids() == selected
    assert pane.view.current_id() == current
    assert pane.view.verticalScrollBar().value() == scrolled
    assert window.head.filter.text() == "shop"
    assert pane.table.shown == before
    pane.view.sortByColumn(Column.ID, Qt.SortOrder.DescendingOrder)
    assert set(pane.view.selected_ids()) == set(selected)
    ids = [row.id for row in pane.table.rows]
    assert ids == sorted(ids, reverse=True), "by value, not by letters"


def test_quick_filters_say_what_they_do_not_know(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window)
    details = pane.workplace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.busy)
    read = len(details.known)
    assert details.progress is None, "a long list is not read whole by itself"
    assert read < BY_ITSELF
    pane.set_quick(QuickFilter(securities=frozenset({Security.PLAIN})))
    qtbot.waitUntil(lambda: pane.table.unknown == MANY - len(details.known))
    assert f"Of {written(pane.table.unknown)} mailboxes" in pane.filter_note.text
    pane.set_quick(QuickFilter(rights=frozenset({Right.NO_UPDATE})))
    assert pane.table.shown > 500, "that is known from the list"
    press(Key.Key_Escape)
    assert pane.quick == ALL
    assert pane.filter_note.isHidden()


def test_all_details_are_read_on_request_with_the_number_of_calls(
    window: MainWindow, estate: DemoServer, qtbot: QtBot
) -> None:
    pane, commands = shown(window), window.commands.list
    details = pane.workplace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.busy)
    calls = MANY - len(details.known)
    window.menus.list.aboutToShow.emit()
    assert commands.read_all.text().endswith(
        f"all {written(MANY)} mailboxes ({written(calls)} calls)"
    )
    asked = estate.count("GetMailboxEntity")
    commands.read_all.trigger()
    qtbot.waitUntil(lambda: details.progress is not None and details.progress.done > 20)
    assert f"of {written(calls)} mailboxes" in pane.details_note.text
    commands.pause.trigger()
    assert pane.details_note.text.startswith("Paused")
    qtbot.waitUntil(lambda: not details.busy)
    assert estate.count("GetMailboxEntity") - asked == calls - (MANY - len(details.known))
    commands.pause.trigger()
    assert not pane.details_note.text.startswith("Paused")
    commands.cancel.trigger()
    assert pane.details_note.isHidden()


def test_groups_are_passed_over_by_the_keys(window: MainWindow, qtbot: QtBot) -> None:
    pane = shown(window)
    details = pane.workplace.details
    qtbot.waitUntil(lambda: len(details.known) > 5 and not details.busy)
    window.commands.list.group.trigger()
    table = pane.table
    assert table.is_grouped
    assert table.shown == MANY
    heads = [line for line in range(table.rowCount()) if table.id_at(line) is None]
    assert len(heads) > 3
    assert table.rowCount() == MANY + len(heads)
    assert "(" in table.texts(heads[0])[0]
    press(Key.Key_Home, CTRL)
    seen = []
    for _ in range(heads[3] + 1):
        seen.append(pane.view.current_id())
        press(Key.Key_Down)
    assert None not in seen
    assert len(set(seen)) == len(seen)
    not_read = MANY - len(details.known)
    assert table.texts(heads[-1])[0] == f"Server not read yet ({written(not_read)})"
    window.commands.list.group.trigger()
    assert table.rowCount() == MANY


def test_columns_are_arranged_by_keys(window: MainWindow) -> None:
    pane = shown(window)
    columns = pane.view.columns
    window.commands.list.columns.trigger()
    dialog = window.findChild(ColumnsDialog)
    assert dialog is not None
    dialog.list.setCurrentRow(int(Column.ID))
    QTest.keyClick(dialog.list, Key.Key_Space)
    assert columns.is_shown(Column.ID)
    for _ in range(7):
        dialog.up.click()
    assert columns.order()[:2] == [Column.ADDRESS, Column.ID]
    dialog.reset.click()
    assert not columns.is_shown(Column.ID)
    assert columns.order() == list(Column)
    dialog.reject()


def test_f6_goes_from_part_to_part(window: MainWindow) -> None:
    pane = shown(window)
    pane.set_quick(QuickFilter(rights=frozenset({Right.NO_UPDATE})))
    window.commands.list.next.trigger()
    assert window.head.filter.hasFocus()
    window.commands.list.next.trigger()
    focus = window.focusWidget()
    assert focus is not None
    assert pane.filter_note.isAncestorOf(focus)
    window.commands.list.next.trigger()
    assert pane.view.hasFocus()
    window.commands.list.last.trigger()
    window.commands.list.last.trigger()
    assert window.head.filter.hasFocus()
    pane.beside.show(Side.OVERVIEW)
    window.commands.list.last.trigger()
    focus = window.focusWidget()
    assert focus is not None
    assert pane.beside.pane.isAncestorOf(focus)
    window.commands.list.last.trigger()
    assert pane.view.hasFocus()


def test_the_menu_of_quick_filters_counts(window: MainWindow) -> None:
    pane = shown(window)
    menu = window.head.quick.menu()
    menu.aboutToShow.emit()
    texts = {action.text().split("\t")[0]: action for action in menu.actions()}
    locked = texts["No update right"]
    assert any(text.startswith("Of ") for text in texts), "how many are not read yet"
    locked.trigger()
    assert locked.text() == f"No update right\t{written(pane.table.shown)}"
    menu.aboutToShow.emit()
    again = next(a for a in menu.actions() if a.text().startswith("No update right"))
    assert again.isChecked()
    again.trigger()
    assert pane.quick == ALL
