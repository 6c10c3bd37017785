"""Runs of many saves through a hostile layer: a third of the rows fail, each in another way.

What the result table says of each row is held against what the demo server carried out.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.net.http_session import HttpSession
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.run_model import RunModel
from desktop_app.ui.bulk.run_text import row_problem_text
from desktop_app.ui.text.saving import row_state_text
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import BasicScheme
from tests.servers.fault_proxy import ALL, DIFFERS, LATE, LOST, LOST_AFTERWARDS, FaultProxy

ROWS = 30
SECONDS = 0.4
"""Deadline of every call, so that a server that hangs costs little."""
PORT = 1993
Wait = Callable[[Callable[[], object]], None]


@dataclass
class Summary:
    """How the runs went. ``wrong`` names every row of which something untrue was told."""

    rows: int = 0
    executed: int = 0
    twice: int = 0
    met: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(rounds: int, seed: int, wait: Wait) -> Summary:
    """So many batches, each on an estate of its own; ``wait`` lets the GUI thread live until."""
    dice, summary = random.Random(seed), Summary()
    for number in range(rounds):
        with _start(wait) as (work, front, demo):
            _round(f"round {number}", (work, front, demo), dice, summary, wait)
    return summary


Parts = tuple[Workspace, FaultProxy, DemoServer]


@contextmanager
def _start(wait: Wait) -> Iterator[Parts]:
    dispatcher = MainThreadDispatcher()
    with DemoServer() as demo:
        front = FaultProxy(demo)
        login = demo.credentials

        def connect() -> Client:
            sign_in = BasicScheme(login.username, login.password)
            return Client(
                HttpSession(), front.url, sign_in, retry_delays=(0.0, 0.0), seconds=SECONDS
            )

        with front.server:
            work = Workspace(Profile.new("Acme", front.url, login.username), connect, dispatcher)
            work.refresh()
            wait(lambda: work.is_ready)
            yield work, front, demo
            work.close()
            dispatcher.close()
            work.deleteLater()


def _round(name: str, parts: Parts, dice: random.Random, summary: Summary, wait: Wait) -> None:
    work, front, demo = parts
    drafts = {draft.original.id: draft for draft in _drafts(work, dice, wait)}
    chosen = dice.sample(list(drafts), len(drafts) // 3)
    faults_by_mailbox = dict(zip(chosen, dice.sample(ALL, len(ALL)), strict=False))
    summary.met.update(faults_by_mailbox.values())
    front.faults_by_mailbox.update(faults_by_mailbox)
    runner = BulkRunner(work, BulkRunKind.EDIT, drafts.values())
    checked_run = CheckedRun(runner, RunModel(runner, ()), front, demo, drafts, faults_by_mailbox)
    runner.start()
    _until_done(runner, wait)
    summary.wrong += [f"{name}: {each}" for each in checked_run.untrue()]
    failed, before = checked_run.failed(), front.sent.copy()
    runner.queue.retry()
    runner.queue.start()
    _until_done(runner, wait)
    again = {number for number in front.sent if front.sent[number] > before[number]}
    if again != failed - checked_run.failed():
        summary.wrong.append(f"{name}: sent again were {again}, failed had {failed}")
    summary.wrong += [f"{name}, again: {each}" for each in checked_run.untrue()]
    front.catch_up()
    summary.rows += len(drafts)
    summary.executed += front.executed.total()
    summary.twice += sum(count > 1 for count in front.executed.values())
    summary.states.update(row_state_text(row) for row in runner.queue.rows)


def _drafts(work: Workspace, dice: random.Random, wait: Wait) -> list[Draft]:
    ids = [row.id for row in work.rows]
    work.details.load_all(ids)
    wait(lambda: len(work.details.known) == len(ids))
    free = [box for i in ids if (box := work.details.get(i)) and _is_free(box)]
    return [_draft(box, dice) for box in dice.sample(free, min(ROWS, len(free)))]


def _draft(box: Mailbox, dice: random.Random) -> Draft:
    """A port, a password, or both: of a password alone nobody can see what became of it."""
    what = dice.choice(("port", "both", "both", "password"))
    changes: dict[Field, Value] = {} if what == "password" else {Field.PORT: PORT}
    return Draft(
        box, changes, KeepPassword() if what == "port" else ReplacePassword(f"new-{box.id}")
    )


def _is_free(box: Mailbox) -> bool:
    access = field_access_for(box)
    may_write = access[Field.PORT].can_write and access[Field.PASSWORD].can_write
    return may_write and box.values.get(Field.PORT) != PORT


def _until_done(run: BulkRunner, wait: Wait) -> None:
    """A lost connection pauses the run; the user goes on."""
    sending = run.queue
    while sending.state is not RunState.DONE:
        wait(lambda: sending.state in (RunState.DONE, RunState.PAUSED) and not sending.is_busy)
        if sending.state is RunState.PAUSED:
            sending.start()


@dataclass
class CheckedRun:
    """One batch, what it was to do, and what it met."""

    runner: BulkRunner
    table: RunModel
    front: FaultProxy
    demo: DemoServer
    drafts: dict[int, Draft]
    faults_by_mailbox: dict[int, str]

    def failed(self) -> set[int]:
        """The rows that may be tried again."""
        rows = self.runner.queue.rows
        return {row.queued_save.draft.original.id for row in rows if row.is_failed}

    def untrue(self) -> list[str]:
        """What the table says that is not so."""
        wrong = []
        for line, number in enumerate(self.drafts):
            _name, message, details, _change = self.table.texts_of(line)
            row = self.table.row_at(line)
            why = "" if row is None else row_problem_text(row)
            if not details.startswith(why):
                wrong.append(f"mailbox {number}: “{why}” is not in the table")
            what = self._wrong(number, message, why)
            if what:
                met = self.faults_by_mailbox.get(number, "honest")
                wrong.append(f"mailbox {number} ({met}): “{message}”, “{why}”: {what}")
        return wrong

    def _wrong(self, number: int, said: str, why: str) -> str:
        """What is wrong about a line; empty if it is true."""
        executed, met = self.front.executed[number], self.faults_by_mailbox.get(number, "")
        if executed > 1:
            return f"carried out {executed} times"
        if said in ("Saved", "Saved and read back"):
            return self._not_there(number, why) if executed else "it was not"
        if said in ("Not saved", "Changed by someone else"):
            return "it was" if executed else "" if why else "nobody is told why"
        if said == "Unknown":
            lost = met in LOST or met in LOST_AFTERWARDS or met == LATE
            return "" if lost and why else "there is nothing unknown about it"
        return "it is not settled"

    def _not_there(self, number: int, why: str) -> str:
        draft, box = self.drafts[number], self.demo.store.mailbox(number)
        assert box is not None
        if isinstance(draft.password, ReplacePassword) and box.password != draft.password.text:
            return "the CRM holds another password"
        if self.faults_by_mailbox.get(number) == DIFFERS:
            return "" if why else "what differs is not told"
        port = draft.changes.get(Field.PORT, box.port)
        return "" if box.port == port and not why else f"the CRM holds port {box.port}"
