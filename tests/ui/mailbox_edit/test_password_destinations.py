"""Where a password typed in the edit dialog may go: nowhere that its user did not decide on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, ReplacePassword
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.webapi.client_factory import open_client
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.servers.hostile_mail import HOST, MailServer, imap
from tests.servers.refusing_mail import passwords_sent
from tests.ui.conftest import OpenDialog, OpenWorkspace
from tests.ui.edits import check_with_consent, confirm_all, skip_confirmations, type_password

MAILBOX = 1
PASSWORD = "typed for the old login"
NO_TLS = imap({b"STARTTLS": b"%t NO\r\n"})


@pytest.mark.parametrize("mine", [False, True], ids=["their login", "my login"])
def test_a_check_waits_until_the_login_is_decided(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot, mine: bool
) -> None:
    with MailServer(NO_TLS) as trusted, MailServer(NO_TLS) as other:
        change_mailbox(crm, MAILBOX, server=HOST, port=trusted.port, server_type="IMAP")
        dialog = open_dialog(MAILBOX)
        panel = dialog.editor.check_panel
        type_password(dialog.editor.form, PASSWORD)
        change_mailbox(crm, MAILBOX, port=other.port)
        confirm_all(dialog)
        dialog.save_button.click()
        qtbot.waitUntil(lambda: not dialog.is_saving)
        check_with_consent(panel, qtbot)
        assert passwords_sent(other) == []
        assert "Choose the values first" in panel.result.text()
        assert dialog.editor.form.draft().password == ReplacePassword(PASSWORD)
        dialog.editor.conflicts.panel.button_groups[Field.PORT].button(int(mine)).click()
        check_with_consent(panel, qtbot)
        assert passwords_sent(trusted if mine else other) == [PASSWORD]
        assert passwords_sent(other if mine else trusted) == []


def save_all(dialog: EditDialog, qtbot: QtBot) -> None:
    """Do all that a person can to save."""
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving)


def test_what_was_typed_for_one_superoffice_is_not_saved_in_another(
    open_dialog: OpenDialog,
    open_workspace: OpenWorkspace,
    profile: Profile,
    crm: DemoServer,
    qtbot: QtBot,
) -> None:
    """The profile was changed or imported meanwhile; mailboxes there have the same numbers."""
    dialog = open_dialog(MAILBOX)
    skip_confirmations(dialog.workspace)
    type_password(dialog.editor.form, PASSWORD)
    dialog.editor.form.port_editor.setValue(1993)
    with DemoServer() as elsewhere:
        before = stored_mailbox(elsewhere, MAILBOX)
        moved = replace(profile, address=elsewhere.url)
        secret = elsewhere.credentials.password
        workspace = open_workspace(moved, lambda: open_client(moved, secret, "en"))
        workspace.refresh()
        qtbot.waitUntil(lambda: workspace.is_ready)
        skip_confirmations(workspace)
        dialog.set_workspace(workspace)
        save_all(dialog, qtbot)
        assert stored_mailbox(elsewhere, MAILBOX) == before
        assert elsewhere.request_count("SaveMailboxEntity") == 0
        assert "a different SuperOffice" in dialog.editor.banner.text
        assert dialog.editor.draft.changes == {Field.PORT: 1993}, "what was typed stays"
        workspace.close()
    dialog.set_workspace(dialog_workspace := open_workspace())
    dialog_workspace.refresh()
    qtbot.waitUntil(lambda: dialog_workspace.is_ready)
    skip_confirmations(dialog_workspace)
    save_all(dialog, qtbot)
    assert stored_mailbox(crm, MAILBOX).port == 1993, "back at its own SuperOffice, it is saved"
