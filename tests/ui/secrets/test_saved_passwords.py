"""Passwords that a user keeps on this computer: kept, sent, refused, seen and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import (
    Field,
    KeepBehaviour,
    KeepPassword,
    MailLogin,
    SendSavedPassword,
    ServerType,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.demo import DemoServer
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.background import Failure, MainThreadDispatcher, Success
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.secrets.saved_passwords_dialog import SavedPasswordsDialog
from desktop_app.ui.secrets.saved_passwords_model import SavedPasswordsModel
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import CheckModel, end_dialogs

FREE = 1
LOGIN = MailLogin("imap.example.com", "info@example.com")


@pytest.fixture
def keyring() -> SessionSecretStore:
    return SessionSecretStore()


@pytest.fixture
def secrets(keyring: SessionSecretStore, tmp_path: Path) -> SecretManager:
    manager = SecretManager(
        lambda: OpenedStores(
            keyring,
            SessionSecretStore(),
            None,
            SavedPasswordIndex(LazyStore(lambda: tmp_path, print)),
        )
    )
    manager.configure(StorageKind.KEYRING, may_store=True)
    return manager


@pytest.fixture
def passwords(
    secrets: SecretManager, dispatcher: MainThreadDispatcher
) -> Iterator[MailboxPasswordService]:
    made = MailboxPasswordService(secrets, dispatcher)
    yield made
    made.close()


@pytest.fixture
def workspace(
    crm: DemoServer,
    profile: Profile,
    dispatcher: MainThreadDispatcher,
    passwords: MailboxPasswordService,
    qtbot: QtBot,
) -> Iterator[Workspace]:
    password = crm.credentials.password
    made = Workspace(
        profile, lambda: open_client(profile, password, "en"), dispatcher, passwords=passwords
    )
    made.server_facts.keep_behaviour, made.server_facts.is_first_save = KeepBehaviour.PROVED, False
    made.refresh()
    qtbot.waitUntil(lambda: made.list_state.phase is ListPhase.READY)
    yield made
    made.close()
    made.deleteLater()


Open = Callable[[int], EditDialog]


@pytest.fixture
def opens(workspace: Workspace, qtbot: QtBot) -> Iterator[Open]:
    dialogs: list[EditDialog] = []

    def open_one(mailbox_id: int) -> EditDialog:
        dialog = EditDialog(workspace, mailbox_id)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        kept(workspace.passwords, qtbot)  # what is asked for after it was asked by the dialog
        return dialog

    yield open_one
    for dialog in dialogs:
        end_dialogs([dialog])


def kept(passwords: MailboxPasswordService | None, qtbot: QtBot) -> list[SavedPassword]:
    """What is kept now."""
    found: list[Success[list[SavedPassword]] | Failure] = []
    assert passwords is not None
    passwords.load(None, found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert isinstance(found[0], Success)
    return found[0].value


def keep(
    passwords: MailboxPasswordService, profile: Profile, qtbot: QtBot, login: MailLogin
) -> None:
    with qtbot.waitSignal(passwords.changed):
        passwords.save(profile, FREE, login, "kept one")


def stored(crm: DemoServer, mailbox_id: int = FREE) -> str:
    found = crm.store.mailbox(mailbox_id)
    assert found is not None
    return found.password or ""


def saves(dialog: EditDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()


def test_what_replaces_the_password_is_kept_after_the_save_if_that_is_ticked(
    opens: Open, crm: DemoServer, workspace: Workspace, keyring: SessionSecretStore, qtbot: QtBot
) -> None:
    dialog = opens(FREE)
    editor = dialog.editor.form.password_editor
    assert not editor.send_saved_option.isVisible()
    editor.replace_option.setChecked(True)
    editor.secret_field.line_edit.setText("new one")
    editor.save_here_box.setChecked(True)
    assert kept(workspace.passwords, qtbot) == [], "not before the save"
    saves(dialog, qtbot)
    (one,) = kept(workspace.passwords, qtbot)
    assert (one.mailbox_id, one.login) == (FREE, LOGIN)
    name = SecretName.MAILBOX_PASSWORD
    assert (
        keyring.get(workspace.profile.id, name, one.secret_origin, FREE) == stored(crm) == "new one"
    )


def test_a_refused_save_keeps_none(
    opens: Open, crm: DemoServer, workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = opens(FREE)
    editor = dialog.editor.form.password_editor
    editor.replace_option.setChecked(True)
    editor.secret_field.line_edit.setText("new one")
    editor.save_here_box.setChecked(True)
    crm.store.remove(FREE)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "not there any more" in dialog.editor.banner.text)
    assert kept(workspace.passwords, qtbot) == []


def test_the_kept_one_is_sent_and_never_in_the_window(
    opens: Open,
    crm: DemoServer,
    workspace: Workspace,
    passwords: MailboxPasswordService,
    qtbot: QtBot,
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    editor = dialog.editor.form.password_editor
    assert "info@example.com on imap.example.com" in editor.saved_note.text()
    editor.send_saved_option.setChecked(True)
    assert dialog.editor.draft.password == SendSavedPassword(LOGIN)
    assert "Password: the one kept on this computer" in dialog.editor.summary_label.text()
    assert dialog.editor.form.rows[Field.PASSWORD].undo_button.isVisible()
    assert not dialog.editor.confirmation_panel.isVisible()
    saves(dialog, qtbot)
    assert stored(crm) == "kept one"
    assert crm.request_count("SaveMailboxEntity") == 1
    assert len(kept(passwords, qtbot)) == 1


def test_undo_goes_back_to_keep(
    opens: Open, workspace: Workspace, passwords: MailboxPasswordService, qtbot: QtBot
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password_editor.send_saved_option.setChecked(True)
    dialog.editor.form.rows[Field.PASSWORD].undo_button.click()
    assert dialog.editor.draft.password == KeepPassword()
    assert dialog.editor.form.password_editor.send_saved_option.isVisible(), (
        "it is still there to be sent"
    )


def test_for_another_login_it_is_said_and_confirmed_before_it_is_sent(
    opens: Open,
    crm: DemoServer,
    workspace: Workspace,
    passwords: MailboxPasswordService,
    qtbot: QtBot,
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password_editor.send_saved_option.setChecked(True)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap.elsewhere.example")
    message = dialog.editor.confirmation_panel.labels[Confirmation.OTHER_LOGIN].text()
    assert "info@example.com on imap.example.com" in message
    assert "info@example.com on imap.elsewhere.example" in message
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 0
    box = dialog.editor.confirmation_panel.checkboxes[Confirmation.OTHER_LOGIN]
    box.setChecked(True)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap.third.example")
    assert not box.isChecked(), "that was about another server"
    box.setChecked(True)
    saves(dialog, qtbot)
    assert stored(crm) == "kept one"


def test_one_that_is_gone_asks_for_one_field_and_sends_nothing(
    opens: Open,
    crm: DemoServer,
    workspace: Workspace,
    passwords: MailboxPasswordService,
    keyring: SessionSecretStore,
    qtbot: QtBot,
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.port_editor.setValue(1993)
    dialog.editor.form.password_editor.send_saved_option.setChecked(True)
    keyring.clear()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no longer kept" in dialog.editor.banner.text)
    assert crm.request_count("SaveMailboxEntity") == 0
    assert dialog.editor.form.port_editor.value() == 1993
    qtbot.waitUntil(lambda: not dialog.editor.form.password_editor.send_saved_option.isVisible())


def test_a_replaced_password_that_is_not_kept_takes_the_old_one_with_it(
    opens: Open,
    workspace: Workspace,
    passwords: MailboxPasswordService,
    keyring: SessionSecretStore,
    qtbot: QtBot,
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password_editor.replace_option.setChecked(True)
    dialog.editor.form.password_editor.secret_field.line_edit.setText("another")
    saves(dialog, qtbot)
    assert kept(passwords, qtbot) == []
    assert keyring.origin_of(workspace.profile.id, SecretName.MAILBOX_PASSWORD, FREE) is None


def test_forget_it_forgets_it(
    opens: Open, workspace: Workspace, passwords: MailboxPasswordService, qtbot: QtBot
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password_editor.send_saved_option.setChecked(True)
    dialog.editor.form.password_editor.forget_button.click()
    qtbot.waitUntil(lambda: not dialog.editor.form.password_editor.send_saved_option.isVisible())
    assert dialog.editor.draft.is_empty
    assert kept(passwords, qtbot) == []


def test_one_of_another_address_is_said_and_not_offered(
    opens: Open, workspace: Workspace, passwords: MailboxPasswordService, qtbot: QtBot
) -> None:
    moved = replace(workspace.profile, address="https://old.example/api")
    keep(passwords, moved, qtbot, LOGIN)
    editor = opens(FREE).editor.form.password_editor
    assert not editor.send_saved_option.isVisible()
    assert "https://old.example" in editor.saved_note.text()
    assert editor.forget_button.isVisible()


@pytest.mark.parametrize(
    ("wanted", "may_store"), [(StorageKind.KEYRING, False), (StorageKind.SESSION, True)]
)
def test_where_nothing_may_be_kept_nothing_is_offered(
    opens: Open,
    workspace: Workspace,
    passwords: MailboxPasswordService,
    secrets: SecretManager,
    qtbot: QtBot,
    wanted: StorageKind,
    may_store: bool,
) -> None:
    keep(passwords, workspace.profile, qtbot, LOGIN)
    secrets.configure(wanted, may_store=may_store)
    editor = opens(FREE).editor.form.password_editor
    editor.replace_option.setChecked(True)
    for widget in (
        editor.send_saved_option,
        editor.save_here_box,
        editor.forget_button,
        editor.saved_note,
    ):
        assert not widget.isVisible()


def test_the_password_of_a_new_mailbox_is_kept_under_its_new_number(
    opens: Open, workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = opens(0)
    form = dialog.editor.form
    assert not form.password_editor.send_saved_option.isVisible()
    form.type_editor.set_value(ServerType.IMAPS)
    form.text_editors[Field.ADDRESS].setText("nytt@example.com")
    form.text_editors[Field.SERVER].setText("imap.example.com")
    form.password_editor.secret_field.line_edit.setText("hemmelig")
    form.password_editor.save_here_box.setChecked(True)
    for box in dialog.editor.confirmation_panel.checkboxes.values():
        box.setChecked(True)
    saves(dialog, qtbot)
    (one,) = kept(workspace.passwords, qtbot)
    assert (one.mailbox_id, one.login.server) == (44, "imap.example.com")


def test_all_can_be_seen_and_forgotten(
    passwords: MailboxPasswordService, profile: Profile, qtbot: QtBot
) -> None:
    keep(passwords, profile, qtbot, LOGIN)
    passwords.save(profile, 2, LOGIN, "pending", SecretName.PENDING_PASSWORD)
    dialog = SavedPasswordsDialog(passwords, {profile.id: "Acme"})
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    first = [dialog.model.index(0, column).data() for column in range(3)]
    assert first == ["Acme", "number 1", "info@example.com on imap.example.com"]
    waiting = [dialog.model.index(1, column).data() for column in (1, 5)]
    assert waiting == ["—", "a change that is not saved yet"]
    dialog.table.selectRow(0)
    dialog.delete_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.delete_all_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert dialog.message_label.text() == "No password of a mailbox is kept on this computer."
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_model_is_a_model(model_tester: CheckModel) -> None:
    one = SavedPassword("p", 1, SecretName.MAILBOX_PASSWORD, StorageKind.VAULT, "o", LOGIN)
    model = SavedPasswordsModel({"p": "<b>Acme</b>"})
    model.set_items([one, replace(one, profile_id="gone")])
    model_tester(model)
    assert model.index(1, 0).data() == "(deleted)"
