"""A create cannot be undone through the API, so what it may do is asked before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, KeepPassword, ServerType
from desktop_app.core.mailbox_list.duplicates import KnownMailbox, find_duplicates
from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.profiles.profile import Environment, Profile, Tenant
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.text.superoffice_places import create_forbidden_text
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import OpenDialog, end_dialogs


def fill(dialog: EditDialog, address: str = "nytt@example.com") -> None:
    """What a new mailbox needs."""
    dialog.editor.form.type_editor.set_value(ServerType.IMAPS)
    dialog.editor.form.text_editors[Field.ADDRESS].setText(address)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap.example.com")


def asked(dialog: EditDialog) -> list[Confirmation]:
    """What the dialog asks for now."""
    return [
        c for c, box in dialog.editor.confirmation_panel.checkboxes.items() if not box.isHidden()
    ]


def test_old_mail_and_auto_replies_are_asked_before_anything_is_sent(
    open_dialog: OpenDialog, crm: DemoServer
) -> None:
    dialog = open_dialog(0)
    fill(dialog)
    assert asked(dialog) == [
        Confirmation.OLD_MAIL_WANTED,
        Confirmation.ADMINISTRATOR_PRESENT,
        Confirmation.AUTO_REPLY_DECIDED,
    ]
    assert (
        "may answer each sender"
        in dialog.editor.confirmation_panel.labels[Confirmation.OLD_MAIL_WANTED].text()
    )
    for _ in asked(dialog):
        dialog.save_button.click()
        box = dialog.editor.confirmation_panel.first_unconfirmed()
        assert box is not None
        assert box.hasFocus()
        box.setChecked(True)
    assert crm.request_count("SaveMailboxEntity") == 0


@pytest.mark.parametrize(
    "address", ["info@example.com", "INFO@example.com (x)", "<Info@Example.com> (Other)"]
)
def test_the_same_address_is_noticed_however_it_is_written(
    open_dialog: OpenDialog, address: str
) -> None:
    dialog = open_dialog(0)
    fill(dialog, address)
    assert Confirmation.DUPLICATE in asked(dialog)
    message = dialog.editor.confirmation_panel.labels[Confirmation.DUPLICATE].text()
    assert message == "<info@example.com> (Example Ltd) (Acme) has the same address."
    dialog.editor.confirmation_panel.checkboxes[Confirmation.DUPLICATE].setChecked(True)
    dialog.editor.form.text_editors[Field.ADDRESS].setText("faktura@example.com")
    assert not dialog.editor.confirmation_panel.checkboxes[Confirmation.DUPLICATE].isChecked(), (
        "that was about another one"
    )


def test_the_same_login_is_noticed_where_details_were_read(
    open_dialog: OpenDialog, listed: Workspace, qtbot: QtBot
) -> None:
    listed.details.request_visible([9])
    qtbot.waitUntil(lambda: listed.details.get(9) is not None)
    dialog = open_dialog(0)
    fill(dialog)
    dialog.editor.form.text_editors[Field.USER_NAME].setText("Faktura")
    message = dialog.editor.confirmation_panel.labels[Confirmation.DUPLICATE].text()
    assert message == "faktura@example.com (Acme) has the same user on the same server."


@pytest.fixture
def neighbour(dispatcher: MainThreadDispatcher, qtbot: QtBot) -> Iterator[Workspace]:
    """Another installation, loaded."""
    with DemoServer() as server:
        profile = Profile.new("Beta", server.url, server.credentials.username)
        password = server.credentials.password
        workspace = Workspace(profile, lambda: open_client(profile, password, "en"), dispatcher)
        workspace.refresh()
        qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.READY)
        yield workspace
        workspace.close()


def test_twins_are_looked_for_in_all_loaded_profiles(
    crm: DemoServer,
    profile: Profile,
    dispatcher: MainThreadDispatcher,
    neighbour: Workspace,
    qtbot: QtBot,
) -> None:
    password = crm.credentials.password
    here = Workspace(
        profile,
        lambda: open_client(profile, password, "en"),
        dispatcher,
        open_workspaces=lambda: [neighbour],
    )
    dialog = EditDialog(here, 0)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    fill(dialog, "info@example.com")
    assert "(Beta)" in dialog.editor.confirmation_panel.labels[Confirmation.DUPLICATE].text()
    assert neighbour.rows
    end_dialogs([dialog])
    here.close()


def test_nothing_is_like_an_empty_address() -> None:
    known = [KnownMailbox("Acme", 1, "")]
    assert find_duplicates({Field.ADDRESS: "", Field.SERVER: None}, known) == []


def test_without_the_right_to_create_the_dialog_says_so(
    dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> None:
    with DemoServer(may_create=False) as server:
        profile = Profile.new("Acme", server.url, server.credentials.username)
        password = server.credentials.password
        workspace = Workspace(profile, lambda: open_client(profile, password, "en"), dispatcher)
        dialog = EditDialog(workspace, 0)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        assert dialog.editor.banner.text.startswith("Locked:")
        assert not dialog.save_button.isEnabled()
        end_dialogs([dialog])
        workspace.close()


def test_afterwards_it_says_what_only_superoffice_can_do(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(0)
    fill(dialog)
    for box in dialog.editor.confirmation_panel.checkboxes.values():
        box.setChecked(True)
    with qtbot.waitSignal(dialog.created) as told:
        dialog.save_button.click()
    assert told.args is not None
    assert "Created nytt@example.com" in told.args[0]
    assert "Settings and maintenance > Requests > Email" in told.args[0]
    assert crm.request_count("SaveMailboxEntity") == 1


def test_a_duplicate_begins_with_everything_but_the_password(
    open_dialog: OpenDialog, qtbot: QtBot
) -> None:
    dialog = open_dialog(0)
    dialog.use_template(4)
    qtbot.waitUntil(lambda: dialog.editor.form.text_editors[Field.SERVER].text() != "")
    assert dialog.editor.form.type_editor.current_value() is ServerType.IMAP
    assert (
        dialog.editor.form.text_editors[Field.ADDRESS].text() == "<salg@example.com> (Example A/S)"
    )
    assert dialog.editor.form.port_editor.value() == 143
    assert dialog.editor.form.draft().password == KeepPassword()
    assert dialog.editor.form.draft().is_new
    assert Confirmation.DUPLICATE in asked(dialog), "two mailboxes of one address are asked about"


@pytest.mark.parametrize("sure", [True, False])
def test_on_production_a_create_is_confirmed_by_profile_and_address(
    crm: DemoServer,
    profile: Profile,
    dispatcher: MainThreadDispatcher,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    sure: bool,
) -> None:
    production = replace(profile, environment=Environment.PRODUCTION)
    password = crm.credentials.password
    workspace = Workspace(production, lambda: open_client(production, password, "en"), dispatcher)
    dialog = EditDialog(workspace, 0)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    fill(dialog)
    for box in dialog.editor.confirmation_panel.checkboxes.values():
        box.setChecked(True)
    asked_for: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked_for.append(box.text())
        role = QMessageBox.ButtonRole.DestructiveRole if sure else QMessageBox.ButtonRole.RejectRole
        next(b for b in box.buttons() if box.buttonRole(b) is role).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    dialog.save_button.click()
    assert asked_for == ["Create nytt@example.com in Acme (production)?"]
    if sure:
        qtbot.waitUntil(lambda: crm.response_count("SaveMailboxEntity", 200) == 1)
    else:
        assert crm.request_count("SaveMailboxEntity") == 0
        assert not dialog.is_saving
        dialog.discard_edit()
    end_dialogs([dialog])
    workspace.close()
    workspace.deleteLater()


def test_a_read_only_profile_greys_everything_until_it_is_unlocked(
    crm: DemoServer, profile: Profile, dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> None:
    locked = replace(profile, read_only=True, tested=True)
    password = crm.credentials.password
    workspace = Workspace(locked, lambda: open_client(locked, password, "en"), dispatcher)
    dialog = EditDialog(workspace, 1)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert all(not row.access.can_write for row in dialog.editor.form.rows.values())
    assert "Unlock it to change mailboxes" in dialog.editor.banner.text
    with qtbot.waitSignal(dialog.unlock_requested):
        dialog.editor.unlock_requested.emit()
    workspace.write_lock.update_settings(replace(locked, read_only=False), UNRESTRICTED)
    dialog.editor.form.port_editor.setValue(1993)
    assert dialog.save_button.isEnabled()
    workspace.write_lock.update_settings(locked, UNRESTRICTED)
    assert dialog.editor.form.port_editor.value() == 1993
    assert "What you typed stays. Unlock to save." in dialog.editor.banner.text
    assert not dialog.save_button.isEnabled()
    dialog.discard_edit()
    end_dialogs([dialog])
    workspace.close()
    workspace.deleteLater()


def test_on_superoffice_online_none_are_made_and_the_reason_is_given(
    profile: Profile, dispatcher: MainThreadDispatcher
) -> None:
    online = replace(profile, address="", tenant=Tenant("Cust12345"))
    workspace = Workspace(online, lambda: open_client(profile, "", "en"), dispatcher)
    assert "route of its own mail service" in create_forbidden_text(workspace)
    here = Workspace(profile, lambda: open_client(profile, "", "en"), dispatcher)
    assert create_forbidden_text(here) == ""
    for each in (workspace, here):
        each.close()
        each.deleteLater()
