"""An edit that was not saved survives the end of the program, however it came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import OpenEditor, Restart
from tests.ui.edits import confirm_all, type_password

Run = Callable[[], tuple[Workspace, list[SavedDraft]]]

NO_DRAFTS: list[SavedDraft] = []


@pytest.fixture
def run(restart: Restart, qtbot: QtBot) -> Run:
    """Ends the program's work on the profile, starts it anew, and gives the unsaved edits."""

    def begin() -> tuple[Workspace, list[SavedDraft]]:
        workspace = restart(refresh=False)
        with qtbot.waitSignal(workspace.drafts.found) as found:
            workspace.refresh()
        assert found.args is not None
        return workspace, found.args[0]

    return begin


def kept(workspace: Workspace, qtbot: QtBot) -> list[SavedDraft]:
    """What is kept now."""
    assert workspace._store is not None
    acme = workspace.profile.id
    read = partial(workspace._store.read, lambda store: store.drafts.of_profile(acme), NO_DRAFTS)
    return result_of(read, qtbot)


def type_and_crash(run: Run, open_editor: OpenEditor, qtbot: QtBot, mailbox_id: int = 1) -> None:
    """Edit a mailbox, and never come to the save."""
    workspace, _ = run()
    dialog = open_editor(workspace, mailbox_id)
    dialog.editor.form.text_editors[Field.SERVER].setText("mine.example.com")
    type_password(dialog.editor.form, "c4nary")
    qtbot.waitUntil(lambda: bool(kept(workspace, qtbot)))


def test_what_was_typed_is_offered_again_without_its_password(
    run: Run, open_editor: OpenEditor, qtbot: QtBot, tmp_path: Path
) -> None:
    type_and_crash(run, open_editor, qtbot)
    workspace, (unsaved,) = run()
    assert unsaved.name == "<info@example.com> (Example Ltd)"
    dialog = open_editor(workspace, 1, unsaved)
    assert dialog.editor.form.draft().changes == {Field.SERVER: "mine.example.com"}
    assert "enter it again" in dialog.editor.banner.text
    for file in tmp_path.iterdir():
        assert b"c4nary" not in file.read_bytes()


def test_a_save_ends_it(run: Run, open_editor: OpenEditor, qtbot: QtBot, crm: DemoServer) -> None:
    type_and_crash(run, open_editor, qtbot)
    workspace, (unsaved,) = run()
    dialog = open_editor(workspace, 1, unsaved)
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
    assert kept(workspace, qtbot) == []
    assert stored_mailbox(crm, 1).server == "mine.example.com"


def test_giving_up_ends_it(run: Run, open_editor: OpenEditor, qtbot: QtBot) -> None:
    type_and_crash(run, open_editor, qtbot)
    workspace, (unsaved,) = run()
    dialog = open_editor(workspace, 1, unsaved)
    dialog.discard_edit()
    assert kept(workspace, qtbot) == []


def test_an_undone_edit_is_not_kept(run: Run, open_editor: OpenEditor, qtbot: QtBot) -> None:
    type_and_crash(run, open_editor, qtbot)
    workspace, (unsaved,) = run()
    dialog = open_editor(workspace, 1, unsaved)
    dialog.editor.form.undo(Field.SERVER)
    qtbot.waitUntil(lambda: kept(workspace, qtbot) == [])


def test_someone_elses_change_since_then_is_shown_and_picked(
    run: Run, open_editor: OpenEditor, qtbot: QtBot, crm: DemoServer
) -> None:
    type_and_crash(run, open_editor, qtbot)
    change_mailbox(crm, 1, server="theirs.example.com", port=143)
    workspace, (unsaved,) = run()
    dialog = open_editor(workspace, 1, unsaved)
    assert dialog.editor.conflicts.panel.first_undecided is Field.SERVER
    assert "Server" in dialog.editor.banner.text
    assert dialog.editor.form.port_editor.value() == 143, "what does not collide is theirs"
    dialog.editor.conflicts.panel.button_groups[Field.SERVER].button(0).click()
    assert dialog.editor.form.draft().is_empty


def test_a_mailbox_that_was_locked_since_then_is_left_alone(
    run: Run, open_editor: OpenEditor, qtbot: QtBot, crm: DemoServer
) -> None:
    type_and_crash(run, open_editor, qtbot)
    crm.store.update(replace(stored_mailbox(crm, 8), id=1))
    workspace, (unsaved,) = run()
    dialog = open_editor(workspace, 1, unsaved)
    assert dialog.editor.form.draft().is_empty
    told = "You may no longer change: Server (you entered “mine.example.com”)."
    assert told in dialog.editor.banner.text


def test_a_new_mailbox_is_kept_too(run: Run, open_editor: OpenEditor, qtbot: QtBot) -> None:
    type_and_crash(run, open_editor, qtbot, mailbox_id=0)
    _, (unsaved,) = run()
    assert (unsaved.mailbox_id, unsaved.changes) == (0, {Field.SERVER: "mine.example.com"})


def test_a_folder_that_cannot_be_written_is_reported_once(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    store_service = ProfileData(lambda: tmp_path / "file", dispatcher)
    told = QSignalSpy(store_service.failed)
    found: list[list[SavedDraft]] = []
    store_service.run(lambda store: store.drafts.delete("acme", 1))
    store_service.read(lambda store: store.drafts.of_profile("acme"), NO_DRAFTS, found.append)
    qtbot.waitUntil(lambda: found == [[]])
    assert told.count() == 1
    store_service.close()


def test_a_mailbox_that_is_still_being_read_leaves_no_draft(
    restart: Restart, parent: QWidget, qtbot: QtBot
) -> None:
    workspace = restart(refresh=False)
    dialog = EditDialog(workspace, 1, parent)
    dialog.show()
    assert not dialog.is_ready
    dialog.save_draft()
    assert kept(workspace, qtbot) == []
    dialog.done(0)


def test_typing_without_a_pause_is_kept_all_the_same(
    run: Run, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    workspace, _ = run()
    line = open_editor(workspace, 1).editor.form.text_editors[Field.SERVER]

    def is_kept_while_typing() -> bool:
        line.insert("x")
        return bool(kept(workspace, qtbot))

    qtbot.waitUntil(is_kept_while_typing, timeout=5_000)
