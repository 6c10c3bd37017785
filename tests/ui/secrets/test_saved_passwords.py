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
    Keep,
    KeepVerdict,
    MailLogin,
    SendKept,
    ServerType,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.demo import DemoServer
from desktop_app.profiles.secrets.secret_store import SessionStore
from desktop_app.services.background import Courier, Done, Failed
from desktop_app.services.secrets.lazy_secrets import LateSecrets
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
from desktop_app.services.secrets.saved_password_index import KeptIndex
from desktop_app.services.secrets.secret_manager import SecretKeeper
from desktop_app.services.store.lazy_store import LateShelf
from desktop_app.services.workspace.workspace import Phase, Workplace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirm
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.secrets.saved_passwords_dialog import KeptPasswordsDialog
from desktop_app.ui.secrets.saved_passwords_model import KeptTable
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import CheckModel, end_dialogs

FREE = 1
LOGIN = MailLogin("imap.example.com", "info@example.com")


@pytest.fixture
def keyring() -> SessionStore:
    return SessionStore()


@pytest.fixture
def secrets(keyring: SessionStore, tmp_path: Path) -> LateSecrets:
    keeper = SecretKeeper(
        keyring, SessionStore(), None, KeptIndex(LateShelf(lambda: tmp_path, print))
    )
    late = LateSecrets(lambda: keeper)
    late.go_by(PlaceKind.KEYRING, may_store=True)
    return late


@pytest.fixture
def passwords(secrets: LateSecrets, courier: Courier) -> Iterator[MailboxPasswords]:
    made = MailboxPasswords(secrets, courier)
    yield made
    made.close()


@pytest.fixture
def place(
    crm: DemoServer, profile: Profile, courier: Courier, passwords: MailboxPasswords, qtbot: QtBot
) -> Iterator[Workplace]:
    password = crm.credentials.password
    made = Workplace(
        profile, lambda: open_client(profile, password, "en"), courier, passwords=passwords
    )
    made.learnt.keep_verdict, made.learnt.asks_for_notes = KeepVerdict.PROVED, False
    made.refresh()
    qtbot.waitUntil(lambda: made.standing.phase is Phase.READY)
    yield made
    made.close()
    made.deleteLater()


Open = Callable[[int], EditDialog]


@pytest.fixture
def opens(place: Workplace, qtbot: QtBot) -> Iterator[Open]:
    dialogs: list[EditDialog] = []

    def open_one(mailbox_id: int) -> EditDialog:
        dialog = EditDialog(place, mailbox_id)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        kept(place.passwords, qtbot)  # what is asked for after it was asked by the dialog
        return dialog

    yield open_one
    for dialog in dialogs:
        end_dialogs([dialog])


