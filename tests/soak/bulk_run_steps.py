"""The steps of a bulk run of five mailboxes; after a kill the same run goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.journal import SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.bulk.save_queue import RunState
from tests.soak.agreed_edits import AgreedEdit
from tests.soak.headless_program import ID, SEND_LIMIT, HeadlessProgram, Report, WaitTimeout

EDITS = (
    AgreedEdit(2, {Field.PORT: 1993}, "s3cret-of-two"),
    AgreedEdit(3, {Field.SERVER: "imap.agreed.example", Field.PORT: 1993}, "s3cret-of-three"),
    AgreedEdit(37, {Field.SERVER: "imap.agreed.example"}),
    AgreedEdit(39, {Field.USER_NAME: "agreed"}),
    AgreedEdit(40, {Field.PORT: 2993}),
)
THEIRS: dict[int, dict[str, Any]] = {
    37: {"server": "imap.theirs.example"},
    40: {"username": "theirs"},
}
"""What another administrator changes meanwhile: the same field as ours, and one beside ours."""


CONFLICT = 37
"""Where both changed the same field."""


def prepare(program: HeadlessProgram, _report: Report) -> None:
    """On an earlier day, load the list and the mailboxes."""
    program.load([edit.mailbox for edit in EDITS])


def bulk_run(program: HeadlessProgram, report: Report) -> None:
    """Start the run, or go on with the interrupted one, until no row is left."""
    program.connect()
    program.settle_store()
    for _ in range(SEND_LIMIT):
        record = _last_record(program)
        report({"outcomes": _outcomes(record)})
        if record is None:
            _send(program, _edits(program), "")
            continue
        if program.unknown():
            program.look_up_unknown()
            continue
        left = _rows_left(record)
        if not left:
            break
        _send(program, [_with_password(draft, record) for draft in left], record.bulk_run.key)
    program.settle_store()
    report({"left": 0 if record is None else len(_rows_left(record))})


def _edits(program: HeadlessProgram) -> list[Draft]:
    """Give the edits as they were before the other administrator's changes."""
    ids = [edit.mailbox for edit in EDITS]
    program.workspace.details.retry(ids)
    known = program.workspace.details
    program.wait(
        lambda: all(known.get(i) and known.cached_at(i) is None for i in ids), "the details"
    )
    drafts = [edit.draft(program) for edit in EDITS]
    return [_as_before(draft) if draft.original.id == CONFLICT else draft for draft in drafts]


def _as_before(draft: Draft) -> Draft:
    values = {**draft.original.values, Field.SERVER: "imap.before.example"}
    return replace(draft, original=replace(draft.original, values=values))


def _last_record(program: HeadlessProgram) -> BulkRunRecord | None:
    history = program.workspace.run_history
    assert history is not None
    loaded: list[list[BulkRunRecord]] = []
    history.load(ID, loaded.append)
    program.wait(lambda: loaded, "the runs")
    if len(loaded[0]) > 1:
        raise WaitTimeout("more than one run is in the store")
    return loaded[0][0] if loaded[0] else None


def _rows_left(record: BulkRunRecord) -> list[Draft]:
    """Give the rows still to save; a conflict stays one, because nobody resolves it."""
    last = record.last_entries
    refused = {n for n, line in last.items() if line.outcome is SaveOutcome.REFUSED}
    return [draft for draft in record.remaining_drafts if draft.original.id not in refused]


def _with_password(draft: Draft, record: BulkRunRecord) -> Draft:
    if draft.original.id not in record.bulk_run.typed_ids:
        return draft
    edit = next(edit for edit in EDITS if edit.mailbox == draft.original.id)
    return replace(draft, password=ReplacePassword(edit.password))


def _send(program: HeadlessProgram, drafts: list[Draft], key: str) -> None:
    run = BulkRunner(program.workspace, BulkRunKind.EDIT, drafts, bulk_run_key=key)
    failed: list[object] = []
    run.start_failed.connect(failed.append)
    run.start()
    over = (RunState.DONE, RunState.PAUSED, RunState.STOPPED)
    sending = run.queue
    program.wait(lambda: failed or (sending.state in over and not sending.is_busy), "the run")
    if failed:
        raise WaitTimeout(f"not begun: {failed[0]!r}")
    program.settle_store()


def _outcomes(record: BulkRunRecord | None) -> dict[str, list[str]]:
    """Give the newest outcome in the journal for each row."""
    lines = record.last_entries.values() if record is not None else ()
    return {str(line.mailbox_id): [line.outcome.name] for line in lines}


STEPS = {"prepare bulk run": prepare, "bulk run": bulk_run}
