"""An edit that was not saved survives the end of the program, however it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import end_dialogs

Run = Callable[[], tuple[Workspace, list[SavedDraft]]]

NO_DRAFTS: list[SavedDraft] = []


@pytest.fixture
def run(
    crm: DemoServer,
    profile: Profile,
    dispatcher: MainThreadDispatcher,
    qtbot: QtBot,
    tmp_path: Path,
) -> Iterator[Run]:
    """Starts the program's work on one profile again and again, on one data folder."""
    started: list[tuple[Workspace, ProfileData]] = []
    password = crm.credentials.password

    def end() -> None:
        for workspace, store_service in started:
            workspace.close()
            store_service.close()
        started.clear()

    def begin() -> tuple[Workspace, list[SavedDraft]]:
        end()
        store_service = ProfileData(lambda: tmp_path, dispatcher)
        place = Workspace(
            profile, lambda: open_client(profile, password, "en"), dispatcher, store=store_service
        )
        started.append((place, store_service))
        with qtbot.waitSignal(place.drafts.found) as found:
            place.refresh()
        assert found.args is not None
        return place, found.args[0]

    yield begin
    end()


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[..., EditDialog]]:
    """Opens dialogs that are closed at the end, whatever became of them."""
    dialogs: list[EditDialog] = []

    def open_one(
        workspace: Workspace, mailbox_id: int, unsaved: SavedDraft | None = None
    ) -> EditDialog:
        dialog = EditDialog(workspace, mailbox_id, None, unsaved)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        return dialog

    yield open_one
    end_dialogs(dialogs)


def kept(workspace: Workspace, qtbot: QtBot) -> list[SavedDraft]:
    """What is kept now."""
    found: list[list[SavedDraft]] = []
    assert workspace._store is not None
    acme = workspace.profile.id
    workspace._store.read(lambda store: store.drafts.of_profile(acme), NO_DRAFTS, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def type_and_crash(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot, mailbox_id: int = 1
) -> None:
    """Edit a mailbox, and never come to the save."""
    workspace, _ = run()
    dialog = opened(workspace, mailbox_id)
    dialog.editor.form.text_editors[Field.SERVER].setText("mine.example.com")
    dialog.editor.form.password_editor.replace_option.setChecked(True)
    dialog.editor.form.password_editor.secret_field.line_edit.setText("c4nary")
    qtbot.waitUntil(lambda: bool(kept(workspace, qtbot)))


def test_what_was_typed_is_offered_again_without_its_password(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot, tmp_path: Path
) -> None:
    type_and_crash(run, opened, qtbot)
    workspace, (unsaved,) = run()
    assert unsaved.name == "<info@example.com> (Example Ltd)"
    dialog = opened(workspace, 1, unsaved)
    assert dialog.editor.form.draft().changes == {Field.SERVER: "mine.example.com"}
    assert "Passwords are never kept" in dialog.editor.banner.text
    for file in tmp_path.iterdir():
        assert b"c4nary" not in file.read_bytes()


def test_a_save_ends_it(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot, crm: DemoServer
) -> None:
    type_and_crash(run, opened, qtbot)
    workspace, (unsaved,) = run()
    dialog = opened(workspace, 1, unsaved)
    while (box := dialog.editor.confirmation_panel.first_unconfirmed()) is not None:
        box.setChecked(True)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
    assert kept(workspace, qtbot) == []
    stored = crm.store.mailbox(1)
    assert stored is not None
    assert stored.server == "mine.example.com"


def test_giving_up_ends_it(run: Run, opened: Callable[..., EditDialog], qtbot: QtBot) -> None:
    type_and_crash(run, opened, qtbot)
    workspace, (unsaved,) = run()
    dialog = opened(workspace, 1, unsaved)
    dialog.discard_edit()
    assert kept(workspace, qtbot) == []


def test_an_undone_edit_is_not_kept(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot
) -> None:
    type_and_crash(run, opened, qtbot)
    workspace, (unsaved,) = run()
    dialog = opened(workspace, 1, unsaved)
    dialog.editor.form.undo(Field.SERVER)
    qtbot.waitUntil(lambda: kept(workspace, qtbot) == [])


def test_someone_elses_change_since_then_is_shown_and_picked(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot, crm: DemoServer
) -> None:
    type_and_crash(run, opened, qtbot)
    other = crm.store.mailbox(1)
    assert other is not None
    crm.store.update(replace(other, server="theirs.example.com", port=143))
    workspace, (unsaved,) = run()
    dialog = opened(workspace, 1, unsaved)
    assert dialog.editor.conflict_panel.first_undecided is Field.SERVER
    assert "Server" in dialog.editor.banner.text
    assert dialog.editor.form.port_editor.value() == 143, "what does not collide is theirs"
    dialog.editor.conflict_panel.button_groups[Field.SERVER].button(0).click()
    assert dialog.editor.form.draft().is_empty


def test_a_mailbox_that_was_locked_since_then_is_left_alone(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot, crm: DemoServer
) -> None:
    type_and_crash(run, opened, qtbot)
    locked = crm.store.mailbox(8)
    free = crm.store.mailbox(1)
    assert locked is not None
    assert free is not None
    crm.store.update(replace(locked, id=1))
    workspace, (unsaved,) = run()
    dialog = opened(workspace, 1, unsaved)
    assert dialog.editor.form.draft().is_empty
    assert "No longer yours to change: Server." in dialog.editor.banner.text


def test_a_new_mailbox_is_kept_too(
    run: Run, opened: Callable[..., EditDialog], qtbot: QtBot
) -> None:
    type_and_crash(run, opened, qtbot, mailbox_id=0)
    _, (unsaved,) = run()
    assert (unsaved.mailbox_id, unsaved.changes) == (0, {Field.SERVER: "mine.example.com"})


def test_a_folder_that_cannot_be_written_is_told_once(
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
