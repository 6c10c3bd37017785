"""Who else empties a mailbox: found in what is kept of all profiles, read beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.listing import CachedDetail
from desktop_app.core.mailbox_list.risks import Risk, SharedMailbox
from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_client import FakeCrm, mailbox
from tests.unit.services.fake_secrets import FakeSecrets

OTHER = Profile("0d6a2f30-4a45-4d0c-a1f9-1d2f5d0f7b11", "Beta", "https://beta.example/api", "kim")
THIRD = Profile("7f1f6a56-7f0a-4b7e-9a3e-0c2a1f7f7b12", "Gamma", "https://gamma.example/api", "kim")
ALL = (PROFILE, OTHER, THIRD)
Keep = Callable[..., None]


@pytest.fixture
def store_service(dispatcher: MainThreadDispatcher, tmp_path: Path) -> Iterator[ProfileData]:
    made = ProfileData(lambda: tmp_path, dispatcher)
    yield made
    made.close()


@pytest.fixture
def keep(store_service: ProfileData, qtbot: QtBot) -> Keep:
    """Keeps mailboxes as those of a profile, as an earlier run of the program did."""

    def do(profile: Profile, *boxes: Mailbox) -> None:
        key, done = profile.list_key, list[object]()
        details = [CachedDetail(box, 1.0) for box in boxes]
        store_service.submit(lambda store: store.cached_details.save(key, details), done.append)
        qtbot.waitUntil(lambda: bool(done))

    return do


@pytest.fixture
def crm() -> FakeCrm:
    return FakeCrm.of(mailbox(number) for number in range(1, 6))


@pytest.fixture
def workspaces(
    crm: FakeCrm, dispatcher: MainThreadDispatcher, store_service: ProfileData
) -> Iterator[WorkspaceManager]:
    secrets = FakeSecrets({profile.id: "right" for profile in ALL})
    made = WorkspaceManager(secrets, lambda *_all: FakeAccess(crm), dispatcher, store_service)
    made.update_settings(ALL, UNRESTRICTED)
    yield made
    made.close()


def shared(workspace: Workspace) -> frozenset[int]:
    return workspace.risks.find()[Risk.SHARED_ACROSS_PROFILES]


def opened(workspaces: WorkspaceManager, profile: Profile, qtbot: QtBot) -> Workspace:
    workspace = workspaces.open(profile)
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.is_ready)
    workspace.details.load_all(range(1, 6))
    qtbot.waitUntil(lambda: len(workspace.details.known) >= 5)
    return workspace


def test_a_profile_that_was_never_opened_in_this_run_is_seen_and_named(
    workspaces: WorkspaceManager, keep: Keep, qtbot: QtBot
) -> None:
    keep(OTHER, mailbox(8, user_name="BOX3"), mailbox(9, user_name="box4", server="elsewhere"))
    keep(THIRD, mailbox(1, user_name="box3", address="<third@example.com>"), mailbox(0))
    workspace = opened(workspaces, PROFILE, qtbot)
    shared(workspace)
    qtbot.waitUntil(lambda: shared(workspace) == {3})
    found = workspace.risks.shared_with(3)
    assert set(found) == {
        SharedMailbox("Beta", "box8@example.com"),
        SharedMailbox("Gamma", "<third@example.com>"),
    }
    assert workspace.risks.shared_with(4) == []


def test_another_profile_on_the_same_superoffice_is_no_risk(
    workspaces: WorkspaceManager, keep: Keep, qtbot: QtBot
) -> None:
    same = replace(THIRD, address=PROFILE.address.upper(), user_name="someone else")
    workspaces.update_settings((PROFILE, OTHER, same), UNRESTRICTED)
    keep(OTHER, mailbox(8, user_name="box3"))
    keep(same, mailbox(4, user_name="box4"))
    workspace = opened(workspaces, PROFILE, qtbot)
    shared(workspace)
    qtbot.waitUntil(lambda: shared(workspace) == {3})
    opened(workspaces, same, qtbot)
    assert shared(workspace) == {3}
    assert workspace.risks.shared_with(4) == []


def test_nothing_is_read_before_it_is_asked_for(
    workspaces: WorkspaceManager, keep: Keep, store_service: ProfileData, qtbot: QtBot
) -> None:
    keep(OTHER, mailbox(8, user_name="box3"))
    workspace = opened(workspaces, PROFILE, qtbot)
    news: list[object] = []
    workspace.risks.changed.connect(lambda: news.append(1))
    done: list[object] = []
    store_service.submit(lambda _store: None, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert news == []
    with qtbot.waitSignal(workspace.risks.changed):
        assert shared(workspace) == frozenset(), "the answer comes later: the window does not wait"


def test_it_follows_names_changes_and_the_end_of_profiles(
    workspaces: WorkspaceManager, keep: Keep, qtbot: QtBot
) -> None:
    keep(OTHER, mailbox(8, user_name="box3"))
    workspace = opened(workspaces, PROFILE, qtbot)
    shared(workspace)
    qtbot.waitUntil(lambda: shared(workspace) == {3})
    renamed = replace(OTHER, name="Beta, new")
    with qtbot.waitSignal(workspace.risks.changed):
        workspaces.update_settings((PROFILE, renamed, THIRD), UNRESTRICTED)
    assert workspace.risks.shared_with(3) == [SharedMailbox("Beta, new", "box8@example.com")]
    elsewhere = replace(renamed, address="https://other.example/api")
    workspaces.update_settings((PROFILE, elsewhere, THIRD), UNRESTRICTED)
    assert shared(workspace) == frozenset(), "what was kept is of another SuperOffice"
    workspaces.update_settings((PROFILE, renamed), UNRESTRICTED)
    qtbot.waitUntil(lambda: shared(workspace) == {3})
    with qtbot.waitSignal(workspace.risks.changed):
        workspaces.update_settings((PROFILE,), UNRESTRICTED)
    assert shared(workspace) == frozenset()


def test_one_that_is_open_is_asked_itself_and_its_end_is_followed(
    workspaces: WorkspaceManager, keep: Keep, qtbot: QtBot
) -> None:
    keep(OTHER, mailbox(1, user_name="long gone"), mailbox(2, user_name="box5"))
    workspace = opened(workspaces, PROFILE, qtbot)
    shared(workspace)
    qtbot.waitUntil(lambda: shared(workspace) == {5})
    with qtbot.waitSignal(workspace.risks.changed):
        opened(workspaces, OTHER, qtbot)
    assert shared(workspace) == {1, 2, 3, 4, 5}, "both see the same boxes, and what was kept is old"
    with qtbot.waitSignal(workspace.risks.changed):
        workspaces.close_workspace(OTHER.id)
    qtbot.waitUntil(lambda: shared(workspace) == {1, 2, 3, 4, 5})
    workspaces.delete_profile(OTHER.id)
    workspaces.update_settings((PROFILE, THIRD), UNRESTRICTED)
    assert shared(workspace) == frozenset()


def test_what_cannot_be_read_is_no_reason_to_stop(
    workspaces: WorkspaceManager, keep: Keep, store_service: ProfileData, qtbot: QtBot
) -> None:
    keep(OTHER, mailbox(7, user_name="box2"), mailbox(8, user_name="box3"))
    done: list[object] = []
    store_service.submit(
        lambda store: store._connection.execute(
            "UPDATE detail SET body = '{\"values\": 7}' WHERE mailbox = 7"
        ),
        done.append,
    )
    workspace = opened(workspaces, PROFILE, qtbot)
    shared(workspace)
    qtbot.waitUntil(lambda: shared(workspace) == {3})
