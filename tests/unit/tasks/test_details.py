from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Busy, SignInRefused, Trouble
from desktop_app.core.mailbox import Field
from desktop_app.tasks import details as details_module
from desktop_app.tasks import session as session_module
from desktop_app.tasks.background import Courier
from desktop_app.tasks.details import BY_ITSELF, FRESH_SECONDS, Details
from desktop_app.tasks.session import READ_WIDTH, Session
from tests.unit.tasks.conftest import PROFILE, Inbox
from tests.unit.tasks.fake_client import FakeCrm, mailbox

MANY = 2 * BY_ITSELF


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def details(session: Session, clock: Clock) -> Iterator[Details]:
    details = Details(session, clock)
    yield details
    details.close()


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, so that the order of calls is certain."""
    monkeypatch.setattr(session_module, "READ_WIDTH", 1)
    monkeypatch.setattr(details_module, "READ_WIDTH", 1)


def asked(crm: FakeCrm) -> list[int]:
    return [number for name, number in crm.calls if name == "mailbox"]


def wait_known(qtbot: QtBot, details: Details, *numbers: int) -> None:
    qtbot.waitUntil(lambda: all(details.get(number) is not None for number in numbers))


def settle(session: Session, inbox: Inbox) -> None:
    """Wait until nothing is asked for any more: a call behind all the others came back."""
    session.ask_who(inbox)
    inbox.wait()


@pytest.mark.usefixtures("one_by_one")
def test_they_are_asked_for_in_the_order_of_the_view(
    qtbot: QtBot, details: Details, crm: FakeCrm
) -> None:
    details.want([7, 3, 5, 1])
    wait_known(qtbot, details, 7, 3, 5, 1)
    assert asked(crm) == [7, 3, 5, 1]
    assert details.get(7) == crm.boxes[7]
    assert details.get(8) is None


def test_rows_that_left_the_view_are_not_asked_for(
    qtbot: QtBot, details: Details, crm: FakeCrm
) -> None:
    gate = crm.hold("mailbox")
    details.want(range(1, 16))
    gate.wait_for(READ_WIDTH)
    details.want([20, 19, 2])
    gate.open()
    wait_known(qtbot, details, 20, 19, *range(1, READ_WIDTH + 1))
    assert sorted(asked(crm)) == [*range(1, READ_WIDTH + 1), 19, 20]


def test_what_arrived_is_told_row_by_row(qtbot: QtBot, details: Details) -> None:
    heard: list[int] = []
    details.arrived.connect(lambda box: heard.append(box.id))
    details.want([2, 4])
    qtbot.waitUntil(lambda: sorted(heard) == [2, 4])


def test_no_more_than_500_by_itself(qtbot: QtBot, courier: Courier) -> None:
    crm = FakeCrm.of(mailbox(number) for number in range(1, MANY + 1))
    session = Session(PROFILE, crm.client, courier)
    details = Details(session)
    heard: list[object] = []
    details.arrived.connect(heard.append)
    details.want(range(1, MANY + 1))
    qtbot.waitUntil(lambda: len(heard) == BY_ITSELF)
    details.want(range(BY_ITSELF + 1, MANY + 1))
    assert details.get(BY_ITSELF + 1) is None
    assert sorted(asked(crm)) == list(range(1, BY_ITSELF + 1))
    details.restart()
    details.want([MANY])
    wait_known(qtbot, details, MANY)
    details.close()
    session.close()


def test_fresh_ones_are_not_asked_for_again(
    qtbot: QtBot, details: Details, crm: FakeCrm, clock: Clock
) -> None:
    details.want([1])
    wait_known(qtbot, details, 1)
    clock.now += FRESH_SECONDS
    details.want([1, 2])
    wait_known(qtbot, details, 2)
    assert asked(crm) == [1, 2]
    crm.change(1, port=1993)
    clock.now += 1
    details.want([1])
    qtbot.waitUntil(lambda: details.get(1) == crm.boxes[1])
    assert asked(crm) == [1, 2, 1]


def test_what_a_dialog_read_is_fresh_too(qtbot: QtBot, details: Details, crm: FakeCrm) -> None:
    details.put(crm.boxes[1])
    details.want([1, 2])
    wait_known(qtbot, details, 2)
    assert asked(crm) == [2]


@pytest.mark.usefixtures("one_by_one")
def test_one_that_failed_is_told_and_not_asked_for_until_a_new_list(
    qtbot: QtBot, details: Details, crm: FakeCrm
) -> None:
    heard: list[tuple[int, Trouble]] = []
    details.failed.connect(lambda number, trouble: heard.append((number, trouble)))
    busy = Busy("later")
    crm.fail("mailbox", busy)
    details.want([1, 2])
    wait_known(qtbot, details, 2)
    details.want([1, 3])
    wait_known(qtbot, details, 3)
    assert heard == [(1, busy)]
    assert details.trouble(1) is busy
    assert asked(crm) == [1, 2, 3]
    details.restart()
    assert details.trouble(1) is None
    details.want([1])
    wait_known(qtbot, details, 1)


def test_a_failed_one_that_a_dialog_could_read_has_not_failed(
    qtbot: QtBot, details: Details, crm: FakeCrm
) -> None:
    crm.fail("mailbox", Busy("later"))
    details.want([1])
    qtbot.waitUntil(lambda: details.trouble(1) is not None)
    details.put(crm.boxes[1])
    assert details.trouble(1) is None


@pytest.mark.usefixtures("one_by_one")
def test_after_a_refused_password_nothing_more_is_asked_for(
    qtbot: QtBot,
    session: Session,
    details: Details,
    crm: FakeCrm,
    new_inbox: Callable[[], Inbox],
) -> None:
    halted: list[Trouble] = []
    session.halted.connect(halted.append)
    crm.fail("mailbox", SignInRefused("changed", status=401))
    details.want(range(1, 21))
    qtbot.waitUntil(lambda: bool(halted))
    settle(session, new_inbox())
    details.want([5])
    settle(session, new_inbox())
    assert asked(crm) == [1]
    assert details.trouble(1) is None  # the profile has failed, not this row


def test_a_new_list_gives_up_what_is_under_way(
    qtbot: QtBot, details: Details, crm: FakeCrm
) -> None:
    heard: list[object] = []
    details.arrived.connect(heard.append)
    gate = crm.hold("mailbox")
    details.want(range(1, 21))
    gate.wait_for(READ_WIDTH)
    details.restart()
    gate.open()
    details.want([20])
    wait_known(qtbot, details, 20)
    assert heard == [crm.boxes[20]]


def test_known_details_are_shown_until_newer_ones_come(
    qtbot: QtBot, details: Details, crm: FakeCrm
) -> None:
    details.want([1])
    wait_known(qtbot, details, 1)
    old = crm.boxes[1]
    details.restart()
    crm.change(1, port=1993)
    assert details.get(1) == old
    details.want([1])
    qtbot.waitUntil(lambda: details.get(1) == crm.boxes[1])
    assert crm.boxes[1].values[Field.PORT] == 1993


def test_after_the_close_nothing_is_asked_for(
    qtbot: QtBot, courier: Courier, details: Details, crm: FakeCrm
) -> None:
    heard: list[object] = []
    details.failed.connect(lambda number, _trouble: heard.append(number))
    details.close()
    details.want([1, 2])
    courier.post(lambda: heard.append("all that was posted before has come"))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["all that was posted before has come"]
    assert crm.calls == []
