"""The edit dialog against a real demo server: rights, exact values, saves, conflicts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import (
    Field,
    KeepBehaviour,
    KeepPassword,
    ReplacePassword,
    ServerType,
)
from desktop_app.core.mailbox.rights import AccessLevel
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import Answers, OpenDialog
from tests.ui.edits import confirm_all, type_password
from tests.ui.windows import end_dialogs

FREE, ROW_LOCKED, FIELD_LOCKED, HINT_LOCKED, MANDATORY = 1, 8, 9, 10, 11
HIDDEN, WRITE_ONLY, MAPI, ODD_PORT, TOO_LONG, MARKUP = 12, 13, 28, 41, 42, 43


def save(dialog: EditDialog, qtbot: QtBot) -> str:
    """Save as a person does, and give back what the status bar would say."""
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    assert told.args is not None
    (receipt,) = told.args
    return str(receipt.full_text)


def saves(crm: DemoServer) -> int:
    return crm.request_count("SaveMailboxEntity")


def test_an_untouched_dialog_has_nothing_to_send(open_dialog: OpenDialog, crm: DemoServer) -> None:
    for mailbox_id in range(1, 44):
        dialog = open_dialog(mailbox_id)
        assert dialog.editor.form.draft().is_empty, mailbox_id
        assert not dialog.save_button.isEnabled()
        dialog.save()
        assert not dialog.has_unsaved_work
        dialog.done(0)
    assert saves(crm) == 0


def test_a_save_changes_what_was_changed_and_nothing_else(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    before = stored_mailbox(crm, FREE)
    dialog = open_dialog(FREE)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap2.example.com")
    dialog.editor.form.port_editor.setValue(1993)
    sent = dialog.editor.sending_line.label.text()
    assert "Server “imap.example.com” → “imap2.example.com”, Port 993 → 1993" in sent
    assert sent.endswith("· the password is left out")
    assert dialog.save_button.text() == "&Save without the password"
    assert dialog.save_button.accessibleDescription() == sent
    told = save(dialog, qtbot)
    changes = "Server imap.example.com → imap2.example.com, Port 993 → 1993."
    assert told.startswith(f"Saved and read back. info@example.com: {changes}")
    assert crm.store.mailbox(FREE) == replace(before, server="imap2.example.com", port=1993)
    assert saves(crm) == 1


def test_a_replaced_password_reaches_the_store_and_leaves_the_window(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    QTest.keyClick(dialog.editor.form.password_editor.replace_option, Qt.Key.Key_Space)
    line = dialog.editor.form.password_editor.secret_field.line_edit
    line.insert(" n€w-geheim ")  # QTest aborts on a €
    assert "n€w" not in dialog.editor.sending_line.label.text()
    told = save(dialog, qtbot)
    assert "Check that new mail arrives" in told
    assert stored_mailbox(crm, FREE).password == " n€w-geheim ", "to the letter, blanks included"
    assert line.text() == ""


def test_keep_leaves_the_stored_password_alone(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    for mailbox_id in (1, 2, 3):  # the three ways in which a read hides the password
        before = stored_mailbox(crm, mailbox_id)
        dialog = open_dialog(mailbox_id)
        dialog.editor.form.port_editor.setValue(1993)
        save(dialog, qtbot)
        assert stored_mailbox(crm, mailbox_id).password == before.password


def test_the_button_says_that_the_password_is_left_out_and_a_notice_says_so_once_a_day(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    panel = dialog.editor.confirmation_panel
    notice = panel.labels[Confirmation.KEEP_PASSWORD]
    assert not panel.isVisible()
    assert dialog.save_button.text() == "&Save", "nothing would be sent"
    dialog.editor.form.port_editor.setValue(1993)
    assert "may clear the stored password" in notice.text()
    assert notice.isVisible()
    assert not dialog.editor.sending_line.why_button.isVisible(), "the notice says it already"
    assert panel.first_unconfirmed() is None, "there is nothing to tick"
    assert dialog.save_button.text() == "&Save without the password"
    type_password(dialog.editor.form, "another one")
    assert not panel.isVisible()
    assert dialog.save_button.text() == "&Save"
    dialog.editor.form.password_editor.keep_option.setChecked(True)
    assert saves(crm) == 0, "nothing is sent before the click"
    save(dialog, qtbot)
    second = open_dialog(2)
    second.editor.form.port_editor.setValue(1993)
    panel = second.editor.confirmation_panel
    assert not panel.labels[Confirmation.KEEP_PASSWORD].isVisible(), "it was read today"
    assert panel.trial_button.isVisible()
    assert second.save_button.text() == "&Save without the password", "the button says it each time"
    why = second.editor.sending_line.why_button
    assert why.isVisible()
    why.click()
    assert "never shows the stored password" in second.editor.sending_line.reason_label.text()


def test_the_first_save_tells_what_the_program_cannot_see(
    open_dialog: OpenDialog, qtbot: QtBot
) -> None:
    told = []
    for mailbox_id in (FREE, 2):
        dialog = open_dialog(mailbox_id)
        dialog.editor.form.port_editor.setValue(1993)
        told.append("folder and the interval" in save(dialog, qtbot))
    assert told == [True, False]


def test_a_locked_row_says_why_and_cannot_be_saved(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(ROW_LOCKED)
    assert "run by head office" in dialog.editor.banner.text
    for row in dialog.editor.form.rows.values():
        assert row.access.level is AccessLevel.LOCKED
        assert row.locked_field.isVisible()
        assert row.locked_field.isEnabled(), "its text can be copied, and Tab finds it"
        assert row.locked_field.isReadOnly()
        assert row.locked_field.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert not dialog.save_button.isEnabled()


def test_a_locked_field_is_greyed_with_the_servers_reason(open_dialog: OpenDialog) -> None:
    rows = open_dialog(FIELD_LOCKED).editor.form.rows
    for field in (Field.SERVER, Field.PORT):
        assert rows[field].access.level is AccessLevel.LOCKED
        assert "read only" in rows[field].locked_field.accessibleDescription()
    assert not rows[Field.SERVER].note.isVisible()
    assert rows[Field.PORT].note.text() == (
        "Server, Port — Locked: you may view this but not change it. "
        "SuperOffice says: “This field can be read only”."
    ), "once for all fields with this reason, below the last one"
    assert rows[Field.ADDRESS].access.level is AccessLevel.EDITABLE


def test_a_ui_hint_locks_too(open_dialog: OpenDialog) -> None:
    rows = open_dialog(HINT_LOCKED).editor.form.rows
    assert rows[Field.ADDRESS].access.level is AccessLevel.LOCKED
    assert rows[Field.SERVER_TYPE].access.level is AccessLevel.LOCKED
    assert rows[Field.SERVER_TYPE].locked_field.text() == "IMAP over TLS", (
        "a dropdown becomes a line"
    )


def test_a_hidden_field_is_not_there_and_a_write_only_one_is_empty(open_dialog: OpenDialog) -> None:
    hidden = open_dialog(HIDDEN).editor.form.rows[Field.USER_NAME]
    assert not hidden.label.isVisible()
    assert not hidden.editor.isVisible()
    assert not hidden.locked_field.isVisible()
    dialog = open_dialog(WRITE_ONLY)
    assert dialog.editor.form.rows[Field.USER_NAME].access.level is AccessLevel.WRITE_ONLY
    assert dialog.editor.form.text_editors[Field.USER_NAME].text() == ""
    assert dialog.editor.form.draft().is_empty


def test_a_mandatory_field_cannot_be_emptied(open_dialog: OpenDialog, crm: DemoServer) -> None:
    dialog = open_dialog(MANDATORY)
    mandatory = [f for f, row in dialog.editor.form.rows.items() if row.access.mandatory]
    line = next(f for f in mandatory if f in dialog.editor.form.text_editors)
    dialog.editor.form.text_editors[line].clear()
    confirm_all(dialog)
    dialog.save_button.click()
    assert saves(crm) == 0
    assert "requires a value" in dialog.editor.form.rows[line].note.text()
    assert dialog.editor.form.text_editors[line].hasFocus()


def test_types_nobody_vouches_for_are_read_only(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(MAPI)
    assert "is untested" in dialog.editor.banner.text
    assert dialog.editor.form.rows[Field.SERVER_TYPE].locked_field.text() == "MAPI (obsolete)"
    assert not dialog.save_button.isEnabled()


def test_an_odd_port_is_shown_as_it_is_and_saved_unchanged(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(ODD_PORT)
    assert dialog.editor.form.port_editor.text() == "70000"
    assert "Not a port from 1 to 65535" in dialog.editor.form.rows[Field.PORT].note.text()
    dialog.editor.form.text_editors[Field.USER_NAME].setText("import2")
    save(dialog, qtbot)
    stored = stored_mailbox(crm, ODD_PORT)
    assert (stored.port, stored.username) == (70000, "import2")


def test_typing_over_an_odd_port_gives_an_ordinary_one(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(ODD_PORT)
    port = dialog.editor.form.port_editor
    port.setFocus()
    port.selectAll()
    QTest.keyClicks(port, "143")
    assert dialog.editor.form.draft().changes == {Field.PORT: 143}
    dialog.editor.form.rows[Field.PORT].undo_button.click()
    assert dialog.editor.form.draft().is_empty
    assert port.text() == "70000"


def test_a_text_longer_than_the_field_is_neither_cut_nor_in_the_way(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(TOO_LONG)
    assert len(dialog.editor.form.text_editors[Field.ADDRESS].text()) > 255
    dialog.editor.form.text_editors[Field.SERVER].setText("pop2.example.org")
    before = stored_mailbox(crm, TOO_LONG)
    save(dialog, qtbot)
    assert crm.store.mailbox(TOO_LONG) == replace(before, server="pop2.example.org")


def test_markup_is_shown_literally(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(MARKUP)
    assert "<b>" in dialog.editor.form.text_editors[Field.ADDRESS].text()
    assert "<b>" in dialog.windowTitle()
    for label in (
        dialog.editor.sending_line.label,
        dialog.editor.banner.label,
        dialog.editor.form.rows[Field.ADDRESS].note,
    ):
        assert label.textFormat() is Qt.TextFormat.PlainText


def test_the_type_proposes_its_port_until_the_port_is_edited(open_dialog: OpenDialog) -> None:
    form = open_dialog(FREE).editor.form
    form.type_editor.set_value(ServerType.POPS)
    assert form.port_editor.value() == 995
    form.port_editor.setValue(4995)
    form.type_editor.set_value(ServerType.IMAP)
    assert form.port_editor.value() == 4995
    assert form.rows[Field.PORT].hint_label.text() == "usual for IMAP, no TLS: 143"
    assert "usual for IMAP" in form.port_editor.accessibleDescription()


def test_types_that_cannot_be_chosen_are_there_to_be_seen(open_dialog: OpenDialog) -> None:
    model = open_dialog(FREE).editor.form.type_editor.model()
    assert model.rowCount() == 10
    enabled = [
        model.index(row, 0).data()
        for row in range(10)
        if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    ]
    assert enabled == ["IMAP over TLS", "IMAP, no TLS", "POP over TLS", "POP, no TLS"]


def test_a_pasted_url_is_offered_to_be_split(open_dialog: OpenDialog) -> None:
    form = open_dialog(FREE).editor.form
    form.text_editors[Field.SERVER].setText("pop3s://mail.example.net:995/")
    row = form.rows[Field.SERVER]
    assert "server mail.example.net, port 995, POP over TLS" in row.note.text()
    row.split_button.click()
    assert form.draft().changes == {
        Field.SERVER: "mail.example.net",
        Field.PORT: 995,
        Field.SERVER_TYPE: ServerType.POPS,
    }
    assert not row.split_button.isVisible()


@pytest.mark.parametrize(
    ("which", "text", "said"),
    [
        (Field.ADDRESS, "info", "@ is missing"),
        (Field.ADDRESS, "info@", "not a domain"),
        (Field.SERVER, "mail server", "no spaces"),
        (Field.SERVER, "300.1.2.3", "not a valid IP address"),
    ],
)
def test_wrong_values_are_said_beside_the_field_and_take_the_focus_on_save(
    open_dialog: OpenDialog, crm: DemoServer, which: Field, text: str, said: str
) -> None:
    dialog = open_dialog(FREE)
    dialog.editor.form.text_editors[which].setText(text)
    assert said in dialog.editor.form.rows[which].note.text()
    dialog.editor.form.focus_field(Field.PORT)
    confirm_all(dialog)
    dialog.save_button.click()
    assert saves(crm) == 0
    assert dialog.editor.form.text_editors[which].hasFocus()


def test_changed_fields_are_marked_and_each_can_be_undone(open_dialog: OpenDialog) -> None:
    form = open_dialog(FREE).editor.form
    form.text_editors[Field.USER_NAME].setText("someone")
    form.type_editor.set_value(ServerType.IMAP)
    marked = [f for f, row in form.rows.items() if row.undo_button.isVisible()]
    assert marked == [Field.SERVER_TYPE, Field.PORT, Field.USER_NAME]
    assert form.rows[Field.PORT].change_mark.was_label.text() == "was 993"
    described = form.text_editors[Field.USER_NAME].accessibleDescription()
    assert described.startswith("was info@example.com")
    for field in marked:
        form.rows[field].undo_button.click()
    assert form.draft().is_empty


def test_creating_begins_with_the_servers_defaults(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(0)
    assert dialog.editor.form.type_editor.currentText() == ""
    keep = dialog.editor.form.password_editor.keep_option
    assert not keep.isVisible(), "there is no stored password to keep"
    dialog.save_button.click()
    assert "Choose how" in dialog.editor.form.rows[Field.SERVER_TYPE].note.text()
    assert saves(crm) == 0
    dialog.editor.form.type_editor.set_value(ServerType.IMAPS)
    dialog.editor.form.text_editors[Field.ADDRESS].setText("<nytt@example.com> (Nytt merke)")
    dialog.editor.form.text_editors[Field.SERVER].setText("imap.example.com")
    dialog.editor.form.text_editors[Field.USER_NAME].setText("nytt")
    dialog.editor.form.password_editor.secret_field.line_edit.setText("hemmelig")
    save(dialog, qtbot)
    created = stored_mailbox(crm, 44)
    assert (created.address, created.port) == ("<nytt@example.com> (Nytt merke)", 993)
    assert created.password == "hemmelig"
    assert saves(crm) == 1


def test_enter_click_and_key_together_give_one_post(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    dialog.editor.form.port_editor.setValue(1993)
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
        dialog.save_button.click()
        QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert saves(crm) == 1


def test_someone_elses_change_to_another_field_is_merged(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    other = change_mailbox(crm, FREE, username="theirs")
    dialog.editor.form.port_editor.setValue(1993)
    save(dialog, qtbot)
    assert crm.store.mailbox(FREE) == replace(other, port=1993)


@pytest.mark.parametrize("mine", [True, False])
def test_someone_elses_change_to_the_same_field_is_picked(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot, mine: bool
) -> None:
    dialog = open_dialog(FREE)
    other = change_mailbox(crm, FREE, server="theirs.example.com")
    dialog.editor.form.text_editors[Field.SERVER].setText("mine.example.com")
    dialog.editor.form.port_editor.setValue(1993)
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: bool(dialog.editor.banner.text))
    assert saves(crm) == 0
    assert dialog.editor.conflicts.panel.isVisible()
    confirm_all(dialog)
    dialog.save_button.click()
    assert saves(crm) == 0, "nothing is sent before the user has picked"
    dialog.editor.conflicts.panel.button_groups[Field.SERVER].button(int(mine)).click()
    save(dialog, qtbot)
    picked = "mine.example.com" if mine else "theirs.example.com"
    assert crm.store.mailbox(FREE) == replace(other, server=picked, port=1993)


@pytest.mark.parametrize("behaviour", [KeepBehaviour.UNPROVED, KeepBehaviour.PROVED])
def test_a_kept_password_is_said_as_far_as_it_is_proved(
    open_dialog: OpenDialog, listed: Workspace, qtbot: QtBot, behaviour: KeepBehaviour
) -> None:
    listed.server_facts.keep_behaviour = behaviour
    dialog = open_dialog(FREE)
    dialog.editor.form.port_editor.setValue(1993)
    told = save(dialog, qtbot)
    assert told.startswith("Saved and read back. info@example.com: Port 993 → 1993.")
    unproved = behaviour is KeepBehaviour.UNPROVED
    assert ("Check that new mail arrives" in told) is unproved
    assert ("without its password" in told) is unproved


@pytest.mark.parametrize("mine", [False, True], ids=["their login", "my login"])
def test_a_person_decides_for_which_login_the_typed_password_is(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot, mine: bool
) -> None:
    before = stored_mailbox(crm, FREE)
    dialog = open_dialog(FREE)
    type_password(dialog.editor.form, "typed for the old login")
    other = change_mailbox(crm, FREE, server="theirs.example.com", username="theirs")
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    assert saves(crm) == 0, "the password was typed for another login"
    banner = dialog.editor.banner.text
    assert "password" in banner
    assert "User name, Server" in banner
    panel = dialog.editor.conflicts.panel
    for field in (Field.USER_NAME, Field.SERVER):
        confirm_all(dialog)
        dialog.save_button.click()
        assert saves(crm) == 0, "nothing is sent before the user has picked"
        assert panel.first_undecided is field
        panel.button_groups[field].button(int(mine)).click()
    assert dialog.editor.draft.password == ReplacePassword("typed for the old login")
    save(dialog, qtbot)
    login = before if mine else other
    assert crm.store.mailbox(FREE) == replace(login, password="typed for the old login")


def test_a_login_that_may_not_be_changed_back_leaves_one_choice(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    locked = stored_mailbox(crm, FIELD_LOCKED)
    change_mailbox(crm, FREE, field_properties=locked.field_properties)
    dialog = open_dialog(FREE)
    type_password(dialog.editor.form, "typed for the old login")
    other = change_mailbox(crm, FREE, server="theirs.example.com")
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    assert saves(crm) == 0, "the password was typed for another login"
    (only,) = dialog.editor.conflicts.panel.button_groups[Field.SERVER].buttons()
    only.click()
    save(dialog, qtbot)
    assert crm.store.mailbox(FREE) == replace(other, password="typed for the old login")


def test_a_deleted_mailbox_is_not_made_again(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    dialog.editor.form.port_editor.setValue(1993)
    crm.store.remove(FREE)
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "no longer exists" in dialog.editor.banner.text)
    assert saves(crm) == 0
    assert dialog.editor.form.port_editor.value() == 1993, "nothing typed is lost"


def test_a_refused_save_keeps_every_keystroke(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap2.example.com")
    type_password(dialog.editor.form, "neu")
    confirm_all(dialog)
    crm.credentials = DemoCredentials(password="rotated")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "did not accept" in dialog.editor.banner.text)
    assert dialog.editor.form.text_editors[Field.SERVER].text() == "imap2.example.com"
    assert dialog.editor.form.draft().password == ReplacePassword("neu")
    assert dialog.save_button.isEnabled()


@pytest.mark.parametrize("leave", [True, False])
def test_closing_with_unsaved_work_asks(
    open_dialog: OpenDialog, answers: Answers, leave: bool
) -> None:
    dialog = open_dialog(FREE)
    dialog.editor.form.port_editor.setValue(1993)
    answers.leave = leave
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    if not leave:
        assert dialog.isVisible()
        assert dialog.editor.form.port_editor.value() == 1993
        dialog.editor.form.rows[Field.PORT].undo_button.click()


def test_a_mailbox_that_cannot_be_read_offers_to_try_again(listed: Workspace, qtbot: QtBot) -> None:
    dialog = EditDialog(listed, 999)
    dialog.show()
    qtbot.waitUntil(lambda: "no longer exists" in dialog.placeholder.headline)
    assert not dialog.save_button.isEnabled()
    end_dialogs([dialog])


def test_a_password_is_shown_only_while_its_button_is_held(open_dialog: OpenDialog) -> None:
    secret = open_dialog(0).editor.form.password_editor.secret_field
    secret.line_edit.setText("geheim")
    assert not secret.line_edit.is_revealed()
    QTest.keyPress(secret.show_button, Qt.Key.Key_Space)
    assert secret.line_edit.is_revealed()
    QTest.keyRelease(secret.show_button, Qt.Key.Key_Space)
    assert not secret.line_edit.is_revealed()


def test_replace_with_nothing_typed_is_said(open_dialog: OpenDialog, crm: DemoServer) -> None:
    dialog = open_dialog(FREE)
    dialog.editor.form.port_editor.setValue(1993)
    dialog.editor.form.password_editor.replace_option.setChecked(True)
    confirm_all(dialog)
    dialog.save_button.click()
    assert "Enter the new password" in dialog.editor.form.rows[Field.PASSWORD].note.text()
    assert dialog.editor.form.draft().password == KeepPassword()
    assert saves(crm) == 0
