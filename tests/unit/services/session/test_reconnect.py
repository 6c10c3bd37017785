"""A lost connection is looked for seldom, and never with a password that was refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NotFound, Reach, SecretMissing, SignInRefused, Unreachable
from desktop_app.services.background import Courier
from desktop_app.services.session.reconnect import FIRST_SECONDS, MOST_SECONDS, Lookout, may_pass
from desktop_app.services.workspace.workspace import Phase, Workplace
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import FakeCrm

LOST = Unreachable(Reach.REFUSED, "refused")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class Away:
    looks: list[float]
    clock: Clock
    is_away: bool = True
    is_trying: bool = False

    def look(self) -> None:
        self.looks.append(self.clock.now)


@pytest.fixture
def clock(courier: Courier) -> Clock:
    assert courier is not None, "timers need an application, as it does"
    return Clock()


def run(lookout: Lookout, clock: Clock, seconds: int) -> None:
    """Let the time go by, second after second."""
    for _ in range(seconds):
        clock.now += 1
        lookout.look()


def test_it_looks_less_and_less_often(clock: Clock) -> None:
    place = Away([], clock)
    lookout = Lookout(lambda: [place], clock)
    lookout.watch()
    run(lookout, clock, 4000)
    first, *later = place.looks
    assert first == FIRST_SECONDS
    assert later
    gaps = [b - a for a, b in itertools.pairwise(place.looks)]
    assert gaps[:4] == [60, 120, 240, 480]
    assert set(gaps[4:]) == {MOST_SECONDS}


def test_all_profiles_together_look_once_in_thirty_seconds(clock: Clock) -> None:
    looks: list[float] = []
    places = [Away(looks, clock) for _ in range(7)]
    lookout = Lookout(lambda: places, clock)
    lookout.watch()
    run(lookout, clock, 600)
    assert len(looks) > 7
    assert all(b - a >= FIRST_SECONDS for a, b in itertools.pairwise(looks))


def test_whoever_is_back_begins_anew(clock: Clock) -> None:
    place = Away([], clock)
    lookout = Lookout(lambda: [place], clock)
    lookout.watch()
    run(lookout, clock, 700)
    place.is_away = False
    run(lookout, clock, 5)
    count, place.is_away = len(place.looks), True
    run(lookout, clock, 31)
    assert len(place.looks) == count + 1


def test_a_look_under_way_is_not_doubled(clock: Clock) -> None:
    place = Away([], clock, is_trying=True)
    lookout = Lookout(lambda: [place], clock)
    run(lookout, clock, 300)
    assert place.looks == []


@pytest.mark.parametrize(
    ("trouble", "passes"),
    [(LOST, True), (SignInRefused(), False), (SecretMissing(), False), (None, False)],
)
def test_what_may_end_by_itself(trouble: Exception | None, passes: bool) -> None:
    assert may_pass(trouble) is passes  # type: ignore[arg-type]


@pytest.fixture
def place(crm: FakeCrm, courier: Courier) -> Iterator[Workplace]:
    place = Workplace(PROFILE, crm.client, courier)
    yield place
    place.close()


def lose(place: Workplace, crm: FakeCrm, qtbot: QtBot) -> None:
    crm.fail("mailboxes", LOST)
    place.refresh()
    qtbot.waitUntil(lambda: place.standing.phase is Phase.FAILED)


def test_a_connection_that_is_back_brings_the_list(
    place: Workplace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(place, crm, qtbot)
    assert place.is_away
    crm.fail("knock", LOST)
    place.connection.look()
    qtbot.waitUntil(lambda: not place.connection.is_trying)
    assert place.is_away
    assert crm.count("mailboxes") == 1
    place.connection.look()
    qtbot.waitUntil(lambda: place.standing.phase is Phase.READY)
    assert not place.is_away


def test_a_refused_sign_in_is_not_tried_by_itself(
    place: Workplace, crm: FakeCrm, qtbot: QtBot
) -> None:
    crm.sign_in = "another"
    place.refresh()
    qtbot.waitUntil(lambda: place.standing.phase is Phase.FAILED)
    calls = len(crm.calls)
    assert not place.is_away
    place.connection.look()
    qtbot.wait(20)
    assert len(crm.calls) == calls


def test_a_sign_in_that_is_refused_to_a_look_ends_the_looking(
    place: Workplace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(place, crm, qtbot)
    crm.sign_in = "another"
    place.connection.look()
    qtbot.waitUntil(lambda: isinstance(place.standing.trouble, SignInRefused))
    assert not place.is_away


def test_what_does_not_pass_by_itself_ends_the_looking_and_is_told(
    place: Workplace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lose(place, crm, qtbot)
    crm.fail("knock", NotFound())
    place.connection.look()
    qtbot.waitUntil(lambda: isinstance(place.standing.trouble, NotFound))
    assert not place.is_away


def test_a_closed_profile_is_not_looked_for(place: Workplace, crm: FakeCrm, qtbot: QtBot) -> None:
    lose(place, crm, qtbot)
    place.close()
    assert not place.is_away
