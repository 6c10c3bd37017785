"""What looking for a connection costs a real server: each request is counted.

At most one probe in thirty seconds, less and less often, and nobody's password is tried by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile, Proxy, ProxyKind, SignInKind
from desktop_app.core.secrets.secret import Credentials
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.session.reconnect import (
    FIRST_RETRY_SECONDS,
    MAX_RETRY_SECONDS,
    ReconnectScheduler,
)
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.webapi.client import Client
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers import faults
from tests.servers.faults import page, reply
from tests.servers.hostile import Exchange, Fault, HostileServer, ReceivedRequest
from tests.unit.services.conftest import PROFILE

HOUR = 3600
VERSION = reply({"v1": {"Version": "1"}, "Version": "11.0"})
LIST = "GetMailboxes"
REFUSED = reply(b"", 401)
LOST = reply(b"", 503)


class Patient(ApiClientFactory):
    """Reads are tried again without a pause."""

    def client(self) -> Client:
        return Client(
            self.session(), self.endpoint, self.auth_scheme, self._locale, retry_delays=(0.0, 0.0)
        )


class Kept:
    """Each profile's secrets are at hand."""

    def get(self, _profile: Profile, _name: object = None) -> str:
        return "t0p=1"


class World:
    """A server, profiles that lead to it, and a time that goes by as told."""

    def __init__(self, qtbot: QtBot, dispatcher: MainThreadDispatcher) -> None:
        self._qtbot = qtbot
        self.now, self.asleep = 1000.0, 0.0
        self.fault: Callable[[ReceivedRequest], Fault] = lambda _seen: LOST
        self.asked: list[tuple[float, ReceivedRequest]] = []
        self.server = HostileServer({"*": self._answer})
        self.places = WorkspaceManager(Kept(), self._open_access, dispatcher)  # type: ignore[arg-type]
        self.places._reconnect_scheduler = ReconnectScheduler(
            self.places._connections,
            lambda: self.now,
            self.places,
            lambda: 1e9 + self.now + self.asleep,
        )

    @staticmethod
    def _open_access(
        profile: Profile, credentials: Credentials, keep: Callable[[str], None]
    ) -> ApiClientFactory:
        return Patient(profile, credentials, "en", keep)

    def _answer(self, exchange: Exchange) -> None:
        self.asked.append((self.now, exchange.request))
        self.fault(exchange.request)(exchange)

    def show(self, number: int = 0, **changes: object) -> Workspace:
        """A profile is shown, and its list asked for."""
        profile = replace(PROFILE, id=f"{number:08}{PROFILE.id[8:]}", address=self.server.url)
        profile = replace(profile, plain_http=True, proxy=Proxy(ProxyKind.NONE))
        workspace = self.places.open(replace(profile, **changes))  # type: ignore[arg-type]
        workspace.refresh()
        self.settle()
        return workspace

    def settle(self) -> None:
        """Nobody tries anything."""
        workspaces = self.places._workspaces.values()
        self._qtbot.waitUntil(
            lambda: not any(workspace.connection.is_trying for workspace in workspaces)
        )

    def pass_time(self, seconds: int) -> None:
        """Second after second; what is begun meanwhile comes to its end."""
        for _ in range(seconds):
            self.now += 1
            assert self.places._reconnect_scheduler is not None
            self.places._reconnect_scheduler.probe_next()
            if any(
                workspace.connection.is_trying for workspace in self.places._workspaces.values()
            ):
                self.settle()

    def looks(self) -> list[float]:
        """When it was looked for the connection."""
        return [when for when, seen in self.asked if seen.method == "GET"]

    @property
    def lists(self) -> int:
        """How often a list was asked for."""
        return sum(seen.name == LIST for _, seen in self.asked)


@pytest.fixture
def world(qtbot: QtBot, dispatcher: MainThreadDispatcher) -> Iterator[World]:
    world = World(qtbot, dispatcher)
    with ExitStack() as stack:
        stack.enter_context(world.server)
        stack.callback(world.places.close)
        yield world


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(times)]


