"""Typed passwords and runs of many are not lost without a question, whichever way out is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, ReplacePassword
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import SecretName
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.background import Success
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_dialog import BulkDialog
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.callbacks import result_of
from tests.demo_mailboxes import stored_mailbox
from tests.ui.bulk.runs import queue_of, wait_for_run
from tests.ui.conftest import Answers, Start
from tests.ui.edits import load_details
from tests.ui.windows import pane_of

IDS = (1, 2, 3)
ELSEWHERE = "https://elsewhere.example/api"
TABLE = "m1@acme.test\tc4nary-one\nnobody@acme.test\tc4nary-two\nonly-a-name"


@pytest.fixture
def window(start: Start, crm: DemoServer, qtbot: QtBot, answers: Answers) -> Iterator[MainWindow]:
    """The program at a profile that may be written to, its list there."""
    window = start()
    window.finish_startup()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    made = replace(made, environment=Environment.TEST, tested=True, read_only=False)
    secrets = {SecretName.SIGN_IN_PASSWORD: crm.credentials.password}
    result_of(partial(window.profile_service.save, made, secrets), qtbot)
    qtbot.waitUntil(lambda: bool(window.profile_service.profiles))
    window.show_profile(window.profile_service.profiles[0])
    qtbot.waitUntil(lambda: window.pane is not None)
    workspace = workspace_of(window)
    qtbot.waitUntil(lambda: workspace.server_facts.is_loaded)
    workspace.server_facts.is_first_save = False
    qtbot.waitUntil(lambda: workspace.write_lock.can_unlock)
    window.profile_controller.unlock(workspace)
    qtbot.waitUntil(lambda: workspace.may_write)
    yield window
    answers.leave = True


def workspace_of(window: MainWindow) -> Workspace:
    return pane_of(window).workspace


Leave = Callable[[MainWindow, BulkDialog], object]
WAYS: dict[str, Leave] = {
    "Esc": lambda _, dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "close button": lambda _, dialog: dialog.close(),
    "quit": lambda window, _: window.close(),
}


@pytest.fixture(params=WAYS)
def leave(request: pytest.FixtureRequest) -> Leave:
    return WAYS[request.param]


def pasted(window: MainWindow) -> PasswordRotationDialog:
    dialog = window.all_actions.bulk.windows.replace_passwords(workspace_of(window))
    QGuiApplication.clipboard().setText(TABLE)
    dialog.paste_button.click()
    dialog.password_field.line_edit.setText("c4nary-three")
    return dialog


def test_pasted_and_typed_passwords_are_not_lost_unasked(
    window: MainWindow, answers: Answers, leave: Leave
) -> None:
    dialog = pasted(window)
    leave(window, dialog)
    (asked,) = answers.questions
    assert "3 passwords have not been saved." in asked
    assert "c4nary" not in asked
    assert dialog.isVisible()
    assert window.isVisible()
    assert len(dialog.rotation.rows) == 3
    assert dialog.password_field.text() == "c4nary-three"
    answers.leave = True
    leave(window, dialog)
    assert len(answers.asked) == 2
    assert not isValid(dialog) or (not dialog.isVisible() and not dialog.rotation.rows)


def test_a_password_of_a_row_that_is_edited_with_others_is_not_lost_unasked(
    window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    dialog = window.all_actions.bulk.windows.edit(workspace_of(window), IDS)
    dialog.row_passwords.set_typed(1, "c4nary")
    dialog.reject()
    assert len(answers.asked) == 1
    assert dialog.row_passwords.choice(1) is not None
    dialog.row_passwords.clear_typed()
    qtbot.waitUntil(lambda: not dialog.reader.is_running)
    dialog.reject()
    assert len(answers.asked) == 1, "nothing is lost"


def test_what_comes_for_a_window_that_is_closed_is_let_go(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = workspace_of(window)
    late: list[Callable[[object], None]] = []
    assert workspace.passwords is not None
    workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    monkeypatch.setattr(workspace.passwords, "load", lambda _profile, on_done: late.append(on_done))
    dialog = window.all_actions.bulk.windows.edit(workspace, IDS)
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))
    (on_done,) = late
    on_done(Success([]))


def test_after_a_lock_nothing_is_left_to_ask_about(window: MainWindow, answers: Answers) -> None:
    dialog = pasted(window)
    window.profile_controller.lock()
    dialog.reject()
    assert answers.asked == []


def test_deleting_the_profile_says_what_is_lost_with_it(
    window: MainWindow, answers: Answers
) -> None:
    dialog = pasted(window)
    window.profile_flows.remove(window.profile_service.profiles[0])
    (asked,) = answers.questions
    assert "what you entered or pasted for it would be lost" in asked
    assert dialog.isVisible()
    dialog.release()
    window.profile_flows.remove(window.profile_service.profiles[0])
    assert "entered or pasted" not in answers.questions[1]


@pytest.mark.parametrize("paused", [False, True], ids=["sending", "paused"])
def test_quitting_during_a_run_says_so_and_how_it_goes_on(
    window: MainWindow, answers: Answers, qtbot: QtBot, paused: bool
) -> None:
    workspace = workspace_of(window)
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    boxes = load_details(workspace, IDS, qtbot)
    dialog = window.all_actions.bulk.windows.edit(workspace, IDS)
    dialog.start_run([Draft(box, {Field.PORT: 1993}) for box in boxes])
    sending = queue_of(dialog)
    qtbot.waitUntil(lambda: sending.is_busy)
    if paused:
        sending.pause()
        qtbot.waitUntil(lambda: not sending.is_busy)
    window.close()
    (asked,) = answers.questions  # one question: that a save is under way is not asked as well
    assert asked.startswith("A bulk run is saving mailboxes. Quit anyway?")
    assert "Bulk runs" in asked
    assert window.isVisible()
    assert sending.state is (RunState.PAUSED if paused else RunState.SENDING)
    dialog.reject()
    assert "Bulk runs" in answers.questions[1]
    answers.leave = True
    dialog.reject()
    qtbot.waitUntil(lambda: not workspace.active_save_count)


def replace_three_passwords(
    window: MainWindow, qtbot: QtBot, meanwhile: Callable[[], None] = lambda: None
) -> PasswordRotationDialog:
    """A run of three typed passwords; ``meanwhile`` something happens at the CRM."""
    workspace = workspace_of(window)
    boxes = load_details(workspace, IDS, qtbot)
    meanwhile()
    dialog = window.all_actions.bulk.windows.replace_passwords(workspace)
    dialog.start_run([Draft(box, {}, ReplacePassword(f"c4nary-{box.id}")) for box in boxes])
    return dialog


def test_passwords_that_could_be_tried_again_are_not_forgotten_unasked(
    window: MainWindow, answers: Answers, crm: DemoServer, qtbot: QtBot, leave: Leave
) -> None:
    free, locked = stored_mailbox(crm, 1), stored_mailbox(crm, 8)
    refused = replace(free, table_right=locked.table_right)
    dialog = replace_three_passwords(window, qtbot, lambda: crm.store.update(refused))
    sending = queue_of(dialog)
    wait_for_run(sending, qtbot)
    assert sending.counts.saved == 2
    leave(window, dialog)
    (asked,) = answers.questions
    assert "1 mailbox has not been saved. Its new password is discarded when you close." in asked
    assert dialog.isVisible()
    crm.store.update(free)
    assert dialog.run_page is not None
    dialog.run_page.retry_button.click()
    qtbot.waitUntil(lambda: sending.counts.saved == 3 and not sending.is_busy)
    dialog.reject()
    assert len(answers.asked) == 1, "nothing is at stake any more"


def test_a_new_password_of_the_profile_lets_a_run_that_it_stopped_go_on(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    def rotate() -> None:
        crm.credentials = DemoCredentials(password="rotated")

    dialog = replace_three_passwords(window, qtbot, rotate)
    sending = queue_of(dialog)
    wait_for_run(sending, qtbot, RunState.PAUSED)
    profile_dialog = edited(window, window.profile_service.profiles[0])
    profile_dialog.form.sign_in_section.password.line_edit.setText("rotated")
    with qtbot.waitSignal(window.profile_flows.saved):
        profile_dialog.save()
    workspace = workspace_of(window)
    qtbot.waitUntil(lambda: workspace.is_ready and workspace.may_write)
    assert isValid(dialog)
    assert dialog.isVisible()
    assert sending.typed_passwords == 3
    assert dialog.run_page is not None
    dialog.run_page.pause_button.click()
    wait_for_run(sending, qtbot)
    assert sending.counts.saved == 3
    assert [stored_mailbox(crm, i).password for i in IDS] == [f"c4nary-{i}" for i in IDS]


def test_a_profile_that_is_to_lead_elsewhere_asks_before_passwords_are_lost(
    window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    dialog = pasted(window)
    profile = window.profile_service.profiles[0]
    profile_dialog = edited(window, profile)
    profile_dialog.form.name.setText("Another name")
    profile_dialog.save()
    qtbot.waitUntil(lambda: window.profile_service.profiles[0].name == "Another name")
    assert answers.asked == [], "nothing is lost by a name"
    profile_dialog = edited(window, window.profile_service.profiles[0])
    profile_dialog.form.address.setText(ELSEWHERE)
    profile_dialog.form.sign_in_section.password.line_edit.setText("pw")
    profile_dialog.save()
    (asked,) = answers.questions
    assert "what you entered or pasted for it would be lost" in asked
    assert window.profile_service.profiles[0].address == profile.address
    assert len(dialog.rotation.rows) == 3
    answers.leave = True
    profile_dialog.save()
    qtbot.waitUntil(lambda: window.profile_service.profiles[0].address != profile.address)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


def test_an_import_asks_while_passwords_could_be_lost_by_it(
    window: MainWindow, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = pasted(window)
    profiles = ProfilesDialog(window.profile_service, window.profile_flows, window)
    file = tmp_path / "export.json"
    profiles.export_to(file)
    qtbot.waitUntil(file.exists)
    moved = file.read_text("utf-8").replace(window.profile_service.profiles[0].address, ELSEWHERE)
    file.write_text(moved, "utf-8")
    profiles.import_from(file)
    (asked,) = answers.questions
    assert asked.startswith("Import profiles now?")
    assert len(dialog.rotation.rows) == 3
    answers.leave = True
    profiles.import_from(file)
    qtbot.waitUntil(lambda: window.profile_service.profiles[0].address == ELSEWHERE)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    profiles.import_from(file)
    assert len(answers.asked) == 2, "nothing is at stake any more"
    profiles.done(0)


def edited(window: MainWindow, profile: Profile) -> ProfileDialog:
    window.profile_flows.change(profile)
    return window.findChildren(ProfileDialog)[-1]
