"""Saves whose journal meets an error of the disk at each of its calls: is what is told true?

Each save runs once for each point and kind of error. The program then ends, starts again on a
sound disk, and looks up what it does not know.
"""

from __future__ import annotations

import errno
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from desktop_app.core.errors import AppError, Forbidden, JournalWriteFailed, TruncatedResponse
from desktop_app.core.journal import JournalContext, JournalEntry, JournalQuery
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.journal.journal_writer import JournalWriter
from desktop_app.services.saving.journaled_save import journaled_save
from desktop_app.services.saving.outcome_lookup import look_up_outcome
from desktop_app.services.saving.save import SaveRequest
from desktop_app.services.store.lazy_store import LazyStore
from tests.soak.disk_errors import DiskErrors
from tests.unit.services.fake_client import DEFAULT, FakeCrm, Fault, mailbox

CASE = JournalContext("acme", "Acme", "Kim Demo (demo)", operation_id="one edit")
NEW = {
    Field.SERVER_TYPE: mailbox(1).values[Field.SERVER_TYPE],
    Field.ADDRESS: "new@example.com",
    Field.USER_NAME: "new",
    Field.SERVER: "imap.example.com",
    Field.PORT: 993,
}
HOURS_AGO = 10_000.0
ERRORS = ((errno.EIO, False), (errno.EIO, True), (errno.ENOSPC, False), (errno.EDQUOT, True))
"""The error of a failing call, and whether the call did its work all the same."""


def _edit(crm: FakeCrm) -> Draft:
    return Draft(crm.boxes[3], {Field.PORT: 1993})


def _create(_crm: FakeCrm) -> Draft:
    return Draft(DEFAULT, dict(NEW))


SAVES: dict[str, tuple[Callable[[FakeCrm], Draft], Fault | None]] = {
    "edit": (_edit, None),
    "edit, refused": (_edit, Fault(Forbidden("no"))),
    "edit, answer lost": (_edit, Fault(TruncatedResponse(may_have_run=True), executed=True)),
    "edit, lost on its way": (_edit, Fault(TruncatedResponse(may_have_run=True))),
    "create": (_create, None),
    "create, answer lost": (_create, Fault(TruncatedResponse(may_have_run=True), executed=True)),
}


@dataclass
class FaultSummary:
    """``points`` is the number of saves; ``wrong`` says what was told wrongly or is stuck."""

    points: int = 0
    twice: int = 0
    wrong: list[str] = field(default_factory=list)


def run(
    names: Iterable[str] = tuple(SAVES), errors: Iterable[tuple[int, bool]] = ERRORS
) -> FaultSummary:
    """Run these saves at every point with each of these errors."""
    summary = FaultSummary()
    for name in names:
        points = _run_one(name, DiskErrors(), summary)
        for point, (code, carried_out) in product(range(1, points + 1), errors):
            faults = DiskErrors(point, code, carried_out=carried_out)
            kind = f"{errno.errorcode[code]}{', carried out' if carried_out else ''}"
            _run_one(f"{name} {point}/{points} {kind}", faults, summary)
            summary.points += 1
    return summary


def _run_one(title: str, faults: DiskErrors, summary: FaultSummary) -> int:
    """Run a save, and judge it; return how many calls touched the disk."""
    name = next(each for each in sorted(SAVES, key=len, reverse=True) if title.startswith(each))
    make, server_fault = SAVES[name]
    crm = FakeCrm.of([mailbox(3), mailbox(4)])
    if server_fault is not None:
        crm.fail("save", server_fault)
    draft = make(crm)
    before = dict(crm.boxes)
    with tempfile.TemporaryDirectory() as folder:
        store = LazyStore(lambda: Path(folder), print)
        store.run(lambda opened: opened.journal.find(JournalQuery()))
        with faults.watching():
            told = _save(crm, store, draft)
            faults.armed = False
            store.close()
        changed = crm.boxes != before
        wrong = [*_judge(told, changed), *_judge_later(crm, Path(folder), draft, changed)]
    summary.twice += crm.count("save") > 1 and changed and len(crm.boxes) > len(before) + 1
    summary.wrong += [f"{title}: {each}" for each in wrong]
    return faults.count


def _save(crm: FakeCrm, store: LazyStore, draft: Draft) -> AppError | None:
    request = SaveRequest(draft, frozenset(crm.boxes))
    try:
        journaled_save(crm.client(), request, CancelToken(), (JournalWriter(store), CASE))
    except AppError as error:
        return error
    return None


def _judge(told: AppError | None, changed: bool) -> list[str]:
    """Is what is told at once true?"""
    if told is None:
        return [] if changed else ["told as saved, but it is not"]
    if isinstance(told, JournalWriteFailed) or not told.may_have_run:
        return ["told as not sent, but the mailbox has changed"] if changed else []
    return []


def _judge_later(crm: FakeCrm, folder: Path, draft: Draft, changed: bool) -> list[str]:
    """Start again: is what the journal says true, and does the edit go on?"""
    sent = crm.count("save") > 0
    store = LazyStore(lambda: folder, print)
    try:
        wrong = _judge_entries(_entries(store), sent=sent)
        for entry in _entries(store):
            if entry.outcome.is_open:
                _look_up(crm, store, entry)
        wrong += _judge_known(_entries(store), changed=changed)
        while crm.arrive("save", 0) is not None:
            pass  # the server works now
        if not changed and _save(crm, store, draft) is not None:
            wrong.append("stuck: the edit cannot be sent again")
    except (sqlite3.Error, AppError) as error:
        wrong = [f"cannot be opened again: {type(error).__name__}"]
    store.close()
    return wrong


def _entries(store: LazyStore) -> list[JournalEntry]:
    return store.run(lambda opened: opened.journal.find(JournalQuery()))


def _judge_known(entries: list[JournalEntry], *, changed: bool) -> list[str]:
    """Judge the entries after the look-up: nothing is open any more."""
    if any(entry.outcome.is_open for entry in entries):
        return ["stuck: the outcome stays unknown"]
    if changed is not any(entry.outcome.is_saved for entry in entries):
        return [f"the journal is wrong: saved {changed}"]
    return []


def _judge_entries(entries: list[JournalEntry], *, sent: bool) -> list[str]:
    told_as_sent = [e for e in entries if e.outcome.is_open or e.outcome.is_saved]
    wrong = ["nothing was sent, and the journal says that it may have been"]
    doubled = ["one save has two entries"] if len(entries) > 1 else []
    return doubled + (wrong if told_as_sent and not sent else [])


def _look_up(crm: FakeCrm, store: LazyStore, entry: JournalEntry) -> None:
    long_ago = replace(entry, started_at=time.time() - HOURS_AGO, ended_at=None)
    found = look_up_outcome(crm.client(), long_ago, CancelToken())
    store.run(
        lambda opened: opened.journal.finish(
            entry.id, found.outcome, found.reason, entry.mailbox_id
        )
    )
