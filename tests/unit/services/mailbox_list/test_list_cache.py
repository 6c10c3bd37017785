"""A start without a network: the last good list, its details, and its age."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.mailbox_list.list_cache import delete_profile
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from tests.unit.services.conftest import PROFILE, MakeWorkspace
from tests.unit.services.fake_client import FakeCrm

LOST = Unreachable(NetworkFailure.REFUSED, "refused")


def ready(workspace: Workspace, qtbot: QtBot) -> Workspace:
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.READY)
    return workspace


def offline(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot, profile: Profile = PROFILE
) -> Workspace:
    """A start with a dead network."""
    gate = crm.hold("mailboxes")
    crm.fail("mailboxes", LOST)
    workspace = start_workspace(profile)
    qtbot.waitUntil(lambda: workspace.list_state.is_from_cache)
    qtbot.waitUntil(lambda: gate.arrived > 0)
    gate.open()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)
    return workspace


def test_the_last_list_is_there_before_the_network_answers(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    before = ready(start_workspace(), qtbot)
    rows, loaded_at = list(before.rows), before.list_state.loaded_at
    workspace = offline(start_workspace, crm, qtbot)
    assert list(workspace.rows) == rows
    assert workspace.list_state.loaded_at is not None
    assert loaded_at is not None
    assert abs((workspace.list_state.loaded_at - loaded_at).total_seconds()) < 1
    assert workspace.list_state.is_from_cache
    assert workspace.is_offline


def test_a_list_that_comes_replaces_it(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    ready(start_workspace(), qtbot)
    workspace = offline(start_workspace, crm, qtbot)
    crm.change(3, address="moved@example.com")
    workspace.connection.probe()
    ready(workspace, qtbot)
    assert not workspace.list_state.is_from_cache
    assert "moved@example.com" in [row.address for row in workspace.rows]


def test_a_quick_network_is_not_overwritten_by_the_past(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    ready(start_workspace(), qtbot)
    crm.change(3, address="moved@example.com")
    workspace = ready(start_workspace(), qtbot)
    qtbot.wait(20)
    assert not workspace.list_state.is_from_cache
    assert "moved@example.com" in [row.address for row in workspace.rows]


def test_details_are_recalled_with_their_time_and_nothing_is_asked_for(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace = ready(start_workspace(), qtbot)
    workspace.details.request_visible([3, 4])
    qtbot.waitUntil(lambda: workspace.details.get(4) is not None)
    assert workspace.details.cached_at(3) is None
    workspace = offline(start_workspace, crm, qtbot)
    workspace.details.request_visible([3, 4, 5])
    read_at = workspace.details.cached_at(3)
    assert read_at is not None
    assert 0 <= time.time() - read_at < 60
    assert workspace.details.get(3) == crm.boxes[3]
    assert workspace.details.get(5) is None
    assert crm.count("mailbox") == 2, "a dead network is asked once, not for each row"
    workspace.connection.probe()
    ready(workspace, qtbot)
    workspace.details.request_visible([3, 4, 5])  # as the window does for each new list
    qtbot.waitUntil(lambda: workspace.details.cached_at(3) is None)
    qtbot.waitUntil(lambda: workspace.details.get(5) is not None)


def test_no_details_are_asked_for_before_the_list_has_come(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    gate = crm.hold("mailboxes")
    workspace = start_workspace()
    workspace.details.request_visible([3])
    qtbot.waitUntil(lambda: gate.arrived > 0)
    assert crm.count("mailbox") == 0
    gate.open()
    qtbot.waitUntil(lambda: workspace.details.get(3) is not None)


def test_what_a_new_mailbox_starts_from_is_kept(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    first = ready(start_workspace(), qtbot)
    qtbot.waitUntil(lambda: first.last_known(0) is not None)
    default = first.last_known(0)
    workspace = offline(start_workspace, crm, qtbot)
    assert workspace.last_known(0) == default


def test_the_details_of_what_is_gone_are_not_kept(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace = ready(start_workspace(), qtbot)
    workspace.details.request_visible([3])
    qtbot.waitUntil(lambda: workspace.details.get(3) is not None)
    workspace = ready(start_workspace(), qtbot)
    del crm.boxes[3]
    workspace.refresh()
    ready(workspace, qtbot)
    workspace = offline(start_workspace, crm, qtbot)
    assert workspace.details.get(3) is None


@pytest.mark.parametrize(
    "other",
    [replace(PROFILE, address="https://other.example/api"), replace(PROFILE, user_name="another")],
)
def test_another_server_or_user_has_another_list(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot, other: Profile
) -> None:
    ready(start_workspace(), qtbot)
    crm.fail("mailboxes", LOST)
    workspace = start_workspace(other)
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)
    qtbot.wait(20)
    assert not workspace.rows


def test_a_deleted_profile_leaves_nothing(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace = ready(start_workspace(), qtbot)
    assert workspace._store is not None
    delete_profile(workspace._store, PROFILE.id)
    crm.fail("mailboxes", LOST)
    workspace = start_workspace()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)
    qtbot.wait(20)
    assert not workspace.rows


def test_a_create_does_not_trust_an_old_list(
    start_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    """Otherwise a mailbox that another made meanwhile could be taken for the new one."""
    from desktop_app.core.mailbox.mailbox import Draft, Field
    from tests.unit.services.conftest import Inbox
    from tests.unit.services.fake_client import DEFAULT

    ready(start_workspace(), qtbot)
    workspace = offline(start_workspace, crm, qtbot)
    inbox, lists = Inbox(qtbot), crm.count("mailboxes")
    workspace.save(Draft(DEFAULT, {Field.ADDRESS: "new@example.com"}), inbox)
    inbox.values()
    assert crm.count("mailboxes") > lists