def kept(passwords: MailboxPasswords | None, qtbot: QtBot) -> list[KeptPassword]:
    """What is kept now."""
    found: list[Done[list[KeptPassword]] | Failed] = []
    assert passwords is not None
    passwords.find(None, found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert isinstance(found[0], Done)
    return found[0].value


def keep(passwords: MailboxPasswords, profile: Profile, qtbot: QtBot, login: MailLogin) -> None:
    with qtbot.waitSignal(passwords.changed):
        passwords.keep(profile, FREE, login, "kept one")


def stored(crm: DemoServer, mailbox_id: int = FREE) -> str:
    found = crm.store.mailbox(mailbox_id)
    assert found is not None
    return found.password or ""


def saves(dialog: EditDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()


def test_what_replaces_the_password_is_kept_after_the_save_if_that_is_ticked(
    opens: Open, crm: DemoServer, place: Workplace, keyring: SessionStore, qtbot: QtBot
) -> None:
    dialog = opens(FREE)
    editor = dialog.editor.form.password
    assert not editor.send.isVisible()
    editor.replace.setChecked(True)
    editor.secret.line.setText("new one")
    editor.keep_here.setChecked(True)
    assert kept(place.passwords, qtbot) == [], "not before the save"
    saves(dialog, qtbot)
    (one,) = kept(place.passwords, qtbot)
    assert (one.mailbox_id, one.login) == (FREE, LOGIN)
    name = SecretName.MAILBOX_PASSWORD
    assert keyring.get(place.profile.id, name, one.bound_to, FREE) == stored(crm) == "new one"


def test_a_refused_save_keeps_none(
    opens: Open, crm: DemoServer, place: Workplace, qtbot: QtBot
) -> None:
    dialog = opens(FREE)
    editor = dialog.editor.form.password
    editor.replace.setChecked(True)
    editor.secret.line.setText("new one")
    editor.keep_here.setChecked(True)
    crm.store.remove(FREE)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "not there any more" in dialog.editor.banner.text)
    assert kept(place.passwords, qtbot) == []


def test_the_kept_one_is_sent_and_never_in_the_window(
    opens: Open, crm: DemoServer, place: Workplace, passwords: MailboxPasswords, qtbot: QtBot
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    editor = dialog.editor.form.password
    assert "info@example.com on imap.example.com" in editor.kept_note.text()
    editor.send.setChecked(True)
    assert dialog.editor.draft.password == SendKept(LOGIN)
    assert "Password: the one kept on this computer" in dialog.editor.sends.text()
    assert dialog.editor.form.rows[Field.PASSWORD].undo.isVisible()
    assert not dialog.editor.confirmations.isVisible()
    saves(dialog, qtbot)
    assert stored(crm) == "kept one"
    assert crm.count("SaveMailboxEntity") == 1
    assert len(kept(passwords, qtbot)) == 1


def test_undo_goes_back_to_keep(
    opens: Open, place: Workplace, passwords: MailboxPasswords, qtbot: QtBot
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password.send.setChecked(True)
    dialog.editor.form.rows[Field.PASSWORD].undo.click()
    assert dialog.editor.draft.password == Keep()
    assert dialog.editor.form.password.send.isVisible(), "it is still there to be sent"


def test_for_another_login_it_is_said_and_confirmed_before_it_is_sent(
    opens: Open, crm: DemoServer, place: Workplace, passwords: MailboxPasswords, qtbot: QtBot
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password.send.setChecked(True)
    dialog.editor.form.lines[Field.SERVER].setText("imap.elsewhere.example")
    said = dialog.editor.confirmations.texts[Confirm.OTHER_LOGIN].text()
    assert "info@example.com on imap.example.com" in said
    assert "info@example.com on imap.elsewhere.example" in said
    dialog.save_button.click()
    assert crm.count("SaveMailboxEntity") == 0
    box = dialog.editor.confirmations.boxes[Confirm.OTHER_LOGIN]
    box.setChecked(True)
    dialog.editor.form.lines[Field.SERVER].setText("imap.third.example")
    assert not box.isChecked(), "that was about another server"
    box.setChecked(True)
    saves(dialog, qtbot)
    assert stored(crm) == "kept one"


def test_one_that_is_gone_asks_for_one_field_and_sends_nothing(
    opens: Open,
    crm: DemoServer,
    place: Workplace,
    passwords: MailboxPasswords,
    keyring: SessionStore,
    qtbot: QtBot,
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.port.setValue(1993)
    dialog.editor.form.password.send.setChecked(True)
    keyring.clear()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no longer kept" in dialog.editor.banner.text)
    assert crm.count("SaveMailboxEntity") == 0
    assert dialog.editor.form.port.value() == 1993
    qtbot.waitUntil(lambda: not dialog.editor.form.password.send.isVisible())


def test_a_replaced_password_that_is_not_kept_takes_the_old_one_with_it(
    opens: Open, place: Workplace, passwords: MailboxPasswords, keyring: SessionStore, qtbot: QtBot
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password.replace.setChecked(True)
    dialog.editor.form.password.secret.line.setText("another")
    saves(dialog, qtbot)
    assert kept(passwords, qtbot) == []
    assert keyring.bound_to(place.profile.id, SecretName.MAILBOX_PASSWORD, FREE) is None


def test_forget_it_forgets_it(
    opens: Open, place: Workplace, passwords: MailboxPasswords, qtbot: QtBot
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    dialog = opens(FREE)
    dialog.editor.form.password.send.setChecked(True)
    dialog.editor.form.password.forget_button.click()
    qtbot.waitUntil(lambda: not dialog.editor.form.password.send.isVisible())
    assert dialog.editor.draft.is_empty
    assert kept(passwords, qtbot) == []


def test_one_of_another_address_is_said_and_not_offered(
    opens: Open, place: Workplace, passwords: MailboxPasswords, qtbot: QtBot
) -> None:
    moved = replace(place.profile, address="https://old.example/api")
    keep(passwords, moved, qtbot, LOGIN)
    editor = opens(FREE).editor.form.password
    assert not editor.send.isVisible()
    assert "https://old.example" in editor.kept_note.text()
    assert editor.forget_button.isVisible()


@pytest.mark.parametrize(
    ("wanted", "may_store"), [(PlaceKind.KEYRING, False), (PlaceKind.SESSION, True)]
)
def test_where_nothing_may_be_kept_nothing_is_offered(
    opens: Open,
    place: Workplace,
    passwords: MailboxPasswords,
    secrets: LateSecrets,
    qtbot: QtBot,
    wanted: PlaceKind,
    may_store: bool,
) -> None:
    keep(passwords, place.profile, qtbot, LOGIN)
    secrets.go_by(wanted, may_store=may_store)
    editor = opens(FREE).editor.form.password
    editor.replace.setChecked(True)
    for widget in (editor.send, editor.keep_here, editor.forget_button, editor.kept_note):
        assert not widget.isVisible()


def test_the_password_of_a_new_mailbox_is_kept_under_its_new_number(
    opens: Open, place: Workplace, qtbot: QtBot
) -> None:
    dialog = opens(0)
    form = dialog.editor.form
    assert not form.password.send.isVisible()
    form.type.put(ServerType.IMAPS)
    form.lines[Field.ADDRESS].setText("nytt@example.com")
    form.lines[Field.SERVER].setText("imap.example.com")
    form.password.secret.line.setText("hemmelig")
    form.password.keep_here.setChecked(True)
    for box in dialog.editor.confirmations.boxes.values():
        box.setChecked(True)
    saves(dialog, qtbot)
    (one,) = kept(place.passwords, qtbot)
    assert (one.mailbox_id, one.login.server) == (44, "imap.example.com")


def test_all_can_be_seen_and_forgotten(
    passwords: MailboxPasswords, profile: Profile, qtbot: QtBot
) -> None:
    keep(passwords, profile, qtbot, LOGIN)
    passwords.keep(profile, 2, LOGIN, "pending", SecretName.PENDING_PASSWORD)
    dialog = KeptPasswordsDialog(passwords, {profile.id: "Acme"})
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    first = [dialog.model.index(0, column).data() for column in range(3)]
    assert first == ["Acme", "number 1", "info@example.com on imap.example.com"]
    waiting = [dialog.model.index(1, column).data() for column in (1, 5)]
    assert waiting == ["—", "a change that is not saved yet"]
    dialog.table.selectRow(0)
    dialog.forget_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1)
    dialog.all_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert dialog.said.text() == "No password of a mailbox is kept on this computer."
    dialog.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_model_is_a_model(model_tester: CheckModel) -> None:
    one = KeptPassword("p", 1, SecretName.MAILBOX_PASSWORD, PlaceKind.VAULT, "o", LOGIN)
    model = KeptTable({"p": "<b>Acme</b>"})
    model.show([one, replace(one, profile_id="gone")])
    model_tester(model)
    assert model.index(1, 0).data() == "(deleted)"
