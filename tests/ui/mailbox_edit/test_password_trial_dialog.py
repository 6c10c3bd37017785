"""The guided trial of "keep", and what its verdict changes in the edit dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import Answers, OpenDialog, Restart
from tests.ui.edits import load_details
from tests.ui.windows import child, press


def start_trial(dialog: EditDialog) -> KeepPasswordTestDialog:
    """Open the trial as a person would: from the confirmation of a save without password."""
    dialog.editor.form.port_editor.setValue(1993)
    assert dialog.editor.confirmation_panel.trial_button.isVisible()
    dialog.editor.confirmation_panel.trial_button.click()
    return child(dialog, KeepPasswordTestDialog)


def test_nothing_is_saved_before_the_password_is_typed(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    trial = start_trial(open_dialog(1))
    press(trial, "Begin the test", qtbot)
    assert crm.request_count("SaveMailboxEntity") == 0
    assert trial.focusWidget() is trial.password_field.line_edit
    trial.reject()


def test_new_mail_proves_that_the_password_is_kept(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    before = crm.store.mailbox(1)
    dialog = open_dialog(1)
    trial = start_trial(dialog)
    trial.password_field.line_edit.setText("as it is now")
    press(trial, "Begin the test", qtbot)
    press(trial, "New mail has arrived", qtbot)
    assert dialog.workspace.server_facts.keep_behaviour is KeepBehaviour.PROVED
    assert crm.store.mailbox(1) == before, "the trial itself changes nothing"
    assert crm.request_count("SaveMailboxEntity") == 1
    assert dialog.editor.confirmation_panel.isHidden(), "there is nothing to confirm any more"
    assert dialog.save_button.text() == "&Save"
    assert trial.password_field.text() == ""
    trial.reject()


def test_no_mail_puts_the_password_back_and_forbids_to_keep(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(1)
    trial = start_trial(dialog)
    trial.password_field.line_edit.setText("as it was")
    press(trial, "Begin the test", qtbot)
    press(trial, "No mail arrives after the save", qtbot)
    qtbot.waitUntil(lambda: "saved again" in trial.text_label.text())
    stored = stored_mailbox(crm, 1)
    assert stored.password == "as it was"
    trial.reject()
    assert "clears the stored password" in dialog.editor.form.rows[Field.PASSWORD].note.text()
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 2, (
        "the two of the trial; the dialog sends nothing"
    )


def test_a_trial_that_fails_to_put_the_password_back_says_so_and_tries_again(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    trial = start_trial(open_dialog(1))
    trial.password_field.line_edit.setText("as it was")
    press(trial, "Begin the test", qtbot)
    qtbot.waitUntil(lambda: "send a message" in trial.text_label.text())
    stored = stored_mailbox(crm, 1)
    crm.store.remove(1)
    press(trial, "No mail arrives after the save", qtbot)
    qtbot.waitUntil(lambda: "not been restored" in trial.text_label.text())
    crm.store.update(stored)
    press(trial, "Try again", qtbot)
    qtbot.waitUntil(lambda: "has been saved again" in trial.text_label.text())
    trial.reject()


def test_a_trial_saves_the_password_for_no_other_login(
    open_dialog: OpenDialog, crm: DemoServer, answers: Answers, qtbot: QtBot
) -> None:
    trial = start_trial(open_dialog(1))
    trial.password_field.line_edit.setText("as it was")
    press(trial, "Begin the test", qtbot)
    qtbot.waitUntil(lambda: "send a message" in trial.text_label.text())
    other = change_mailbox(crm, 1, server="theirs.example.com")
    press(trial, "No mail arrives after the save", qtbot)
    qtbot.waitUntil(lambda: "not been restored" in trial.text_label.text())
    assert crm.store.mailbox(1) == other
    assert "changed Server since" in trial.text_label.text()
    assert "reload the mailbox" in trial.text_label.text()
    answers.leave = True
    trial.close()


def test_a_refused_trial_changes_nothing(
    open_dialog: OpenDialog, crm: DemoServer, answers: Answers, qtbot: QtBot
) -> None:
    dialog = open_dialog(1)
    trial = start_trial(dialog)
    trial.password_field.line_edit.setText("x")
    crm.credentials = DemoCredentials(password="rotated")
    press(trial, "Begin the test", qtbot)
    qtbot.waitUntil(lambda: "did not accept" in trial.text_label.text())
    assert dialog.workspace.server_facts.keep_behaviour is KeepBehaviour.UNPROVED
    trial.reject()
    assert answers.asked == ["Close without saving?"], "the password is still there"
    answers.leave = True
    trial.reject()
    assert not trial.isVisible()


def test_leaving_it_undecided_asks(open_dialog: OpenDialog, answers: Answers, qtbot: QtBot) -> None:
    trial = start_trial(open_dialog(1))
    trial.password_field.line_edit.setText("x")
    press(trial, "Begin the test", qtbot)
    qtbot.waitUntil(lambda: "send a message" in trial.text_label.text())
    trial.close()
    assert trial.isVisible()
    answers.leave = True
    trial.close()
    assert not trial.isVisible()


def test_the_verdict_outlives_the_program(restart: Restart, qtbot: QtBot) -> None:
    first = restart()
    qtbot.waitUntil(lambda: bool(first.server_facts.server_version))
    first.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
    second = restart()
    qtbot.waitUntil(lambda: second.server_facts.keep_behaviour is KeepBehaviour.DESTROYS)


def test_a_first_save_is_told_once_in_the_life_of_a_profile(restart: Restart, qtbot: QtBot) -> None:
    first = restart()
    qtbot.waitUntil(lambda: first.is_ready)
    assert first.server_facts.is_first_save
    (original,) = load_details(first, [1], qtbot)
    with qtbot.waitSignal(first.saved):
        first.save(Draft(original, {Field.PORT: 1993}), lambda _outcome: None)
    qtbot.waitUntil(lambda: not first.server_facts.is_first_save)
    second = restart()
    qtbot.waitUntil(lambda: not second.server_facts.is_first_save)


def test_a_password_that_deceives_the_eye_is_marked(open_dialog: OpenDialog) -> None:
    trial = start_trial(open_dialog(1))
    trial.password_field.line_edit.setText("as it is\u200b")
    labels = (label for label in trial.findChildren(QLabel) if label.isVisible())
    assert "U+200B" in " ".join(label.text() for label in labels)
    trial.password_field.clear()


def test_enter_right_after_the_click_answers_no_question(
    open_dialog: OpenDialog, qtbot: QtBot
) -> None:
    """Whether mail still comes in is for a person to see: Enter must not answer it."""
    dialog = open_dialog(1)
    trial = start_trial(dialog)
    with qtbot.waitActive(trial):
        trial.show()
    trial.password_field.line_edit.setText("as it is now")
    begin = next(b for b in trial.findChildren(QPushButton) if "Begin" in b.text())
    qtbot.waitUntil(begin.isVisible)
    QTest.mouseClick(begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Saved without the password." in trial.text_label.text())
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(trial.focusWidget() or trial, key)
    assert dialog.workspace.server_facts.keep_behaviour is KeepBehaviour.UNPROVED
    assert trial.isVisible()
    press(trial, "New mail has arrived", qtbot)
    trial.reject()
