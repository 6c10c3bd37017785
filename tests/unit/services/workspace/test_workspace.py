from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    Cancelled,
    NetworkFailure,
    ServerBusy,
    SignInHalted,
    SignInRefused,
    Unreachable,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.mailbox_list.listing import Listing, RowIssue, RowProblem
from desktop_app.core.profiles.server_info import Principal
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.saving.save import SaveProof, SaveResult
from desktop_app.services.workspace.workspace import ListPhase, ListState, Workspace
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_client import FakeClient, FakeCrm


@pytest.fixture
def workplace(crm: FakeCrm, courier: MainThreadDispatcher) -> Iterator[Workspace]:
    workplace = Workspace(PROFILE, crm.client, courier)
    yield workplace
    workplace.close()


@pytest.fixture
def ready(qtbot: QtBot, workplace: Workspace) -> Workspace:
    workplace.refresh()
    qtbot.waitUntil(lambda: workplace.list_state.signed_in_as != "")
    return workplace


def wait_for(qtbot: QtBot, workplace: Workspace, phase: ListPhase) -> ListState:
    qtbot.waitUntil(lambda: workplace.list_state.phase is phase)
    return workplace.list_state


def phases(workplace: Workspace) -> list[ListPhase]:
    heard: list[ListPhase] = []
    workplace.state_changed.connect(lambda: heard.append(workplace.list_state.phase))
    return heard


def port(crm: FakeCrm, number: int, value: int = 1993) -> Draft:
    return Draft(crm.boxes[number], {Field.PORT: value})


def test_nothing_is_asked_for_by_itself(workplace: Workspace, crm: FakeCrm) -> None:
    assert workplace.list_state == ListState(ListPhase.NOT_REQUESTED)
    assert (workplace.rows, crm.calls) == ((), [])


def test_the_list_and_who_is_signed_in(qtbot: QtBot, workplace: Workspace, crm: FakeCrm) -> None:
    heard = phases(workplace)
    listed: list[int] = []
    workplace.list_changed.connect(lambda: listed.append(len(workplace.rows)))
    workplace.refresh()
    assert workplace.list_state.phase is ListPhase.LOADING
    qtbot.waitUntil(lambda: workplace.list_state.signed_in_as == "Kim Demo")
    assert heard == [ListPhase.LOADING, ListPhase.READY, ListPhase.READY]
    assert listed == [20]
    assert [row.id for row in workplace.rows] == list(crm.boxes)
    standing = workplace.list_state
    assert (standing.error, standing.unreadable_count, standing.is_anonymous) == (None, 0, False)
    assert standing.loaded_at is not None
    assert standing.loaded_at.tzinfo is not None
    workplace.refresh()
    wait_for(qtbot, workplace, ListPhase.READY)
    assert [name for name, _ in crm.calls] == ["mailboxes", "current_principal", "mailboxes"]


def test_a_list_that_fails_leaves_the_old_one(qtbot: QtBot, ready: Workspace, crm: FakeCrm) -> None:
    loaded_at, lost = ready.list_state.loaded_at, Unreachable(NetworkFailure.REFUSED)
    crm.fail("mailboxes", lost)
    ready.refresh()
    standing = wait_for(qtbot, ready, ListPhase.FAILED)
    assert (standing.error, standing.loaded_at) == (lost, loaded_at)
    assert len(ready.rows) == 20
    ready.refresh()
    assert ready.list_state.error is None
    wait_for(qtbot, ready, ListPhase.READY)


