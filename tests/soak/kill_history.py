"""One run of a scenario with its kills, and the checks that every scenario needs."""

from __future__ import annotations

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from desktop_app.core.journal import JournalEntry, JournalQuery, SaveOutcome
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.demo import DemoServer, StoredMailbox
from desktop_app.storage.database import open_database
from desktop_app.storage.journal import JournalStore
from tests.soak.agreed_edits import AgreedEdit
from tests.soak.kill_points import (
    PREPARED,
    Kill,
    KillPoints,
    KillSummary,
    RunReport,
    ScenarioProcess,
    kill_at_points,
    scenario_process,
)
from tests.soak.killing_proxy import KillMoment

MOST_RUNS = 6
"""How many runs a step may take before something is wrong."""
COLUMNS = {
    Field.SERVER_TYPE: "server_type",
    Field.ADDRESS: "address",
    Field.USER_NAME: "username",
    Field.SERVER: "server",
    Field.PORT: "port",
}
NEW_COLUMNS = [*COLUMNS.values(), "password"]
"""What is checked of a new mailbox; the CRM chooses the rest."""


@dataclass
class KillHistory(ABC):
    """A scenario in a folder of its own; ``wrong`` collects what must not be."""

    process: ScenarioProcess
    folder: Path
    kills: list[Kill] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Requests and writes of each step, in its run without a kill."""

    steps: tuple[str, ...] = ()
    """The other administrator's edits come before the last one."""

    edits: tuple[AgreedEdit, ...] = ()
    theirs: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What another administrator changes meanwhile, by mailbox."""

    def run(self, prepared: Path) -> None:
        """Run the scenario on a copy of the prepared data folder, and check what it leaves."""
        data = self.folder / "data"
        shutil.copytree(prepared / PREPARED, data)
        self.process.proxy.saves.clear()
        with DemoServer() as crm:
            self.process.proxy.target = crm.url
            before = {box.id: box for box in crm.store.mailboxes()}
            for step in self.steps[:-1]:
                self._run_step(step, data)
            for number, changed in self.theirs.items():
                crm.store.update(replace(before[number], **changed))
            self._run_step(self.steps[-1], data)
            self._check_mailboxes(list(crm.store.mailboxes()), list(self._agreed(before.values())))
        self._check_saves()
        self._check_folder(data)
        shutil.rmtree(self.folder, ignore_errors=True)

    @abstractmethod
    def _saved_key(self, save: dict[str, object]) -> str:
        """Give the name under which the step reports this save."""

    def _run_step(self, step: str, data: Path) -> None:
        """Run a step until it ends without a kill."""
        for _ in range(MOST_RUNS):
            kill = next((one for one in self.kills if one.step == step), None)
            if kill is not None:
                self.kills.remove(kill)
            executed = {self._saved_key(save) for save in self.process.proxy.saves}
            report = self.process.run(step, data, kill)
            self._check_reported_outcomes(report, executed)
            if report.failed:
                self.wrong.append(f"{step} failed: {report.values('fault')}")
                return
            if not report.killed:
                self.counts[step] = self.process.proxy.count, sum(report.values("disk"))
                if report.values("left") != ([] if step == "offline" else [0]):
                    self.wrong.append(f"{step} left {report.values('left')} edits")
                return
        self.wrong.append(f"{step} never ended")

    def _check_reported_outcomes(self, report: RunReport, executed: set[str]) -> None:
        """Check what the program says of each save before it sends more."""
        for outcomes in report.values("outcomes")[:1]:
            for name, (newest, *_) in outcomes.items():
                outcome = SaveOutcome[newest]
                if outcome is SaveOutcome.UNDER_WAY:
                    self.wrong.append(f"{name} is said to be under way, but nobody sends it")
                if outcome.is_saved and name not in executed:
                    self.wrong.append(f"{name} is said to be saved, but it was not")
                if name in executed and not (outcome.is_saved or outcome.is_open):
                    self.wrong.append(f"{name} was saved, but is said to be {outcome.value}")

    def _agreed(self, before: Iterable[StoredMailbox]) -> Iterable[StoredMailbox]:
        """Give what the CRM must hold in the end: our edited fields over theirs."""
        edits = {edit.mailbox: edit for edit in self.edits}
        for box in before:
            theirs = replace(box, **self.theirs.get(box.id, {}))
            yield with_edit(theirs, edits[box.id]) if box.id in edits else theirs
        if 0 in edits:
            yield with_edit(StoredMailbox(0, "Unknown", ""), edits[0])

    def _check_mailboxes(self, found: list[StoredMailbox], agreed: list[StoredMailbox]) -> None:
        for one, other in zip(found, agreed, strict=False):
            checked = [each.name for each in fields(one)] if other.id else NEW_COLUMNS
            if names := [n for n in checked if getattr(one, n) != getattr(other, n)]:
                self.wrong.append(f"mailbox {one.id} holds another {names}")
        if len(found) != len(agreed):
            self.wrong.append(f"{len(found)} mailboxes instead of {len(agreed)}")

    def _check_saves(self) -> None:
        sent = Counter(save["MailInFilterId"] for save in self.process.proxy.saves)
        if sent != Counter(edit.mailbox for edit in self.edits):
            self.wrong.append(f"saved {dict(sent)} instead of once each")

    def _check_folder(self, data: Path) -> None:
        if asides := [file.name for file in data.iterdir() if ".corrupt-" in file.name]:
            self.wrong.append(f"set aside: {asides}")
        for file in data.iterdir():
            body = file.read_bytes()
            if any(edit.password and edit.password.encode() in body for edit in self.edits):
                self.wrong.append(f"a password in {file.name}")
        with closing(open_database(data).connection) as connection:
            self._check_database(connection)

    def _check_database(self, connection: sqlite3.Connection) -> None:
        entries = JournalStore(connection).find(JournalQuery())
        self._check_saved_entries([entry for entry in entries if entry.outcome.is_saved])
        if unfinished := [entry.address for entry in entries if entry.outcome.is_open]:
            self.wrong.append(f"the journal leaves open: {unfinished}")
        if not all(e.account and e.computer and e.context.operation_id for e in entries):
            self.wrong.append("an entry of the journal does not say who, where or what for")

    @abstractmethod
    def _check_saved_entries(self, entries: list[JournalEntry]) -> None:
        """Check that the journal has each agreed save once."""


def with_edit(box: StoredMailbox, edit: AgreedEdit) -> StoredMailbox:
    """Give a mailbox as it is after an edit."""
    changed: dict[str, Any] = {
        COLUMNS[f]: "Imaps" if value is ServerType.IMAPS else value
        for f, value in edit.changes.items()
    }
    return replace(box, **changed, password=edit.password or box.password)


def kill_histories(
    kind: type[KillHistory],
    prepare: str,
    points: Callable[[dict[str, tuple[int, int]]], KillPoints],
    folder: Path,
    seed: int,
    most: int | None,
) -> KillSummary:
    """Run a history without a kill, then one for each point, or for so many random ones.

    ``points`` gives the points from the counts of requests and writes by step.
    """
    with scenario_process() as process:
        process.prepare(prepare, folder)
        whole = kind(process, folder / "whole")
        whole.run(folder)

        def check(place: Path, kills: list[Kill]) -> list[str]:
            history = kind(process, place, kills)
            history.run(folder)
            return history.wrong

        summary = kill_at_points(folder, points(whole.counts), check, seed, most)
    summary.wrong[:0] = [f"not killed: {each}" for each in whole.wrong]
    return summary


def check_carelessness(
    kind: type[KillHistory], prepare: str, step: str, careless: str, folder: Path
) -> None:
    """Check that a careless program fails after a kill at its first save, and only then.

    Raises: AssertionError if the checks notice nothing.
    """
    with scenario_process(careless) as process:
        process.prepare(prepare, folder)
        whole = kind(process, folder / "whole")
        whole.run(folder)
        kill = Kill(step, process.proxy.saves_at[0], KillMoment.AFTER)
        killed = kind(process, folder / "killed", [kill])
        killed.run(folder)
    assert whole.wrong == []
    assert killed.wrong
