from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, ServerBusy, SignInRefused
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mailbox_list import detail_loader as details_module
from desktop_app.services.mailbox_list.detail_loader import (
    FRESH_SECONDS,
    PREFETCH_LIMIT,
    DetailLoader,
)
from desktop_app.services.mailbox_list.detail_queue import LoadProgress
from desktop_app.services.session import session as session_module
from desktop_app.services.session.session import READ_WIDTH, Session
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_client import FakeCrm, mailbox

MANY = 2 * PREFETCH_LIMIT


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def details(session: Session, clock: Clock) -> Iterator[DetailLoader]:
    details = DetailLoader(session, clock)
    yield details
    details.close()


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, so that the order of calls is certain."""
    monkeypatch.setattr(session_module, "READ_WIDTH", 1)
    monkeypatch.setattr(details_module, "READ_WIDTH", 1)
    monkeypatch.setattr(details_module, "MAX_FAILURES", 1)


def asked(crm: FakeCrm) -> list[int]:
    return [number for name, number in crm.calls if name == "mailbox"]


def wait_known(qtbot: QtBot, details: DetailLoader, *numbers: int) -> None:
    qtbot.waitUntil(lambda: all(details.get(number) is not None for number in numbers))


def settle(session: Session, inbox: Inbox) -> None:
    """Wait until nothing is asked for any more: a call behind all the others came back."""
    session.fetch_principal(inbox)
    inbox.wait()


@pytest.mark.usefixtures("one_by_one")
def test_they_are_asked_for_in_the_order_of_the_view(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    details.request_visible([7, 3, 5, 1])
    wait_known(qtbot, details, 7, 3, 5, 1)
    assert asked(crm) == [7, 3, 5, 1]
    assert details.get(7) == crm.boxes[7]
    assert details.get(8) is None


def test_rows_that_left_the_view_are_not_asked_for(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    gate = crm.hold("mailbox")
    details.request_visible(range(1, 16))
    gate.wait_for(READ_WIDTH)
    details.request_visible([20, 19, 2])
    gate.open()
    wait_known(qtbot, details, 20, 19, *range(1, READ_WIDTH + 1))
    assert sorted(asked(crm)) == [*range(1, READ_WIDTH + 1), 19, 20]


def test_what_arrived_is_reported_row_by_row(qtbot: QtBot, details: DetailLoader) -> None:
    heard: list[int] = []
    details.arrived.connect(lambda box: heard.append(box.id))
    details.request_visible([2, 4])
    qtbot.waitUntil(lambda: sorted(heard) == [2, 4])


def test_no_more_than_500_by_itself(qtbot: QtBot, dispatcher: MainThreadDispatcher) -> None:
    crm = FakeCrm.of(mailbox(number) for number in range(1, MANY + 1))
    session = Session(PROFILE, crm.client, dispatcher)
    details = DetailLoader(session)
    heard: list[object] = []
    details.arrived.connect(heard.append)
    details.request_visible(range(1, MANY + 1))
    qtbot.waitUntil(lambda: len(heard) == PREFETCH_LIMIT)
    details.request_visible(range(PREFETCH_LIMIT + 1, MANY + 1))
    assert details.get(PREFETCH_LIMIT + 1) is None
    assert sorted(asked(crm)) == list(range(1, PREFETCH_LIMIT + 1))
    details.restart()
    details.request_visible([MANY])
    wait_known(qtbot, details, MANY)
    details.close()
    session.close()


def test_fresh_ones_are_not_asked_for_again(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm, clock: Clock
) -> None:
    details.request_visible([1])
    wait_known(qtbot, details, 1)
    clock.now += FRESH_SECONDS
    details.request_visible([1, 2])
    wait_known(qtbot, details, 2)
    assert asked(crm) == [1, 2]
    crm.change(1, port=1993)
    clock.now += 1
    details.request_visible([1])
    qtbot.waitUntil(lambda: details.get(1) == crm.boxes[1])
    assert asked(crm) == [1, 2, 1]


def test_what_a_dialog_read_is_fresh_too(qtbot: QtBot, details: DetailLoader, crm: FakeCrm) -> None:
    details.add(crm.boxes[1])
    details.request_visible([1, 2])
    wait_known(qtbot, details, 2)
    assert asked(crm) == [2]


@pytest.mark.usefixtures("one_by_one")
def test_one_that_failed_is_reported_and_not_asked_for_until_a_new_list(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    heard: list[tuple[int, AppError]] = []
    details.failed.connect(lambda number, error: heard.append((number, error)))
    busy = ServerBusy("later")
    crm.fail("mailbox", busy)
    details.request_visible([1, 2])
    wait_known(qtbot, details, 2)
    details.request_visible([1, 3])
    wait_known(qtbot, details, 3)
    assert heard == [(1, busy)]
    assert details.error_for(1) is busy
    assert asked(crm) == [1, 2, 3]
    details.restart()
    assert details.error_for(1) is None
    details.request_visible([1])
    wait_known(qtbot, details, 1)


def test_a_failed_one_that_a_dialog_could_read_has_not_failed(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    crm.fail("mailbox", ServerBusy("later"))
    details.request_visible([1])
    qtbot.waitUntil(lambda: details.error_for(1) is not None)
    details.add(crm.boxes[1])
    assert details.error_for(1) is None


@pytest.mark.usefixtures("one_by_one")
def test_after_a_refused_password_nothing_more_is_asked_for(
    qtbot: QtBot,
    session: Session,
    details: DetailLoader,
    crm: FakeCrm,
    new_inbox: Callable[[], Inbox],
) -> None:
    halted: list[AppError] = []
    session.halted.connect(halted.append)
    crm.fail("mailbox", SignInRefused("changed", status=401))
    details.request_visible(range(1, 21))
    qtbot.waitUntil(lambda: bool(halted))
    settle(session, new_inbox())
    details.request_visible([5])
    settle(session, new_inbox())
    assert asked(crm) == [1]
    assert details.error_for(1) is None  # the profile has failed, not this row


def test_a_new_list_gives_up_what_is_under_way(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    heard: list[object] = []
    details.arrived.connect(heard.append)
    gate = crm.hold("mailbox")
    details.request_visible(range(1, 21))
    gate.wait_for(READ_WIDTH)
    details.restart()
    gate.open()
    details.request_visible([20])
    wait_known(qtbot, details, 20)
    assert heard == [crm.boxes[20]]


def test_known_details_are_shown_until_newer_ones_come(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    details.request_visible([1])
    wait_known(qtbot, details, 1)
    old = crm.boxes[1]
    details.restart()
    crm.change(1, port=1993)
    assert details.get(1) == old
    details.request_visible([1])
    qtbot.waitUntil(lambda: details.get(1) == crm.boxes[1])
    assert crm.boxes[1].values[Field.PORT] == 1993


def test_after_the_close_nothing_is_asked_for(
    qtbot: QtBot, dispatcher: MainThreadDispatcher, details: DetailLoader, crm: FakeCrm
) -> None:
    heard: list[object] = []
    details.failed.connect(lambda number, _error: heard.append(number))
    details.close()
    details.request_visible([1, 2])
    dispatcher.post(lambda: heard.append("all that was posted before has come"))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["all that was posted before has come"]
    assert crm.calls == []


@pytest.mark.usefixtures("one_by_one")
def test_a_short_list_is_filled_behind_what_is_looked_at(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    details.request_visible([7, 3])
    details.prefetch(list(range(1, 9)))
    wait_known(qtbot, details, *range(1, 9))
    assert asked(crm) == [7, 3, 1, 2, 4, 5, 6, 8]
    assert details.progress is None


def test_a_long_list_is_not_filled(details: DetailLoader, crm: FakeCrm) -> None:
    details.prefetch(range(1, PREFETCH_LIMIT + 2))
    assert details.progress is None
    assert asked(crm) == []


def test_a_load_is_as_long_as_it_was_ordered_and_tells_how_far_it_is(
    qtbot: QtBot, dispatcher: MainThreadDispatcher
) -> None:
    crm = FakeCrm.of(mailbox(number) for number in range(1, MANY + 1))
    session = Session(PROFILE, crm.client, dispatcher)
    details = DetailLoader(session)
    details.add(crm.boxes[1])
    heard: list[int] = []

    def note() -> None:
        heard.append(details.progress.done if details.progress else -1)

    details.progressed.connect(note)
    assert details.call_count(range(1, MANY + 1)) == MANY - 1, "one is fresh"
    details.load_all(range(1, MANY + 1))
    first = details.progress
    assert first == LoadProgress(0, MANY - 1, on_request=True)
    qtbot.waitUntil(lambda: details.progress is None, timeout=20_000)
    assert sorted(asked(crm)) == list(range(2, MANY + 1))
    assert heard == [*sorted(heard[:-1]), -1]
    details.close()
    session.close()


@pytest.mark.usefixtures("one_by_one")
def test_a_load_pauses_goes_on_and_ends(
    qtbot: QtBot,
    session: Session,
    details: DetailLoader,
    crm: FakeCrm,
    new_inbox: Callable[[], Inbox],
) -> None:
    gate = crm.hold("mailbox")
    details.load_all(range(1, 11))
    gate.wait_for(1)
    details.pause_load()
    gate.open()
    wait_known(qtbot, details, 1)
    details.request_visible([9])
    wait_known(qtbot, details, 9)
    settle(session, new_inbox())
    assert asked(crm) == [1, 9], "what is looked at comes all the same"
    assert details.progress == LoadProgress(2, 10, on_request=True, paused=True)
    details.arrived.connect(lambda box: details.cancel_load() if box.id == 2 else None)
    details.continue_load()
    qtbot.waitUntil(lambda: details.progress is None)
    settle(session, new_inbox())
    assert asked(crm) == [1, 9, 2]


@pytest.mark.usefixtures("one_by_one")
def test_a_server_that_fails_again_and_again_pauses_the_load(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    busy = ServerBusy("later")
    crm.fail("mailbox", busy)  # one_by_one makes the patience one too
    details.load_all([1, 2, 3])
    qtbot.waitUntil(lambda: details.progress is not None and details.progress.paused)
    assert details.progress == LoadProgress(0, 3, on_request=True, paused=True, error=busy)
    details.continue_load()
    wait_known(qtbot, details, 1, 2, 3)
    assert details.progress is None


@pytest.mark.usefixtures("one_by_one")
def test_what_was_ordered_survives_a_new_list_and_a_refused_password(
    qtbot: QtBot, session: Session, details: DetailLoader, crm: FakeCrm
) -> None:
    gate = crm.hold("mailbox")
    details.load_all([1, 2, 3])
    gate.wait_for(1)
    details.restart()
    assert details.progress == LoadProgress(0, 3, on_request=True)
    crm.fail("mailbox", SignInRefused("changed", status=401))
    details.request_visible([])
    gate.open()
    qtbot.waitUntil(lambda: details.progress is not None and details.progress.paused)
    session.resume()
    details.continue_load()
    wait_known(qtbot, details, 1, 2, 3)


@pytest.mark.usefixtures("one_by_one")
def test_one_that_failed_can_be_tried_again(
    qtbot: QtBot, details: DetailLoader, crm: FakeCrm
) -> None:
    crm.fail("mailbox", ServerBusy("later"))
    details.request_visible([1])
    qtbot.waitUntil(lambda: details.error_for(1) is not None)
    details.retry([1])
    wait_known(qtbot, details, 1)
    assert details.error_for(1) is None
    details.retry([1])
    qtbot.waitUntil(lambda: asked(crm) == [1, 1, 1], timeout=5000)


def test_nothing_of_this_is_heard_after_the_close(details: DetailLoader, crm: FakeCrm) -> None:
    details.close()
    details.load_all([1])
    details.prefetch([1])
    details.retry([1])
    details.pause_load()
    details.continue_load()
    details.cancel_load()
    assert details.progress is None
    assert crm.calls == []
