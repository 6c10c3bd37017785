"""Edits without a connection, through the windows: added, reviewed, sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour, SendSavedPassword
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
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.pending.change_set_dialog import ChangeSetDialog
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import CheckModel, end_dialogs

FREE = 1


@dataclass
class World:
    """A profile at work, with a network that can be cut."""

    place: Workspace
    changes: ChangeSet
    network: bool = True

    def cut(self, qtbot: QtBot) -> None:
        self.network = False
        self.place._session.recycle_clients()
        self.place.refresh()
        qtbot.waitUntil(lambda: self.place.list_state.phase is ListPhase.FAILED)

    def mend(self, qtbot: QtBot) -> None:
        self.network = True
        self.place.connection.probe()
        qtbot.waitUntil(lambda: self.place.is_ready)


@pytest.fixture
def world(
    crm: DemoServer,
    profile: Profile,
    dispatcher: MainThreadDispatcher,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[World]:
    password = crm.credentials.password
    store_service = ProfileData(lambda: tmp_path, dispatcher)
    manager = SecretManager(
        lambda: OpenedStores(
            SessionSecretStore(),
            SessionSecretStore(),
            None,
            SavedPasswordIndex(store_service.lazy_store),
        )
    )
    manager.configure(StorageKind.KEYRING, may_store=True)
    passwords = MailboxPasswordService(manager, dispatcher)
    changes = ChangeSet(store_service, passwords)
    made: list[World] = []

    def connect() -> MailboxClient:
        if not made[0].network:
            raise Unreachable(NetworkFailure.NO_ROUTE, "no network")
        return open_client(profile, password, "en")

    workspace = Workspace(
        profile, connect, dispatcher, store=store_service, passwords=passwords, change_set=changes
    )
    made.append(World(workspace, changes))
    workspace.server_facts.is_first_save = False
    workspace.refresh()
    qtbot.waitUntil(
        lambda: workspace.server_facts.is_loaded and workspace.last_known(0) is not None
    )
    workspace.details.request_visible([FREE, 2, 3])
    qtbot.waitUntil(lambda: workspace.details.known.keys() >= {FREE, 2, 3})
    workspace.server_facts.is_first_save = False
    yield made[0]
    workspace.close()
    passwords.close()
    store_service.close()


OpenDialog = Callable[..., EditDialog]


@pytest.fixture
def open_one(world: World, qtbot: QtBot) -> Iterator[OpenDialog]:
    opened: list[EditDialog] = []

    def open_it(mailbox_id: int, **more: object) -> EditDialog:
        dialog = EditDialog(world.place, mailbox_id, None, **more)  # type: ignore[arg-type]
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        return dialog

    yield open_it
    end_dialogs(opened)


@pytest.fixture
def view(world: World) -> Iterator[ChangeSetDialog]:
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    workspace = world.place
    made = ChangeSetDialog(
        world.changes, lambda _id: workspace.profile, lambda _profile: workspace, parent
    )
    made.show()
    yield made
    parent.deleteLater()


def change(dialog: EditDialog, which: Field, value: object) -> None:
    dialog.editor.form.set_value(which, value)  # type: ignore[arg-type]


def add_port(world: World, open_one: OpenDialog, qtbot: QtBot, number: int = FREE) -> None:
    world.cut(qtbot)
    dialog = open_one(number)
    change(dialog, Field.PORT, 1993)
    dialog.save()
    assert not dialog.isVisible()


def test_without_a_connection_an_edit_is_added_to_the_changes(
    world: World, open_one: OpenDialog, qtbot: QtBot
) -> None:
    world.cut(qtbot)
    dialog = open_one(FREE)
    assert "These values are as of" in dialog.editor.banner.text
    assert dialog.save_button.text() == "Add to pending chan&ges"
    assert not dialog.save_button.isEnabled()
    change(dialog, Field.PORT, 1993)
    assert dialog.editor.summary_label.text().startswith("To be sent later:")
    dialog.save()
    assert not dialog.isVisible()
    (edit,) = world.changes.of_profile(world.place.profile.id)
    assert edit.draft.changes == {Field.PORT: 1993}


def test_the_connection_comes_back_while_the_edit_is_open(
    world: World, open_one: OpenDialog, qtbot: QtBot
) -> None:
    world.cut(qtbot)
    dialog = open_one(FREE)
    change(dialog, Field.PORT, 1993)
    world.mend(qtbot)
    assert "can be reached again" in dialog.editor.banner.text
    assert dialog.save_button.text().startswith("&Save to Acme")
    assert dialog.editor.draft.changes == {Field.PORT: 1993}


def test_a_save_that_finds_no_connection_can_be_added(
    world: World, open_one: OpenDialog, qtbot: QtBot
) -> None:
    world.place.server_facts.keep_behaviour = KeepBehaviour.PROVED
    dialog = open_one(FREE)
    change(dialog, Field.PORT, 1993)
    world.network = False
    world.place._session.recycle_clients()
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_saving and bool(dialog.editor.banner.text))
    dialog.save_controller.add_to_pending()
    assert len(world.changes.of_profile(world.place.profile.id)) == 1


def test_a_new_mailbox_can_be_begun_and_keeps_its_guard(
    world: World, open_one: OpenDialog, qtbot: QtBot
) -> None:
    world.cut(qtbot)
    dialog = open_one(0)
    change(dialog, Field.ADDRESS, "new@example.com")
    dialog.save()
    assert dialog.isVisible(), "what has to be confirmed is still open"
    assert world.changes.of_profile(world.place.profile.id) == []


def test_an_edit_that_waits_goes_on_in_its_dialog(
    world: World, open_one: OpenDialog, qtbot: QtBot
) -> None:
    add_port(world, open_one, qtbot)
    dialog = open_one(FREE)
    assert dialog.editor.draft.changes == {Field.PORT: 1993}
    change(dialog, Field.PORT, 143)
    dialog.save()
    (edit,) = world.changes.of_profile(world.place.profile.id)
    assert edit.draft.changes == {Field.PORT: 143}


def test_an_edit_that_waits_can_be_saved_by_hand(
    world: World, open_one: OpenDialog, qtbot: QtBot
) -> None:
    add_port(world, open_one, qtbot)
    world.mend(qtbot)
    world.place.server_facts.keep_behaviour = KeepBehaviour.PROVED
    (edit,) = world.changes.of_profile(world.place.profile.id)
    dialog = open_one(FREE, pending_change=edit)
    assert dialog.editor.draft.changes == {Field.PORT: 1993}
    with qtbot.waitSignal(dialog.finished):
        dialog.save()
    assert world.changes.of_profile(world.place.profile.id) == []


def test_both_sides_are_shown(
    world: World, open_one: OpenDialog, qtbot: QtBot, view: ChangeSetDialog
) -> None:
    add_port(world, open_one, qtbot)
    assert view.model.rowCount() == 1
    cells = [view.model.index(0, column).data() for column in range(4)]
    assert cells[0] == "Acme (test)"
    assert cells[2] == "Port"
    sides = [view.comparison_model.index(0, column).data() for column in range(3)]
    assert sides[0] == "Port"
    assert sides[2] == "1993"
    assert sides[1] not in ("", "1993")


def test_without_proof_a_change_needs_its_password(
    world: World, open_one: OpenDialog, qtbot: QtBot, view: ChangeSetDialog
) -> None:
    add_port(world, open_one, qtbot)
    assert view.model.index(0, 3).data() == "Needs a password"
    assert "not proved" in view.status.text()


def test_they_are_sent_when_the_user_says_so(
    world: World, open_one: OpenDialog, qtbot: QtBot, view: ChangeSetDialog
) -> None:
    world.place.server_facts.keep_behaviour = KeepBehaviour.PROVED
    add_port(world, open_one, qtbot)
    assert view.send_button.text() == "&Send 1 to Acme (test)"
    world.network = True
    view.send_button.click()
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)
    assert "Saved: 1" in view.status.text()
    assert world.changes.of_profile(world.place.profile.id) == []


def test_without_a_connection_nothing_is_sent_and_it_is_said(
    world: World, open_one: OpenDialog, qtbot: QtBot, view: ChangeSetDialog
) -> None:
    add_port(world, open_one, qtbot)
    view.send_button.click()
    qtbot.waitUntil(lambda: bool(view.banner.text))
    assert view.model.rowCount() == 1


def test_a_conflict_stays_and_says_so(
    world: World, open_one: OpenDialog, qtbot: QtBot, view: ChangeSetDialog
) -> None:
    world.place.server_facts.keep_behaviour = KeepBehaviour.PROVED
    add_port(world, open_one, qtbot)
    (edit,) = world.changes.of_profile(world.place.profile.id)
    original = replace(edit.draft.original, values={**edit.draft.original.values, Field.PORT: 4711})
    world.changes.add(world.place.profile, replace(edit.draft, original=original))
    world.network = True
    view.send_button.click()
    qtbot.waitUntil(lambda: view.model.index(0, 3).data() == "Changed by someone else")
    run = world.changes.run_of(world.place.profile.id)
    assert run is not None
    assert run.state is RunState.DONE
    assert [row.is_conflict for row in run.rows] == [True]
    assert view.edit_button.isEnabled()


def test_the_views_models_are_sound(
    world: World,
    open_one: OpenDialog,
    qtbot: QtBot,
    view: ChangeSetDialog,
    model_tester: CheckModel,
) -> None:
    add_port(world, open_one, qtbot)
    model_tester(view.model)
    model_tester(view.comparison_model)


def test_a_typed_password_waits_in_the_keyring(
    world: World, open_one: OpenDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    world.cut(qtbot)
    dialog = open_one(FREE)
    dialog.editor.form.password_editor.replace_option.setChecked(True)
    dialog.editor.form.password_editor.secret_field.line_edit.setText("c4nary-7")
    dialog.save()
    assert not dialog.isVisible(), dialog.editor.banner.text
    (edit,) = world.changes.of_profile(world.place.profile.id)
    assert isinstance(edit.draft.password, SendSavedPassword)
    assert edit.has_password
    assert all(b"c4nary" not in file.read_bytes() for file in tmp_path.iterdir())


def test_production_is_asked_for_once(
    world: World,
    open_one: OpenDialog,
    qtbot: QtBot,
    view: ChangeSetDialog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_port(world, open_one, qtbot)
    asked: list[str] = []

    def no(_parent: object, text: str, *_more: object) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr("desktop_app.ui.pending.change_set_dialog.confirm", no)
    world.place.profile = replace(world.place.profile, environment=Environment.PRODUCTION)
    view.send_button.click()
    assert asked == ["Send 1 pending change to Acme (production)?"]
    assert view.model.rowCount() == 1
