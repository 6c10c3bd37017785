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
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.core.mailbox_list.listing import Listing, RowIssue, RowProblem
from desktop_app.core.profiles.server_info import Principal
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.workspace.workspace import ListPhase, ListState, Workspace
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_client import FakeClient, FakeCrm


@pytest.fixture
def workspace(crm: FakeCrm, dispatcher: MainThreadDispatcher) -> Iterator[Workspace]:
    workspace = Workspace(PROFILE, crm.client, dispatcher)
    yield workspace
    workspace.close()


@pytest.fixture
def ready(qtbot: QtBot, workspace: Workspace) -> Workspace:
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.signed_in_as != "")
    return workspace


def wait_for(qtbot: QtBot, workspace: Workspace, phase: ListPhase) -> ListState:
    qtbot.waitUntil(lambda: workspace.list_state.phase is phase)
    return workspace.list_state


def phases(workspace: Workspace) -> list[ListPhase]:
    heard: list[ListPhase] = []
    workspace.state_changed.connect(lambda: heard.append(workspace.list_state.phase))
    return heard


def port(crm: FakeCrm, number: int, value: int = 1993) -> Draft:
    return Draft(crm.boxes[number], {Field.PORT: value})


def test_nothing_is_asked_for_by_itself(workspace: Workspace, crm: FakeCrm) -> None:
    assert workspace.list_state == ListState(ListPhase.NOT_REQUESTED)
    assert (workspace.rows, crm.calls) == ((), [])


def test_the_list_and_who_is_signed_in(qtbot: QtBot, workspace: Workspace, crm: FakeCrm) -> None:
    heard = phases(workspace)
    listed: list[int] = []
    workspace.list_changed.connect(lambda: listed.append(len(workspace.rows)))
    workspace.refresh()
    assert workspace.list_state.phase is ListPhase.LOADING
    qtbot.waitUntil(lambda: workspace.list_state.signed_in_as == "Kim Demo")
    assert heard == [ListPhase.LOADING, ListPhase.READY, ListPhase.READY]
    assert listed == [20]
    assert [row.id for row in workspace.rows] == list(crm.boxes)
    state = workspace.list_state
    assert (state.error, state.unreadable_count, state.is_anonymous) == (None, 0, False)
    assert state.loaded_at is not None
    assert state.loaded_at.tzinfo is not None
    workspace.refresh()
    wait_for(qtbot, workspace, ListPhase.READY)
    assert [name for name, _ in crm.calls] == ["mailboxes", "current_principal", "mailboxes"]


def test_a_list_that_fails_leaves_the_old_one(qtbot: QtBot, ready: Workspace, crm: FakeCrm) -> None:
    loaded_at, lost = ready.list_state.loaded_at, Unreachable(NetworkFailure.REFUSED)
    crm.fail("mailboxes", lost)
    ready.refresh()
    state = wait_for(qtbot, ready, ListPhase.FAILED)
    assert (state.error, state.loaded_at) == (lost, loaded_at)
    assert len(ready.rows) == 20
    ready.refresh()
    assert ready.list_state.error is None
    wait_for(qtbot, ready, ListPhase.READY)


def test_a_refused_password_and_the_way_back(
    qtbot: QtBot, workspace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    crm.sign_in = "another"
    workspace.refresh()
    assert isinstance(wait_for(qtbot, workspace, ListPhase.FAILED).error, SignInRefused)
    workspace.read_mailbox(1, inbox)
    assert isinstance(inbox.errors()[0], SignInHalted)
    assert crm.calls == [("mailboxes", 0)]
    crm.sign_in = "right"
    workspace.refresh()
    wait_for(qtbot, workspace, ListPhase.READY)


def test_a_password_refused_to_a_detail_is_reported_too(
    qtbot: QtBot, ready: Workspace, crm: FakeCrm
) -> None:
    crm.sign_in = "another"
    ready.details.request_visible([3])
    assert isinstance(wait_for(qtbot, ready, ListPhase.FAILED).error, SignInRefused)
    assert len(ready.rows) == 20


def test_a_refusal_to_tell_who_is_signed_in(
    qtbot: QtBot, workspace: Workspace, crm: FakeCrm
) -> None:
    crm.fail("current_principal", SignInRefused("no", status=401))
    workspace.refresh()
    assert isinstance(wait_for(qtbot, workspace, ListPhase.FAILED).error, SignInRefused)


def test_who_is_signed_in_is_no_condition(qtbot: QtBot, workspace: Workspace, crm: FakeCrm) -> None:
    crm.fail("current_principal", ServerBusy("later"))
    workspace.refresh()
    qtbot.waitUntil(lambda: crm.count("current_principal") == 1)
    assert wait_for(qtbot, workspace, ListPhase.READY).signed_in_as == ""
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.signed_in_as == "Kim Demo")


