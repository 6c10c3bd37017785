"""The steps of a change set: three mailboxes are edited and one is made offline, then sent.

Each step is one run of the program. After a kill it runs again: it looks at what is there, and
does what is missing.
"""

from __future__ import annotations

from typing import Any

from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.mailbox.mailbox import Draft, Field, ServerType
from desktop_app.services.bulk.save_queue import QueuedRow
from tests.soak.agreed_edits import AgreedEdit
from tests.soak.headless_program import ID, SEND_LIMIT, HeadlessProgram, Report

EDITS = (
    AgreedEdit(2, {Field.PORT: 1993}, "s3cret-of-two"),
    AgreedEdit(37, {Field.SERVER: "imap.agreed.example"}),
    AgreedEdit(39, {Field.USER_NAME: "agreed"}),
    AgreedEdit(
        0,
        {
            Field.SERVER_TYPE: ServerType.IMAPS,
            Field.ADDRESS: "new@agreed.example",
            Field.USER_NAME: "new",
            Field.SERVER: "imap.agreed.example",
            Field.PORT: 993,
        },
        "s3cret-of-new",
    ),
)
THEIRS: dict[int, dict[str, Any]] = {37: {"server": "imap.theirs.example"}, 39: {"port": 2143}}
"""What another administrator changes meanwhile: one field of ours, and one beside ours."""


def prepare(program: HeadlessProgram, _report: Report) -> None:
    """On an earlier day, load the list and the mailboxes."""
    program.load([edit.mailbox for edit in EDITS if edit.mailbox])


def edit_offline(program: HeadlessProgram, _report: Report) -> None:
    """Without a connection, read, edit, and close."""
    program.workspace.refresh()
    program.wait(lambda: program.workspace.rows, "the kept list")
    program.settle_store()
    for edit in EDITS:
        pending = program.changes.of_profile(ID)
        if not any(map(edit.is_in, pending)):
            same = [change.id for change in pending if change.mailbox_id == edit.mailbox]
            program.add_change(edit.draft(program), *same[:1])
    program.settle_store()


def send_all(program: HeadlessProgram, report: Report) -> None:
    """Connected again, review, send, and resolve, until no change is pending."""
    program.connect()
    program.settle_store()
    report({"outcomes": _outcomes(program)})
    for _ in range(SEND_LIMIT):
        if not program.changes.of_profile(ID) and not program.unknown():
            break
        for row in program.send().rows:
            _resolve(program, row)
    program.settle_store()
    report({"left": len(program.changes.of_profile(ID))})


def _resolve(program: HeadlessProgram, row: QueuedRow) -> None:
    edits = program.changes.of_profile(ID)
    edit = next((edit for edit in edits if edit.operation_id == row.queued_save.operation_id), None)
    if edit is None:
        return
    if isinstance(row.error, Conflict):  # our value is the agreed one
        ours = Draft(row.error.theirs, edit.draft.changes)
        program.add_change(ours, edit.id)
    elif row.is_unknown:
        program.look_up_unknown()


def _outcomes(program: HeadlessProgram) -> dict[str, list[str]]:
    """Give the outcomes in the journal for each mailbox, the newest first."""
    loaded: list[list[JournalEntry]] = []
    program.store_service.journal.load(JournalQuery(), loaded.append)
    program.wait(lambda: loaded, "the journal")
    found: dict[str, list[str]] = {}
    for entry in loaded[0]:
        found.setdefault(entry.address, []).append(entry.outcome.name)
    return found


STEPS = {"prepare": prepare, "offline": edit_offline, "send": send_all}
