"""Ends that come in time, whatever the computer's clocks do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.services import deadline
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.deadline import CHECK_SECONDS, Deadline, next_check_ms
from desktop_app.services.session.write_lock import WriteLock, WriteLockReason
from desktop_app.services.workspace.workspaces import WorkspaceManager
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_client import FakeCrm
from tests.unit.services.fake_secrets import FakeSecrets

TIMED = replace(PROFILE, tested=True, lock_after=30)
HALF_AN_HOUR = 1800.0


@dataclass
class Clocks:
    """Both clocks, in place of the time module."""

    steady: float = 1000.0
    of_day: float = 1_700_000_000.0

    def monotonic(self) -> float:
        return self.steady

    def time(self) -> float:
        return self.of_day


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    made = Clocks()
    monkeypatch.setattr(deadline, "time", made)
    return made


def wait(clocks: Clocks) -> None:
    clocks.steady += HALF_AN_HOUR
    clocks.of_day += HALF_AN_HOUR


def sleep(clocks: Clocks) -> None:
    clocks.of_day += HALF_AN_HOUR


def set_back(clocks: Clocks) -> None:
    clocks.steady += HALF_AN_HOUR
    clocks.of_day -= 86_400


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("pass_time", [wait, sleep, set_back])
def test_an_unlock_ends_in_time(clocks: Clocks, pass_time: Callable[[Clocks], None]) -> None:
    lock = WriteLock(TIMED)
    lock.unlock_temporarily()
    clocks.of_day -= 3600
    assert lock.may_write, "a clock that was set back ends nothing"
    clocks.of_day += 3600
    pass_time(clocks)
    assert lock.reason is WriteLockReason.TIMED, "also before any timer has noticed"


def test_timers_look_again_because_they_too_may_sleep(clocks: Clocks) -> None:
    end = Deadline.after(HALF_AN_HOUR)
    assert next_check_ms(end) == CHECK_SECONDS * 1000 + 1
    sleep(clocks)
    assert (end.seconds_left, next_check_ms(end)) == (0, 1)


@pytest.fixture
def workspaces(crm: FakeCrm, dispatcher: MainThreadDispatcher) -> Iterator[WorkspaceManager]:
    made = WorkspaceManager(
        FakeSecrets({TIMED.id: "right"}), lambda *_all: FakeAccess(crm), dispatcher
    )
    yield made
    made.close()


def unlocked(workspaces: WorkspaceManager) -> bool:
    return workspaces.open(TIMED).write_lock.may_write


def test_an_unlock_goes_on_where_only_the_secret_is_another(
    clocks: Clocks, workspaces: WorkspaceManager
) -> None:
    workspaces.open(TIMED).write_lock.unlock_temporarily()
    workspaces.close_workspace(TIMED.id)
    assert unlocked(workspaces)
    sleep(clocks)
    assert not unlocked(workspaces), "and no longer than it would have"


def test_an_unlock_does_not_go_on_elsewhere_nor_after_a_lock(
    clocks: Clocks, workspaces: WorkspaceManager
) -> None:
    assert clocks
    workspaces.open(TIMED).write_lock.unlock_temporarily()
    workspaces.close_workspace(TIMED.id)
    moved = replace(TIMED, address="https://elsewhere.example/api", tested=False, read_only=True)
    assert workspaces.open(moved).write_lock.reason is WriteLockReason.UNTESTED
    workspaces.update_settings([replace(moved, tested=True)], UNRESTRICTED)
    assert workspaces.open(moved).write_lock.reason is WriteLockReason.TIMED
    workspaces.open(moved).write_lock.unlock_temporarily()
    workspaces.close_workspace(TIMED.id)
    workspaces.lock()
    assert not unlocked(workspaces)
