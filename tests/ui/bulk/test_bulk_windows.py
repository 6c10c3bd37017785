"""From a result to its undo, from a run that was cut to its rest, and back to single mailboxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    Mailbox,
    ReplacePassword,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.bulk.bulk_windows import BulkWindows
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.webapi.client_factory import open_client

IDS = (1, 2, 3)
Dialog = TypeVar("Dialog", bound=QDialog)


class Desk(QWidget):
    """What the windows need of the program's desk."""

    locked = Signal()

    def unlock(self, _workplace: object) -> None:
        """Nothing is locked here."""


class Window(QWidget):
    """What they need of the main window; remembers what was to be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.profile_controller = Desk(self)
        self.edited: list[tuple[Any, ...]] = []
        self.editors = SimpleNamespace(edit=lambda *what: self.edited.append(what))


@pytest.fixture
def workspace(
    crm: DemoServer,
    profile: Profile,
    dispatcher: MainThreadDispatcher,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[Workspace]:
    store_service = ProfileData(lambda: tmp_path, dispatcher)
    password = crm.credentials.password
    made = Workspace(
        profile, lambda: open_client(profile, password, "en"), dispatcher, store=store_service
    )
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    made.server_facts.keep_behaviour = KeepBehaviour.PROVED
    made.server_facts.is_first_save = False
    made.details.load_all(IDS)
    qtbot.waitUntil(lambda: all(made.details.get(i) for i in IDS))
    yield made
    made.close()
    store_service.close()


@pytest.fixture
def window() -> Iterator[Window]:
    made = Window()
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def windows(window: Window) -> BulkWindows:
    return BulkWindows(window, window.editors, window.profile_controller)  # type: ignore[arg-type]


def known(workspace: Workspace, number: int) -> Mailbox:
    found = workspace.details.get(number)
    assert found is not None
    return found


def run(workspace: Workspace, kind: BulkRunKind, drafts: list[Draft], qtbot: QtBot) -> BulkRunner:
    made = BulkRunner(workspace, kind, drafts)
    made.start()
    sending = made.queue
    qtbot.waitUntil(lambda: sending.state is RunState.DONE and not sending.is_busy)
    return made


def port_drafts(workspace: Workspace) -> list[Draft]:
    return [Draft(known(workspace, i), {Field.PORT: 1993}) for i in IDS]


def kept(workspace: Workspace, qtbot: QtBot) -> BulkRunRecord:
    found: list[list[BulkRunRecord]] = []
    assert workspace.run_history is not None
    workspace.run_history.load(workspace.profile.id, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0][0]


def only(window: Window, kind: type[Dialog]) -> Dialog:
    (found,) = window.findChildren(kind)
    return found


def queue_of(dialog: BulkEditDialog) -> SaveQueue:
    assert dialog.run_page is not None
    return dialog.run_page.runner.queue


def test_an_undo_is_reviewed_and_finds_what_others_changed_since(
    workspace: Workspace, window: Window, windows: BulkWindows, crm: DemoServer, qtbot: QtBot
) -> None:
    before = {i: known(workspace, i).values[Field.PORT] for i in IDS}
    done = run(workspace, BulkRunKind.EDIT, port_drafts(workspace), qtbot)
    box = crm.store.mailbox(2)
    assert box is not None
    crm.store.update(replace(box, port=4711))
    windows.undo(workspace, done.queue.bulk_run_key)
    qtbot.waitUntil(lambda: bool(window.findChildren(BulkEditDialog)))
    dialog = only(window, BulkEditDialog)
    assert dialog.windowTitle() == "Restore the values of 3 mailboxes"
    qtbot.waitUntil(lambda: len(dialog.ready_drafts) == 3 and dialog.save_button.isEnabled())
    dialog.save_button.click()
    sending = queue_of(dialog)
    qtbot.waitUntil(lambda: sending.state is RunState.DONE and not sending.is_busy)
    stored = {i: box.port for i in IDS if (box := crm.store.mailbox(i)) is not None}
    assert stored == {**before, 2: 4711}
    dialog.reject()


def test_an_undo_can_be_taken_back_for_each_row(
    workspace: Workspace, window: Window, windows: BulkWindows, crm: DemoServer, qtbot: QtBot
) -> None:
    before = {i: known(workspace, i).values[Field.PORT] for i in IDS}
    done = run(workspace, BulkRunKind.EDIT, port_drafts(workspace), qtbot)
    windows.undo(workspace, done.queue.bulk_run_key)
    qtbot.waitUntil(lambda: bool(window.findChildren(BulkEditDialog)))
    dialog = only(window, BulkEditDialog)
    qtbot.waitUntil(lambda: len(dialog.ready_drafts) == 3 and dialog.save_button.isEnabled())
    (line,) = (
        n for n in range(3) if str(known(workspace, 2).text(Field.ADDRESS)) == _name(dialog, n)
    )
    tick = dialog.model.index(line, 0)
    dialog.model.setData(tick, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.save_button.text().startswith("&Save 2 to ")
    dialog.save_button.click()
    sending = queue_of(dialog)
    qtbot.waitUntil(lambda: sending.state is RunState.DONE and not sending.is_busy)
    stored = {i: box.port for i in IDS if (box := crm.store.mailbox(i)) is not None}
    assert stored == {**before, 2: 1993}
    dialog.reject()


def _name(dialog: BulkEditDialog, line: int) -> str:
    return str(dialog.model.index(line, 0).data())


def test_a_run_that_was_cut_goes_on_with_what_is_left(
    workspace: Workspace, window: Window, windows: BulkWindows, qtbot: QtBot
) -> None:
    cut = BulkRunner(workspace, BulkRunKind.EDIT, port_drafts(workspace))
    cut.queue.row_changed.connect(cut.queue.stop)  # at once, before the second one begins
    cut.start()
    qtbot.waitUntil(lambda: cut.queue.counts.saved == 1)
    left = kept(workspace, qtbot)
    assert len(left.remaining_drafts) == 2
    windows.resume(workspace, left)
    dialog = only(window, BulkEditDialog)
    qtbot.waitUntil(lambda: len(dialog.ready_drafts) == 2 and dialog.save_button.isEnabled())
    dialog.save_button.click()
    sending = queue_of(dialog)
    qtbot.waitUntil(lambda: sending.state is RunState.DONE and not sending.is_busy)
    now = kept(workspace, qtbot)
    assert now.bulk_run.key == left.bulk_run.key
    assert now.counts.saved == 3
    dialog.reject()


def test_passwords_that_were_cut_are_pasted_again(
    workspace: Workspace, window: Window, windows: BulkWindows, qtbot: QtBot
) -> None:
    drafts = [Draft(known(workspace, i), {}, ReplacePassword("c4nary")) for i in IDS]
    run(workspace, BulkRunKind.PASSWORDS, drafts[:1], qtbot)
    windows.resume(workspace, kept(workspace, qtbot))
    dialog = only(window, PasswordRotationDialog)
    assert dialog._bulk_run_key == kept(workspace, qtbot).bulk_run.key
    dialog.reject()


def test_a_row_opens_with_what_was_to_be_saved(
    workspace: Workspace, window: Window, windows: BulkWindows
) -> None:
    dialog = windows.edit(workspace, IDS)
    dialog.open_requested.emit(
        workspace, Draft(known(workspace, 2), {Field.PORT: 1993}, KeepPassword())
    )
    ((_place, number, unsaved),) = window.edited
    assert number == 2
    assert dict(unsaved.changes) == {Field.PORT: 1993}
    assert unsaved.original == {Field.PORT: known(workspace, 2).values[Field.PORT]}
    dialog.reject()


def test_leaving_the_desk_reaches_every_window(
    workspace: Workspace, window: Window, windows: BulkWindows, qtbot: QtBot
) -> None:
    passwords, edit = windows.replace_passwords(workspace), windows.edit(workspace, IDS)
    passwords.password_field.line_edit.setText("c4nary")
    edit.row_passwords.set_typed(1, "c4nary")
    window.profile_controller.locked.emit()
    assert passwords.password_field.text() == ""
    assert edit.row_passwords.choice(1) is None
    qtbot.waitUntil(lambda: not edit.reader.is_running)
    for each in (passwords, edit):
        each.reject()