def test_a_refused_password_and_the_way_back(
    qtbot: QtBot, workplace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    crm.sign_in = "another"
    workplace.refresh()
    assert isinstance(wait_for(qtbot, workplace, ListPhase.FAILED).error, SignInRefused)
    workplace.read_mailbox(1, inbox)
    assert isinstance(inbox.troubles()[0], SignInHalted)
    assert crm.calls == [("mailboxes", 0)]
    crm.sign_in = "right"
    workplace.refresh()
    wait_for(qtbot, workplace, ListPhase.READY)


def test_a_password_refused_to_a_detail_is_told_too(
    qtbot: QtBot, ready: Workspace, crm: FakeCrm
) -> None:
    crm.sign_in = "another"
    ready.details.request_visible([3])
    assert isinstance(wait_for(qtbot, ready, ListPhase.FAILED).error, SignInRefused)
    assert len(ready.rows) == 20


def test_a_refusal_to_tell_who_is_signed_in(
    qtbot: QtBot, workplace: Workspace, crm: FakeCrm
) -> None:
    crm.fail("current_principal", SignInRefused("no", status=401))
    workplace.refresh()
    assert isinstance(wait_for(qtbot, workplace, ListPhase.FAILED).error, SignInRefused)


def test_who_is_signed_in_is_no_condition(qtbot: QtBot, workplace: Workspace, crm: FakeCrm) -> None:
    crm.fail("current_principal", ServerBusy("later"))
    workplace.refresh()
    qtbot.waitUntil(lambda: crm.count("current_principal") == 1)
    assert wait_for(qtbot, workplace, ListPhase.READY).signed_in_as == ""
    workplace.refresh()
    qtbot.waitUntil(lambda: workplace.list_state.signed_in_as == "Kim Demo")


def test_a_mailbox_for_a_dialog_is_news_for_its_row(
    workplace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    workplace.read_mailbox(4, inbox)
    assert inbox.values() == [crm.boxes[4]]
    assert workplace.details.get(4) == crm.boxes[4]
    crm.fail("mailbox", ServerBusy("later"))
    workplace.read_mailbox(5, inbox)
    inbox.wait(2)
    assert workplace.details.get(5) is None


def test_a_new_mailbox_starts_from_the_servers_default(
    workplace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    workplace.read_mailbox(0, inbox)
    assert inbox.values() == [crm.default]
    assert workplace.details.get(0) is None


def test_a_dialog_may_be_forgotten(
    qtbot: QtBot, workplace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("mailbox")
    ticket = workplace.read_mailbox(4, inbox)
    gate.wait_for(1)
    ticket.discard()
    workplace.refresh()
    wait_for(qtbot, workplace, ListPhase.READY)
    assert inbox.outcomes == []


def test_a_refresh_does_not_take_the_mailbox_from_a_dialog(
    qtbot: QtBot, workplace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("mailbox")
    workplace.read_mailbox(4, inbox)
    gate.wait_for(1)
    workplace.refresh()
    wait_for(qtbot, workplace, ListPhase.READY)
    gate.open()
    assert inbox.values() == [crm.boxes[4]]


def test_after_a_save_row_and_list_are_what_the_server_has(
    qtbot: QtBot, ready: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    heard: list[SaveResult] = []
    ready.saved.connect(heard.append)
    ready.save(port(crm, 2), inbox)
    (saved,) = inbox.values()
    assert saved.proof is SaveProof.READ_BACK
    assert heard == [saved]
    assert ready.details.get(2) == crm.boxes[2] == saved.mailbox
    assert not ready.server_facts.is_first_save
    wait_for(qtbot, ready, ListPhase.READY)
    assert crm.count("mailboxes") == 2


def test_a_save_that_fails_changes_nothing(ready: Workspace, crm: FakeCrm, inbox: Inbox) -> None:
    crm.fail("save", ServerBusy("later", status=429))
    ready.save(port(crm, 2), inbox)
    inbox.troubles()
    assert ready.server_facts.is_first_save
    assert ready.list_state.phase is ListPhase.READY
    assert crm.count("mailboxes") == 1


def test_after_a_refusal_inside_a_save_the_list_is_not_asked_for(
    qtbot: QtBot, ready: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("save")
    ready.save(port(crm, 2), inbox)
    gate.wait_for(1)
    crm.fail("mailbox", SignInRefused("changed meanwhile", status=401))
    before = len(crm.calls)
    gate.open()
    inbox.values()
    trouble = wait_for(qtbot, ready, ListPhase.FAILED).error
    assert isinstance(trouble, SignInRefused)
    assert [name for name, _ in crm.calls[before:]] == ["mailbox"]


def test_a_category_that_a_save_changed_is_told(
    qtbot: QtBot, ready: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    heard: list[tuple[object, ...]] = []
    ready.card_changed.connect(lambda *told: heard.append(told))
    crm.cards[2] = ("Sales", "Normal")
    crm.cards[3] = ("Sales", "Normal")  # another one, changed by somebody else
    ready.save(port(crm, 2), inbox)
    inbox.values()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(2, ("Support", "Normal"), ("Sales", "Normal"))]
    ready.refresh()
    wait_for(qtbot, ready, ListPhase.READY)
    assert len(heard) == 1


def test_a_new_mailbox_is_found_among_those_that_were_not_there(
    qtbot: QtBot, ready: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    values = {Field.ADDRESS: crm.boxes[3].values[Field.ADDRESS], Field.PORT: 993}
    ready.save(Draft(crm.default, values), inbox)
    (saved,) = inbox.values()
    assert saved.mailbox.id == 21
    wait_for(qtbot, ready, ListPhase.READY)
    assert [row.id for row in ready.rows] == [*range(1, 22)]


def test_entries_that_could_not_be_read_are_counted(
    qtbot: QtBot, workplace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = (RowIssue(0, RowProblem.NO_ID), RowIssue(1, RowProblem.DUPLICATE_ID))
    monkeypatch.setattr(FakeClient, "mailboxes", lambda *_: Listing([], odd))
    workplace.refresh()
    assert wait_for(qtbot, workplace, ListPhase.READY).unreadable_count == 1


def test_a_server_that_takes_us_for_nobody(
    qtbot: QtBot, workplace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Principal("Anonymous", "", anonymous=True)
    monkeypatch.setattr(FakeClient, "current_principal", lambda _self, _stop: nobody)
    workplace.refresh()
    qtbot.waitUntil(lambda: workplace.list_state.is_anonymous)


def test_a_demo_asks_for_less(crm: FakeCrm, courier: MainThreadDispatcher) -> None:
    demo = Workspace(PROFILE, crm.client, courier, is_demo=True)
    assert (demo.is_demo, demo.server_facts.keep_behaviour) == (True, KeepBehaviour.PROVED)
    assert not demo.server_facts.is_first_save


def test_after_the_close_nothing_happens_any_more(
    ready: Workspace, crm: FakeCrm, new_inbox: Callable[[], Inbox]
) -> None:
    gate, heard = crm.hold("mailboxes"), phases(ready)
    ready.refresh()
    gate.wait_for(1)
    ready.close()
    gate.open()
    inbox = new_inbox()
    ready.read_mailbox(1, inbox)
    assert [type(trouble) for trouble in inbox.troubles()] == [Cancelled]
    assert heard == [ListPhase.LOADING]
