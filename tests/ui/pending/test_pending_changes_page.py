"""Edits without a connection, through the windows: added, reviewed, sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    NetworkFailure,
    SecretStoreError,
    SecretStoreFailure,
    Unreachable,
)
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.demo import DemoServer
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.keep_trial_offer import can_test_keep
from desktop_app.ui.pending.pending_changes_page import PendingChangesPage
from desktop_app.webapi.client_factory import open_client
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.pending_changes import add_change
from tests.ui.conftest import Answers, CheckModel, OpenEditor, OpenWorkspace
from tests.ui.edits import confirm_all, load_details, type_password
from tests.ui.windows import show_page

FREE = 1
STATE = 1
"""The column of the state."""


class Network:
    """The connection of a workspace, which a test can cut and mend."""

    def __init__(self) -> None:
        self.works = True

    def cut(self, workspace: Workspace, qtbot: QtBot) -> None:
        self.works = False
        workspace._session.recycle_clients()
        workspace.refresh()
        qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)

    def mend(self, workspace: Workspace, qtbot: QtBot) -> None:
        self.works = True
        workspace.connection.probe()
        qtbot.waitUntil(lambda: workspace.is_ready)


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def passwords(
    store_service: ProfileData, dispatcher: MainThreadDispatcher
) -> Iterator[MailboxPasswordService]:
    index = SavedPasswordIndex(store_service.lazy_store)
    manager = SecretManager(
        lambda: OpenedStores(SessionSecretStore(), SessionSecretStore(), None, index)
    )
    manager.configure(StorageKind.KEYRING, may_store=True)
    made = MailboxPasswordService(manager, dispatcher)
    yield made
    made.close()


@pytest.fixture
def workspace(
    crm: DemoServer,
    profile: Profile,
    store_service: ProfileData,
    passwords: MailboxPasswordService,
    network: Network,
    open_workspace: OpenWorkspace,
    qtbot: QtBot,
) -> Workspace:
    """The profile with its pending changes, some of its mailboxes read in full."""

    def connect() -> MailboxClient:
        if not network.works:
            raise Unreachable(NetworkFailure.NO_ROUTE, "no network")
        return open_client(profile, crm.credentials.password, "en")

    changes = ChangeSet(store_service, passwords)
    made = open_workspace(
        connect=connect, store=store_service, passwords=passwords, change_set=changes
    )
    made.server_facts.is_first_save = False
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded and made.last_known(0) is not None)
    load_details(made, [FREE, 2, 3], qtbot)
    made.server_facts.is_first_save = False
    return made


@pytest.fixture
def changes(workspace: Workspace) -> ChangeSet:
    assert workspace.change_set is not None
    return workspace.change_set


@pytest.fixture
def open_one(workspace: Workspace, open_editor: OpenEditor) -> OpenEditor:
    return partial(open_editor, workspace)


@pytest.fixture
def view(changes: ChangeSet, workspace: Workspace, parent: QWidget) -> PendingChangesPage:
    made = PendingChangesPage(
        changes, lambda _id: workspace.profile, lambda _profile: workspace, can_test_keep
    )
    return show_page(made, parent)


def change(dialog: EditDialog, which: Field, value: object) -> None:
    dialog.editor.form.set_value(which, value)  # type: ignore[arg-type]


def saves(dialog: EditDialog, qtbot: QtBot) -> None:
    """Press Save, and wait until the edit is done."""
    with qtbot.waitSignal(dialog.finished):
        dialog.save()


@pytest.fixture
def offline(workspace: Workspace, network: Network, qtbot: QtBot) -> Workspace:
    """The same without a connection."""
    network.cut(workspace, qtbot)
    return workspace


@pytest.fixture
def edit(
    offline: Workspace, open_one: OpenEditor, changes: ChangeSet, qtbot: QtBot
) -> PendingChange:
    """A changed port that was entered without a connection, and waits."""
    dialog = open_one(FREE)
    change(dialog, Field.PORT, 1993)
    saves(dialog, qtbot)
    (edit,) = changes.of_profile(offline.profile.id)
    return edit


@pytest.fixture
def proved(workspace: Workspace) -> None:
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED


@pytest.mark.usefixtures("offline")
def test_without_a_connection_an_edit_is_added_to_the_changes(
    changes: ChangeSet, profile: Profile, open_one: OpenEditor, qtbot: QtBot
) -> None:
    dialog = open_one(FREE)
    assert "These values are as of" in dialog.editor.banner.text
    assert dialog.save_button.text() == "Add to pending chan&ges"
    assert not dialog.save_button.isEnabled()
    change(dialog, Field.PORT, 1993)
    sent = dialog.editor.sending_line.label.text()
    assert "to be sent later: Port 993 → 1993" in sent
    assert "the password is left out" in sent, "a pending change says it too"
    dialog.editor.sending_line.why_button.click()
    assert "when you send the change" in dialog.editor.sending_line.reason_label.text()
    saves(dialog, qtbot)
    (edit,) = changes.of_profile(profile.id)
    assert edit.draft.changes == {Field.PORT: 1993}


def test_the_connection_comes_back_while_the_edit_is_open(
    offline: Workspace, network: Network, open_one: OpenEditor, qtbot: QtBot
) -> None:
    dialog = open_one(FREE)
    change(dialog, Field.PORT, 1993)
    network.mend(offline, qtbot)
    assert "can be reached again" in dialog.editor.banner.text
    assert dialog.save_button.text() == "&Save without the password"
    assert dialog.editor.draft.changes == {Field.PORT: 1993}


def test_a_save_that_finds_no_connection_can_be_added(
    workspace: Workspace, changes: ChangeSet, network: Network, open_one: OpenEditor, qtbot: QtBot
) -> None:
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    dialog = open_one(FREE)
    change(dialog, Field.PORT, 1993)
    network.works = False
    workspace._session.recycle_clients()
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_saving and bool(dialog.editor.banner.text))
    with qtbot.waitSignal(dialog.finished):
        dialog.save_controller.add_to_pending()
    assert len(changes.of_profile(workspace.profile.id)) == 1


@pytest.mark.usefixtures("offline")
def test_a_new_mailbox_can_be_begun_and_keeps_its_guard(
    changes: ChangeSet, profile: Profile, open_one: OpenEditor
) -> None:
    dialog = open_one(0)
    change(dialog, Field.ADDRESS, "new@example.com")
    dialog.save()
    assert dialog.isVisible(), "what has to be confirmed is still open"
    assert changes.of_profile(profile.id) == []


@pytest.mark.usefixtures("edit")
def test_an_edit_that_waits_goes_on_in_its_dialog(
    changes: ChangeSet, profile: Profile, open_one: OpenEditor, qtbot: QtBot
) -> None:
    dialog = open_one(FREE)
    assert dialog.editor.draft.changes == {Field.PORT: 1993}
    change(dialog, Field.PORT, 143)
    saves(dialog, qtbot)
    (edit,) = changes.of_profile(profile.id)
    assert edit.draft.changes == {Field.PORT: 143}


def test_an_edit_that_waits_can_be_saved_by_hand(
    edit: PendingChange,
    workspace: Workspace,
    changes: ChangeSet,
    network: Network,
    open_one: OpenEditor,
    qtbot: QtBot,
) -> None:
    network.mend(workspace, qtbot)
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    dialog = open_one(FREE, pending_change=edit)
    assert dialog.editor.draft.changes == {Field.PORT: 1993}
    with qtbot.waitSignal(dialog.finished):
        dialog.save()
    assert changes.of_profile(workspace.profile.id) == []


@pytest.mark.usefixtures("edit")
def test_both_sides_are_shown(view: PendingChangesPage, model_tester: CheckModel) -> None:
    assert view.model.rowCount() == 1
    cells = [view.model.index(0, column).data() for column in range(4)]
    assert cells == ["info@example.com", "Needs a password", "Port", "Acme (test)"]
    sides = [view.comparison_model.index(0, column).data() for column in range(3)]
    assert sides[0] == "Port"
    assert sides[2] == "1993"
    assert sides[1] not in ("", "1993")
    model_tester(view.model)
    model_tester(view.comparison_model)


@pytest.mark.usefixtures("edit")
def test_without_proof_a_change_needs_its_password(
    view: PendingChangesPage, workspace: Workspace
) -> None:
    assert view.model.index(0, STATE).data() == "Needs a password"
    assert "not verified" in view.detail_label.text()
    assert not view.send_button.isEnabled(), "there is nothing that can be sent"
    assert "1" not in view.send_button.text()
    heard = QSignalSpy(view.test_requested)
    view.test_button.click()
    assert heard.at(0) == [workspace, workspace.details.get(FREE)], "what would end the need"
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    assert view.send_button.isEnabled(), "as soon as it is proved"
    assert not view.test_button.isVisible()
    assert view.model.index(0, STATE).data() == "Waiting"


@pytest.mark.usefixtures("edit")
def test_where_passwords_are_lost_no_test_is_recommended(
    view: PendingChangesPage, workspace: Workspace
) -> None:
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
    assert not view.test_button.isVisible()
    for told in (
        view.detail_label.text(),
        view.model.index(0, STATE).data(Qt.ItemDataRole.ToolTipRole),
    ):
        words = " ".join(told.split())
        assert "not verified" not in words
        assert "clears the stored password" in words
        assert "enter the password" in words


@pytest.mark.usefixtures("proved", "edit")
def test_they_are_sent_when_the_user_says_so(
    workspace: Workspace,
    changes: ChangeSet,
    network: Network,
    view: PendingChangesPage,
    qtbot: QtBot,
) -> None:
    assert view.send_button.text() == "&Send 1 change to Acme (test)"
    network.works = True
    view.send_button.click()
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)
    assert view.status.text() == "Done. 1 saved and read back"
    assert changes.of_profile(workspace.profile.id) == []


@pytest.mark.usefixtures("proved", "edit")
def test_a_sending_that_was_under_way_is_followed_once(
    workspace: Workspace, changes: ChangeSet, view: PendingChangesPage
) -> None:
    run = changes.start_run(workspace)
    for _ in range(2):  # found when the window opened, and returned by Send while it was busy
        view._on_started(run)
    refreshed: list[object] = []

    def note(top: QModelIndex, *_more: object) -> None:
        refreshed.append(top.row())

    view.model.dataChanged.connect(note)
    run.row_changed.emit(run.rows[0].queued_save.operation_id)
    assert len(refreshed) == 1, "each answer is shown once"


@pytest.mark.usefixtures("proved", "edit")
def test_without_a_connection_nothing_is_sent_and_it_is_said(
    view: PendingChangesPage, qtbot: QtBot
) -> None:
    view.send_button.click()
    qtbot.waitUntil(lambda: bool(view.banner.text))
    assert view.model.rowCount() == 1


@pytest.mark.usefixtures("proved")
def test_a_conflict_stays_and_says_so(
    edit: PendingChange,
    workspace: Workspace,
    changes: ChangeSet,
    network: Network,
    view: PendingChangesPage,
    qtbot: QtBot,
) -> None:
    original = replace(edit.draft.original, values={**edit.draft.original.values, Field.PORT: 4711})
    add_change(changes, workspace.profile, replace(edit.draft, original=original), qtbot)
    network.works = True
    view.send_button.click()
    qtbot.waitUntil(lambda: view.model.index(0, STATE).data() == "Changed by someone else")
    run = changes.run_of(workspace.profile.id)
    assert run is not None
    assert run.state is RunState.DONE
    assert [row.is_conflict for row in run.rows] == [True]
    assert view.edit_button.isEnabled()
    view.table.selectRow(0)
    assert view.comparison_model.index(0, 1).data() == "993", "what SuperOffice has now"
    assert "Choose Edit to decide" in view.detail_label.text(), "there is nothing to pick here"


@pytest.mark.usefixtures("offline")
def test_a_typed_password_waits_in_the_keyring(
    changes: ChangeSet, profile: Profile, open_one: OpenEditor, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_one(FREE)
    type_password(dialog.editor.form, "c4nary-7")
    saves(dialog, qtbot)
    (edit,) = changes.of_profile(profile.id)
    assert isinstance(edit.draft.password, SendSavedPassword)
    assert edit.has_password
    assert all(b"c4nary" not in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.usefixtures("offline")
def test_a_password_that_cannot_wait_leaves_the_edit_open_with_everything_typed(
    changes: ChangeSet,
    profile: Profile,
    open_one: OpenEditor,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def refuse(*_args: object) -> None:
        raise SecretStoreError(SecretStoreFailure.LOCKED)

    monkeypatch.setattr(SessionSecretStore, "set", refuse)
    dialog = open_one(FREE)
    change(dialog, Field.PORT, 1993)
    type_password(dialog.editor.form, "c4nary-7")
    dialog.save()
    assert dialog.isVisible(), "the password is not stored yet"
    qtbot.waitUntil(lambda: "was not added" in dialog.editor.banner.text)
    assert "locked" in dialog.editor.banner.text
    assert changes.of_profile(profile.id) == []
    draft = dialog.editor.draft
    assert (draft.changes, draft.password) == ({Field.PORT: 1993}, ReplacePassword("c4nary-7"))
    assert dialog.save_button.isEnabled(), "it can be tried again"
    monkeypatch.undo()
    saves(dialog, qtbot)
    (edit,) = changes.of_profile(profile.id)
    assert edit.has_password


@pytest.fixture
def password_edit(
    offline: Workspace, open_one: OpenEditor, changes: ChangeSet, qtbot: QtBot
) -> PendingChange:
    """A password that was typed without a connection, and waits."""
    dialog = open_one(FREE)
    type_password(dialog.editor.form, "c4nary-7")
    saves(dialog, qtbot)
    (edit,) = changes.of_profile(offline.profile.id)
    return edit


def is_done(changes: ChangeSet, workspace: Workspace) -> bool:
    run = changes.run_of(workspace.profile.id)
    return run is not None and run.state is RunState.DONE


def test_a_password_that_waits_is_not_sent_for_another_login(
    password_edit: PendingChange,
    changes: ChangeSet,
    crm: DemoServer,
    workspace: Workspace,
    network: Network,
    view: PendingChangesPage,
    open_one: OpenEditor,
    qtbot: QtBot,
) -> None:
    other = change_mailbox(crm, FREE, server="theirs.example.com")
    network.works = True
    view.send_button.click()
    qtbot.waitUntil(lambda: is_done(changes, workspace))
    assert crm.store.mailbox(FREE) == other
    assert view.model.index(0, STATE).data() == "Changed by someone else"
    dialog = open_one(FREE, pending_change=password_edit)
    panel = dialog.editor.conflicts.panel
    assert panel.first_undecided is Field.SERVER, "the dialog asks for which login it is"
    dialog.save()
    assert crm.store.mailbox(FREE) == other
    panel.button_groups[Field.SERVER].button(0).click()
    confirm_all(dialog)
    with qtbot.waitSignal(dialog.finished):
        dialog.save()
    assert crm.store.mailbox(FREE) == replace(other, password="c4nary-7")


def test_a_password_that_waits_is_not_sent_to_another_server_unasked(
    password_edit: PendingChange,
    workspace: Workspace,
    network: Network,
    open_one: OpenEditor,
    qtbot: QtBot,
) -> None:
    network.mend(workspace, qtbot)
    dialog = open_one(FREE, pending_change=password_edit)
    change(dialog, Field.SERVER, "elsewhere.example.com")
    box = dialog.editor.confirmation_panel.checkboxes[Confirmation.OTHER_LOGIN]
    assert box.isVisible(), "the password was typed for another server"
    dialog.discard_edit()


def test_a_new_mailbox_that_waits_makes_no_twin(
    offline: Workspace,
    changes: ChangeSet,
    crm: DemoServer,
    network: Network,
    view: PendingChangesPage,
    qtbot: QtBot,
) -> None:
    new = offline.last_known(0)
    assert new is not None
    address = {Field.ADDRESS: "new@example.com"}
    add_change(changes, offline.profile, Draft(new, address, ReplacePassword("c4nary-7")), qtbot)
    twin = crm.store.add(replace(stored_mailbox(crm, FREE), address="New <new@example.com>"))
    network.works = True
    view.send_button.click()
    qtbot.waitUntil(lambda: is_done(changes, offline))
    assert crm.request_count("SaveMailboxEntity") == 0, "a twin cannot be deleted"
    assert view.model.index(0, STATE).data() == "Not saved"
    assert twin.server in view.detail_label.text()


@pytest.mark.usefixtures("proved", "edit")
@pytest.mark.parametrize(("most", "asks"), [(1, False), (0, True)])
def test_only_many_changes_to_production_are_asked_about(
    workspace: Workspace,
    view: PendingChangesPage,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    *,
    asks: bool,
) -> None:
    """The button names number and profile; a question comes only for many changes."""
    monkeypatch.setattr("desktop_app.core.confirmation_rules.MAX_UNASKED_SAVES", most)
    workspace.profile = replace(workspace.profile, environment=Environment.PRODUCTION)
    view._update()
    assert view.send_button.text() == "&Send 1 change to Acme (production)"
    view.send_button.click()
    assert answers.asked == (["Send 1 change to Acme (production)?"] if asks else [])
    assert bool(view._connecting_to) is not asks, "nothing is sent until the user agrees"
    assert view.model.rowCount() == 1


@pytest.mark.usefixtures("edit")
def test_a_change_is_discarded_after_a_question_that_says_what_is_lost(
    view: PendingChangesPage, answers: Answers, changes: ChangeSet
) -> None:
    view.discard_button.click()
    assert answers.questions == [
        "Discard the change to <info@example.com> (Example Ltd)?\n"
        "Your edit will be lost. Nothing changes in SuperOffice."
    ]
    assert view.model.rowCount() == 1
    answers.leave = True
    view.discard_button.click()
    assert not changes.profile_ids
    assert view.is_empty
    assert view.placeholder.headline == "No pending changes"
    assert not view.buttons.isVisible()


def test_new_mailboxes_are_told_beside_the_button(
    offline: Workspace, changes: ChangeSet, view: PendingChangesPage, qtbot: QtBot
) -> None:
    new = offline.last_known(0)
    assert new is not None
    draft = Draft(new, {Field.ADDRESS: "new@example.com"}, ReplacePassword("c4nary-7"))
    add_change(changes, offline.profile, draft, qtbot)
    assert "cannot be deleted from this program" in view.status.text()
