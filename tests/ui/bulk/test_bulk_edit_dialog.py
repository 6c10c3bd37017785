"""Bulk edit: read, fill in, review, save; what may not be done, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, ServerType
from desktop_app.core.profiles.profile import Environment
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog, PreparedRun
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.ui.bulk.run_history_page import RunHistoryPage
from desktop_app.ui.text.saving import row_state_text
from tests.demo_mailboxes import stored_mailbox
from tests.ui.bulk.runs import finish_run, run_page_of
from tests.ui.conftest import CheckModel, OpenWorkspace, Start
from tests.ui.edits import skip_confirmations
from tests.ui.windows import delete_now, end_dialogs, pane_of

FREE = (1, 2, 3)
LOCKED, FIELD_LOCKED = 8, 9
SECRET = "c4nary-7"
OpenSeveral = Callable[..., BulkEditDialog]


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    skip_confirmations(made)
    return made


@pytest.fixture
def open_several(workspace: Workspace, qtbot: QtBot) -> Iterator[OpenSeveral]:
    opened: list[BulkEditDialog] = []

    def open_it(*ids: int) -> BulkEditDialog:
        dialog = BulkEditDialog(workspace, ids)
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.reader.is_running)
        return dialog

    yield open_it
    for dialog in filter(isValid, opened):
        if dialog.run_page is not None:
            dialog.run_page.runner.queue.stop()
        dialog.done(0)
    delete_now()


def fill(dialog: BulkEditDialog, qtbot: QtBot, which: Field, value: object) -> None:
    dialog.fields.editors[which].set_value(value)  # type: ignore[arg-type]
    dialog.fields.checkboxes[which].setChecked(True)
    qtbot.waitUntil(lambda: not dialog._plan_timer.isActive())


def test_several_are_saved_and_the_result_says_what_was_proved(
    open_several: OpenSeveral, qtbot: QtBot, tmp_path: Path, model_tester: CheckModel
) -> None:
    dialog = open_several(*FREE, LOCKED)
    assert not dialog.save_button.isEnabled()
    fill(dialog, qtbot, Field.PORT, 1993)
    assert dialog.save_button.text() == "&Save 3 to Acme (test)"
    assert "3 of 4" in dialog.count.text()
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    assert page.headline.text() == "3 saved and read back, 1 left out"
    model_tester(page.model)
    states = [line[1] for line in page.model.texts()]
    assert states == ["Saved and read back"] * 3 + ["Left out"]
    assert page.model.rowCount() == 3, "what was left out is folded"
    page.fold_button.click()
    assert page.model.rowCount() == 4
    assert "Locked" in page.model.texts_of(3)[2]
    page.copy_button.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 5
    assert "→ 1993" in copied[1]
    file = tmp_path / "result.csv"
    page.export_to(file)
    qtbot.waitUntil(file.exists)
    assert file.read_text("utf-8-sig").count("→ 1993") == 3


@pytest.mark.parametrize("kind", [ServerType.POP, ServerType.IMAP])
def test_a_type_without_tls_is_warned_of_when_it_is_chosen_for_several(
    open_several: OpenSeveral, qtbot: QtBot, kind: ServerType
) -> None:
    dialog = open_several(*FREE)
    note = dialog.fields.notes[Field.SERVER_TYPE]
    fill(dialog, qtbot, Field.SERVER_TYPE, kind)
    assert "others on the network can read" in note.text(), "every password would go out readable"
    assert note.isVisible()
    assert (
        "can read the password" in dialog.fields.editors[Field.SERVER_TYPE].accessibleDescription()
    )
    assert dialog.ready_drafts, "a warning, not a refusal"
    fill(dialog, qtbot, Field.SERVER_TYPE, ServerType.IMAPS)
    assert note.text() == ""


def test_without_proof_each_row_needs_its_password(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.PORT, 1993)
    assert not dialog.ready_drafts
    assert not dialog.save_button.isEnabled()
    column = dialog.model.password_column
    assert column is not None
    index = dialog.model.index(1, column)
    assert index.data() == "Enter password…"
    dialog.table.setCurrentIndex(index)
    dialog.table.edit(index)
    line = dialog.table.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(line, SECRET)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: index.data() == "••••••••")
    assert index.data(Qt.ItemDataRole.EditRole) is None
    assert [draft.original.id for draft in dialog.ready_drafts] == [2]
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    assert SECRET not in page.as_text()
    assert "Password not checked" in page.model.texts()[0][2]
    assert page.headline.text() == "1 saved and read back, 2 left out"
    assert all(SECRET.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_the_key_of_a_field_ticks_it_and_leads_there(open_several: OpenSeveral) -> None:
    dialog = open_several(*FREE)
    dialog.fields.checkboxes[Field.SERVER].click()
    assert dialog.focusWidget() is dialog.fields.editors[Field.SERVER]
    dialog.fields.checkboxes[Field.SERVER].setFocus()
    dialog.fields.checkboxes[Field.SERVER].click()
    assert dialog.focusWidget() is dialog.fields.checkboxes[Field.SERVER], "it was unticked"


def test_clearing_secrets_forgets_typed_passwords(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot
) -> None:
    workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.PORT, 1993)
    dialog.row_passwords.set_typed(1, SECRET)
    assert len(dialog.ready_drafts) == 1
    dialog.clear_secrets()
    assert not dialog.ready_drafts


def test_a_read_only_profile_refuses_before_anything_is_sent(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot
) -> None:
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.PORT, 1993)
    workspace.update_settings(
        replace(workspace.profile, read_only=True, tested=True), workspace.policy
    )
    assert not dialog.save_button.isEnabled()
    assert "Read-only" in dialog.banner.text
    wanted: list[object] = []
    dialog.unlock_requested.connect(wanted.append)
    dialog._on_save_clicked()
    assert dialog.run_page is None


def test_rows_without_the_right_refuse_before_anything_is_sent(
    open_several: OpenSeveral, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_several(LOCKED, 10)
    box = stored_mailbox(crm, LOCKED)
    fill(dialog, qtbot, Field.PORT, 1993)
    told = {one.name: one.reason for one in dialog.skipped_rows}
    assert "you may view this mailbox but not change it" in told[box.address]
    assert [draft.original.id for draft in dialog.ready_drafts] == [10]
    dialog.save_button.click()
    finish_run(dialog, qtbot)
    assert crm.store.mailbox(LOCKED) == box
    assert crm.request_count("SaveMailboxEntity") == 1


def test_the_buttons_pause_stop_and_go_on(
    open_several: OpenSeveral, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.PORT, 1993)
    crm.latency_ms = 100
    dialog.save_button.click()
    page = run_page_of(dialog)
    sending = page.runner.queue
    qtbot.waitUntil(lambda: sending.is_busy)
    page.pause_button.click()
    qtbot.waitUntil(lambda: not sending.is_busy)
    assert "Paused." in page.status.text()
    assert page.headline.text() == "1 saved and read back, 2 waiting"
    assert page.progress_bar.value() == 1
    assert not page.retry_button.isVisible(), "nothing has failed"
    assert page.pause_button.text() == "Resume savin&g"
    page.pause_button.click()
    qtbot.waitUntil(lambda: crm.request_count("SaveMailboxEntity") == 2)
    page.stop_button.click()
    qtbot.waitUntil(lambda: not sending.is_busy)
    assert "Stopped." in page.status.text()
    assert crm.request_count("SaveMailboxEntity") == 2
    crm.latency_ms = 0
    page.pause_button.click()
    finish_run(dialog, qtbot)
    assert page.headline.text() == "3 saved and read back"
    for button in (page.pause_button, page.stop_button, page.retry_button, page.fold_button):
        assert not button.isVisible(), "it could not be used"
    assert page.progress_bar.isHidden()
    assert crm.request_count("SaveMailboxEntity") == 3


def test_on_production_the_button_names_number_and_profile_and_only_many_are_asked_about(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, text: str, *_more: object) -> bool:
        asked.append(text)
        return len(asked) > 1

    monkeypatch.setattr("desktop_app.ui.bulk.bulk_dialog.confirm", answer)
    workspace.profile = replace(workspace.profile, environment=Environment.PRODUCTION)
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.PORT, 1993)
    assert dialog.save_button.text() == "&Save 3 to Acme (production)"
    monkeypatch.setattr("desktop_app.core.confirmation_rules.MAX_UNASKED_SAVES", 2)
    dialog.save_button.click()
    assert asked == ["Save 3 mailboxes to Acme (production)?"]
    assert dialog.run_page is None
    monkeypatch.setattr("desktop_app.core.confirmation_rules.MAX_UNASKED_SAVES", 3)
    dialog.save_button.click()
    finish_run(dialog, qtbot)
    assert len(asked) == 1


def test_a_conflict_is_reported_and_opens_in_its_own_dialog(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot
) -> None:
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.PORT, 1993)
    with qtbot.waitSignal(workspace.saved):
        workspace.save(Draft(workspace.details.known[2], {Field.PORT: 4711}), lambda _outcome: None)
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    assert [row_state_text(row) for row in page.runner.queue.rows] == [
        "Saved",
        "Changed by someone else",
        "Saved",
    ]
    assert page.headline.text() == "2 saved and read back, 1 changed by someone else"
    assert page.table.currentIndex().row() == 0, "the row that needs the user is first"
    with qtbot.waitSignal(dialog.open_requested) as opened:
        page.open_button.click()
    assert opened.args is not None
    assert opened.args[1].original.id == 2
    assert "other values now" in page.model.texts()[0][2]
    assert "other values now" in page.detail.text()
    assert page.retry_button.isVisible()


def test_different_values_and_locks_are_reported_at_once(open_several: OpenSeveral) -> None:
    dialog = open_several(1, 2, LOCKED)
    assert dialog.fold_button.text() == "1 le&ft out ▸"
    assert dialog.model.rowCount() == 0
    QTest.keyClick(dialog.fold_button, Qt.Key.Key_Return)
    assert dialog.fold_button.text() == "1 le&ft out ▾"
    texts = [dialog.model.index(0, 0).data(), dialog.model.index(0, 1).data()]
    assert "Locked" in texts[1]
    QTest.mouseClick(dialog.fold_button, Qt.MouseButton.LeftButton)
    assert dialog.model.rowCount() == 0
    assert dialog.run_page is None, "Enter on the line saves nothing"


def test_the_runs_tell_and_are_undone_through_the_same_path(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot, model_tester: CheckModel
) -> None:
    dialog = open_several(*FREE)
    before = [workspace.details.known[i].values[Field.PORT] for i in FREE]
    fill(dialog, qtbot, Field.PORT, 1993)
    fill(dialog, qtbot, Field.SERVER_TYPE, ServerType.IMAPS)
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    assert page.undo_button.isVisible()
    view = RunHistoryPage(workspace)
    view.show()
    qtbot.waitUntil(lambda: view.runs_model.rowCount() == 1)
    model_tester(view.runs_model)
    model_tester(view.rows_model)
    cells = [view.runs_model.index(0, column).data() for column in range(1, 4)]
    assert cells == ["Bulk edit", "3", "Saved: 3"]
    assert not view.resume_button.isEnabled()
    run = view.current
    assert run is not None
    undo = BulkEditDialog(
        workspace, (), None, PreparedRun(BulkRunKind.UNDO, "Undo %d", run.undo_drafts)
    )
    undo.show()
    qtbot.waitUntil(lambda: len(undo.ready_drafts) == 3)
    undo.save_button.click()
    finish_run(undo, qtbot)
    now = [workspace.details.known[i].values[Field.PORT] for i in FREE]
    assert now == before
    end_dialogs([view, undo])


def test_the_action_is_for_two_rows_and_more(start: Start, qtbot: QtBot) -> None:
    window = start()
    window.show_demo()
    qtbot.waitUntil(lambda: window.pane is not None and window.pane.model.rowCount() > 0)
    pane, edit = pane_of(window), window.all_actions.bulk.edit
    qtbot.waitUntil(lambda: pane.workspace.is_ready)
    pane.view.selectRow(0)
    assert not edit.isEnabled()
    pane.view.selectAll()
    qtbot.waitUntil(edit.isEnabled)
    edit.trigger()
    (dialog,) = window.findChildren(BulkEditDialog)
    qtbot.waitUntil(lambda: not dialog.reader.is_running)
    assert dialog.fields.isEnabled()
    dialog.row_passwords.set_typed(1, SECRET)
    window.profile_controller.lock()
    assert dialog.row_passwords.typed_count == 0
    dialog.reject()


def test_a_profile_that_goes_takes_its_windows_along(
    workspace: Workspace, parent: QWidget, qtbot: QtBot
) -> None:
    dialogs = [BulkEditDialog(workspace, FREE, parent), PasswordRotationDialog(workspace, parent)]
    for dialog in dialogs:
        dialog.show()
    workspace.close()
    workspace.deleteLater()
    qtbot.waitUntil(lambda: not any(isValid(dialog) for dialog in dialogs))


def test_a_name_or_password_that_deceives_the_eye_is_marked(
    workspace: Workspace, open_several: OpenSeveral, qtbot: QtBot
) -> None:
    workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    dialog = open_several(*FREE)
    fill(dialog, qtbot, Field.USER_NAME, "in\u200bfo")
    assert "U+200B" in dialog.fields.notes[Field.USER_NAME].text()
    assert not dialog.fields.notes[Field.USER_NAME].isHidden()
    column = dialog.model.password_column
    assert column is not None
    index = dialog.model.index(1, column)
    dialog.model.setData(index, f"{SECRET}\u200b")
    assert "invisible" in index.data()
    assert SECRET not in index.data()
