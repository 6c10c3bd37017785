"""A create cannot be undone through the API, so what it may do is asked before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, KeepPassword, ServerType
from desktop_app.core.mailbox.mailbox_rules import fields_needed_by
from desktop_app.core.mailbox_list.duplicates import KnownMailbox, find_duplicates
from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.profiles.profile import Environment, Profile, Tenant
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.text.superoffice_places import create_forbidden_text
from tests.ui.conftest import Answers, OpenDialog, OpenEditor, OpenWorkspace
from tests.ui.edits import confirm_all, load_details, load_list


def fill(dialog: EditDialog, address: str = "nytt@example.com") -> None:
    """What a new mailbox needs."""
    form = dialog.editor.form
    form.type_editor.set_value(ServerType.IMAPS)
    form.text_editors[Field.ADDRESS].setText(address)
    form.text_editors[Field.SERVER].setText("imap.example.com")
    form.text_editors[Field.USER_NAME].setText("nytt")
    form.password_editor.secret_field.line_edit.setText("c4nary")


def asked(dialog: EditDialog) -> list[Confirmation]:
    """What the dialog asks for now."""
    boxes = dialog.editor.confirmation_panel.checkboxes
    return [confirmation for confirmation, box in boxes.items() if not box.isHidden()]


def duplicate_warning(dialog: EditDialog) -> str:
    """The lines about duplicates, above the question about old mail."""
    text = dialog.editor.confirmation_panel.labels[Confirmation.OLD_MAIL_WANTED].text()
    return text.rpartition("You cannot delete")[0].strip()


def test_old_mail_and_automatic_replies_are_asked_about_before_anything_is_sent(
    open_dialog: OpenDialog, crm: DemoServer
) -> None:
    """One box for each create, and neither a click nor Enter creates anything before its tick."""
    dialog = open_dialog(0)
    fill(dialog)
    assert asked(dialog) == [Confirmation.OLD_MAIL_WANTED]
    panel = dialog.editor.confirmation_panel
    question = panel.labels[Confirmation.OLD_MAIL_WANTED].text()
    assert "You cannot delete a mailbox from this program." in question
    assert "reply to every sender" in question
    for _ in range(2):
        dialog.save_button.click()
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert panel.checkboxes[Confirmation.OLD_MAIL_WANTED].hasFocus()
    assert not dialog.is_saving
    assert crm.request_count("SaveMailboxEntity") == 0
    dialog.discard_edit()


NEEDED = {
    Field.ADDRESS: "Enter the address of the mailbox.",
    Field.SERVER: "Enter the mail server from which SuperOffice collects the mail.",
    Field.USER_NAME: "Enter the user name for the mail server.",
    Field.PASSWORD: "Enter the password. SuperOffice cannot collect mail without it.",
}


@pytest.mark.parametrize("blank", ["", "  "])
@pytest.mark.parametrize("field", NEEDED)
def test_what_its_type_needs_is_demanded_before_anything_is_asked_or_sent(
    crm: DemoServer,
    profile: Profile,
    open_workspace: OpenWorkspace,
    open_editor: OpenEditor,
    answers: Answers,
    field: Field,
    blank: str,
) -> None:
    """A mailbox cannot be deleted from here, so none is made that cannot work."""
    production = replace(profile, environment=Environment.PRODUCTION)
    dialog = open_editor(open_workspace(production), 0)
    fill(dialog)
    form = dialog.editor.form
    if field is Field.PASSWORD:
        form.password_editor.secret_field.clear()
    else:
        form.text_editors[field].setText(blank)
    confirm_all(dialog)
    answers.leave = True
    dialog.save_button.click()
    assert not dialog.is_saving
    assert answers.asked == []
    assert crm.request_count("SaveMailboxEntity") == 0
    assert form.rows[field].note.text() == NEEDED[field]
    assert form.rows[field].editor.focusProxy() or form.rows[field].editor.hasFocus()
    dialog.discard_edit()


def test_a_star_marks_what_a_type_needs(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(0)
    form = dialog.editor.form
    for server_type in (ServerType.IMAPS, ServerType.FACEBOOK, ServerType.IMAPS):
        form.type_editor.set_value(server_type)
        for field, row in form.rows.items():
            needed = row.access.mandatory or field in fields_needed_by(server_type)
            assert row.label.text().endswith(" *") is needed, field
    dialog.discard_edit()


def test_a_duplicate_needs_a_password_of_its_own(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(0)
    dialog.use_template(4)
    form = dialog.editor.form
    qtbot.waitUntil(lambda: form.text_editors[Field.SERVER].text() != "")
    confirm_all(dialog)
    dialog.save_button.click()
    assert not dialog.is_saving
    assert crm.request_count("SaveMailboxEntity") == 0
    assert form.rows[Field.PASSWORD].note.text() == NEEDED[Field.PASSWORD]
    dialog.discard_edit()


def test_a_new_mailbox_that_waits_for_a_connection_is_complete_too(
    open_dialog: OpenDialog,
) -> None:
    dialog = open_dialog(0)
    fill(dialog)
    dialog.editor.form.text_editors[Field.SERVER].setText("")
    dialog.editor.set_offline(True)
    confirm_all(dialog)
    dialog.save_button.click()
    assert dialog.isVisible()
    note = dialog.editor.form.rows[Field.SERVER].note
    assert note.text() == NEEDED[Field.SERVER]
    dialog.discard_edit()


@pytest.mark.parametrize(
    "address", ["info@example.com", "INFO@example.com (x)", "<Info@Example.com> (Other)"]
)
def test_the_same_address_is_noticed_however_it_is_written(
    open_dialog: OpenDialog, address: str
) -> None:
    dialog = open_dialog(0)
    fill(dialog, address)
    message = duplicate_warning(dialog)
    assert message == "<info@example.com> (Example Ltd) (Acme) has the same address."
    assert dialog.save_button.text() == "C&reate anyway"
    box = dialog.editor.confirmation_panel.checkboxes[Confirmation.OLD_MAIL_WANTED]
    box.setChecked(True)
    dialog.editor.form.text_editors[Field.ADDRESS].setText("faktura@example.com")
    assert not box.isChecked(), "that was about another one"
    box.setChecked(True)
    dialog.editor.form.text_editors[Field.ADDRESS].setText("nytt@example.com")
    assert dialog.save_button.text() == "C&reate"
    assert duplicate_warning(dialog) == ""


def test_the_same_login_is_noticed_where_details_were_read(
    open_dialog: OpenDialog, listed: Workspace, qtbot: QtBot
) -> None:
    load_details(listed, [9], qtbot)
    dialog = open_dialog(0)
    fill(dialog)
    dialog.editor.form.text_editors[Field.USER_NAME].setText("Faktura")
    message = duplicate_warning(dialog)
    assert message == "faktura@example.com (Acme) has the same user name on the same server."


def test_duplicates_are_looked_for_in_all_loaded_profiles(
    open_workspace: OpenWorkspace, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    with DemoServer() as server:
        profile = Profile.new("Beta", server.url, server.credentials.username)
        other = open_workspace(profile)
        load_list(other, qtbot)
    dialog = open_editor(open_workspace(open_workspaces=lambda: [other]), 0)
    fill(dialog, "info@example.com")
    assert "(Beta)" in duplicate_warning(dialog)
    assert other.rows


def test_nothing_is_like_an_empty_address() -> None:
    known = [KnownMailbox("Acme", 1, "")]
    assert find_duplicates({Field.ADDRESS: "", Field.SERVER: None}, known) == []


def test_without_the_right_to_create_the_dialog_says_so(
    open_workspace: OpenWorkspace, open_editor: OpenEditor
) -> None:
    with DemoServer(may_create=False) as server:
        profile = Profile.new("Acme", server.url, server.credentials.username)
        dialog = open_editor(open_workspace(profile), 0)
        assert dialog.editor.banner.text.startswith("Locked:")
        assert not dialog.save_button.isEnabled()


def test_afterwards_it_says_what_only_superoffice_can_do(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(0)
    fill(dialog)
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    assert told.args is not None
    (receipt,) = told.args
    assert receipt.text == "Created and read back. nytt@example.com"
    assert "Settings and maintenance > Requests > Email" in receipt.notes[-1]
    assert crm.request_count("SaveMailboxEntity") == 1


def test_a_duplicate_begins_with_everything_but_the_password(
    open_dialog: OpenDialog, qtbot: QtBot
) -> None:
    dialog = open_dialog(0)
    dialog.use_template(4)
    qtbot.waitUntil(lambda: dialog.editor.form.text_editors[Field.SERVER].text() != "")
    form = dialog.editor.form
    assert form.type_editor.current_value() is ServerType.IMAP
    assert form.text_editors[Field.ADDRESS].text() == "<salg@example.com> (Example A/S)"
    assert form.port_editor.value() == 143
    assert form.draft().password == KeepPassword()
    assert form.draft().is_new
    assert "same address" in duplicate_warning(dialog), "two of one address are asked about"


def test_on_production_the_button_and_one_tick_confirm_a_create(
    crm: DemoServer,
    profile: Profile,
    open_workspace: OpenWorkspace,
    open_editor: OpenEditor,
    answers: Answers,
    qtbot: QtBot,
) -> None:
    """No box asks again; however often the button is pressed, one mailbox is created."""
    production = replace(profile, environment=Environment.PRODUCTION)
    dialog = open_editor(open_workspace(production), 0)
    fill(dialog)
    assert dialog.save_button.text() == "C&reate"
    beside = dialog.footer
    assert (beside.environment_badge.text(), beside.profile_label.text()) == ("production", "Acme")
    assert beside.environment_badge.isVisible()
    assert beside.profile_label.isVisible()
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 0, "nothing is sent before the tick"
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved):
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        QTest.mouseDClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert answers.asked == []
    assert crm.request_count("SaveMailboxEntity") == 1


def test_a_read_only_profile_greys_everything_until_it_is_unlocked(
    profile: Profile, open_workspace: OpenWorkspace, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    locked = replace(profile, read_only=True, tested=True)
    workspace = open_workspace(locked)
    dialog = open_editor(workspace, 1)
    assert all(not row.access.can_write for row in dialog.editor.form.rows.values())
    assert "Unlock it to change mailboxes" in dialog.editor.banner.text
    unlock = dialog.footer.unlock_button
    assert not dialog.save_button.isVisible()
    assert unlock.text() == "Un&lock to edit"
    with qtbot.waitSignal(dialog.unlock_requested):
        unlock.click()
    workspace.write_lock.update_settings(replace(locked, read_only=False), UNRESTRICTED)
    dialog.editor.form.port_editor.setValue(1993)
    assert dialog.save_button.isEnabled()
    assert not unlock.isVisible()
    workspace.write_lock.update_settings(locked, UNRESTRICTED)
    assert dialog.editor.form.port_editor.value() == 1993
    assert "Unlock it to save: your changes are kept." in dialog.editor.banner.text
    assert not dialog.save_button.isEnabled()
    assert unlock.text() == "Un&lock to save"
    dialog.discard_edit()


def test_a_lock_that_a_user_cannot_open_asks_for_no_unlocking(
    profile: Profile, open_workspace: OpenWorkspace, open_editor: OpenEditor
) -> None:
    workspace = open_workspace(profile)
    dialog = open_editor(workspace, 1)
    dialog.editor.form.port_editor.setValue(1993)
    workspace.write_lock.update_settings(profile, replace(UNRESTRICTED, write=False))
    banner = dialog.editor.banner
    assert "nlock" not in banner.text
    unlocks = [b for b in dialog.findChildren(QPushButton) if "nlock" in b.text()]
    assert not any(button.isVisible() for button in unlocks)
    assert not dialog.save_button.isEnabled()
    dialog.discard_edit()


def test_on_superoffice_online_none_are_made_and_the_reason_is_given(
    profile: Profile, open_workspace: OpenWorkspace
) -> None:
    online = replace(profile, address="", tenant=Tenant("Cust12345"))
    assert "route of SuperOffice's own mail service" in create_forbidden_text(
        open_workspace(online)
    )
    assert create_forbidden_text(open_workspace()) == ""


@pytest.mark.parametrize("kind", [ServerType.POP, ServerType.IMAP])
def test_a_type_without_tls_is_warned_of_when_it_is_chosen(
    open_dialog: OpenDialog, kind: ServerType
) -> None:
    new, changed = open_dialog(0), open_dialog(1)
    for dialog in (new, changed):
        form = dialog.editor.form
        form.type_editor.set_value(kind)
        note = form.rows[Field.SERVER_TYPE].note
        assert "others on the network can read" in note.text()
        form.type_editor.set_value(ServerType.IMAPS)
        assert "can be read" not in note.text()
        dialog.discard_edit()
