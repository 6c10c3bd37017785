"""A run of many saves: written down first, proved passwords hold, and a resume sends none twice."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.errors import Forbidden, TruncatedResponse
from desktop_app.core.errors.saving import Conflict
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, ReplacePassword
from desktop_app.core.mailbox.rights import TableFlag, TableRight
from desktop_app.services.bulk.bulk_runner import BulkRunner, PasswordProof
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.mailbox_list.batch_reader import BatchReader
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.text.saving import row_state_text
from tests.callbacks import result_of
from tests.unit.services.conftest import PROFILE, MakeWorkspace
from tests.unit.services.fake_client import FakeCrm, Fault

SECRET = "c4nary-7"
LOCKED = TableRight(TableFlag.SELECT, "Select", "Not yours.")


def drafts(crm: FakeCrm, *numbers: int, secret: str = "") -> list[Draft]:
    choice = ReplacePassword(secret) if secret else KeepPassword()
    return [Draft(crm.boxes[number], {Field.PORT: 1993}, choice) for number in numbers]


def done(run: BulkRunner, qtbot: QtBot, state: RunState = RunState.DONE) -> None:
    qtbot.waitUntil(lambda: run.queue.state is state and not run.queue.is_busy)


def runs(workspace: Workspace, qtbot: QtBot) -> list[BulkRunRecord]:
    assert workspace.run_history is not None
    return result_of(partial(workspace.run_history.load, workspace.profile.id), qtbot)


def test_it_is_written_down_with_a_snapshot_before_the_first_save(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace = make_workspace()
    gate = crm.hold("save")
    run = BulkRunner(workspace, BulkRunKind.EDIT, drafts(crm, 3, 4, secret=SECRET))
    run.start()
    qtbot.waitUntil(lambda: crm.count("save") == 1)
    (kept,) = runs(workspace, qtbot)
    assert [draft.original.id for draft in kept.bulk_run.drafts] == [3, 4]
    assert kept.bulk_run.typed_ids == {3, 4}
    taken: list[int] = []
    assert workspace._store is not None
    workspace._store.submit(
        lambda store: len(store.snapshots.of_profile(PROFILE.id)),
        lambda outcome: taken.append(outcome.value),  # type: ignore[union-attr]
    )
    qtbot.waitUntil(lambda: taken == [1])
    gate.open()
    done(run, qtbot)
    assert all(SECRET.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_typed_passwords_leave_the_rows_that_are_saved(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = BulkRunner(make_workspace(), BulkRunKind.EDIT, drafts(crm, 3, secret=SECRET))
    run.start()
    done(run, qtbot)
    assert crm.passwords[3] == SECRET
    (row,) = run.queue.rows
    assert row.queued_save.draft.password == KeepPassword()
    run.queue.retry([row.queued_save.operation_id])
    assert run.queue.rows[0].is_saved


def test_when_the_program_locks_what_waits_is_not_sent(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    gate = crm.hold("save")
    run = BulkRunner(make_workspace(), BulkRunKind.EDIT, drafts(crm, 3, 4, secret=SECRET))
    run.start()
    qtbot.waitUntil(lambda: crm.count("save") == 1)
    run.clear_passwords()
    gate.open()
    done(run, qtbot, RunState.PAUSED)
    assert [row_state_text(row) for row in run.queue.rows] == ["Saved", "Not saved"]
    run.queue.retry()
    run.queue.start()
    done(run, qtbot)
    assert crm.count("save") == 1
    assert crm.passwords[4] != SECRET


@pytest.mark.parametrize("proof", [PasswordProof.ACCEPTED, PasswordProof.UNTRIED])
def test_a_typed_password_is_not_saved_for_another_login(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot, proof: PasswordProof
) -> None:
    typed = [Draft(crm.boxes[number], {}, ReplacePassword(SECRET)) for number in (3, 4, 5)]
    crm.change(4, server="elsewhere.example.com")
    crm.change(5, address="other@example.com")
    proofs = dict.fromkeys((3, 4, 5), proof)
    run = BulkRunner(make_workspace(), BulkRunKind.PASSWORDS, typed, proofs)
    run.start()
    done(run, qtbot)
    states = [row_state_text(row) for row in run.queue.rows]
    assert states == ["Saved", "Changed by someone else", "Saved"]
    error = run.queue.rows[1].error
    assert isinstance(error, Conflict)
    assert error.fields == (Field.SERVER,)
    assert crm.passwords[4] != SECRET


def test_what_was_cut_goes_on_and_saves_nothing_twice(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    run = BulkRunner(make_workspace(), BulkRunKind.EDIT, drafts(crm, 3, 4, 5))
    gate = crm.hold("mailbox")
    run.start()
    qtbot.waitUntil(lambda: crm.count("mailbox") > 0)
    run.queue.stop()
    gate.open()
    done(run, qtbot, RunState.STOPPED)
    workspace = make_workspace()
    (kept,) = runs(workspace, qtbot)
    assert kept.counts.saved == 1
    assert kept.counts.waiting == 2
    assert [draft.original.id for draft in kept.remaining_drafts] == [4, 5]
    again = BulkRunner(
        workspace, BulkRunKind.EDIT, kept.bulk_run.drafts, bulk_run_key=kept.bulk_run.key
    )
    again.start()
    done(again, qtbot)
    assert [number for name, number in crm.calls if name == "save"] == [3, 4, 5]
    (kept,) = runs(workspace, qtbot)
    assert kept.counts.saved == 3
    assert kept.remaining_drafts == ()
    assert [draft.original.id for draft in kept.undo_drafts] == [5, 4, 3]


def test_without_a_store_nothing_is_sent(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace()
    from desktop_app.core.errors import StoreUnavailable
    from desktop_app.storage.bulk_runs import BulkRunStore

    def full(_self: object, _batch: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(BulkRunStore, "save", full)
    run = BulkRunner(workspace, BulkRunKind.EDIT, drafts(crm, 3))
    with qtbot.waitSignal(run.start_failed):
        run.start()
    assert crm.count("save") == 0


def test_reading_takes_what_is_fresh_and_asks_for_the_rest(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace = make_workspace()
    workspace.details.request_visible([3])
    qtbot.waitUntil(lambda: workspace.details.get(3) is not None)
    before = crm.count("mailbox")
    reading = BatchReader(workspace, [3, 4, 99, 5], workspace)
    with qtbot.waitSignal(reading.ended):
        reading.start()
    assert [box.id for box in reading.in_order()] == [3, 4, 5]
    assert set(reading.errors) == {99}
    assert crm.count("mailbox") == before + 3
    assert reading.done_count == 4


def test_a_third_fails_in_different_ways_and_each_row_says_so(
    make_workspace: MakeWorkspace, crm: FakeCrm, qtbot: QtBot
) -> None:
    edits = drafts(crm, *range(1, 13), secret=SECRET)
    crm.change(2, port=4711)  # the same field, by someone else
    crm.boxes[5] = replace(crm.boxes[5], table_right=LOCKED)
    del crm.boxes[7]
    crm.fail(
        "save",
        *[None, Forbidden("No.", status=403), None],  # 1, 3, 4
        Fault(TruncatedResponse("cut", may_have_run=True), executed=True),  # 6
    )
    run = BulkRunner(make_workspace(), BulkRunKind.EDIT, edits)
    run.start()
    done(run, qtbot)
    states = {row.queued_save.draft.original.id: row_state_text(row) for row in run.queue.rows}
    failed = {2: "Changed by someone else", 3: "Not saved", 5: "Not saved", 7: "Not saved"}
    assert states == {**dict.fromkeys(range(1, 13), "Saved"), **failed}
    assert {n for n, text in crm.passwords.items() if text == SECRET} == set(states) - set(failed)
    before = crm.count("save")
    run.queue.retry()
    run.queue.start()
    done(run, qtbot)
    assert [number for name, number in crm.calls if name == "save"][before:] == [3]
    assert run.queue.row(run.bulk_run.operation_id(3)).is_saved