def test_a_mailbox_for_a_dialog_is_news_for_its_row(
    workspace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    workspace.read_mailbox(4, inbox)
    assert inbox.values() == [crm.boxes[4]]
    assert workspace.details.get(4) == crm.boxes[4]
    crm.fail("mailbox", ServerBusy("later"))
    workspace.read_mailbox(5, inbox)
    inbox.wait(2)
    assert workspace.details.get(5) is None


def test_a_new_mailbox_starts_from_the_servers_default(
    workspace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    workspace.read_mailbox(0, inbox)
    assert inbox.values() == [crm.default]
    assert workspace.details.get(0) is None


def test_a_dialog_may_be_forgotten(
    qtbot: QtBot, workspace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("mailbox")
    job = workspace.read_mailbox(4, inbox)
    gate.wait_for(1)
    job.discard()
    workspace.refresh()
    wait_for(qtbot, workspace, ListPhase.READY)
    assert inbox.outcomes == []


def test_a_refresh_does_not_take_the_mailbox_from_a_dialog(
    qtbot: QtBot, workspace: Workspace, crm: FakeCrm, inbox: Inbox
) -> None:
    gate = crm.hold("mailbox")
    workspace.read_mailbox(4, inbox)
    gate.wait_for(1)
    workspace.refresh()
    wait_for(qtbot, workspace, ListPhase.READY)
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
    inbox.errors()
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
    error = wait_for(qtbot, ready, ListPhase.FAILED).error
    assert isinstance(error, SignInRefused)
    assert [name for name, _ in crm.calls[before:]] == ["mailbox"]


def test_a_category_that_a_save_changed_is_reported(
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
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = (RowIssue(0, RowProblem.NO_ID), RowIssue(1, RowProblem.DUPLICATE_ID))
    monkeypatch.setattr(FakeClient, "mailboxes", lambda *_: Listing([], odd))
    workspace.refresh()
    assert wait_for(qtbot, workspace, ListPhase.READY).unreadable_count == 1


def test_a_server_that_takes_us_for_nobody(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Principal("Anonymous", "", anonymous=True)
    monkeypatch.setattr(FakeClient, "current_principal", lambda _self, _stop: nobody)
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.is_anonymous)


def test_a_demo_asks_for_less(crm: FakeCrm, dispatcher: MainThreadDispatcher) -> None:
    demo = Workspace(PROFILE, crm.client, dispatcher, is_demo=True)
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
    assert [type(error) for error in inbox.errors()] == [Cancelled]
    assert heard == [ListPhase.LOADING]


WHOLE: dict[Field, Value] = {
    Field.SERVER_TYPE: ServerType.IMAPS,
    Field.ADDRESS: "new@example.com",
    Field.SERVER: "imap.example.com",
    Field.USER_NAME: "new",
}


@pytest.mark.parametrize("field", [Field.ADDRESS, Field.SERVER, Field.USER_NAME, Field.PASSWORD])
def test_no_way_to_a_new_mailbox_sends_one_that_cannot_work(
    ready: Workspace, crm: FakeCrm, inbox: Inbox, field: Field
) -> None:
    """As a pending change of an older version that asked for less."""
    password = KeepPassword() if field is Field.PASSWORD else ReplacePassword("c4nary")
    values = {key: "" if key is field else value for key, value in WHOLE.items()}
    ready.save(Draft(crm.default, values, password), inbox)
    inbox.wait()
    assert crm.count("save") == 0
    ready.save(Draft(crm.default, WHOLE, ReplacePassword("c4nary")), inbox)
    inbox.wait(2)
    assert crm.count("save") == 1
