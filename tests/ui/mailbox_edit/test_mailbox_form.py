"""The form alone, over arbitrary mailboxes: nothing right is lost, nothing else is changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import (
    Field,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    ServerType,
)
from desktop_app.ui.bulk.row_passwords import PasswordCellDelegate
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.widgets.line_edit import MAX_TEXT_LENGTH
from desktop_app.ui.widgets.secret_field import SecretField
from desktop_app.ui.widgets.secret_line_edit import SecretLineEdit
from tests.ui.edits import type_password
from tests.unit.core.strategies import mailboxes

TYPED = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFF), min_size=1, max_size=40)
arbitrary = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def form() -> Iterator[MailboxForm]:
    made = MailboxForm()
    yield made
    made.deleteLater()


@arbitrary
@given(mailbox=mailboxes())
def test_an_untouched_form_changes_nothing(form: MailboxForm, mailbox: Mailbox) -> None:
    form.load(mailbox)
    draft = form.draft()
    if mailbox.id == 0 and mailbox.values[Field.SERVER_TYPE] is ServerType.UNKNOWN:
        assert set(draft.changes) <= {Field.SERVER_TYPE}, "a type has to be chosen"
    else:
        assert draft.is_empty
    assert draft.original is mailbox


@arbitrary
@given(mailbox=mailboxes(), which=st.sampled_from(sorted(Field, key=str)), typed=TYPED)
def test_a_form_changes_what_the_user_changed(
    form: MailboxForm, mailbox: Mailbox, which: Field, typed: str
) -> None:
    form.load(mailbox)
    before = dict(form.draft().changes)
    may = form.rows[which].access.can_write
    if which in form.text_editors:
        form.text_editors[which].setText(typed)
    elif which is Field.PORT:
        form.port_editor.setValue(4711)
    elif which is Field.PASSWORD:
        type_password(form, typed)
    else:
        return
    draft = form.draft()
    assert set(draft.changes) - set(before) <= {which}
    if not may:
        assert dict(draft.changes) == before, "what is locked cannot be changed"
        assert isinstance(draft.password, KeepPassword)
    elif which is Field.PASSWORD:
        assert draft.password == ReplacePassword(typed)
    elif which is Field.PORT:
        assert draft.result[which] == 4711
    else:
        assert draft.result[which] == typed


@arbitrary
@given(mailbox=mailboxes(), which=st.sampled_from(sorted(Field, key=str)), typed=TYPED)
def test_undo_brings_back_exactly_what_was_loaded(
    form: MailboxForm, mailbox: Mailbox, which: Field, typed: str
) -> None:
    form.load(mailbox)
    before = form.draft()
    if which in form.text_editors:
        form.text_editors[which].setText(typed)
    form.undo(which)
    assert dict(form.draft().changes) == dict(before.changes)


def test_a_text_longer_than_any_line_takes_is_not_cut(form: MailboxForm) -> None:
    text = "x" * 1_200_000
    form.load(Mailbox(5, {Field.SERVER_TYPE: ServerType.IMAPS, Field.SERVER: text}))
    assert form.draft().is_empty
    assert form.text_editors[Field.SERVER].text() == text


@pytest.mark.parametrize("over", [0, 1, 2**21])
@pytest.mark.parametrize("which", [Field.ADDRESS, Field.SERVER, Field.USER_NAME, Field.PASSWORD])
def test_a_paste_that_no_line_takes_is_not_saved_in_part(
    form: MailboxForm, which: Field, over: int
) -> None:
    form.load(Mailbox(5, {Field.SERVER_TYPE: ServerType.IMAPS, Field.SERVER: "a", Field.PORT: 1}))
    if which is Field.PASSWORD:
        form.password_editor.replace_option.setChecked(True)
    line = {Field.PASSWORD: form.password_editor.secret_field.line_edit, **form.text_editors}[which]
    line.clear()
    text = "x" * (MAX_TEXT_LENGTH + over)
    QApplication.clipboard().setText(text)
    line.paste()
    assert len(line.text()) == MAX_TEXT_LENGTH
    message = "The pasted text was too long and has been cut off. Undo the paste."
    assert (form.rows[which].note.text() == message) is bool(over)
    assert form.first_error() is which or not over
    line.end(False)
    line.backspace()
    assert line.is_truncated is bool(over), "a character less does not bring back the end"
    line.clear()
    assert not line.is_truncated


@pytest.mark.parametrize(
    ("text", "modifier", "on"),
    [
        ("A", Qt.KeyboardModifier.NoModifier, True),
        ("a", Qt.KeyboardModifier.ShiftModifier, True),
        ("a", Qt.KeyboardModifier.NoModifier, False),
        ("A", Qt.KeyboardModifier.ShiftModifier, False),
        ("1", Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_caps_lock_is_noticed(text: str, modifier: Qt.KeyboardModifier, on: bool) -> None:
    secret = SecretField("Password")
    secret.show()
    event = QKeyEvent(QEvent.Type.KeyPress, ord(text.upper()), modifier, text)
    QApplication.sendEvent(secret.line_edit, event)
    assert secret.caps_lock_label.isVisible() is on
    assert secret.line_edit.text() == text
    secret.deleteLater()


@pytest.mark.parametrize("over", [0, 1])
def test_a_password_that_was_cut_is_not_taken_into_a_table(qtbot: QtBot, over: int) -> None:
    model, line = QStringListModel([""]), SecretLineEdit()
    qtbot.addWidget(line)
    QApplication.clipboard().setText("x" * (MAX_TEXT_LENGTH + over))
    line.paste()
    PasswordCellDelegate().setModelData(line, model, model.index(0))
    assert len(model.stringList()[0]) == (0 if over else MAX_TEXT_LENGTH)
