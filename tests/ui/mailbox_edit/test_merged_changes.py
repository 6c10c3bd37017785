"""What someone else changed meanwhile, and a save left as it is, is said."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, Value
from desktop_app.demo import DemoServer
from desktop_app.services.background import Success
from desktop_app.services.bulk.save_queue import QueuedSave, RunState, SaveQueue
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.run_text import row_problem_text
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.pending.change_set_text import sending_state_text
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.widgets.banner import Banner
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox
from tests.ui.conftest import OpenEditor, OpenWorkspace
from tests.ui.edits import load_details

FREE = 1
THEIRS = "theirs.example.com"


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded and made.list_state.signed_in_as != "")
    made.server_facts.keep_behaviour = KeepBehaviour.PROVED
    made.server_facts.is_first_save = False
    return made


@pytest.fixture
def pane(workspace: Workspace, qtbot: QtBot) -> ListPane:
    made = ListPane(workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def banners(pane: ListPane) -> str:
    """Give what stands in the bars above the list."""
    return "\n".join(banner.text for banner in pane.findChildren(Banner) if banner.isVisible())


def change(dialog: EditDialog, which: Field, value: Value) -> None:
    dialog.editor.form.set_value(which, value)


def test_a_save_says_what_it_left_as_someone_else_made_it(
    workspace: Workspace, pane: ListPane, crm: DemoServer, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    dialog = open_editor(workspace, FREE)
    before = dialog.editor.form.mailbox.text(Field.SERVER)
    change_mailbox(crm, FREE, server=THEIRS)
    change(dialog, Field.PORT, 1993)
    with qtbot.waitSignals([dialog.finished, workspace.list_changed]):
        dialog.save()
    said = banners(pane)
    assert "Someone else changed" in said, "the server is another, and nobody says so"
    assert f"Server: “{before}” → “{THEIRS}”" in said
    assert "Port" not in said, "that was ours"
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.is_ready)
    assert "Someone else changed" in banners(pane), "it stays until it is closed"
    close = [b for b in pane.findChildren(QPushButton) if b.isVisible() and "Cl&ose" in b.text()]
    close[0].click()
    assert "Someone else changed" not in banners(pane)


def test_a_save_that_nobody_crossed_says_nothing(
    workspace: Workspace, pane: ListPane, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    dialog = open_editor(workspace, FREE)
    change(dialog, Field.PORT, 1993)
    with qtbot.waitSignals([dialog.finished, workspace.list_changed]):
        dialog.save()
    assert banners(pane) == ""


def test_the_same_change_by_someone_else_is_not_called_a_save(
    workspace: Workspace, crm: DemoServer, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    dialog = open_editor(workspace, FREE)
    said: list[Receipt] = []
    dialog.saved.connect(said.append)
    change_mailbox(crm, FREE, port=1993)
    change(dialog, Field.PORT, 1993)
    with qtbot.waitSignal(dialog.finished):
        dialog.save()
    assert crm.request_count("SaveMailboxEntity") == 0
    assert said[0].text.startswith("Nothing was sent"), said
    assert "someone else" in said[0].text


@pytest.fixture
def queue(workspace: Workspace, crm: DemoServer, qtbot: QtBot) -> SaveQueue:
    """A save that was planned before someone else changed the same mailbox, and is sent now."""
    (box,) = load_details(workspace, [FREE], qtbot)
    change_mailbox(crm, FREE, server=THEIRS)
    draft = Draft(box, {Field.PORT: 1993})
    made = SaveQueue(workspace, [QueuedSave("operation", draft)], parent=workspace)
    made.start()
    qtbot.waitUntil(lambda: made.state is RunState.DONE and not made.is_busy)
    assert made.rows[0].is_saved
    return made


def test_a_bulk_run_says_it_beside_the_mailbox(queue: SaveQueue) -> None:
    said = row_problem_text(queue.rows[0])
    assert "Someone else changed" in said, "the row looks as if nothing had happened"
    assert THEIRS in said


def test_the_pending_changes_say_it_below_the_counts(queue: SaveQueue) -> None:
    said = sending_state_text(queue)
    assert said.startswith("Done. 1 saved and read back")
    assert "Someone else changed" in said, "the change has left the window"
    assert THEIRS in said


def test_foreign_values_are_told_short_and_in_one_line(
    workspace: Workspace, pane: ListPane, crm: DemoServer, qtbot: QtBot
) -> None:
    (box,) = load_details(workspace, [FREE], qtbot)
    change_mailbox(crm, FREE, username="<b>x</b>\n" + "y" * 5000)
    outcome = result_of(partial(workspace.save, Draft(box, {Field.PORT: 1993})), qtbot)
    assert isinstance(outcome, Success)
    said = banners(pane)
    assert "<b>x</b>↵yyy" in said, "plain text, as the server has it"
    assert len(said) < 600
