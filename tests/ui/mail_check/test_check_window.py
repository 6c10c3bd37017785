"""Checks of many mailboxes: a table by cause that stays calm, and the ways to the mailboxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    LoginOk,
    LoginRefused,
    NotCheckable,
    NotChecked,
    TlsFailed,
    Verdict,
)
from desktop_app.core.mail_check.mail_check import CheckReport, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.profiles.policy import Policy
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.check_table_model import CheckTableModel
from desktop_app.ui.mail_check.check_window import CheckWindow
from desktop_app.ui.mail_check.mailbox_check_window import MailboxCheckWindow
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST, MailServer, greets, imap
from tests.ui.conftest import Start
from tests.ui.mail_check.mail_servers import put_on_server
from tests.ui.windows import end_dialogs, pane_of, shown_child

Open = Callable[[list[int]], CheckWindow]


@pytest.fixture
def open_window(listed: Workspace) -> Iterator[Open]:
    made: list[CheckWindow] = []

    def make(ids: list[int]) -> CheckWindow:
        window = CheckWindow(listed, ids)
        made.append(window)
        window.show()
        return window

    yield make
    end_dialogs(made)


def rows_of(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[str]:
    """The texts of the first column below a row, or of all causes."""
    above = parent or QModelIndex()
    return [str(model.index(row, 0, above).data()) for row in range(model.rowCount(above))]


def ended(window: CheckWindow, qtbot: QtBot) -> CheckTableModel:
    qtbot.waitUntil(lambda: not window.run.is_running)
    return window.model


def test_many_are_grouped_by_cause(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(imap()) as good, MailServer(greets(b"220 smtp\r\n")) as smtp:
        put_on_server(listed, [1, 2, 3], good.port)
        put_on_server(listed, [4, 5], smtp.port)
        window = open_window([1, 2, 3, 4, 5])
        model = ended(window, qtbot)
    assert rows_of(model) == [
        "✗  Wrong port or server type (2)",
        "○  Server responds, login not tried (3)",
    ]
    failing, answering = model.index(0, 0), model.index(1, 0)
    assert rows_of(model, failing) == [listed.address_of(4), listed.address_of(5)]
    assert window.table.isExpanded(failing)
    assert not window.table.isExpanded(answering)
    assert window.summary.text() == "5 checked · 2 failed · 3 respond, login not tried"
    assert window.progress.isHidden()
    window.table.setCurrentIndex(model.index(0, 0, failing))
    assert window.detail_label.text().startswith("127.0.0.1 is a server for outgoing mail (SMTP)")
    window.copy_button.click()
    copied = QApplication.clipboard().text()
    assert "✗ Wrong port or server type (2)" in copied
    assert all(listed.address_of(number) in copied for number in range(1, 6))
    assert copied.count("Tested from this computer") == 1


def test_the_certificate_of_many_is_told_once(
    listed: Workspace, open_window: Open, qtbot: QtBot, authority: Authority
) -> None:
    listed.profile = replace(listed.profile, ca_file=str(authority.ca_file))
    with MailServer(imap(), authority.expired()) as server:
        put_on_server(listed, list(range(1, 12)), server.port, ServerType.IMAPS)
        window = open_window(list(range(1, 12)))
        model = ended(window, qtbot)
    assert rows_of(model) == ["✗  Certificate expired (11)"]
    assert model.rowCount(model.index(0, 0)) == 11
    assert window.report_text().count(f"The certificate of {HOST} expired on ") == 1


def test_it_can_be_stopped(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(greets(b"")) as server:
        put_on_server(listed, [1, 2, 3], server.port)
        window = open_window([1, 2, 3])
        qtbot.waitUntil(lambda: server.connections == 3)
        window.stop_button.click()
        assert window.summary.text() == "Stopped: 0 of 3 checked"
        window.close()


def test_closing_stops_it(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(greets(b"")) as server:
        put_on_server(listed, [1, 2, 3], server.port)
        window = open_window([1, 2, 3])
        qtbot.waitUntil(lambda: server.connections == 3)
        window.close()


def report(verdict: Verdict) -> CheckReport:
    return CheckReport(
        Target(ServerType.IMAPS, "mail.acme.dk", 993, "me"), verdict, datetime.now(UTC), 0.1
    )


def test_results_that_come_leave_the_selection_on_its_row() -> None:
    model = CheckTableModel((1, 2, 3, 4, 5), "box{}@acme.dk".format)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.add(4, report(TlsFailed(TlsCause.EXPIRED)))
    selected = QModelIndex(model.index(0, 0, model.index(0, 0)))
    kept = QPersistentModelIndex(selected)
    model.add(5, report(LoginOk()))
    model.add(3, report(LoginRefused("No")))
    model.add(2, report(TlsFailed(TlsCause.EXPIRED)))
    model.add(1, report(NotCheckable(NotChecked.MAPI)))
    assert model.mailbox_id_at(kept) == 4
    assert rows_of(model) == [
        "✗  Login refused (1)",
        "✗  Certificate expired (2)",
        "–  No mail server to check (1)",
        "✓  Works (1)",
    ]
    assert rows_of(model, model.index(1, 0)) == ["box2@acme.dk", "box4@acme.dk"]


@pytest.fixture
def main_window(start: Start) -> Iterator[MainWindow]:
    window = start()
    yield window
    for kind in (CheckWindow, MailboxCheckWindow):
        for each in window.findChildren(kind):
            each.close()


def show(main_window: MainWindow, workspace: Workspace) -> None:
    main_window._show_workspace(workspace)
    workspace.list_changed.emit()


def test_enter_opens_the_mailbox_of_a_row(
    listed: Workspace, main_window: MainWindow, qtbot: QtBot
) -> None:
    with MailServer(greets(b"220 smtp\r\n")) as server:
        put_on_server(listed, [1, 2], server.port)
        show(main_window, listed)
        pane_of(main_window).view.select_mailbox(1)
        qtbot.waitUntil(main_window.all_actions.check.check.isEnabled)
        main_window.all_actions.check._open_window(pane_of(main_window), [1, 2])
        window = shown_child(main_window, CheckWindow)
        model = ended(window, qtbot)
    window.table.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert not window.table.isExpanded(model.index(0, 0))
    assert main_window.editors.of_profile(listed.profile.id) == []
    window.table.setCurrentIndex(model.index(1, 0, model.index(0, 0)))
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    dialog = shown_child(main_window, EditDialog)
    assert dialog.mailbox_id == 2
    assert window.isVisible()
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.done(0)


def test_policy_switches_it_off_with_words(
    listed: Workspace, main_window: MainWindow, qtbot: QtBot
) -> None:
    commands = main_window.all_actions.check
    show(main_window, listed)
    qtbot.waitUntil(commands.check_all.isEnabled)
    listed.update_settings(listed.profile, Policy(mail_check=False))
    commands.update()
    assert not commands.check.isEnabled()
    assert not commands.check_all.isEnabled()
    assert not commands.mail_stopped.isEnabled()
    assert "administrator" in commands.check.toolTip()


def test_one_selected_mailbox_has_the_window_with_its_stages(
    listed: Workspace, main_window: MainWindow, qtbot: QtBot
) -> None:
    with MailServer(imap()) as server:
        put_on_server(listed, [1], server.port)
        show(main_window, listed)
        pane_of(main_window).view.select_mailbox(1)
        qtbot.waitUntil(main_window.all_actions.check.check.isEnabled)
        main_window.all_actions.check.check.trigger()
        window = shown_child(main_window, MailboxCheckWindow)
        qtbot.waitUntil(lambda: not window.check.is_running)
        main_window.all_actions.check.copy_report.trigger()
        assert "Check of" in QApplication.clipboard().text()
        window.close()
    assert listed.last_checks.get(1) is not None