@pytest.mark.parametrize(
    "fault",
    [
        LOST,
        reply(b"", 503, {"Retry-After": "1"}),
        page("Welcome to our hotel"),
        faults.redirect(302, "https://portal.example/sign-in"),
        reply(b"", 511),
        faults.reset(),
        faults.no_http(),
    ],
    ids=["503", "503 soon", "portal", "portal elsewhere", "511", "reset", "no http"],
)
def test_what_may_pass_is_looked_for_less_and_less_often(world: World, fault: Fault) -> None:
    world.fault = lambda _seen: fault
    workspace = world.show()
    assert workspace.is_offline
    asked = world.lists
    world.pass_time(HOUR)
    assert world.lists == asked, "no list is asked for while nobody answers"
    looks = world.looks()
    assert 6 <= len(looks) <= 11
    assert gaps(looks)[:4] == [60, 120, 240, 480]
    assert max(gaps(looks)) == MAX_RETRY_SECONDS
    world.fault = lambda seen: reply(b"[]") if seen.name == LIST else VERSION
    world.pass_time(round(MAX_RETRY_SECONDS))
    assert workspace.list_state.phase is ListPhase.READY


@pytest.mark.parametrize(
    "kind", [SignInKind.BASIC, SignInKind.BEARER, SignInKind.TICKET, SignInKind.BROWSER]
)
def test_a_refused_sign_in_is_sent_once(world: World, kind: SignInKind) -> None:
    world.fault = lambda _seen: REFUSED
    workspace = world.show(sign_in=kind)
    assert len(world.asked) == 1
    world.pass_time(HOUR)
    assert len(world.asked) == 1
    assert not workspace.is_offline
    workspace.refresh()
    world.settle()
    assert len(world.asked) == 2, "the user acted"


def test_a_sign_in_that_ends_while_the_connection_is_away_is_sent_once(world: World) -> None:
    world.show()
    world.pass_time(40)
    world.fault, asked = (lambda _seen: REFUSED), len(world.asked)
    world.pass_time(HOUR)
    assert len(world.asked) == asked + 1


def test_a_refused_proxy_password_is_sent_once(world: World) -> None:
    refused = reply(b"", 407, {"Proxy-Authenticate": 'Basic realm="x"'})
    world.fault = lambda _seen: refused
    given = Proxy(ProxyKind.CUSTOM, world.server.origin, "kim")
    workspace = world.show(proxy=given, address="http://crm.example/api")
    world.pass_time(HOUR)
    sent = [seen for _, seen in world.asked if "proxy-authorization" in seen.headers]
    assert len(sent) == 1
    assert not workspace.is_offline
    workspace.read_mailbox(1, lambda _outcome: None)
    world.pass_time(HOUR)
    assert len(world.asked) == 1, "nor with anything else"


def test_a_server_that_flaps_is_not_asked_more_often(world: World) -> None:
    world.fault = lambda seen: LOST if seen.name == LIST else VERSION
    world.show()
    world.pass_time(HOUR)
    looks = world.looks()
    assert gaps(looks)[:4] == [60, 120, 240, 480]
    assert world.lists <= 3 * (len(looks) + 1)


def test_one_that_comes_and_goes_is_looked_for_once_in_thirty_seconds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, looks = world.show(), list[float]()
    look = workspace.connection.probe

    def noted() -> None:
        looks.append(world.now)
        look()

    monkeypatch.setattr(workspace.connection, "probe", noted)
    for _ in range(20):
        world.fault = lambda seen: reply(b"[]") if seen.name == LIST else VERSION
        world.pass_time(31)
        assert workspace.list_state.phase is ListPhase.READY
        world.fault = lambda _seen: LOST
        workspace.reload()
        world.settle()
    assert len(looks) == 20
    assert min(gaps(looks)) >= FIRST_RETRY_SECONDS


def test_many_profiles_share_one_look_in_thirty_seconds(world: World) -> None:
    for number in range(7):
        world.show(number)
    world.pass_time(HOUR)
    looks = world.looks()
    assert len(looks) > 7
    assert min(gaps(looks)) >= FIRST_RETRY_SECONDS


def test_a_profile_that_is_dropped_is_looked_for_no_more(world: World) -> None:
    workspace = world.show(1)
    world.show(2, sign_in=SignInKind.BEARER)
    world.places.close_workspace(workspace.profile.id)
    world.pass_time(HOUR)
    assert world.looks()
    basic = [seen for _, seen in world.asked if seen.headers["authorization"].startswith("Basic")]
    assert all(seen.name == LIST for seen in basic)


def test_whoever_wakes_the_computer_waits_half_a_minute_at_most(world: World) -> None:
    world.show()
    world.pass_time(1000)
    looked = len(world.looks())
    world.asleep += 8 * HOUR
    world.pass_time(32)
    assert len(world.looks()) == looked + 1
    for jump in (-HOUR, 30, -5):
        world.asleep += jump
        world.pass_time(25)
    assert len(world.looks()) == looked + 2, "a clock that is set makes nobody look more often"
