"""Odd data from a server or an edited file: sentences that fit, and titles of one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.demo import DemoServer
from desktop_app.ui.mailbox_list.list_status import StatusKind, StatusSegment
from desktop_app.ui.shell.main_window import MainWindow
from tests.demo_mailboxes import change_mailbox
from tests.ui.conftest import RunProgram
from tests.ui.edits import skip_confirmations
from tests.ui.windows import pane_of

LINE_ENDS = ("\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c")
ABOVE_INT32 = 5_000_000_000
Opened = Callable[[Profile], MainWindow]


@pytest.fixture
def opened(run_program: RunProgram, crm: DemoServer, qtbot: QtBot) -> Opened:
    """Shows a profile in the main window, with its password."""

    def show(profile: Profile) -> MainWindow:
        program = run_program(profile)
        program.window.finish_startup()
        program._secrets.configure(StorageKind.SESSION, may_store=True)
        program._secrets.set(profile, crm.credentials.password)
        qtbot.waitUntil(lambda: len(program.window.profile_service.profiles) == 1)
        program.window.show_profile(profile)
        return program.window

    return show


@pytest.fixture
def profile(crm: DemoServer) -> Profile:
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    return replace(made, environment=Environment.TEST, tested=True)


def said(window: QWidget) -> str:
    labels = [label for label in window.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def listed(window: MainWindow, qtbot: QtBot) -> None:
    work = pane_of(window).workspace
    qtbot.waitUntil(lambda: work.is_ready and work.server_facts.is_loaded)
    skip_confirmations(work)


def test_a_mailbox_whose_id_the_server_cannot_read_is_not_a_matter_of_saving(
    opened: Opened, profile: Profile, qtbot: QtBot
) -> None:
    window = opened(profile)
    listed(window, qtbot)
    dialog = window.editors.edit(pane_of(window).workspace, ABOVE_INT32)
    qtbot.waitUntil(lambda: "SuperOffice" in said(dialog))
    assert "save again" not in said(dialog)
    assert "Correct" not in said(dialog)
    assert "did not accept the request" in said(dialog)
    assert "efresh the list" in said(dialog)
    dialog.done(0)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\x00", "\x7f", ":x"])
def test_a_user_name_that_cannot_be_sent_is_not_sent(
    opened: Opened, profile: Profile, crm: DemoServer, end: str, qtbot: QtBot
) -> None:
    window = opened(replace(profile, user_name=f"{profile.user_name}{end}"))
    qtbot.waitUntil(lambda: "user name" in said(window))
    assert "line end" in said(window)
    assert "othing was sent" in said(window)
    assert "did not accept" not in said(window)
    assert crm.request_count("GetMailboxes") == 0


@pytest.mark.parametrize("end", LINE_ENDS)
def test_line_ends_stay_out_of_titles_and_status_bar(
    opened: Opened, profile: Profile, crm: DemoServer, end: str, qtbot: QtBot
) -> None:
    change_mailbox(crm, 1, address=f"First{end}second <info@example.com>")
    window = opened(replace(profile, name=f"Ac{end}me"))
    listed(window, qtbot)
    workspace = pane_of(window).workspace
    dialog = window.editors.edit(workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    window.all_actions.history.journal.trigger()
    dialog.editor.form.text_editors[Field.SERVER].setText("imap9.example.com")
    titles = [each.windowTitle() for each in window.findChildren(QDialog)]
    with qtbot.waitSignal(window.editors.saved):
        dialog.save()
    message = window.receipts.bar.text
    assert message.startswith("Saved and read back. ")
    assert "info@example.com" in message
    kim = f"Kim{end}Demo"
    segment = StatusSegment(StatusKind.ACCOUNT, kim, f"signed in as {kim}", "")
    window.status_segments.show_segments([segment])
    account = window.status_segments.button(StatusKind.ACCOUNT)
    texts = [account.text(), account.accessibleName()]
    shown = [*titles, message, window.windowTitle(), *texts]
    assert len(titles) >= 2
    assert [text for text in shown if end in text] == []
