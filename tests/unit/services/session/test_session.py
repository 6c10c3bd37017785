from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, SecretMissing, SignInHalted, SignInRefused
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.mailbox_list.listing import Listing
from desktop_app.services.background import MainThreadDispatcher, Success
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import SaveRequest, SaveResult, save
from desktop_app.services.session.session import READ_WIDTH, Session, Work
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_client import FakeCrm


def save_of(crm: FakeCrm, number: int) -> Work[SaveResult]:
    request = SaveRequest(Draft(crm.boxes[number], {Field.PORT: 1993}))
    return lambda client, stop: save(client, request, stop)


def test_eight_reads_at_a_time_each_with_a_client_of_its_own(
    session: Session, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("mailbox")
    for number in range(1, 21):
        session.read_mailbox(number, inbox)
    gate.wait_for(READ_WIDTH)
    assert gate.arrived == READ_WIDTH
    gate.open()
    assert {box.id for box in inbox.values(20)} == set(range(1, 21))
    assert (gate.most_at_once, len(crm.clients)) == (READ_WIDTH, READ_WIDTH)


def test_saves_run_one_after_another_and_do_not_wait_for_reads(
    session: Session, crm: FakeCrm, inbox: Inbox, new_inbox: Callable[[], Inbox]
) -> None:
    reads, gate = new_inbox(), crm.hold("mailboxes")
    session.list_mailboxes(reads)
    gate.wait_for(1)
    for number in (3, 1, 2):
        session.run_save(save_of(crm, number), inbox)
    assert session.active_save_count == 3
    inbox.values(3)
    assert [number for name, number in crm.calls if name == "save"] == [3, 1, 2]
    assert session.active_save_count == 0
    assert reads.outcomes == []
    gate.open()
    reads.values()


def test_every_kind_of_read(session: Session, crm: FakeCrm, inbox: Inbox) -> None:
    session.list_mailboxes(inbox)
    inbox.wait(1)
    session.read_default(inbox)
    inbox.wait(2)
    session.fetch_principal(inbox)
    listing, default, who = inbox.values(3)
    assert isinstance(listing, Listing)
    assert [row.id for row in listing.rows] == list(crm.boxes)
    assert default == crm.default
    assert who == crm.client().current_principal()


def test_after_a_refused_password_nothing_more_is_sent(
    qtbot: QtBot, session: Session, crm: FakeCrm, inbox: Inbox, new_inbox: Callable[[], Inbox]
) -> None:
    heard: list[AppError] = []
    session.halted.connect(heard.append)
    crm.sign_in = "another"
    session.list_mailboxes(inbox)
    (refused,) = inbox.errors()
    assert isinstance(refused, SignInRefused)
    qtbot.waitUntil(lambda: heard == [refused])
    later = new_inbox()
    for number in range(1, 21):
        session.read_mailbox(number, later)
    session.list_mailboxes(later)
    session.read_default(later)
    session.fetch_principal(later)
    session.run_save(save_of(crm, 1), later)
    assert {type(error) for error in later.errors(24)} == {SignInHalted}
    assert crm.calls == [("mailboxes", 0)]
    assert heard == [refused]


def test_a_password_that_is_changed_in_the_middle_is_refused_to_eight_calls_at_most(
    session: Session, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("mailbox")
    for number in range(1, 21):
        session.read_mailbox(number, inbox)
    gate.wait_for(READ_WIDTH)
    crm.sign_in = "another"
    gate.open()
    assert {type(error) for error in inbox.errors(20)} == {SignInRefused, SignInHalted}
    assert crm.count("mailbox") == READ_WIDTH


def test_a_refusal_inside_a_save_halts_too(
    qtbot: QtBot, session: Session, crm: FakeCrm, inbox: Inbox, new_inbox: Callable[[], Inbox]
) -> None:
    heard: list[AppError] = []
    session.halted.connect(heard.append)
    gate = crm.hold("save")
    session.run_save(save_of(crm, 1), inbox)
    gate.wait_for(1)
    refused = SignInRefused("changed before the save was read back", status=401)
    crm.fail("mailbox", refused)
    gate.open()
    (saved,) = inbox.values()
    assert saved.proof is SaveProof.ANSWER_ONLY
    qtbot.waitUntil(lambda: heard == [refused])
    later = new_inbox()
    session.list_mailboxes(later)
    assert [type(error) for error in later.errors()] == [SignInHalted]
    assert crm.count("mailboxes") == 0


def test_once_the_user_acts_work_is_sent_again(
    session: Session, crm: FakeCrm, inbox: Inbox
) -> None:
    crm.sign_in = "another"
    session.fetch_principal(inbox)
    inbox.errors()
    session.resume()
    crm.sign_in = "right"
    session.list_mailboxes(inbox)
    assert isinstance(inbox.wait(2)[1], Success)
    assert crm.calls == [("current_principal", 0), ("mailboxes", 0)]


def test_a_halt_that_is_over_is_not_reported(
    qtbot: QtBot, session: Session, dispatcher: MainThreadDispatcher
) -> None:
    def refuse() -> None:
        raise SignInRefused("no")

    heard: list[AppError] = []
    session.halted.connect(heard.append)
    with pytest.raises(SignInRefused):
        session.circuit_breaker.run(refuse)
    session.resume()
    mark = AppError("everything before this is delivered")
    dispatcher.post(lambda: heard.append(mark))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [mark]


def test_a_missing_secret_is_asked_for_once(dispatcher: MainThreadDispatcher, inbox: Inbox) -> None:
    asked: list[int] = []

    def connect() -> MailboxClient:
        asked.append(1)
        raise SecretMissing("Acme")

    session = Session(PROFILE, connect, dispatcher)
    session.list_mailboxes(inbox)
    inbox.wait(1)
    for number in range(1, 21):
        session.read_mailbox(number, inbox)
    errors = inbox.errors(21)
    assert isinstance(errors[0], SecretMissing)
    assert {type(error) for error in errors[1:]} == {SignInHalted}
    assert asked == [1]
    session.close()


def test_a_new_list_gives_up_the_one_before_but_no_other_read(
    session: Session, crm: FakeCrm, inbox: Inbox, new_inbox: Callable[[], Inbox]
) -> None:
    lists, of_list, of_box = new_inbox(), crm.hold("mailboxes"), crm.hold("mailbox")
    session.list_mailboxes(lists)
    session.read_mailbox(5, inbox)
    of_list.wait_for(1)
    of_box.wait_for(1)
    session.list_mailboxes(lists)
    of_list.open()
    of_box.open()
    lists.values()
    assert inbox.values() == [crm.boxes[5]]
    assert crm.count("mailboxes") == 2


def test_after_the_close_nothing_is_delivered(
    qtbot: QtBot, crm: FakeCrm, dispatcher: MainThreadDispatcher, inbox: Inbox
) -> None:
    session, gate = Session(PROFILE, crm.client, dispatcher), crm.hold("mailboxes")
    heard: list[AppError] = []
    session.halted.connect(heard.append)
    crm.sign_in = "another"
    session.list_mailboxes(inbox)
    gate.wait_for(1)
    session.close()
    gate.open()
    qtbot.waitUntil(lambda: all(client.closed for client in crm.clients))
    dispatcher.post(lambda: heard.append(AppError("everything before this is delivered")))
    qtbot.waitUntil(lambda: bool(heard))
    assert len(heard) == 1
    assert inbox.outcomes == []
