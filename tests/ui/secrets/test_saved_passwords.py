"""Passwords that a user keeps on this computer: kept, sent, refused, seen and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
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
from desktop_app.services.background import MainThreadDispatcher, Success
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.fields.password_editor import PasswordEditor
from desktop_app.ui.secrets.saved_passwords_dialog import SavedPasswordsDialog
from desktop_app.ui.secrets.saved_passwords_model import SavedPasswordsModel
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.servers.hostile_mail import HOST, MailServer, imap
from tests.servers.refusing_mail import passwords_sent
from tests.ui.conftest import CheckModel, OpenDialog, OpenEditor, OpenWorkspace
from tests.ui.edits import (
    check_with_consent,
    confirm_all,
    load_list,
    skip_confirmations,
    type_password,
)
from tests.ui.windows import delete_now

FREE = 1
LOGIN = MailLogin("imap.example.com", "info@example.com", "IMAPS", "993")
OLDER = MailLogin(*LOGIN.account)
"""The same as version 0.1.0 recorded it."""
ListSaved = Callable[[], list[SavedPassword]]


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
    passwords: MailboxPasswordService, open_workspace: OpenWorkspace, qtbot: QtBot
) -> Workspace:
    made = open_workspace(passwords=passwords)
    skip_confirmations(made)
    load_list(made, qtbot)
    return made


@pytest.fixture
def list_saved(passwords: MailboxPasswordService, qtbot: QtBot) -> ListSaved:
    """Lists what is saved on this computer."""

    def load() -> list[SavedPassword]:
        found: Success[list[SavedPassword]] = result_of(partial(passwords.load, None), qtbot)
        return found.value

    return load


@pytest.fixture
def opens(workspace: Workspace, open_editor: OpenEditor, list_saved: ListSaved) -> OpenDialog:
    """Opens the edit dialog of a mailbox, and waits until it knows which passwords are saved."""

    def open_one(mailbox_id: int) -> EditDialog:
        dialog = open_editor(workspace, mailbox_id)
        list_saved()  # is answered after what the dialog asked for
        return dialog

    return open_one


def save_password(passwords: MailboxPasswordService, profile: Profile, qtbot: QtBot) -> None:
    with qtbot.waitSignal(passwords.changed):
        passwords.save(profile, FREE, LOGIN, "kept one")


@pytest.fixture
def saved(passwords: MailboxPasswordService, profile: Profile, qtbot: QtBot) -> None:
    """The password of mailbox 1 is saved on this computer."""
    save_password(passwords, profile, qtbot)


@pytest.fixture
def dialog(saved: None, opens: OpenDialog) -> EditDialog:
    """The edit dialog of the mailbox whose password is saved on this computer."""
    assert saved is None
    return opens(FREE)


def editor_of(dialog: EditDialog) -> PasswordEditor:
    return dialog.editor.form.password_editor


def save(dialog: EditDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()


def test_what_replaces_the_password_is_kept_after_the_save_if_that_is_ticked(
    opens: OpenDialog,
    crm: DemoServer,
    list_saved: ListSaved,
    workspace: Workspace,
    keyring: SessionSecretStore,
    qtbot: QtBot,
) -> None:
    dialog = opens(FREE)
    assert not editor_of(dialog).send_saved_option.isVisible()
    type_password(dialog.editor.form, "new one")
    editor_of(dialog).save_here_box.setChecked(True)
    assert list_saved() == [], "not before the save"
    save(dialog, qtbot)
    (one,) = list_saved()
    assert (one.mailbox_id, one.login) == (FREE, LOGIN)
    name = SecretName.MAILBOX_PASSWORD
    assert keyring.get(workspace.profile.id, name, one.secret_origin, FREE) == "new one"
    assert stored_mailbox(crm, FREE).password == "new one"


def test_it_is_kept_for_the_login_that_it_was_typed_for(
    opens: OpenDialog,
    crm: DemoServer,
    list_saved: ListSaved,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Someone changes the login right after the save, before the mailbox is read again."""
    update = crm.store.update
    monkeypatch.setattr(
        crm.store, "update", lambda saved: update(replace(saved, server="elsewhere.example"))
    )
    dialog = opens(FREE)
    type_password(dialog.editor.form, "new one")
    editor_of(dialog).save_here_box.setChecked(True)
    dialog.save_button.click()
    qtbot.waitUntil(
        lambda: "elsewhere.example" in dialog.editor.form.text_editors[Field.SERVER].text()
    )
    qtbot.waitUntil(lambda: bool(list_saved()))
    assert [one.login for one in list_saved()] == [LOGIN]


