"""Mail has stopped: stages, one sentence, a password to try right there, and what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.mail_check.check_verdicts import CheckStage
from desktop_app.core.mail_check.stage_states import StageState
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ReplacePassword, ServerType, Value
from desktop_app.core.profiles.policy import Policy
from desktop_app.core.profiles.profile import Environment
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.check_window import CheckWindow
from desktop_app.ui.mail_check.mailbox_check_window import MailboxCheckWindow
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.demo_mailboxes import change_mailbox
from tests.servers.hostile_mail import HOST, MailServer, greets, imap
from tests.servers.refusing_mail import passwords_sent
from tests.ui.conftest import Answers, OpenWorkspace, Start
from tests.ui.edits import load_list
from tests.ui.mail_check.mail_servers import put_on_server
from tests.ui.windows import delete_now, end_dialogs, pane_of, shown_child

Open = Callable[..., MailboxCheckWindow]
PASSWORD = "secret pass"
REFUSING = imap({b"": b"%t NO [AUTHENTICATIONFAILED] Invalid credentials.\r\n"})


@pytest.fixture
def open_window(listed: Workspace) -> Iterator[Open]:
    made: list[MailboxCheckWindow] = []

    def make(*ids: int, has_stopped: bool = True) -> MailboxCheckWindow:
        own, *others = ids
        window = MailboxCheckWindow(listed, own, others, has_stopped=has_stopped)
        made.append(window)
        window.show()
        return window

    yield make
    for window in filter(isValid, made):
        window.page.password_field.clear()
    end_dialogs(made)


@pytest.fixture
def plain() -> Iterator[MailServer]:
    """A server without TLS that accepts the password."""
    with MailServer(imap({b"STARTTLS": b"%t NO\r\n"})) as server:
        yield server


def ended(window: MailboxCheckWindow, qtbot: QtBot) -> str:
    """The sentence and the notes, once all checks have ended."""
    qtbot.waitUntil(lambda: not window.check.is_running and window.stop_button.isHidden())
    return f"{window.page.result.text()} {window.page.note_label.text()}"


def enter(window: MailboxCheckWindow, password: str) -> None:
    line = window.page.password_field.line_edit
    line.selectAll()
    QTest.keyClicks(line, password)
    QTest.keyClick(line, Qt.Key.Key_Return)


def state(window: MailboxCheckWindow, stage: CheckStage) -> StageState:
    return next(each.state for each in window.page.strip.statuses if each.stage is stage)


def all_texts(window: MailboxCheckWindow) -> list[str]:
    page = window.page
    folds = [text for fold in page.folds for text in (fold.title.text(), fold.text)]
    return [page.result.text(), page.note_label.text(), page.source_label.text(), *folds]


def test_mail_has_stopped(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(imap()) as server:
        put_on_server(listed, [1, 2], server.port)
        first = open_window(1, 2)
        told = ended(first, qtbot)
        second = open_window(1)
        ended(second, qtbot)
    assert told.startswith("127.0.0.1 responds. The login was not tried")
    assert first.windowTitle().startswith(f"Mail has stopped · {listed.address_of(1)} — ")
    assert first.page.login_label.text() == f"IMAP, no TLS · 127.0.0.1:{server.port} · u1"
    assert state(first, CheckStage.LOGIN) is StageState.NOT_TRIED
    assert first.page.changes.title.text() == "No earlier check to compare with"
    assert "1 respond, login not tried" in first.page.others.title.text()
    assert "“Inbox for email”" in first.page.places.text
    assert "nothing changed" in second.page.changes.title.text()


def test_no_sentence_is_told_twice(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    with MailServer(REFUSING) as server:
        put_on_server(listed, [1, 2], server.port)
        window = open_window(1, 2)
        ended(window, qtbot)
    window.copy_button.click()
    for text in ("\n".join(all_texts(window)), QApplication.clipboard().text()):
        sentences = [part for line in text.splitlines() for part in line.split(". ") if "." in line]
        assert sorted(set(sentences)) == sorted(sentences)


def test_what_changed_since_the_last_good_check(
    listed: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    with MailServer(imap()) as server:
        put_on_server(listed, [1], server.port)
        ended(open_window(1), qtbot)
        server._script = imap({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 X\r\n%t OK done\r\n"})
        window = open_window(1)
        ended(window, qtbot)
        enter(window, PASSWORD)
        ended(window, qtbot)
    changes = window.page.changes
    assert "The server no longer offers: AUTH=PLAIN" in changes.text
    assert changes.title.text().startswith("Since the last good check (today, ")
    changes.button.click()
    assert changes.is_unfolded


def test_a_password_is_tried_right_there(
    listed: Workspace, open_window: Open, plain: MailServer, qtbot: QtBot
) -> None:
    put_on_server(listed, [1], plain.port)
    window = open_window(1)
    ended(window, qtbot)
    enter(window, PASSWORD)
    assert "can read it on the way" in ended(window, qtbot)
    assert passwords_sent(plain) == []
    window.page.login_button.click()
    told = ended(window, qtbot)
    assert told.startswith("127.0.0.1 accepts this user name and password.")
    assert "Open the mailbox to save this password" in told
    assert passwords_sent(plain) == [PASSWORD]
    assert state(window, CheckStage.LOGIN) is StageState.PASSED
    assert window.page.open_button.isDefault()
    assert PASSWORD not in window.report_text()


def test_a_refused_password_is_not_sent_again_unless_the_user_asks(
    listed: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    with MailServer(REFUSING) as server:
        put_on_server(listed, [1], server.port)
        window = open_window(1)
        ended(window, qtbot)
        enter(window, "wrong")
        window_told = ended(window, qtbot)
        assert "can read it on the way" in window_told
        window.page.login_button.click()
        assert "refused the user name or the password" in ended(window, qtbot)
        assert state(window, CheckStage.LOGIN) is StageState.FAILED
        assert not window.has_unsaved_work
        window.check._try("wrong", allow_plaintext=True, retry=False)
        assert "it failed before" in ended(window, qtbot)
        assert passwords_sent(server) == ["wrong"]
        window.page.login_button.click()
        ended(window, qtbot)
        assert passwords_sent(server) == ["wrong"] * 2


def test_a_password_is_not_tried_for_another_login(
    listed: Workspace, open_window: Open, plain: MailServer, qtbot: QtBot
) -> None:
    with MailServer(imap({b"STARTTLS": b"%t NO\r\n"})) as other:
        put_on_server(listed, [1], plain.port)
        window = open_window(1)
        ended(window, qtbot)
        window.page.password_field.line_edit.setText(PASSWORD)
        put_on_server(listed, [1], other.port)
        window.check._try(PASSWORD, allow_plaintext=True, retry=False)
        assert "someone has changed the login" in ended(window, qtbot)
        assert passwords_sent(plain) == passwords_sent(other) == []
        assert f":{other.port}" in window.page.login_label.text()
        window.page.password_field.line_edit.setText(f"{PASSWORD} 2")
        window.check._try(f"{PASSWORD} 2", allow_plaintext=True, retry=False)
        ended(window, qtbot)
        assert passwords_sent(other) == [f"{PASSWORD} 2"]


def test_a_mailbox_whose_details_are_not_loaded_is_read_first(
    crm: DemoServer, listed: Workspace, open_window: Open, plain: MailServer, qtbot: QtBot
) -> None:
    change_mailbox(crm, 1, server_type="Imap", server=HOST, port=plain.port, username="u1")
    assert listed.details.get(1) is None
    window = open_window(1)
    assert not window.page.check_button.isEnabled()
    window.page.password_field.line_edit.setText(PASSWORD)
    ended(window, qtbot)
    assert window.page.login_label.text() == f"IMAP, no TLS · 127.0.0.1:{plain.port} · u1"
    window.page.check_button.click()
    ended(window, qtbot)
    window.page.login_button.click()
    assert "accepts this user name" in ended(window, qtbot)
    assert passwords_sent(plain) == [PASSWORD]


def test_what_is_not_reached_is_grey(listed: Workspace, open_window: Open, qtbot: QtBot) -> None:
    values: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.SERVER: "mail.invalid",
        Field.PORT: 993,
        Field.USER_NAME: "u1",
    }
    listed.details.add(Mailbox(1, values))
    window = open_window(1)
    assert ended(window, qtbot).startswith("Cannot be reached from this computer")
    assert state(window, CheckStage.NAME) is StageState.UNREACHABLE
    assert StageState.FAILED not in {each.state for each in window.page.strip.statuses}


def test_a_mailbox_without_a_mail_server_offers_no_password(
    listed: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    listed.details.add(Mailbox(1, {Field.SERVER_TYPE: ServerType.MAPI}))
    window = open_window(1)
    assert "There is no mail server to check" in ended(window, qtbot)
    assert not window.page.password_field.isVisible()
    assert not window.page.check_button.isVisible()
    assert window.page.open_button.isVisible()


def test_it_can_be_stopped_and_checked_again(
    listed: Workspace, open_window: Open, qtbot: QtBot
) -> None:
    with MailServer(greets(b"")) as server:
        put_on_server(listed, [1], server.port)
        window = open_window(1)
        qtbot.waitUntil(server.arrived.is_set)
        window.stop_button.click()
        assert window.page.result.text() == "Stopped."
        assert window.stop_button.isHidden()
        window.page.check_button.click()
        assert window.page.result.text() == f"Checking {HOST}…"
        window.close()


def test_closing_asks_before_an_accepted_password_is_lost(
    listed: Workspace, open_window: Open, plain: MailServer, qtbot: QtBot, answers: Answers
) -> None:
    put_on_server(listed, [1], plain.port)
    window = open_window(1)
    ended(window, qtbot)
    window.page.password_field.line_edit.setText(PASSWORD)
    window.close()
    assert window.isVisible()
    assert "not saved anywhere" in answers.questions[0]
    answers.leave = True
    window.close()
    assert not window.isVisible()


def test_the_policy_holds_in_a_window_that_is_open(
    listed: Workspace, open_window: Open, plain: MailServer, qtbot: QtBot
) -> None:
    put_on_server(listed, [1], plain.port)
    window = open_window(1)
    ended(window, qtbot)
    connections = plain.connections
    listed.update_settings(listed.profile, Policy(mail_check=False))
    window.page.check_button.click()
    assert not window.check.is_running
    assert plain.connections == connections


def test_a_window_outlives_its_profile(
    open_workspace: OpenWorkspace, plain: MailServer, qtbot: QtBot
) -> None:
    workspace = load_list(open_workspace(), qtbot)
    put_on_server(workspace, [1, 2], plain.port)
    window = MailboxCheckWindow(workspace, 1, (2,), has_stopped=True)
    many = CheckWindow(workspace, [1, 2])
    for each in (window, many):
        each.show()
    ended(window, qtbot)
    qtbot.waitUntil(lambda: not many.run.is_running)
    with MailServer(greets(b"")) as silent:
        put_on_server(workspace, [1], silent.port)
        window.page.check_button.click()
        qtbot.waitUntil(silent.arrived.is_set)
        workspace.close()
        workspace.deleteLater()
        delete_now()
    assert not window.check.is_running
    assert window.page.result.text() == "Stopped."
    assert not window.page.check_button.isEnabled()
    assert not window.page.open_button.isEnabled()
    window.page.password_field.line_edit.setText(PASSWORD)
    window.page.password_field.clear()
    many.table.setCurrentIndex(many.model.index(0, 0, many.model.index(0, 0)))
    assert not many.open_button.isEnabled()
    for each in (window, many):
        each.copy_button.click()
        assert "127.0.0.1" in QApplication.clipboard().text()
    end_dialogs([window, many])


@pytest.fixture
def main_window(start: Start) -> Iterator[MainWindow]:
    window = start()
    yield window
    for each in window.findChildren(MailboxCheckWindow):
        each.page.password_field.clear()
        each.close()


@pytest.fixture
def stored(crm: DemoServer, listed: Workspace, plain: MailServer) -> DemoServer:
    """The first mailbox is stored with the login of the mail server."""
    change_mailbox(crm, 1, server_type="Imap", server=HOST, port=plain.port, username="u1")
    put_on_server(listed, [1], plain.port)
    return crm


def opens_with_password(
    main_window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> tuple[MailboxCheckWindow, EditDialog]:
    """Mail has stopped, a password that the server accepts, and Enter to open the mailbox."""
    main_window._show_workspace(workspace)
    workspace.list_changed.emit()
    pane_of(main_window).view.select_mailbox(1)
    qtbot.waitUntil(main_window.all_actions.check.mail_stopped.isEnabled)
    main_window.all_actions.check.mail_stopped.trigger()
    window = shown_child(main_window, MailboxCheckWindow)
    ended(window, qtbot)
    window.page.password_field.line_edit.setText(PASSWORD)
    window.check._try(PASSWORD, allow_plaintext=True, retry=False)
    assert "accepts this user name" in ended(window, qtbot)
    return window, opens(main_window, window)


def opens(main_window: MainWindow, window: MailboxCheckWindow) -> EditDialog:
    QTest.keyClick(window.page.password_field.line_edit, Qt.Key.Key_Return)
    return shown_child(main_window, EditDialog)


@pytest.mark.usefixtures("stored")
def test_an_accepted_password_comes_along_to_the_mailbox(
    listed: Workspace, main_window: MainWindow, plain: MailServer, qtbot: QtBot
) -> None:
    window, dialog = opens_with_password(main_window, listed, qtbot)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.editor.draft.password == ReplacePassword(PASSWORD)
    assert passwords_sent(plain) == [PASSWORD]
    assert not window.has_unsaved_work, "the dialog has the password, and asks before it is lost"
    dialog.discard_edit()
    dialog.done(0)


def test_a_password_does_not_come_along_to_another_login(
    stored: DemoServer, listed: Workspace, main_window: MainWindow, qtbot: QtBot
) -> None:
    window, dialog = opens_with_password(main_window, listed, qtbot)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.discard_edit()
    dialog.done(0)
    change_mailbox(stored, 1, username="someone.else")
    dialog = opens(main_window, window)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.editor.draft.is_empty
    assert "accepted for a different login" in dialog.editor.banner.text
    dialog.done(0)


@pytest.mark.usefixtures("stored")
def test_a_password_waits_until_the_profile_is_unlocked(
    listed: Workspace, main_window: MainWindow, qtbot: QtBot
) -> None:
    production = replace(
        listed.profile, environment=Environment.PRODUCTION, lock_after=5, tested=True
    )
    listed.update_settings(production, Policy())
    _, dialog = opens_with_password(main_window, listed, qtbot)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.editor.draft.is_empty
    listed.write_lock.unlock_temporarily()
    assert dialog.editor.draft.password == ReplacePassword(PASSWORD)
    dialog.discard_edit()
    dialog.done(0)
