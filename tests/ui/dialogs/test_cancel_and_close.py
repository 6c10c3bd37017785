"""Every way out with unsaved work asks, and none loses a keystroke that was to stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import TruncatedResponse
from desktop_app.core.errors.saving import LookupFinding, SaveOutcomeUnknown
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
from desktop_app.ui.shell.quitting import SessionEndHandler
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import Answers, OpenWorkspace
from tests.ui.edits import confirm_all, load_list, skip_confirmations, type_password
from tests.ui.windows import FakeSessionManager, delete_now, press

NO_DRAFTS: list[SavedDraft] = []


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace) -> Workspace:
    made = open_workspace(store=store_service)
    skip_confirmations(made)
    return made


@pytest.fixture
def dialogs(workspace: Workspace, parent: QWidget) -> Iterator[OpenEditors]:
    opened = OpenEditors(parent)
    yield opened
    opened.close_profile(workspace.profile.id)
    delete_now()


@pytest.fixture
def edited(dialogs: OpenEditors, workspace: Workspace, qtbot: QtBot) -> EditDialog:
    """A dialog in which a server and a password were typed."""
    dialog = dialogs.edit(workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.text_editors[Field.SERVER].setText("mine.example.com")
    type_password(dialog.editor.form, "typed")
    return dialog


def is_whole(dialog: EditDialog) -> bool:
    """Whether all that was typed is still there."""
    form = dialog.editor.form
    return (
        dialog.isVisible()
        and form.text_editors[Field.SERVER].text() == "mine.example.com"
        and form.password_editor.secret_field.text() == "typed"
    )


def kept(store_service: ProfileData, profile: Profile, qtbot: QtBot) -> list[SavedDraft]:
    read = partial(store_service.read, lambda store: store.drafts.of_profile(profile.id), NO_DRAFTS)
    return result_of(read, qtbot)


WAYS: dict[str, Callable[[EditDialog, OpenEditors], object]] = {
    "Esc": lambda dialog, _: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "close button": lambda dialog, _: dialog.close(),
    "Cancel": lambda dialog, _: dialog.buttons.rejected.emit(),
    "quit": lambda _, dialogs: dialogs.close_all(),
}


@pytest.mark.parametrize("way", WAYS)
def test_who_stays_loses_nothing(
    edited: EditDialog, dialogs: OpenEditors, answers: Answers, way: str
) -> None:
    WAYS[way](edited, dialogs)
    assert answers.asked == ["Close without saving?"]
    assert is_whole(edited)


@pytest.mark.parametrize("way", WAYS)
def test_who_leaves_leaves_nothing_behind(
    edited: EditDialog,
    dialogs: OpenEditors,
    answers: Answers,
    store_service: ProfileData,
    profile: Profile,
    qtbot: QtBot,
    way: str,
) -> None:
    edited.save_draft()
    assert kept(store_service, profile, qtbot)
    answers.leave = True
    WAYS[way](edited, dialogs)
    assert dialogs.of_profile(profile.id) == []
    assert kept(store_service, profile, qtbot) == []


@pytest.mark.parametrize(("leave", "said"), [(True, ["release"]), (False, ["release", "cancel"])])
def test_logging_out_asks(
    edited: EditDialog,
    dialogs: OpenEditors,
    answers: Answers,
    store_service: ProfileData,
    profile: Profile,
    qtbot: QtBot,
    leave: bool,
    said: list[str],
) -> None:
    answers.leave = leave
    session = FakeSessionManager()
    log_out = SessionEndHandler(dialogs.may_close, dialogs.save_drafts, edited)
    assert not log_out.is_confirmed
    log_out.on_commit_data_request(session)
    assert log_out.is_confirmed is leave, "who leaves is not asked again at the end of the program"
    assert answers.asked == ["Close without saving?"]
    assert session.said == said
    assert is_whole(edited), "another program may still stop the end of the session"
    assert [draft.changes for draft in kept(store_service, profile, qtbot)] == [
        {Field.SERVER: "mine.example.com"}
    ]


def test_where_no_question_may_be_asked_the_edit_is_on_disk(
    edited: EditDialog,
    dialogs: OpenEditors,
    store_service: ProfileData,
    profile: Profile,
    qtbot: QtBot,
) -> None:
    session = FakeSessionManager(interactive=False)
    SessionEndHandler(dialogs.may_close, dialogs.save_drafts, edited).on_commit_data_request(
        session
    )
    assert session.said == []
    assert kept(store_service, profile, qtbot)


@pytest.mark.parametrize("twice", [False, True])
def test_without_changes_nobody_is_asked(
    edited: EditDialog, dialogs: OpenEditors, answers: Answers, twice: bool
) -> None:
    edited.editor.form.undo(Field.SERVER)
    edited.editor.form.undo(Field.PASSWORD)
    if twice:
        assert dialogs.may_close()
    assert dialogs.close_all()
    assert answers.asked == []


def test_a_duplicate_writes_over_nothing_that_was_typed(
    dialogs: OpenEditors, workspace: Workspace, qtbot: QtBot
) -> None:
    new = dialogs.edit(workspace, 0)
    qtbot.waitUntil(lambda: new.is_ready)
    new.editor.form.text_editors[Field.ADDRESS].setText("typed@example.com")
    assert dialogs.duplicate(workspace, 4) is new
    assert "Save or close this new mailbox" in new.editor.banner.text
    assert new.editor.form.text_editors[Field.ADDRESS].text() == "typed@example.com"


@pytest.mark.parametrize("leave", [False, True])
def test_reloading_after_a_conflict_asks(
    edited: EditDialog, answers: Answers, crm: DemoServer, qtbot: QtBot, leave: bool
) -> None:
    change_mailbox(crm, 1, server="theirs.example.com")
    edited.save()
    qtbot.waitUntil(lambda: "Changed by someone else." in edited.editor.banner.text)
    answers.leave = leave
    press(edited, "Reload", qtbot)
    assert answers.asked == ["Close without saving?"]
    if leave:
        qtbot.waitUntil(lambda: edited.is_ready)
        assert edited.editor.draft.is_empty
    else:
        assert is_whole(edited)


def test_a_create_whose_answer_was_lost_asks_about_its_duplicate_before_it_is_sent_again(
    dialogs: OpenEditors, workspace: Workspace, crm: DemoServer, qtbot: QtBot
) -> None:
    load_list(workspace, qtbot)
    new = dialogs.edit(workspace, 0)
    qtbot.waitUntil(lambda: new.is_ready)
    new.editor.form.type_editor.set_value(ServerType.IMAPS)
    new.editor.form.text_editors[Field.ADDRESS].setText("nytt@example.com")
    confirm_all(new)
    made = stored_mailbox(crm, 1)
    crm.store.update(replace(made, id=44, address="nytt@example.com"))  # it was made after all
    new.save_controller.show_error(
        SaveOutcomeUnknown(TruncatedResponse("cut"), LookupFinding.COULD_NOT_LOOK)
    )
    qtbot.waitUntil(lambda: new.save_button.text().endswith("anyway"))
    assert not new.editor.confirmation_panel.checkboxes[Confirmation.OLD_MAIL_WANTED].isChecked()
    new.save()
    assert crm.request_count("SaveMailboxEntity") == 0


def test_an_unlock_that_runs_out_keeps_every_keystroke(
    edited: EditDialog, workspace: Workspace, crm: DemoServer, qtbot: QtBot
) -> None:
    locked = replace(
        workspace.profile,
        environment=Environment.PRODUCTION,
        lock_after=1,
        tested=True,
        read_only=True,
    )
    workspace.write_lock.update_settings(locked, UNRESTRICTED)
    assert is_whole(edited)
    assert "Unlock it to save: your changes are kept." in edited.editor.banner.text
    edited.save()
    QTest.keyClick(edited, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert crm.request_count("SaveMailboxEntity") == 0
    workspace.write_lock.unlock_temporarily()
    assert is_whole(edited)
    with qtbot.waitSignal(edited.saved):
        edited.save_button.click()
    assert crm.request_count("SaveMailboxEntity") == 1


def test_locking_the_program_masks_and_keeps_what_was_typed(
    edited: EditDialog, workspace: Workspace
) -> None:
    secret = edited.editor.form.password_editor.secret_field
    QTest.keyPress(secret.show_button, Qt.Key.Key_Space)
    assert secret.line_edit.is_revealed()
    secret.hide_text()
    workspace.discard_secrets()
    workspace.write_lock.lock()
    assert not secret.line_edit.is_revealed()
    assert is_whole(edited)


def test_an_unlock_that_runs_out_during_a_save_does_not_stop_it(
    edited: EditDialog, workspace: Workspace, crm: DemoServer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(edited.saved):
        edited.save_button.click()
        workspace.write_lock.update_settings(
            replace(workspace.profile, read_only=True, tested=True), UNRESTRICTED
        )
    assert crm.request_count("SaveMailboxEntity") == 1


def test_twenty_dialogs_at_a_time(
    dialogs: OpenEditors, workspace: Workspace, answers: Answers, crm: DemoServer, qtbot: QtBot
) -> None:
    opened = [dialogs.edit(workspace, number) for number in range(1, 21)]
    assert len(set(map(id, opened))) == 20
    qtbot.waitUntil(lambda: all(dialog.is_ready for dialog in opened))
    assert dialogs.edit(workspace, 7) is opened[6], "one dialog for a mailbox"
    free = [dialog for dialog in opened if dialog.editor.form.rows[Field.PORT].access.can_write]
    for dialog in free:
        dialog.editor.form.port_editor.setValue(4711)
    assert not dialogs.close_all()
    assert len(answers.asked) == 1
    with qtbot.waitSignals([dialog.saved for dialog in free], timeout=30_000):
        for dialog in free:
            confirm_all(dialog)
            dialog.save()
    assert crm.request_count("SaveMailboxEntity") == len(free)
    assert dialogs.close_all()