def test_a_refused_save_keeps_none(
    opens: OpenDialog, crm: DemoServer, list_saved: ListSaved, qtbot: QtBot
) -> None:
    dialog = opens(FREE)
    type_password(dialog.editor.form, "new one")
    editor_of(dialog).save_here_box.setChecked(True)
    crm.store.remove(FREE)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no longer exists" in dialog.editor.banner.text)
    assert list_saved() == []


def test_the_kept_one_is_sent_and_never_in_the_window(
    dialog: EditDialog, crm: DemoServer, list_saved: ListSaved, qtbot: QtBot
) -> None:
    editor = editor_of(dialog)
    assert "info@example.com on imap.example.com (IMAP over TLS, port 993)" in (
        editor.saved_note.text()
    )
    editor.send_saved_option.setChecked(True)
    assert dialog.editor.draft.password == SendSavedPassword(LOGIN)
    assert "the password stored on this computer" in dialog.editor.sending_line.label.text()
    assert dialog.editor.form.rows[Field.PASSWORD].undo_button.isVisible()
    assert not dialog.editor.confirmation_panel.isVisible()
    save(dialog, qtbot)
    assert stored_mailbox(crm, FREE).password == "kept one"
    assert crm.request_count("SaveMailboxEntity") == 1
    assert len(list_saved()) == 1


def test_undo_goes_back_to_keep(dialog: EditDialog) -> None:
    editor_of(dialog).send_saved_option.setChecked(True)
    dialog.editor.form.rows[Field.PASSWORD].undo_button.click()
    assert dialog.editor.draft.password == KeepPassword()
    assert editor_of(dialog).send_saved_option.isVisible(), "it is still there to be sent"


