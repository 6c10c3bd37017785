"""The edit dialog: as high as its content, locks and changes shown where they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.text.mailbox import server_type_text
from tests.ui.conftest import OpenDialog

FREE, FIELD_LOCKED = 1, 9


def fits(dialog: EditDialog) -> bool:
    """Return whether the dialog is exactly as high as its content, with nothing to scroll."""
    layout, area = dialog.layout(), dialog.editor.scroll_area
    assert layout is not None
    is_whole = area.verticalScrollBar().maximum() == 0
    return dialog.height() == layout.totalSizeHint().height() and is_whole


@pytest.mark.parametrize("mailbox_id", [FREE, FIELD_LOCKED, 0])
def test_the_dialog_is_as_high_as_its_content(
    open_dialog: OpenDialog, mailbox_id: int, qtbot: QtBot
) -> None:
    dialog = open_dialog(mailbox_id)
    qtbot.waitUntil(lambda: fits(dialog))


def test_it_grows_with_a_notice_and_does_not_jump_back(
    open_dialog: OpenDialog, qtbot: QtBot
) -> None:
    dialog = open_dialog(FREE)
    qtbot.waitUntil(lambda: fits(dialog))
    before = dialog.height()
    dialog.editor.form.port_editor.setValue(143)
    qtbot.waitUntil(lambda: dialog.height() > before and fits(dialog))
    grown = dialog.height()
    dialog.editor.form.undo(Field.PORT)
    qtbot.waitUntil(lambda: not dialog.editor.confirmation_panel.isVisible())
    assert dialog.height() == grown


def test_a_height_that_the_user_has_chosen_stays(open_dialog: OpenDialog, qtbot: QtBot) -> None:
    dialog = open_dialog(FREE)
    qtbot.waitUntil(lambda: fits(dialog))
    dialog.resize(dialog.width(), dialog.height() + 60)
    chosen = dialog.height()
    dialog.editor.form.port_editor.setValue(143)
    qtbot.waitUntil(dialog.editor.confirmation_panel.isVisible)
    assert dialog.height() == chosen
    dialog.discard_edit()


def test_the_undo_key_restores_the_field_with_the_keyboard(
    open_dialog: OpenDialog, qtbot: QtBot
) -> None:
    form = open_dialog(FREE).editor.form
    form.port_editor.setValue(143)
    server = form.text_editors[Field.SERVER]
    server.setText("mine.example.com")
    server.setFocus()
    qtbot.waitUntil(server.hasFocus)
    QTest.keyClick(server, Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert form.draft().changes == {Field.PORT: 143}, "the other one stays"
    assert form.rows[Field.PORT].undo_button.toolTip() == "Undo this change (Alt+Z)"
    assert form.rows[Field.PORT].undo_button.accessibleName() == "Undo the change of Port"
    assert form.rows[Field.PORT].undo_button.accessibleDescription() == "was 993"


def test_a_long_old_value_is_shortened_and_whole_in_its_tooltip(open_dialog: OpenDialog) -> None:
    form = open_dialog(FREE).editor.form
    long = f"{'a' * 40}@example.com"
    form.load(Mailbox(FREE, {**form.mailbox.values, Field.ADDRESS: long}))
    form.text_editors[Field.ADDRESS].setText("short@example.com")
    label = form.rows[Field.ADDRESS].change_mark.was_label
    assert "…" in label.text()
    assert long in label.toolTip().replace("<wbr>", "")


def test_a_locked_field_has_a_lock_inside_and_can_be_copied(open_dialog: OpenDialog) -> None:
    locked = open_dialog(FIELD_LOCKED).editor.form.rows[Field.SERVER].locked_field
    (lock,) = locked.actions()
    assert not lock.icon().isNull()
    assert lock.toolTip() == "Locked"
    locked.selectAll()
    locked.copy()
    assert QGuiApplication.clipboard().text() == "imap.example.com"


def test_locks_for_different_reasons_are_told_apart(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(FREE)
    one, other = (FieldRight(FieldFlag.READ, "Read", reason) for reason in ("one", "other"))
    rights = {"server": one, "port": one, "username": other}
    loaded = dialog.editor.form.mailbox
    dialog.editor.show_mailbox(Mailbox(loaded.id, loaded.values, field_rights=rights))
    rows = dialog.editor.form.rows
    notes = {field: row.note.text() for field, row in rows.items() if row.note.text()}
    assert notes[Field.PORT].startswith("Server, Port — Locked:")
    assert "“one”" in notes[Field.PORT]
    assert notes[Field.USER_NAME].startswith("Locked:")
    assert Field.SERVER not in notes


def test_unknown_is_no_choice_for_a_new_mailbox(open_dialog: OpenDialog) -> None:
    editor = open_dialog(0).editor.form.type_editor
    unknown = server_type_text(ServerType.UNKNOWN)
    model = editor.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    (index,) = [each for each in rows if each.data() == unknown]
    assert not model.flags(index) & Qt.ItemFlag.ItemIsEnabled
    assert editor.currentIndex() == -1
