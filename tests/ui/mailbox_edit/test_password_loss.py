"""A save after which SuperOffice shows no stored password any more: it is said first."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.demo import DemoServer
from desktop_app.services.bulk.bulk_runner import BulkRunner, PasswordProof
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.run_text import is_proved, row_problem_text
from desktop_app.ui.journal.journal_text import outcome_reason_text
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.pending.change_set_text import sending_state_text
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.text.saving import row_state_text
from tests.callbacks import result_of
from tests.demo_mailboxes import lose_shown_passwords, stored_mailbox
from tests.ui.conftest import OpenEditor, Restart
from tests.ui.edits import load_details, load_list, skip_confirmations, type_password

FREE = (1, 2, 3)


@pytest.fixture
def workspace(restart: Restart, qtbot: QtBot) -> Workspace:
    """The profile, on which a save without a password is believed to keep the stored one."""
    made = restart()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded and made.list_state.signed_in_as != "")
    skip_confirmations(made)
    return made


def save(dialog: EditDialog, qtbot: QtBot) -> list[str]:
    """Save, and return what the receipt says: nothing, if the dialog stays open."""
    told: list[str] = []

    def hear(receipt: Receipt) -> None:
        told.append(receipt.full_text)

    dialog.saved.connect(hear)
    with qtbot.waitSignal(dialog.workspace.saved):
        dialog.save_button.click()
    return told


def demands_password(dialog: EditDialog) -> bool:
    return "clears the stored password" in dialog.editor.form.rows[Field.PASSWORD].note.text()


@pytest.mark.parametrize("shown", ["", None])
def test_a_lost_password_is_said_first_with_what_to_do(
    workspace: Workspace,
    open_editor: OpenEditor,
    crm: DemoServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    shown: str | None,
) -> None:
    lose_shown_passwords(crm, monkeypatch, 1, shown=shown)
    other = open_editor(workspace, 2)
    other.editor.form.port_editor.setValue(1993)
    dialog = open_editor(workspace, 1)
    dialog.editor.form.port_editor.setValue(1993)
    assert save(dialog, qtbot) == [], "a bare “Saved” hides the loss"
    first, second = dialog.editor.banner.text.split("\n")
    assert "seems to have cleared the password" in first
    assert "Enter the password and save again" in first
    assert second.startswith("Saved and read back.")
    assert dialog.focusWidget() is dialog.editor.form.password_editor.secret_field.line_edit
    assert workspace.server_facts.keep_behaviour is KeepBehaviour.DESTROYS
    assert demands_password(other), "a dialog that was open before follows"
    other.discard_edit()


def test_a_password_that_was_sent_and_is_not_shown_is_said_too(
    workspace: Workspace,
    open_editor: OpenEditor,
    crm: DemoServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lose_shown_passwords(crm, monkeypatch, 1)
    dialog = open_editor(workspace, 1)
    type_password(dialog.editor.form, "new")
    assert save(dialog, qtbot) == []
    assert "seems to have cleared the password" in dialog.editor.banner.text
    assert workspace.server_facts.keep_behaviour is KeepBehaviour.PROVED, (
        "it proves nothing of keep"
    )


def test_after_a_loss_a_bulk_run_saves_no_more_without_passwords(
    workspace: Workspace,
    parent: QWidget,
    crm: DemoServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxes = load_details(workspace, FREE, qtbot)
    lose_shown_passwords(crm, monkeypatch, *FREE)
    run = BulkRunner(
        workspace, BulkRunKind.EDIT, [Draft(b, {Field.PORT: 1993}) for b in boxes], parent=parent
    )
    run.start()
    qtbot.waitUntil(lambda: run.queue.state is RunState.DONE)
    assert crm.request_count("SaveMailboxEntity") == 1, "no more passwords are lost"
    rows = run.queue.rows
    assert [row_state_text(row) for row in rows] == ["Saved", "Not saved", "Not saved"]
    assert "seems to have cleared the password" in row_problem_text(rows[0])
    assert not is_proved(rows[0], PasswordProof.NOT_SENT)
    assert "clears the stored password" in row_problem_text(rows[1])
    run.queue.retry()
    run.queue.start()
    qtbot.waitUntil(lambda: run.queue.state is RunState.DONE and not run.queue.is_busy)
    assert crm.request_count("SaveMailboxEntity") == 1, "nor when it is tried again"


def test_after_a_loss_no_more_pending_changes_go_out_without_passwords(
    workspace: Workspace,
    store_service: ProfileData,
    crm: DemoServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changes = ChangeSet(store_service)
    for box in load_details(workspace, (1, 2), qtbot):
        changes.add(workspace.profile, Draft(box, {Field.PORT: 1993}))
    qtbot.waitUntil(lambda: len(changes.of_profile(workspace.profile.id)) == 2)
    lose_shown_passwords(crm, monkeypatch, 1, 2)
    run = changes.start_run(workspace)
    run.start()
    qtbot.waitUntil(lambda: run.state is RunState.DONE)
    assert "seems to have cleared the password of <info@" in sending_state_text(run)
    assert [row_state_text(row) for row in run.rows] == ["Saved", "Not saved"]
    (left,) = changes.of_profile(workspace.profile.id)
    assert left.mailbox_id == 2
    assert not changes.can_send(left, workspace), "it needs a password now"


def test_the_journal_says_it(
    workspace: Workspace, crm: DemoServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (box,) = load_details(workspace, [1], qtbot)
    lose_shown_passwords(crm, monkeypatch, 1)
    result_of(partial(workspace.save, Draft(box, {Field.PORT: 1993})), qtbot)
    assert workspace.journal is not None
    entries: list[JournalEntry] = result_of(partial(workspace.journal.load, JournalQuery()), qtbot)
    assert "seems to have cleared the password" in outcome_reason_text(entries[0])


def test_a_loss_outlives_the_program(
    workspace: Workspace,
    restart: Restart,
    crm: DemoServer,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (box,) = load_details(workspace, [1], qtbot)
    lose_shown_passwords(crm, monkeypatch, 1)
    result_of(partial(workspace.save, Draft(box, {Field.PORT: 1993})), qtbot)
    qtbot.waitUntil(lambda: workspace.is_ready)
    again = restart()
    qtbot.waitUntil(lambda: again.server_facts.is_loaded)
    assert again.server_facts.keep_behaviour is KeepBehaviour.DESTROYS


def test_a_loss_that_is_seen_before_the_facts_are_loaded_stands(
    restart: Restart, crm: DemoServer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = restart(refresh=False)
    load_list(workspace, qtbot)
    (box,) = load_details(workspace, [1], qtbot)
    lose_shown_passwords(crm, monkeypatch, 1)
    result_of(partial(workspace.save, Draft(box, {Field.PORT: 1993})), qtbot)
    qtbot.waitUntil(lambda: workspace.server_facts.is_loaded)
    assert workspace.server_facts.keep_behaviour is KeepBehaviour.DESTROYS


def test_a_mailbox_that_showed_no_password_before_has_lost_none(
    workspace: Workspace, open_editor: OpenEditor, crm: DemoServer, qtbot: QtBot
) -> None:
    for number in FREE:  # the demo server shows null, nothing and stars
        dialog = open_editor(workspace, number)
        dialog.editor.form.port_editor.setValue(1993)
        assert save(dialog, qtbot)[0].startswith("Saved and read back.")
    assert len({stored_mailbox(crm, number).password_reading for number in FREE}) > 1