def test_for_another_login_it_is_said_and_confirmed_before_it_is_sent(
    dialog: EditDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    editor_of(dialog).send_saved_option.setChecked(True)
    server, panel = dialog.editor.form.text_editors[Field.SERVER], dialog.editor.confirmation_panel
    server.setText("imap.elsewhere.example")
    message = panel.labels[Confirmation.OTHER_LOGIN].text()
    assert "info@example.com on imap.example.com" in message
    assert "info@example.com on imap.elsewhere.example" in message
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 0
    box = panel.checkboxes[Confirmation.OTHER_LOGIN]
    box.setChecked(True)
    server.setText("imap.third.example")
    assert not box.isChecked(), "that was about another server"
    box.setChecked(True)
    save(dialog, qtbot)
    assert stored_mailbox(crm, FREE).password == "kept one"


@pytest.mark.parametrize("changed", ["port", "type"])
def test_another_port_or_type_is_said_and_confirmed_before_it_is_sent(
    dialog: EditDialog, crm: DemoServer, changed: str
) -> None:
    editor, panel = editor_of(dialog), dialog.editor.confirmation_panel
    assert "different now" not in editor.saved_note.text()
    editor.send_saved_option.setChecked(True)
    if changed == "port":
        dialog.editor.form.port_editor.setValue(1143)
    else:
        dialog.editor.form.type_editor.set_value(ServerType.IMAP)
    assert "The login in this window is different now" in editor.saved_note.text()
    assert panel.isVisible()
    message = panel.labels[Confirmation.OTHER_LOGIN].text()
    assert ("port 1143" if changed == "port" else "IMAP, no TLS") in message
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 0
    for field in (Field.PORT, Field.SERVER_TYPE):
        dialog.editor.form.undo(field)
    assert "different now" not in editor.saved_note.text()
    assert not panel.isVisible()


@pytest.mark.parametrize("changed", ["port", "type"])
def test_a_check_sends_it_to_no_other_port_and_not_without_tls(
    passwords: MailboxPasswordService,
    opens: OpenDialog,
    profile: Profile,
    crm: DemoServer,
    qtbot: QtBot,
    changed: str,
) -> None:
    """The person has changed the field in the window, and lets the check log in without TLS."""
    plain = imap({b"STARTTLS": b"%t NO\r\n"})
    with MailServer(plain) as own, MailServer(plain) as other:
        typed_for = ("IMAP", own.port) if changed == "port" else ("IMAPS", other.port)
        change_mailbox(crm, FREE, server=HOST, server_type=typed_for[0], port=typed_for[1])
        login = MailLogin(HOST, LOGIN.user_name, typed_for[0], str(typed_for[1]))
        with qtbot.waitSignal(passwords.changed):
            passwords.save(profile, FREE, login, "c4nary")
        dialog = opens(FREE)
        form, panel = dialog.editor.form, dialog.editor.check_panel
        if changed == "port":
            check_with_consent(panel, qtbot)
            assert passwords_sent(own) == ["c4nary"]
            form.port_editor.setValue(other.port)
        else:
            form.type_editor.set_value(ServerType.IMAP)
            form.port_editor.setValue(other.port)
        check_with_consent(panel, qtbot)
        assert passwords_sent(other) == []
        assert "Checks do not use this password" in form.password_editor.saved_note.text()


def test_one_of_an_older_version_is_sent_and_then_bound_to_the_whole_login(
    passwords: MailboxPasswordService,
    opens: OpenDialog,
    profile: Profile,
    crm: DemoServer,
    list_saved: ListSaved,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(passwords.changed):
        passwords.save(profile, FREE, OLDER, "kept one")
    dialog = opens(FREE)
    editor = editor_of(dialog)
    assert "Entered for info@example.com on imap.example.com, " in editor.saved_note.text()
    editor.send_saved_option.setChecked(True)
    assert not dialog.editor.confirmation_panel.isVisible()
    with qtbot.waitSignal(passwords.changed):
        save(dialog, qtbot)
    assert stored_mailbox(crm, FREE).password == "kept one"
    assert [one.login for one in list_saved()] == [LOGIN]


def test_a_refused_save_binds_none(
    passwords: MailboxPasswordService,
    opens: OpenDialog,
    profile: Profile,
    crm: DemoServer,
    list_saved: ListSaved,
    qtbot: QtBot,
) -> None:
    with qtbot.waitSignal(passwords.changed):
        passwords.save(profile, FREE, OLDER, "kept one")
    dialog = opens(FREE)
    editor_of(dialog).send_saved_option.setChecked(True)
    crm.store.remove(FREE)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no longer exists" in dialog.editor.banner.text)
    assert [one.login for one in list_saved()] == [OLDER]


def test_one_that_is_gone_asks_for_one_field_and_sends_nothing(
    dialog: EditDialog, crm: DemoServer, keyring: SessionSecretStore, qtbot: QtBot
) -> None:
    dialog.editor.form.text_editors[Field.ADDRESS].setText("other@example.com")
    editor_of(dialog).send_saved_option.setChecked(True)
    keyring.clear()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no longer stored" in dialog.editor.banner.text)
    assert crm.request_count("SaveMailboxEntity") == 0
    assert dialog.editor.form.text_editors[Field.ADDRESS].text() == "other@example.com"
    qtbot.waitUntil(lambda: not editor_of(dialog).send_saved_option.isVisible())


def test_a_replaced_password_that_is_not_kept_takes_the_old_one_with_it(
    dialog: EditDialog,
    list_saved: ListSaved,
    profile: Profile,
    keyring: SessionSecretStore,
    qtbot: QtBot,
) -> None:
    type_password(dialog.editor.form, "another")
    save(dialog, qtbot)
    assert list_saved() == []
    assert keyring.origin_of(profile.id, SecretName.MAILBOX_PASSWORD, FREE) is None


def test_forget_it_forgets_it(dialog: EditDialog, list_saved: ListSaved, qtbot: QtBot) -> None:
    editor_of(dialog).send_saved_option.setChecked(True)
    editor_of(dialog).forget_button.click()
    qtbot.waitUntil(lambda: not editor_of(dialog).send_saved_option.isVisible())
    assert dialog.editor.draft.is_empty
    assert list_saved() == []


def test_one_of_another_address_is_said_and_not_offered(
    opens: OpenDialog, profile: Profile, passwords: MailboxPasswordService, qtbot: QtBot
) -> None:
    save_password(passwords, replace(profile, address="https://old.example/api"), qtbot)
    editor = editor_of(opens(FREE))
    assert not editor.send_saved_option.isVisible()
    assert "https://old.example" in editor.saved_note.text()
    assert editor.forget_button.isVisible()


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(
    ("wanted", "may_store"), [(StorageKind.KEYRING, False), (StorageKind.SESSION, True)]
)
def test_where_nothing_may_be_kept_nothing_is_offered(
    opens: OpenDialog, secrets: SecretManager, wanted: StorageKind, may_store: bool
) -> None:
    secrets.configure(wanted, may_store=may_store)
    editor = editor_of(opens(FREE))
    editor.replace_option.setChecked(True)
    offers = (editor.send_saved_option, editor.save_here_box, editor.forget_button)
    assert not any(widget.isVisible() for widget in (*offers, editor.saved_note))


def test_the_password_of_a_new_mailbox_is_kept_under_its_new_number(
    opens: OpenDialog, list_saved: ListSaved, qtbot: QtBot
) -> None:
    dialog = opens(0)
    form = dialog.editor.form
    assert not form.password_editor.send_saved_option.isVisible()
    form.type_editor.set_value(ServerType.IMAPS)
    form.text_editors[Field.ADDRESS].setText("nytt@example.com")
    form.text_editors[Field.USER_NAME].setText("nytt")
    form.text_editors[Field.SERVER].setText("imap.example.com")
    form.password_editor.secret_field.line_edit.setText("hemmelig")
    form.password_editor.save_here_box.setChecked(True)
    confirm_all(dialog)
    save(dialog, qtbot)
    (one,) = list_saved()
    assert (one.mailbox_id, one.login.server) == (44, "imap.example.com")


@pytest.mark.usefixtures("saved")
def test_a_bulk_edit_asks_before_it_sends_one_to_another_port(
    workspace: Workspace, list_saved: ListSaved, qtbot: QtBot
) -> None:
    workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    dialog = BulkEditDialog(workspace, [FREE])
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.reader.is_running)
    list_saved()  # is answered after what the dialog asked for
    asked = dialog.confirmations.labels
    dialog.fields.editors[Field.PORT].set_value(1993)
    qtbot.waitUntil(lambda: not dialog._plan_timer.isActive())
    assert (
        "another server type, server, port or user name" in asked[Confirmation.OTHER_LOGIN].text()
    )
    assert not dialog.save_button.isEnabled()
    dialog.shut_down()
    dialog.done(0)
    delete_now()


@pytest.mark.usefixtures("saved")
def test_all_can_be_seen_and_forgotten(
    passwords: MailboxPasswordService, profile: Profile, qtbot: QtBot
) -> None:
    passwords.save(profile, 2, LOGIN, "pending", SecretName.PENDING_PASSWORD)
    dialog = SavedPasswordsDialog(passwords, {profile.id: "Acme"})
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    first = [dialog.model.index(0, column).data() for column in range(3)]
    assert first == [
        "Acme",
        "ID 1",
        "info@example.com on imap.example.com (IMAP over TLS, port 993)",
    ]
    waiting = [dialog.model.index(1, column).data() for column in (1, 5)]
    assert waiting == ["—", "a pending change"]
    dialog.table.selectRow(0)
    dialog.delete_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.delete_all_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert dialog.message_label.text() == "No mailbox passwords are kept on this computer."
    dialog.reject()
    delete_now()


def test_the_model_is_a_model(model_tester: CheckModel) -> None:
    one = SavedPassword("p", 1, SecretName.MAILBOX_PASSWORD, StorageKind.VAULT, "o", LOGIN)
    model = SavedPasswordsModel({"p": "<b>Acme</b>"})
    model.set_items([one, replace(one, profile_id="gone")])
    model_tester(model)
    assert model.index(1, 0).data() == "(deleted)"
