"""What the edit dialog says of locks, of types nobody vouches for, and of what is not set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import SIGNAL, QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, UnknownValue
from desktop_app.core.mailbox.rights import AccessLevel, FieldFlag, FieldRight
from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.fields.field_row import FIELD_GAP, GRID_ROWS_PER_FIELD
from desktop_app.webapi.client_factory import open_client
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import OpenDialog, OpenWorkspace
from tests.ui.edits import confirm_all, load_details, load_list
from tests.ui.windows import press

FREE, ROW_LOCKED, FIELD_LOCKED, HINT_LOCKED, HIDDEN, MAPI = 1, 8, 9, 10, 12, 28


def test_a_lock_says_what_the_right_means_and_the_servers_reason(open_dialog: OpenDialog) -> None:
    note = open_dialog(FIELD_LOCKED).editor.form.rows[Field.PORT].note.text()
    assert note.endswith(
        "Locked: you may view this but not change it. "
        "SuperOffice says: “This field can be read only”."
    )
    hinted = open_dialog(HINT_LOCKED).editor.form.rows[Field.ADDRESS].locked_field
    assert "Locked: SuperOffice marks this as read-only." in hinted.accessibleDescription()
    banner = open_dialog(ROW_LOCKED).editor.banner.text
    assert banner.startswith("Locked: you may view this mailbox but not change it.")
    assert "run by head office" in banner


def test_a_reason_is_there_without_words_of_the_server_too(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(FREE)
    silent = {"server": FieldRight(FieldFlag.READ, "Read")}
    dialog.editor.show_mailbox(replace(dialog.editor.form.mailbox, field_rights=silent))
    row = dialog.editor.form.rows[Field.SERVER]
    assert row.note.text() == "Locked: you may view this but not change it."


@pytest.mark.parametrize("port", [0, None])
def test_the_port_of_a_new_mailbox_is_not_set_until_it_is(
    open_dialog: OpenDialog, port: int | None
) -> None:
    form = open_dialog(0).editor.form
    form.load(Mailbox(0, {Field.SERVER_TYPE: ServerType.UNKNOWN, Field.PORT: port}))
    assert form.port_editor.text() == "not set"
    assert Field.PORT not in form.draft().changes, "what the server sent is sent back"
    form.type_editor.set_value(ServerType.IMAPS)
    assert form.port_editor.text() == "993"


def test_a_port_0_of_a_mailbox_that_is_there_is_shown_as_it_is(open_dialog: OpenDialog) -> None:
    form = open_dialog(FREE).editor.form
    form.load(Mailbox(5, {Field.SERVER_TYPE: ServerType.IMAPS, Field.PORT: 0}))
    assert form.port_editor.text() == "0"
    assert "Not a port" in form.rows[Field.PORT].note.text()


def test_hidden_fields_leave_no_gap(open_dialog: OpenDialog) -> None:
    form = open_dialog(HIDDEN).editor.form
    rows = form.rows
    above, below = rows[Field.ADDRESS].editor, rows[Field.SERVER].editor
    assert below.y() - above.geometry().bottom() < GRID_ROWS_PER_FIELD * FIELD_GAP


def test_a_type_nobody_vouches_for_is_edited_only_on_request_and_with_a_confirmation(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    before = stored_mailbox(crm, MAPI)
    dialog = open_dialog(MAPI)
    form = dialog.editor.form
    assert not form.can_write
    press(dialog, "Edit anyway", qtbot)
    assert dialog.editor.banner.text == ""
    assert form.rows[Field.SERVER_TYPE].access.level is AccessLevel.EDITABLE
    types = form.type_editor.model()
    assert all(types.flags(types.index(row, 0)) for row in range(10)), "every type can be chosen"
    form.text_editors[Field.SERVER].setText("exchange2.example.org")
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 0
    assert not dialog.editor.confirmation_panel.checkboxes[Confirmation.UNSUPPORTED_TYPE].isHidden()
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
    assert crm.store.mailbox(MAPI) == replace(before, server="exchange2.example.org")


def test_the_same_type_is_confirmed_once_a_day(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    asked = []
    for server in ("exchange2.example.org", "exchange3.example.org"):
        dialog = open_dialog(MAPI)
        press(dialog, "Edit anyway", qtbot)
        dialog.editor.form.text_editors[Field.SERVER].setText(server)
        asked.append(dialog.editor.confirmation_panel.first_unconfirmed() is not None)
        confirm_all(dialog)
        with qtbot.waitSignal(dialog.saved):
            dialog.save_button.click()
    assert asked == [True, False], "the mailbox itself is locked each time, until Edit anyway"


def test_the_next_mailbox_is_locked_again(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(MAPI)
    press(dialog, "Edit anyway", qtbot)
    dialog.editor.show_mailbox(dialog.editor.form.mailbox)
    assert not dialog.editor.form.can_write


def test_an_unknown_type_is_kept_to_the_letter(open_dialog: OpenDialog) -> None:
    form = open_dialog(FREE).editor.form
    odd = UnknownValue('"Frobnicate"')
    form.load(Mailbox(5, {Field.SERVER_TYPE: odd, Field.SERVER: "x"}))
    form.allow_unsupported_type()
    form.text_editors[Field.SERVER].setText("y")
    assert form.draft().result[Field.SERVER_TYPE] == odd
    assert set(form.draft().changes) == {Field.SERVER}


def test_undoing_the_type_keeps_the_type_editable(open_dialog: OpenDialog) -> None:
    form = open_dialog(MAPI).editor.form
    form.allow_unsupported_type()
    form.type_editor.set_value(ServerType.FACEBOOK)
    form.undo(Field.SERVER_TYPE)
    assert form.draft().is_empty
    model = form.type_editor.model()
    assert all(model.flags(model.index(row, 0)) for row in range(10))
    form.load(form.mailbox)
    enabled = [row for row in range(10) if model.flags(model.index(row, 0))]
    assert len(enabled) == 5, "four, and its own"


def test_a_right_withdrawn_meanwhile_keeps_what_may_still_be_saved(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    locked = stored_mailbox(crm, FIELD_LOCKED)
    dialog = open_dialog(FREE)
    form = dialog.editor.form
    form.text_editors[Field.SERVER].setText("mine.example.com")
    form.text_editors[Field.USER_NAME].setText("mine")
    rights = {"table_right": locked.table_right, "field_properties": locked.field_properties}
    change_mailbox(crm, FREE, **rights)
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(
        lambda: "may no longer change these fields: Server" in dialog.editor.banner.text
    )
    assert form.text_editors[Field.SERVER].text() == "mine.example.com", "nothing typed is lost yet"
    press(dialog, "Show current values", qtbot)
    assert set(form.draft().changes) == {Field.USER_NAME}
    assert "read only" in form.rows[Field.PORT].note.text()
    assert crm.request_count("SaveMailboxEntity") == 0
    dialog.discard_edit()


def test_colours_follow_from_light_to_dark(open_dialog: OpenDialog, qapp: QApplication) -> None:
    row, before = open_dialog(FIELD_LOCKED).editor.form.rows[Field.SERVER], qapp.palette()

    def colours() -> list[int]:
        for widget in (row.locked_field, row.note):  # Qt itself tells them only inside of exec()
            qapp.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))
        text, note = row.locked_field.palette(), row.note.palette()
        found = (text.color(QPalette.ColorRole.Text), note.color(QPalette.ColorRole.WindowText))
        return [color.lightness() for color in found]

    light = colours()
    qapp.setPalette(QPalette(QColor("#31363b")))
    dark = colours()
    qapp.setPalette(before)
    assert all(now > then for now, then in zip(dark, light, strict=True)), (dark, light)
    assert colours() == light


def test_unlocking_the_profile_does_not_hide_why_a_mailbox_is_locked(
    open_dialog: OpenDialog, listed: Workspace
) -> None:
    profile = listed.profile
    listed.write_lock.update_settings(replace(profile, read_only=True, tested=True), UNRESTRICTED)
    dialog = open_dialog(ROW_LOCKED)
    listed.write_lock.update_settings(profile, UNRESTRICTED)
    assert "run by head office" in dialog.editor.banner.text


def test_edit_anyway_on_a_locked_profile_goes_on_to_unlock(
    open_dialog: OpenDialog, listed: Workspace, qtbot: QtBot
) -> None:
    listed.write_lock.update_settings(
        replace(listed.profile, read_only=True, tested=True), UNRESTRICTED
    )
    dialog = open_dialog(MAPI)
    press(dialog, "Edit anyway", qtbot)
    assert "Unlock it" in dialog.editor.banner.text
    assert not dialog.editor.form.can_write


def test_a_profile_that_was_renamed_is_followed_once(
    open_dialog: OpenDialog, listed: Workspace
) -> None:
    dialog = open_dialog(FREE)

    def followers() -> tuple[int, int]:
        lock_changed, list_changed = SIGNAL("changed()"), SIGNAL("list_changed()")
        return listed.write_lock.receivers(lock_changed), listed.receivers(list_changed)

    before = followers()
    dialog.set_workspace(listed)
    assert followers() == before


def test_a_locked_vault_does_not_hide_the_last_known_values(
    open_workspace: OpenWorkspace,
    store_service: ProfileData,
    crm: DemoServer,
    profile: Profile,
    parent: QWidget,
    qtbot: QtBot,
) -> None:
    is_locked: list[bool] = []

    def connect() -> object:
        if is_locked:
            raise SecretStoreError(SecretStoreFailure.VAULT_LOCKED)
        return open_client(profile, crm.credentials.password, "en")

    workspace = load_list(open_workspace(connect=connect, store=store_service), qtbot)
    load_details(workspace, [FREE], qtbot)
    is_locked.append(True)
    workspace.discard_secrets()
    dialog = EditDialog(workspace, FREE, parent)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert "These values may be out of date." in dialog.editor.banner.text
    assert dialog.editor.form.text_editors[Field.SERVER].text() == "imap.example.com"
    dialog.done(0)
