from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import SecretMissing, SecretStoreError, SecretStoreFailure
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import Credentials
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.session.client_setup import ClientProvider
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_client import FakeCrm
from tests.unit.services.fake_secrets import FakeSecrets

OTHER = replace(PROFILE, id="0b4e28ba-2fa1-41d2-883f-0016d3cca427", name="Other")


@pytest.fixture
def secrets() -> FakeSecrets:
    return FakeSecrets({PROFILE.id: "right", OTHER.id: "right"})


@pytest.fixture
def workspaces(
    secrets: FakeSecrets, crm: FakeCrm, dispatcher: MainThreadDispatcher, tmp_path: Path
) -> Iterator[WorkspaceManager]:
    store_service = ProfileData(lambda: tmp_path, dispatcher)
    workspaces = WorkspaceManager(secrets, lambda *_all: FakeAccess(crm), dispatcher, store_service)
    yield workspaces
    workspaces.close()
    store_service.close()


def refreshed(qtbot: QtBot, workspace: Workspace) -> Workspace:
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.phase is not ListPhase.LOADING)
    return workspace


def test_each_profile_has_one_workspace(workspaces: WorkspaceManager) -> None:
    assert workspaces.open(PROFILE) is workspaces.open(PROFILE)
    assert workspaces.open(PROFILE) is not workspaces.open(OTHER)


def test_one_made_elsewhere_is_kept(
    workspaces: WorkspaceManager, crm: FakeCrm, dispatcher: MainThreadDispatcher
) -> None:
    demo = Workspace(PROFILE, crm.client, dispatcher, is_demo=True)
    workspaces.add(demo)
    assert workspaces.open(PROFILE) is demo


def test_a_dropped_one_is_closed_and_made_afresh(
    qtbot: QtBot, workspaces: WorkspaceManager, crm: FakeCrm
) -> None:
    old = refreshed(qtbot, workspaces.open(PROFILE))
    workspaces.close_workspace(PROFILE.id)
    workspaces.close_workspace(PROFILE.id)
    qtbot.waitUntil(lambda: all(client.closed for client in crm.clients))
    assert workspaces.open(PROFILE) is not old


def test_saves_of_all_profiles_are_counted(
    workspaces: WorkspaceManager, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("save")
    for profile in (PROFILE, OTHER):
        workspaces.open(profile).save(Draft(crm.boxes[1], {Field.PORT: 1993}), inbox)
    gate.wait_for(2)
    assert workspaces.active_save_count == 2
    gate.open()
    inbox.wait(2)
    assert workspaces.active_save_count == 0


def test_the_secret_is_fetched_once_by_whoever_is_first(secrets: FakeSecrets) -> None:
    given: list[tuple[Profile, Credentials]] = []
    crm = FakeCrm()

    def open_access(
        profile: Profile, credentials: Credentials, _keep: Callable[[str], None]
    ) -> FakeAccess:
        given.append((profile, credentials))
        return FakeAccess(crm)

    connect = ClientProvider(PROFILE, secrets, open_access)
    threads = [threading.Thread(target=connect) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert secrets.asked == [PROFILE]
    assert given == [(PROFILE, Credentials("right"))]
    assert len(set(map(id, crm.clients))) == 8


def test_a_missing_secret(qtbot: QtBot, workspaces: WorkspaceManager, secrets: FakeSecrets) -> None:
    del secrets.kept[PROFILE.id]
    workspace = refreshed(qtbot, workspaces.open(PROFILE))
    assert workspace.list_state.phase is ListPhase.FAILED
    assert isinstance(workspace.list_state.error, SecretMissing)
    secrets.kept[PROFILE.id] = "right"
    assert refreshed(qtbot, workspace).list_state.phase is ListPhase.READY


def test_a_keyring_that_fails_is_asked_again_when_the_user_tries_again(
    qtbot: QtBot, workspaces: WorkspaceManager, secrets: FakeSecrets
) -> None:
    secrets.error = SecretStoreError(SecretStoreFailure.TIMEOUT)
    workspace = refreshed(qtbot, workspaces.open(PROFILE))
    assert workspace.list_state.error is secrets.error
    secrets.error = None
    assert refreshed(qtbot, workspace).list_state.phase is ListPhase.READY


def test_closing_ends_all_work(
    qtbot: QtBot, workspaces: WorkspaceManager, crm: FakeCrm, new_inbox: Callable[[], Inbox]
) -> None:
    places = [refreshed(qtbot, workspaces.open(profile)) for profile in (PROFILE, OTHER)]
    inbox = new_inbox()
    workspaces.close()
    qtbot.waitUntil(lambda: all(client.closed for client in crm.clients))
    for workspace in places:
        workspace.read_mailbox(1, inbox)
    inbox.errors(2)
