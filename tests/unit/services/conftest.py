from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue
from desktop_app.services.session.session import Session
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from tests.unit.services.fake_client import FakeCrm, mailbox
from tests.unit.services.work_queues import MakeQueue, Tool

PROFILE = Profile("1b4e28ba-2fa1-41d2-883f-0016d3cca427", "Acme", "https://crm.example/api", "kim")

MakeWorkspace = Callable[..., Workspace]
"""Starts the program's work on one profile, again and again, on one data folder."""


class Inbox:
    """Takes outcomes on the GUI thread, in the order in which they come."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.outcomes: list[Success[Any] | Failure] = []

    def __call__(self, outcome: Success[Any] | Failure) -> None:
        self.outcomes.append(outcome)

    def wait(self, count: int = 1) -> list[Success[Any] | Failure]:
        """The outcomes, once there are so many; no more may have come."""
        self._qtbot.waitUntil(lambda: len(self.outcomes) >= count)
        assert len(self.outcomes) == count
        return self.outcomes

    def values(self, count: int = 1) -> list[Any]:
        """The values of so many jobs that worked."""
        outcomes = self.wait(count)
        assert all(isinstance(outcome, Success) for outcome in outcomes), outcomes
        return [outcome.value for outcome in outcomes if isinstance(outcome, Success)]

    def errors(self, count: int = 1) -> list[Exception]:
        """The troubles of so many jobs that failed."""
        outcomes = self.wait(count)
        assert all(isinstance(outcome, Failure) for outcome in outcomes), outcomes
        return [outcome.error for outcome in outcomes if isinstance(outcome, Failure)]


@pytest.fixture
def inbox(qtbot: QtBot) -> Inbox:
    return Inbox(qtbot)


@pytest.fixture
def new_inbox(qtbot: QtBot) -> Callable[[], Inbox]:
    return lambda: Inbox(qtbot)


@pytest.fixture
def dispatcher(qapp: QCoreApplication) -> Iterator[MainThreadDispatcher]:
    dispatcher = MainThreadDispatcher(qapp)
    yield dispatcher
    dispatcher.close()
    dispatcher.deleteLater()


@pytest.fixture
def crm() -> FakeCrm:
    return FakeCrm.of(mailbox(number) for number in range(1, 21))


@pytest.fixture
def session(crm: FakeCrm, dispatcher: MainThreadDispatcher) -> Iterator[Session]:
    session = Session(PROFILE, crm.client, dispatcher)
    yield session
    session.close()


@pytest.fixture
def tools() -> list[Tool]:
    return []


@pytest.fixture
def make_queue(dispatcher: MainThreadDispatcher, tools: list[Tool]) -> Iterator[MakeQueue]:
    queues = []

    def make_tool() -> Tool:
        tools.append(Tool())
        return tools[-1]

    def make(width: int) -> WorkQueue[Tool]:
        queues.append(WorkQueue("work", width, make_tool, dispatcher))
        return queues[-1]

    yield make
    for queue in queues:
        queue.close()


@pytest.fixture
def start_workspace(
    crm: FakeCrm, dispatcher: MainThreadDispatcher, tmp_path: Path
) -> Iterator[MakeWorkspace]:
    """What ran before is ended; nothing is waited for."""
    started: list[tuple[Workspace, ProfileData]] = []

    def end() -> None:
        for workspace, store_service in started:
            workspace.close()
            store_service.close()
        started.clear()

    def begin(profile: Profile = PROFILE) -> Workspace:
        end()
        store_service = ProfileData(lambda: tmp_path, dispatcher)
        workspace = Workspace(profile, crm.client, dispatcher, store=store_service)
        started.append((workspace, store_service))
        workspace.refresh()
        return workspace

    yield begin
    end()


@pytest.fixture
def make_workspace(start_workspace: MakeWorkspace, qtbot: QtBot) -> MakeWorkspace:
    """The list is there, and who is signed in."""

    def make(profile: Profile = PROFILE) -> Workspace:
        workspace = start_workspace(profile)
        qtbot.waitUntil(lambda: workspace.list_state.signed_in_as != "")
        return workspace

    return make
