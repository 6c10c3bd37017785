"""Checks from the list: progress, groups by host and cause, mail has stopped, and its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.core.profiles.policy import Policy
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.check_window import CheckWindow
from desktop_app.ui.shell.main_window import MainWindow
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST, MailServer, greets, imap
from tests.ui.conftest import Start
from tests.ui.windows import end_dialogs, pane_of

Open = Callable[..., CheckWindow]


@pytest.fixture
def open_window(listed: Workspace) -> Iterator[Open]:
    made: list[CheckWindow] = []

    def make(ids: list[int], stopped: int | None = None) -> CheckWindow:
        window = CheckWindow(listed, ids, stopped_id=stopped)
        made.append(window)
        window.show()
        return window

    yield make
    end_dialogs(made)


def put(
    workspace: Workspace, ids: list[int], port: int, kind: ServerType = ServerType.IMAP
) -> None:
    """These mailboxes are on a server of this computer."""
    for mailbox_id in ids:
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: kind,
            Field.SERVER: HOST,
            Field.PORT: port,
            Field.USER_NAME: f"u{mailbox_id}",
        }
        workspace.details.add(Mailbox(mailbox_id, values))


def ended(window: CheckWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: not window.run.is_running)
    return window.results.toPlainText()


def test_many_are_grouped_by_cause(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(imap()) as good, MailServer(greets(b"220 smtp\r\n")) as smtp:
        put(listed, [1, 2, 3], good.port)
        put(listed, [4, 5], smtp.port)
        window = open_window([1, 2, 3, 4, 5])
        told = ended(window, qtbot)
    broken, answering = told.split("\n\n")
    assert broken.startswith("✗ 2 mailboxes: On this port 127.0.0.1 sends mail (SMTP)")
    assert answering.startswith("○ 3 mailboxes: 127.0.0.1 answers.")
    assert listed.address_of(4) in broken
    assert window.summary.text() == "Checked: 5. Fail: 2. Answer, password not tried: 3."
    assert window.progress.isHidden()
    window.copy.click()
    assert "✗ 2 mailboxes" in QApplication.clipboard().text()


def test_the_certificate_of_many(
    listed: Workspace, open_window: Open, qtbot: QtBot, authority: Authority
) -> None:
    trusting = replace(listed.profile, ca_file=str(authority.ca_file))
    listed.profile = trusting
    with MailServer(imap(), authority.expired()) as server:
        put(listed, list(range(1, 12)), server.port, ServerType.IMAPS)
        told = ended(open_window(list(range(1, 12))), qtbot)
    assert told.startswith(f"✗ 11 mailboxes: The certificate of {HOST} has expired on ")
    assert "and 6 more" in told


def test_mail_has_stopped(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(imap()) as server:
        put(listed, [1, 2], server.port)
        first = ended(open_window([1, 2], stopped=1), qtbot)
        second = ended(open_window([1], stopped=1), qtbot)
    assert first.startswith("○ 127.0.0.1 answers.")
    assert "has not seen this mailbox work before" in first
    assert "Not proved: the password" in first
    assert first.split("\n\n")[-1].startswith("What SuperOffice itself met")
    assert "“Inbox for email”" in first.split("\n\n")[-1]
    assert "Seen from this computer" in first
    assert "Other mailboxes on the same server:" in first
    assert "nothing that can be seen has changed" in second


def test_what_changed_since_the_last_good_look(
    listed: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    with MailServer(imap()) as server:
        put(listed, [1], server.port)
        ended(open_window([1], stopped=1), qtbot)
        server._script = imap({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 X\r\n%t OK done\r\n"})
        told = ended(open_window([1], stopped=1), qtbot)
    assert "The server no longer offers: AUTH=PLAIN" in told
    assert "Since the last good look on" in told


def test_it_can_be_stopped(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(greets(b"")) as server:
        put(listed, [1, 2, 3], server.port)
        window = open_window([1, 2, 3])
        qtbot.waitUntil(lambda: server.connections == 3)
        window.stop.click()
        assert window.summary.text() == "Stopped after 0 of 3."
        window.close()


def test_closing_stops_it(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(greets(b"")) as server:
        put(listed, [1, 2, 3], server.port)
        window = open_window([1, 2, 3])
        qtbot.waitUntil(lambda: server.connections == 3)
        window.close()


@pytest.fixture
def main_window(start: Start) -> Iterator[MainWindow]:
    window = start()
    yield window
    for each in window.findChildren(CheckWindow):
        each.close()


def show(main_window: MainWindow, workspace: Workspace) -> None:
    main_window._show_workspace(workspace)
    workspace.list_changed.emit()


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


def test_from_the_list(listed: Workspace, main_window: MainWindow, qtbot: QtBot) -> None:
    with MailServer(imap()) as server:
        put(listed, [1], server.port)
        show(main_window, listed)
        pane_of(main_window).view.select_mailbox(1)
        qtbot.waitUntil(main_window.all_actions.check.check.isEnabled)
        main_window.all_actions.check.check.trigger()
        (window,) = main_window.findChildren(CheckWindow)
        ended(window, qtbot)
        main_window.all_actions.check.copy_report.trigger()
        assert "Check of" in QApplication.clipboard().text()
        window.close()
    assert listed.last_checks.get(1) is not None
