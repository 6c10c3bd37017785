"""The guided trial of "keep", and what its verdict changes in the edit dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import OpenDialog


def start_trial(dialog: EditDialog) -> KeepPasswordTestDialog:
    """Open the trial as a person would: from the confirmation of a save without password."""
    dialog.editor.form.port_editor.setValue(1993)
    assert dialog.editor.confirmation_panel.trial_button.isVisible()
    dialog.editor.confirmation_panel.trial_button.click()
    trial = dialog.findChild(KeepPasswordTestDialog)
    assert trial is not None
    return trial


def press(trial: KeepPasswordTestDialog, text: str, qtbot: QtBot) -> None:
    """Press a button once it is there."""

    def there() -> list[QPushButton]:
        buttons = trial.findChildren(QPushButton)
        return [b for b in buttons if b.isVisible() and b.text().replace("&", "") == text]

    qtbot.waitUntil(lambda: bool(there()))
    there()[0].click()


def test_nothing_is_saved_before_the_password_is_typed(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    trial = start_trial(open_dialog(1))
    press(trial, "Begin the trial", qtbot)
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
    press(trial, "Begin the trial", qtbot)
    press(trial, "New mail has come in", qtbot)
    assert dialog.workspace.server_facts.keep_behaviour is KeepBehaviour.PROVED
    assert crm.store.mailbox(1) == before, "the trial itself changes nothing"
    assert crm.request_count("SaveMailboxEntity") == 1
    assert dialog.editor.confirmation_panel.checkboxes[Confirmation.KEEP_PASSWORD].isHidden(), (
        "no longer asked"
    )
    assert trial.password_field.text() == ""
    trial.reject()


def test_no_mail_puts_the_password_back_and_forbids_to_keep(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(1)
    trial = start_trial(dialog)
    trial.password_field.line_edit.setText("as it was")
    press(trial, "Begin the trial", qtbot)
    press(trial, "It no longer fetches mail", qtbot)
    qtbot.waitUntil(lambda: "saved again" in trial.text_label.text())
    stored = crm.store.mailbox(1)
    assert stored is not None
    assert stored.password == "as it was"
    trial.reject()
    assert "loses the stored password" in dialog.editor.form.rows[Field.PASSWORD].note.text()
    dialog.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 2, (
        "the two of the trial; the dialog sends nothing"
    )


def test_a_trial_that_fails_to_put_the_password_back_says_so_and_tries_again(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    trial = start_trial(open_dialog(1))
    trial.password_field.line_edit.setText("as it was")
    press(trial, "Begin the trial", qtbot)
    qtbot.waitUntil(lambda: "send a mail" in trial.text_label.text())
    stored = crm.store.mailbox(1)
    assert stored is not None
    crm.store.remove(1)
    press(trial, "It no longer fetches mail", qtbot)
    qtbot.waitUntil(lambda: "NOT saved again" in trial.text_label.text())
    crm.store.update(stored)
    press(trial, "Try again", qtbot)
    qtbot.waitUntil(lambda: "is saved again" in trial.text_label.text())
    trial.reject()


def test_a_refused_trial_changes_nothing(
    open_dialog: OpenDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_dialog(1)
    trial = start_trial(dialog)
    trial.password_field.line_edit.setText("x")
    crm.credentials = DemoCredentials(password="rotated")
    press(trial, "Begin the trial", qtbot)
    qtbot.waitUntil(lambda: "did not accept" in trial.text_label.text())
    assert dialog.workspace.server_facts.keep_behaviour is KeepBehaviour.UNPROVED
    trial.reject()
    assert not trial.isVisible()


def test_leaving_it_undecided_asks(
    open_dialog: OpenDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = start_trial(open_dialog(1))
    trial.password_field.line_edit.setText("x")
    press(trial, "Begin the trial", qtbot)
    qtbot.waitUntil(lambda: "send a mail" in trial.text_label.text())
    answers = iter([QMessageBox.ButtonRole.RejectRole, QMessageBox.ButtonRole.DestructiveRole])

    def answer(box: QMessageBox) -> int:
        wanted = next(answers)
        next(b for b in box.buttons() if box.buttonRole(b) is wanted).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    trial.close()
    assert trial.isVisible()
    trial.close()
    assert not trial.isVisible()


@pytest.fixture
def start_workspace(
    crm: DemoServer, profile: Profile, dispatcher: MainThreadDispatcher, tmp_path: Path
) -> Iterator[Callable[[], Workspace]]:
    """Starts the work on one profile, keeping on one data folder."""
    started: list[tuple[Workspace, ProfileData]] = []
    password = crm.credentials.password

    def end() -> None:
        for made, store_service in started:
            made.close()
            store_service.close()
        started.clear()

    def begin() -> Workspace:
        end()  # what it noted is in the file by then
        store_service = ProfileData(lambda: tmp_path, dispatcher)
        made = Workspace(
            profile, lambda: open_client(profile, password, "en"), dispatcher, store=store_service
        )
        started.append((made, store_service))
        made.refresh()
        return made

    yield begin
    end()


def test_the_verdict_outlives_the_program(
    start_workspace: Callable[[], Workspace], qtbot: QtBot
) -> None:
    first = start_workspace()
    qtbot.waitUntil(lambda: bool(first.server_facts.server_version))
    first.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
    second = start_workspace()
    qtbot.waitUntil(lambda: second.server_facts.keep_behaviour is KeepBehaviour.DESTROYS)


def test_notes_are_asked_for_once_in_the_life_of_a_profile(
    start_workspace: Callable[[], Workspace], qtbot: QtBot
) -> None:
    first = start_workspace()
    qtbot.waitUntil(lambda: first.list_state.phase is ListPhase.READY)
    assert first.server_facts.is_first_save
    first.details.request_visible([1])
    qtbot.waitUntil(lambda: first.details.get(1) is not None)
    original = first.details.get(1)
    assert original is not None
    with qtbot.waitSignal(first.saved):
        first.save(Draft(original, {Field.PORT: 1993}), lambda _outcome: None)
    qtbot.waitUntil(lambda: not first.server_facts.is_first_save)
    second = start_workspace()
    qtbot.waitUntil(lambda: not second.server_facts.is_first_save)
