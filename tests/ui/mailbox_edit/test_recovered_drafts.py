"""An edit of an earlier run is neither hidden nor lost, whatever locks the mailbox meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import Answers, OpenEditor, Restart
from tests.ui.edits import confirm_all
from tests.ui.windows import delete_now

FIELD_LOCKED = 9
ROW_LOCKED = 8
TYPED = {Field.SERVER: "mine.example.com", Field.USER_NAME: "mine"}
NO_DRAFTS: list[SavedDraft] = []
Run = Callable[[], tuple[Workspace, SavedDraft]]
Lock = Callable[[DemoServer], None]


@pytest.fixture
def profile(profile: Profile) -> Profile:
    """A production profile: it is locked at every start."""
    return replace(profile, environment=Environment.PRODUCTION, tested=True, lock_after=5)


@pytest.fixture
def run(restart: Restart, open_editor: OpenEditor, qtbot: QtBot) -> Run:
    """Edits mailbox 1, ends the program without a word, starts it, and gives what it found."""

    def edit_and_restart() -> tuple[Workspace, SavedDraft]:
        workspace = restart(refresh=False)
        workspace.write_lock.unlock_temporarily()
        dialog = open_editor(workspace, 1)
        for field, text in TYPED.items():
            dialog.editor.form.text_editors[field].setText(text)
        qtbot.waitUntil(lambda: stored_changes(workspace, qtbot) == TYPED)
        workspace = restart(refresh=False)
        with qtbot.waitSignal(workspace.drafts.found) as found:
            workspace.refresh()
        assert found.args is not None
        (unsaved,) = found.args[0]
        return workspace, unsaved

    return edit_and_restart


def stored_changes(workspace: Workspace, qtbot: QtBot) -> dict[Field, object]:
    """What is stored of the edit; empty once it was deleted."""
    assert workspace._store is not None
    read = partial(
        workspace._store.read,
        lambda store: store.drafts.of_profile(workspace.profile.id),
        NO_DRAFTS,
    )
    drafts = result_of(read, qtbot)
    return dict(drafts[0].changes) if drafts else {}


def autosave(dialog: EditDialog) -> None:
    """Let the pause in typing pass."""
    dialog._draft_autosave._save()


def shown_text(dialog: EditDialog, field: Field) -> str:
    """What can be read in the line of a field."""
    row = dialog.editor.form.rows[field]
    line = row.editor if row.access.can_write else row.locked_field
    return str(line.property("text"))


def shown_buttons(window: QWidget) -> list[str]:
    found = window.findChildren(QPushButton)
    return [button.text().replace("&", "") for button in found if not button.isHidden()]


def test_a_locked_profile_shows_what_was_typed_and_how_to_unlock(
    run: Run, open_editor: OpenEditor, crm: DemoServer, qtbot: QtBot
) -> None:
    workspace, unsaved = run()
    assert not workspace.may_write
    dialog = open_editor(workspace, 1, unsaved)
    assert {field: shown_text(dialog, field) for field in TYPED} == TYPED
    assert not dialog.save_button.isEnabled()
    assert "Your unsaved changes are back." in dialog.editor.banner.text
    qtbot.waitUntil(lambda: "Unlock to save" in shown_buttons(dialog))
    workspace.write_lock.unlock_temporarily()
    assert "Your unsaved changes are back." in dialog.editor.banner.text
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
    assert stored_mailbox(crm, 1).server == "mine.example.com"
    assert stored_changes(workspace, qtbot) == {}


def test_looking_at_a_locked_mailbox_deletes_nothing(
    run: Run, open_editor: OpenEditor, answers: Answers, qtbot: QtBot
) -> None:
    workspace, unsaved = run()
    dialog = open_editor(workspace, 1, unsaved)
    autosave(dialog)
    assert stored_changes(workspace, qtbot) == TYPED
    dialog.reject()
    assert stored_changes(workspace, qtbot) == TYPED
    assert answers.asked == ["Close without saving?"]


def lock_row(crm: DemoServer) -> None:
    """Take away the right to change mailbox 1."""
    crm.store.update(replace(stored_mailbox(crm, ROW_LOCKED), id=1))


def lock_server(crm: DemoServer) -> None:
    """Take away the right to change the server of mailbox 1."""
    crm.store.update(replace(stored_mailbox(crm, FIELD_LOCKED), id=1))


@pytest.mark.parametrize("lock", [lock_row, lock_server])
def test_values_whose_right_was_withdrawn_are_told_and_stay_stored(
    run: Run,
    open_editor: OpenEditor,
    answers: Answers,
    crm: DemoServer,
    qtbot: QtBot,
    lock: Lock,
) -> None:
    workspace, unsaved = run()
    lock(crm)
    workspace.write_lock.unlock_temporarily()
    dialog = open_editor(workspace, 1, unsaved)
    assert "mine.example.com" in dialog.editor.banner.text
    autosave(dialog)
    assert stored_changes(workspace, qtbot) == TYPED
    dialog.reject()
    assert answers.asked == ["Close without saving?"]
    assert stored_changes(workspace, qtbot) == TYPED
    answers.leave = True
    dialog.reject()
    assert stored_changes(workspace, qtbot) == {}


def test_a_value_that_cannot_be_shown_is_stored_beside_what_is_typed_now(
    run: Run, open_editor: OpenEditor, crm: DemoServer, qtbot: QtBot
) -> None:
    workspace, unsaved = run()
    lock_server(crm)
    workspace.write_lock.unlock_temporarily()
    dialog = open_editor(workspace, 1, unsaved)
    dialog.editor.form.text_editors[Field.ADDRESS].setText("new@example.com")
    autosave(dialog)
    assert stored_changes(workspace, qtbot) == {**TYPED, Field.ADDRESS: "new@example.com"}


@pytest.fixture
def editors(parent: QWidget) -> OpenEditors:
    return OpenEditors(parent)


def test_a_mailbox_opened_from_the_list_continues_its_unsaved_edit(
    run: Run, editors: OpenEditors, qtbot: QtBot
) -> None:
    workspace, _ = run()
    dialog = editors.edit(workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert {field: shown_text(dialog, field) for field in TYPED} == TYPED
    workspace.write_lock.unlock_temporarily()
    dialog.editor.form.port_editor.setValue(4711)
    autosave(dialog)
    assert stored_changes(workspace, qtbot) == {**TYPED, Field.PORT: 4711}
    editors.close_without_asking()
    delete_now()


@pytest.mark.parametrize("typed", [False, True])
def test_an_edit_reaches_the_dialog_that_is_open_already(
    run: Run, editors: OpenEditors, qtbot: QtBot, typed: bool
) -> None:
    """As from the journal; what is being typed is not written over, and that is said."""
    workspace, unsaved = run()
    workspace.write_lock.unlock_temporarily()
    dialog = editors.edit(workspace, 2)
    qtbot.waitUntil(lambda: dialog.is_ready)
    if typed:
        dialog.editor.form.text_editors[Field.SERVER].setText("typed.example.com")
    old = replace(unsaved, mailbox_id=2, origin=DraftOrigin.JOURNAL)
    assert editors.edit(workspace, 2, old) is dialog
    server = "typed.example.com" if typed else "mine.example.com"
    assert shown_text(dialog, Field.SERVER) == server
    said = "Save or close this mailbox first" if typed else "from before that save"
    assert said in dialog.editor.banner.text
    editors.close_without_asking()
    delete_now()


def test_trying_again_offline_asks_before_it_drops_what_was_typed(
    run: Run, open_editor: OpenEditor, answers: Answers, crm: DemoServer, qtbot: QtBot
) -> None:
    workspace, unsaved = run()
    workspace.write_lock.unlock_temporarily()
    dialog = open_editor(workspace, 1, unsaved)
    dialog.loader.reload_requested.emit()
    assert answers.asked == ["Close without saving?"]
    assert dialog.editor.draft.changes == TYPED
    change_mailbox(crm, 1, port=143)
    answers.leave = True
    press_reload = partial(dialog.loader.reload_requested.emit)
    press_reload()
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.editor.draft.is_empty
    assert dialog.editor.form.port_editor.value() == 143
