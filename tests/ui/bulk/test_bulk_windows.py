"""From a result to its undo, from a run that was cut to its rest, and back to single mailboxes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, ReplacePassword
from desktop_app.demo import DemoServer
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.bulk.bulk_windows import BulkWindows
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.bulk.runs import finish_run, wait_for_run
from tests.ui.conftest import OpenWorkspace
from tests.ui.edits import load_details, skip_confirmations
from tests.ui.windows import child, delete_now

IDS = (1, 2, 3)


class Controller(QWidget):
    """What the windows need of the profile controller."""

    locked = Signal()

    def unlock(self, _workspace: object) -> None:
        """Nothing is locked here."""


class Window(QWidget):
    """What they need of the main window; remembers what was to be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.profile_controller = Controller(self)
        self.edited: list[tuple[Any, ...]] = []
        self.editors = SimpleNamespace(edit=lambda *what: self.edited.append(what))


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    skip_confirmations(made)
    load_details(made, IDS, qtbot)
    return made


@pytest.fixture
def window() -> Iterator[Window]:
    made = Window()
    yield made
    made.deleteLater()
    delete_now()


@pytest.fixture
def windows(window: Window) -> BulkWindows:
    return BulkWindows(window, window.editors, window.profile_controller)  # type: ignore[arg-type]


def run(workspace: Workspace, kind: BulkRunKind, drafts: list[Draft], qtbot: QtBot) -> BulkRunner:
    made = BulkRunner(workspace, kind, drafts)
    made.start()
    wait_for_run(made.queue, qtbot)
    return made


def port_drafts(workspace: Workspace) -> list[Draft]:
    return [Draft(workspace.details.known[i], {Field.PORT: 1993}) for i in IDS]


def stored_run(workspace: Workspace, qtbot: QtBot) -> BulkRunRecord:
    assert workspace.run_history is not None
    load = partial(workspace.run_history.load, workspace.profile.id)
    runs: list[BulkRunRecord] = result_of(load, qtbot)
    return runs[0]


def ports(crm: DemoServer) -> list[int]:
    return [stored_mailbox(crm, i).port for i in IDS]


def save_when_ready(dialog: BulkEditDialog, count: int, qtbot: QtBot) -> None:
    """Save as soon as so many drafts are ready, and wait for the end of the run."""
    qtbot.waitUntil(lambda: len(dialog.ready_drafts) == count and dialog.save_button.isEnabled())
    dialog.save_button.click()
    finish_run(dialog, qtbot)
    dialog.reject()


def test_an_undo_is_reviewed_and_finds_what_others_changed_since(
    workspace: Workspace, window: Window, windows: BulkWindows, crm: DemoServer, qtbot: QtBot
) -> None:
    before = ports(crm)
    done = run(workspace, BulkRunKind.EDIT, port_drafts(workspace), qtbot)
    change_mailbox(crm, 2, port=4711)
    windows.undo(workspace, done.queue.bulk_run_key)
    qtbot.waitUntil(lambda: bool(window.findChildren(BulkEditDialog)))
    dialog = child(window, BulkEditDialog)
    assert dialog.windowTitle() == "Restore the values of 3 mailboxes"
    save_when_ready(dialog, 3, qtbot)
    assert ports(crm) == [before[0], 4711, before[2]]


def test_an_undo_can_be_taken_back_for_each_row(
    workspace: Workspace, window: Window, windows: BulkWindows, crm: DemoServer, qtbot: QtBot
) -> None:
    before = ports(crm)
    done = run(workspace, BulkRunKind.EDIT, port_drafts(workspace), qtbot)
    windows.undo(workspace, done.queue.bulk_run_key)
    qtbot.waitUntil(lambda: bool(window.findChildren(BulkEditDialog)))
    dialog = child(window, BulkEditDialog)
    qtbot.waitUntil(lambda: len(dialog.ready_drafts) == 3 and dialog.save_button.isEnabled())
    names = [dialog.model.index(line, 0).data() for line in range(3)]
    tick = dialog.model.index(names.index("kundeservice@example.com"), 0)
    dialog.model.setData(tick, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.save_button.text().startswith("&Save 2 to ")
    save_when_ready(dialog, 2, qtbot)
    assert ports(crm) == [before[0], 1993, before[2]]


def test_a_run_that_was_cut_goes_on_with_what_is_left(
    workspace: Workspace, window: Window, windows: BulkWindows, qtbot: QtBot
) -> None:
    cut = BulkRunner(workspace, BulkRunKind.EDIT, port_drafts(workspace))
    cut.queue.row_changed.connect(cut.queue.stop)  # at once, before the second one begins
    cut.start()
    qtbot.waitUntil(lambda: cut.queue.counts.saved == 1)
    left = stored_run(workspace, qtbot)
    assert len(left.remaining_drafts) == 2
    windows.resume(workspace, left)
    save_when_ready(child(window, BulkEditDialog), 2, qtbot)
    now = stored_run(workspace, qtbot)
    assert now.bulk_run.key == left.bulk_run.key
    assert now.counts.saved == 3


def test_passwords_that_were_cut_are_pasted_again(
    workspace: Workspace, window: Window, windows: BulkWindows, qtbot: QtBot
) -> None:
    drafts = [Draft(workspace.details.known[i], {}, ReplacePassword("c4nary")) for i in IDS]
    run(workspace, BulkRunKind.PASSWORDS, drafts[:1], qtbot)
    windows.resume(workspace, stored_run(workspace, qtbot))
    dialog = child(window, PasswordRotationDialog)
    assert dialog._bulk_run_key == stored_run(workspace, qtbot).bulk_run.key
    dialog.reject()


def test_a_row_opens_with_what_was_to_be_saved(
    workspace: Workspace, window: Window, windows: BulkWindows
) -> None:
    dialog = windows.edit(workspace, IDS)
    dialog.open_requested.emit(
        workspace, Draft(workspace.details.known[2], {Field.PORT: 1993}, KeepPassword())
    )
    ((_place, number, unsaved),) = window.edited
    assert number == 2
    assert dict(unsaved.changes) == {Field.PORT: 1993}
    assert unsaved.original == {Field.PORT: workspace.details.known[2].values[Field.PORT]}
    dialog.reject()


def test_a_lock_reaches_every_window(
    workspace: Workspace, window: Window, windows: BulkWindows, qtbot: QtBot
) -> None:
    passwords, edit = windows.replace_passwords(workspace), windows.edit(workspace, IDS)
    passwords.password_field.line_edit.setText("c4nary")
    edit.row_passwords.set_typed(1, "c4nary")
    window.profile_controller.locked.emit()
    assert passwords.password_field.text() == ""
    assert edit.row_passwords.typed_count == 0
    qtbot.waitUntil(lambda: not edit.reader.is_running)
    for each in (passwords, edit):
        each.reject()
