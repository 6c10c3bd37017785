"""Check now in the edit dialog: unsaved values, the field to mend, no tick without a password."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.stage_states import is_verified
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.core.profiles.policy import Policy
from desktop_app.mailcheck import limits
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.check_panel import CheckPanel
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from tests.servers.hostile_mail import HOST, MailServer, greets, imap
from tests.servers.refusing_mail import passwords_sent
from tests.ui.conftest import OpenDialog
from tests.ui.edits import confirm_all, type_password

MAILBOX = 1


@pytest.fixture
def dialog(open_dialog: OpenDialog) -> EditDialog:
    return open_dialog(MAILBOX)


@pytest.fixture
def good() -> Iterator[MailServer]:
    with MailServer(imap({b"STARTTLS": b"%t NO\r\n"})) as server:
        yield server


def fill(dialog: EditDialog, port: int, password: str = "", host: str = HOST) -> CheckPanel:
    form = dialog.editor.form
    form.set_value(Field.SERVER_TYPE, ServerType.IMAP)
    form.set_value(Field.SERVER, host)
    form.set_value(Field.PORT, port)
    form.set_value(Field.USER_NAME, "support")
    if password:
        type_password(form, password)
    return dialog.editor.check_panel


def check(row: CheckPanel, qtbot: QtBot) -> str:
    with qtbot.waitSignal(row.checked):
        row.check_button.click()
    return row.result.text()


def test_unsaved_values_without_a_password(
    dialog: EditDialog, good: MailServer, qtbot: QtBot
) -> None:
    told = check(fill(dialog, good.port), qtbot)
    assert told.startswith("○ ")
    assert "✓" not in told
    stages = dialog.editor.check_panel.stages
    assert stages.isVisible()
    assert stages.accessibleName().endswith("Greeting: passed. Login: not tried. Inbox: not tried.")
    assert not is_verified(stages.statuses)
    assert "The login was not tried" in told
    assert "Tested from this computer" in told
    assert not any(b"AUTH" in line for line in good.heard)


@pytest.mark.parametrize(("count", "warned"), [(2, True), (0, False)])
def test_old_mail_is_warned_of_before_a_create(
    open_dialog: OpenDialog, qtbot: QtBot, count: int, warned: bool
) -> None:
    inbox = {b"EXAMINE": b"* %d EXISTS\r\n%%t OK done\r\n" % count, b"STARTTLS": b"%t NO\r\n"}
    with MailServer(imap(inbox)) as server:
        row = fill(open_dialog(0), server.port, "secret pass")
        with qtbot.waitSignal(row.checked):
            row._start_check(allow_plaintext=True)
    told = row.result.text()
    assert ("SuperOffice will import all of them" in told) == warned
    assert ("an automatic reply to every sender" in told) == warned
    assert ("The inbox is empty." in told) == (not warned)


def test_a_typed_password_without_tls_needs_a_word(
    dialog: EditDialog, good: MailServer, qtbot: QtBot
) -> None:
    row = fill(dialog, good.port, "secret pass")
    told = check(row, qtbot)
    assert "can read it on the way" in told
    assert not any(b"AUTH" in line for line in good.heard)
    assert row.login_button.isVisible()
    with qtbot.waitSignal(row.checked):
        row.login_button.click()
    assert row.result.text().startswith("✓ ")
    assert "2 message" in row.result.text()
    assert not row.login_button.isVisible()


def test_the_guilty_field_is_marked_until_it_is_edited(dialog: EditDialog, qtbot: QtBot) -> None:
    with MailServer(greets(b"+OK POP here\r\n")) as server:
        told = check(fill(dialog, server.port), qtbot)
    assert told.startswith("✗ ")
    note = dialog.editor.form.rows[Field.SERVER_TYPE].note
    assert note.text() == "Wrong port or server type"
    dialog.editor.form.set_value(Field.SERVER_TYPE, ServerType.POP)
    assert note.text() != "Wrong port or server type"
    assert not dialog.editor.check_panel.result.isVisible()


def test_what_is_not_reached_is_not_broken(dialog: EditDialog, qtbot: QtBot) -> None:
    told = check(fill(dialog, 993, host="mail.invalid"), qtbot)
    assert told.startswith("– Cannot be reached from this computer")
    assert "✗" not in told


def test_markup_stays_text(dialog: EditDialog, qtbot: QtBot) -> None:
    script = imap({b"": b"%t NO [AUTHENTICATIONFAILED] <b>no</b><img src=x>\r\n"})
    with MailServer(script) as server:
        row = fill(dialog, server.port, "wrong")
        check(row, qtbot)
        with qtbot.waitSignal(row.checked):
            row.login_button.click()
        assert "<b>no</b>" in row.result.text()
        assert row.result.textFormat().name == "PlainText"
        with qtbot.waitSignal(row.checked):
            row.check_button.click()
            row.cancel()
            row._start_check(allow_plaintext=True)
        assert "it failed before" in row.result.text()
        assert len([line for line in server.heard if b"AUTHENTICATE" in line]) == 1


@pytest.mark.parametrize("answer", [b"%t NO try again later\r\n", b"%t BAD what\r\n", b"* BYE\r\n"])
def test_a_password_that_failed_is_sent_again_only_if_the_user_asks(
    dialog: EditDialog, answer: bytes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LOGIN_SECONDS", 0.2)
    with MailServer(imap({b"": answer})) as server:
        row = fill(dialog, server.port, "wrong one")
        for _ in range(2):
            with qtbot.waitSignal(row.checked):
                row._start_check(allow_plaintext=True)
        assert passwords_sent(server) == ["wrong one"]
        assert "“Try the login again”" in row.result.text()
        assert row.login_button.isVisible()
        with qtbot.waitSignal(row.checked):
            row.login_button.click()
        assert passwords_sent(server) == ["wrong one"] * 2
        assert row.login_button.isHidden()


def test_what_is_missing_is_said_without_asking(dialog: EditDialog) -> None:
    dialog.editor.form.set_value(Field.SERVER, "")
    dialog.editor.check_panel.check_button.click()
    assert dialog.editor.check_panel.result.text() == "Not checked."
    assert "Enter the server" in dialog.editor.form.rows[Field.SERVER].note.text()


def test_a_check_is_stopped_by_hand_and_by_editing(dialog: EditDialog, qtbot: QtBot) -> None:
    with MailServer(greets(b"")) as server:
        row = fill(dialog, server.port)
        row.check_button.click()
        qtbot.waitUntil(server.arrived.is_set)
        row.stop_button.click()
        assert (row.stop_button.isHidden(), row.result.text()) == (True, "Stopped.")
        row.check_button.click()
        dialog.editor.form.set_value(Field.USER_NAME, "other")
        assert row.stop_button.isHidden()
        assert row.check_button.isEnabled()


def test_closing_the_dialog_ends_a_check(dialog: EditDialog, qtbot: QtBot) -> None:
    with MailServer(greets(b"")) as server:
        row = fill(dialog, server.port)
        row.check_button.click()
        qtbot.waitUntil(server.arrived.is_set)
        check = dialog.editor.check_panel._check
        assert check is not None
        dialog.done(0)
        assert not check.is_wanted


def test_the_report_for_the_ticket(dialog: EditDialog, good: MailServer, qtbot: QtBot) -> None:
    row = fill(dialog, good.port, "secret pass")
    with qtbot.waitSignal(row.checked):
        row._start_check(allow_plaintext=True)
    row.copy_button.click()
    text = QApplication.clipboard().text()
    for part in (
        "Check of",
        "Login (",
        "C: ",
        "Mailbox Admin ",
        "OpenSSL",
        "port",
        "Not verified:",
    ):
        assert part in text
    assert "secret pass" not in text
    assert "c2VjcmV0" not in text


def test_the_administrator_may_forbid_it(listed: Workspace, qtbot: QtBot) -> None:
    del qtbot
    listed.update_settings(listed.profile, Policy(mail_check=False))
    dialog = EditDialog(listed, MAILBOX)
    row = dialog.editor.check_panel
    assert not row.check_button.isEnabled()
    assert "administrator" in row.result.text()
    row.start()
    assert not row.is_busy
    dialog.done(0)
    dialog.deleteLater()


def test_a_check_of_what_is_stored_counts_for_the_list(
    dialog: EditDialog, good: MailServer, qtbot: QtBot
) -> None:
    row = fill(dialog, good.port)
    check(row, qtbot)
    assert dialog.workspace.last_checks.get(MAILBOX) is None
    form = dialog.editor.form
    stored = replace(form.mailbox, values=form.draft().result)
    form.load(stored)
    check(row, qtbot)
    assert dialog.workspace.last_checks.get(MAILBOX) is not None


def test_a_save_says_that_the_mail_server_accepted_the_password(
    dialog: EditDialog, good: MailServer, qtbot: QtBot
) -> None:
    row = fill(dialog, good.port, "secret pass")
    with qtbot.waitSignal(row.checked):
        row._start_check(allow_plaintext=True)
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved) as saved:
        dialog.save()
    assert "The mail server accepted this one at" in saved.args[0].full_text
    assert dialog.workspace.check_results.report(MAILBOX) is not None
