"""A lost connection is looked for seldom, and never with a password that was refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    NetworkFailure,
    NotFound,
    SecretMissing,
    SignInRefused,
    Unreachable,
)
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.session.reconnect import (
    FIRST_RETRY_SECONDS,
    MAX_RETRY_SECONDS,
    ReconnectScheduler,
    is_transient,
)
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import FakeCrm

LOST = Unreachable(NetworkFailure.REFUSED, "refused")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class Away:
    looks: list[float]
    clock: Clock
    is_offline: bool = True
    is_trying: bool = False

    def probe(self) -> None:
        self.looks.append(self.clock.now)


@pytest.fixture
def clock(dispatcher: MainThreadDispatcher) -> Clock:
    assert dispatcher is not None, "timers need an application, as it does"
    return Clock()


def run(lookout: ReconnectScheduler, clock: Clock, seconds: int) -> None:
    """Let the time go by, second after second."""
    for _ in range(seconds):
        clock.now += 1
        lookout.probe_next()


def test_it_looks_less_and_less_often(clock: Clock) -> None:
    workspace = Away([], clock)
    lookout = ReconnectScheduler(lambda: [workspace], clock)
    lookout.update()
    run(lookout, clock, 4000)
    first, *later = workspace.looks
    assert first == FIRST_RETRY_SECONDS
    assert later
    gaps = [b - a for a, b in itertools.pairwise(workspace.looks)]
    assert gaps[:4] == [60, 120, 240, 480]
    assert set(gaps[4:]) == {MAX_RETRY_SECONDS}


def test_all_profiles_together_look_once_in_thirty_seconds(clock: Clock) -> None:
    looks: list[float] = []
    workspaces = [Away(looks, clock) for _ in range(7)]
    lookout = ReconnectScheduler(lambda: workspaces, clock)
    lookout.update()
    run(lookout, clock, 600)
    assert len(looks) > 7
    assert all(b - a >= FIRST_RETRY_SECONDS for a, b in itertools.pairwise(looks))


def test_whoever_is_back_begins_anew(clock: Clock) -> None:
    workspace = Away([], clock)
    lookout = ReconnectScheduler(lambda: [workspace], clock)
    lookout.update()
    run(lookout, clock, 700)
    workspace.is_offline = False
    run(lookout, clock, 5)
    count, workspace.is_offline = len(workspace.looks), True
    run(lookout, clock, 31)
    assert len(workspace.looks) == count + 1


def test_a_look_under_way_is_not_doubled(clock: Clock) -> None:
    workspace = Away([], clock, is_trying=True)
    lookout = ReconnectScheduler(lambda: [workspace], clock)
    run(lookout, clock, 300)
    assert workspace.looks == []


@pytest.mark.parametrize(
    ("error", "passes"),
    [(LOST, True), (SignInRefused(), False), (SecretMissing(), False), (None, False)],
)
def test_what_may_end_by_itself(error: Exception | None, passes: bool) -> None:
    assert is_transient(error) is passes  # type: ignore[arg-type]


@pytest.fixture
def workspace(crm: FakeCrm, dispatcher: MainThreadDispatcher) -> Iterator[Workspace]:
    workspace = Workspace(PROFILE, crm.client, dispatcher)
    yield workspace
    workspace.close()


def lose(workspace: Workspace, crm: FakeCrm, qtbot: QtBot) -> None:
    crm.fail("mailboxes", LOST)
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)


def test_a_connection_that_is_back_brings_the_list(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(workspace, crm, qtbot)
    assert workspace.is_offline
    crm.fail("ping", LOST)
    workspace.connection.probe()
    qtbot.waitUntil(lambda: not workspace.connection.is_trying)
    assert workspace.is_offline
    assert crm.count("mailboxes") == 1
    workspace.connection.probe()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.READY)
    assert not workspace.is_offline


def test_a_refused_sign_in_is_not_tried_by_itself(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    crm.sign_in = "another"
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)
    calls = len(crm.calls)
    assert not workspace.is_offline
    workspace.connection.probe()
    qtbot.wait(20)
    assert len(crm.calls) == calls


def test_a_sign_in_that_is_refused_to_a_look_ends_the_looking(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(workspace, crm, qtbot)
    crm.sign_in = "another"
    workspace.connection.probe()
    qtbot.waitUntil(lambda: isinstance(workspace.list_state.error, SignInRefused))
    assert not workspace.is_offline


def test_what_does_not_pass_by_itself_ends_the_looking_and_is_reported(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(workspace, crm, qtbot)
    crm.fail("ping", NotFound())
    workspace.connection.probe()
    qtbot.waitUntil(lambda: isinstance(workspace.list_state.error, NotFound))
    assert not workspace.is_offline


def test_a_closed_profile_is_not_looked_for(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(workspace, crm, qtbot)
    workspace.close()
    assert not workspace.is_offline
