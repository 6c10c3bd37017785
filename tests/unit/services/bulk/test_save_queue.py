"""Many saves in a run: in order, with pause and stop, and none twice whatever happens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    AlreadySent,
    Forbidden,
    NetworkFailure,
    SignInRefused,
    TruncatedResponse,
    Unreachable,
)
from desktop_app.core.errors.saving import Conflict, SaveOutcomeUnknown
from desktop_app.core.journal import JournalEntry, SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, Value
from desktop_app.services.bulk.save_queue import QueuedSave, RunState, SaveQueue
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.text.saving import row_state_text
from tests.callbacks import result_of
from tests.unit.services.conftest import PROFILE, MakeWorkspace
from tests.unit.services.fake_client import DEFAULT, FakeCrm, Fault

W, S, R, C, U = "Waiting", "Saved", "Not saved", "Changed by someone else", "Unknown"


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    return make_workspace()


def queued_saves(crm: FakeCrm, *numbers: int) -> list[QueuedSave]:
    return [
        QueuedSave(f"operation {number}", Draft(crm.boxes[number], {Field.PORT: 1993}))
        for number in numbers
    ]


def states(run: SaveQueue) -> list[str]:
    return [row_state_text(row) for row in run.rows]


def wait_for(run: SaveQueue, state: RunState, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: run.state is state and not run.is_busy)


def test_all_are_sent_in_their_order_and_the_list_is_read_once(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    lists = crm.count("mailboxes")
    run = SaveQueue(workspace, queued_saves(crm, 5, 3, 4))
    assert states(run) == [W, W, W]
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, S, S]
    assert [number for name, number in crm.calls if name == "save"] == [5, 3, 4]
    qtbot.waitUntil(lambda: crm.count("mailboxes") == lists + 1)
    assert run.counts.saved == 3
    assert all(row.result is not None for row in run.rows)


def test_each_row_takes_three_calls(workspace: Workspace, crm: FakeCrm, qtbot: QtBot) -> None:
    before = len(crm.calls)
    run = SaveQueue(workspace, queued_saves(crm, *range(1, 11)))
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    sent = [name for name, _ in crm.calls[before:] if name != "mailboxes"]
    assert sent == ["mailbox", "save", "mailbox"] * 10


def test_a_refused_row_keeps_no_other_from_being_sent(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4, 5))
    crm.fail("save", None, Forbidden("No.", status=403))
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, R, S]
    run.retry()
    assert states(run) == [S, W, S]
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, S, S]
    assert crm.count("save") == 4


def test_a_conflict_waits_for_a_person_and_another_draft(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4))
    crm.change(3, port=143)
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [C, S]
    assert isinstance(run.row("operation 3").error, Conflict)
    run.replace(QueuedSave("operation 3", Draft(crm.boxes[3], {Field.PORT: 1993})))
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, S]
    assert crm.boxes[3].values[Field.PORT] == 1993


def test_a_pause_and_a_stop_let_the_one_on_its_way_finish(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4, 5))
    gate = crm.hold("save")
    run.start()
    gate.wait_for(1)
    run.pause()
    assert run.is_busy
    gate.open()
    wait_for(run, RunState.PAUSED, qtbot)
    assert states(run) == [S, W, W]
    run.remove("operation 4")
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert [row.queued_save.operation_id for row in run.rows] == ["operation 3", "operation 5"]
    assert crm.count("save") == 2


def test_a_stopped_run_sends_no_more(workspace: Workspace, crm: FakeCrm, qtbot: QtBot) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4, 5))
    gate, lists = crm.hold("save"), crm.count("mailboxes")
    run.start()
    gate.wait_for(1)
    run.stop()
    gate.open()
    wait_for(run, RunState.STOPPED, qtbot)
    qtbot.waitUntil(lambda: crm.count("mailboxes") == lists + 1)
    assert states(run) == [S, W, W]
    assert crm.count("save") == 1


def test_what_is_done_or_was_never_begun_cannot_be_stopped(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3))
    run.stop()
    stood = [run.state]
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    run.stop()
    assert [*stood, run.state] == [RunState.IDLE, RunState.DONE]


def test_a_refused_sign_in_pauses_the_run(workspace: Workspace, crm: FakeCrm, qtbot: QtBot) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4, 5))
    crm.sign_in = "another"
    run.start()
    wait_for(run, RunState.PAUSED, qtbot)
    assert states(run) == [W, W, W]
    assert isinstance(run.pause_reason, SignInRefused)
    assert crm.count("save") == 0
    crm.sign_in = "right"
    workspace.refresh()
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, S, S]


def test_a_lost_network_pauses_the_run(workspace: Workspace, crm: FakeCrm, qtbot: QtBot) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4, 5))
    crm.fail("mailbox", None, None, Unreachable(NetworkFailure.NO_ROUTE))
    run.start()
    wait_for(run, RunState.PAUSED, qtbot)
    assert states(run) == [S, W, W]
    assert isinstance(run.pause_reason, Unreachable)
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, S, S]


def test_an_unknown_one_is_never_sent_again(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = SaveQueue(workspace, queued_saves(crm, 3, 4))
    crm.fail("save", Fault(TruncatedResponse(may_have_run=True)))
    run.start()
    qtbot.waitUntil(lambda: run.state is not RunState.SENDING and not run.is_busy)
    assert states(run)[0] == U
    assert isinstance(run.row("operation 3").error, SaveOutcomeUnknown)
    run.retry()
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [U, S]
    again = SaveQueue(workspace, queued_saves(crm, 3))  # by whoever forgot
    again.start()
    wait_for(again, RunState.DONE, qtbot)
    assert states(again) == [U]
    assert isinstance(again.row("operation 3").error, AlreadySent)
    assert crm.count("save") == 2


def test_a_read_only_profile_refuses_before_anything_is_sent(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace = make_workspace(replace(PROFILE, read_only=True))
    run = SaveQueue(workspace, queued_saves(crm, 3, 4))
    run.start()
    wait_for(run, RunState.PAUSED, qtbot)
    assert states(run) == [W, W]
    assert crm.count("save") == 0


def test_a_create_starts_from_what_the_server_says_now(
    workspace: Workspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    changes: dict[Field, Value] = {Field.ADDRESS: "new@example.com", Field.PORT: 993}
    draft = Draft(replace(DEFAULT, values={Field.SERVER: "old default"}), changes)
    crm.default = replace(DEFAULT, extra=(("Newer", "[1]"),))
    run = SaveQueue(workspace, [QueuedSave("operation new", draft)])
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    made = crm.boxes[21]
    assert made.values[Field.ADDRESS] == "new@example.com"
    assert made.values[Field.SERVER] == "old default", "what was reviewed is what is sent"
    assert made.extra == (("Newer", "[1]"),)


def entries(workspace: Workspace, run: str, qtbot: QtBot) -> list[JournalEntry]:
    assert workspace.journal is not None
    return result_of(partial(workspace.journal.load_bulk_run, run), qtbot)


@pytest.mark.parametrize("executed", [True, False])
def test_killed_in_the_middle_it_goes_on_and_saves_none_twice(
    make_workspace: MakeWorkspace,
    crm: FakeCrm,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    executed: bool,
) -> None:
    monkeypatch.setattr("desktop_app.services.saving.outcome_lookup.SETTLE_SECONDS", 0.0)
    workspace, ours = make_workspace(), queued_saves(crm, 3, 4, 5)
    run = SaveQueue(workspace, ours, "batch 1")
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert workspace._store is not None
    workspace._store.lazy_store.run(  # as a kill in the second save leaves it
        lambda store: store.journal._connection.executescript(
            "DELETE FROM journal WHERE mailbox = 5;"
            "UPDATE journal SET outcome = 'UNDER_WAY', ended_at = NULL WHERE mailbox = 4"
        )
    )
    crm.change(5, port=993)
    if not executed:
        crm.change(4, port=993)
    crm.calls.clear()
    workspace = make_workspace()
    wanted = SaveOutcome.FOUND_DONE if executed else SaveOutcome.NOT_DONE
    qtbot.waitUntil(lambda: entries(workspace, "batch 1", qtbot)[1].outcome is wanted)
    run = SaveQueue(workspace, ours, "batch 1")
    run.apply_journal(entries(workspace, "batch 1", qtbot))
    assert states(run) == [S, S if executed else W, W]
    run.start()
    wait_for(run, RunState.DONE, qtbot)
    assert states(run) == [S, S, S]
    sent = [number for name, number in crm.calls if name == "save"]
    assert sent == ([5] if executed else [4, 5])
    assert [crm.boxes[n].values[Field.PORT] for n in (3, 4, 5)] == [1993, 1993, 1993]
