"""A batch of saves, killed at every request and every write to the disk, and resumed.

The CRM must hold exactly what could be agreed, no row may have been saved twice, and no file may
hold a password.
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop_app.core.journal import JournalQuery, SaveOutcome
from desktop_app.demo import DemoServer, StoredMailbox
from desktop_app.storage.database import open_database
from desktop_app.storage.journal import JournalStore
from tests.soak.bulk_run import CONFLICT, ROWS, THEIRS
from tests.soak.killing import (
    MOST_RUNS,
    PREPARED,
    Kill,
    Points,
    Stage,
    Tally,
    Told,
    kill_at_points,
    points_of,
    stage,
)
from tests.soak.story_kills import COLUMNS
from tests.soak.tap import Tap

SAVED = {wish.mailbox for wish in ROWS} - {CONFLICT}


@dataclass
class BatchHistory:
    """One telling, in a folder of its own; ``wrong`` is what must not be."""

    stage: Stage
    tap: Tap
    place: Path
    kills: list[Kill] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: tuple[int, int] = (0, 0)
    """Of the run that was not killed: requests, writes."""

    def tell(self, folder: Path) -> None:
        """All of it, from what was prepared in this folder."""
        data = self.place / "data"
        shutil.copytree(folder / PREPARED, data)
        self.tap.saves.clear()
        with DemoServer() as crm:
            self.tap.target = crm.url
            before = {box.id: box for box in crm.store.mailboxes()}
            for number, changed in THEIRS.items():
                crm.store.update(replace(before[number], **changed))
            self._play(data)
            self._compare(crm.store.mailboxes(), before)
        self._judge_saves()
        self._judge_folder(data)
        shutil.rmtree(self.place, ignore_errors=True)

    def _play(self, data: Path) -> None:
        for _ in range(MOST_RUNS):
            kill = self.kills.pop(0) if self.kills else None
            done = {save["MailInFilterId"] for save in self.tap.saves}
            told = self.stage.play("batch", data, kill)
            self._judge_standing(told, done)
            if told.failed:
                self.wrong.append(f"it failed: {told.of('fault')}")
                return
            if not told.killed:
                self.counts = self.tap.count, sum(told.of("disk"))
                if told.of("left") != [0]:
                    self.wrong.append(f"left to do: {told.of('left')}")
                return
        self.wrong.append("it never ended")

    def _judge_standing(self, told: Told, done: set[object]) -> None:
        """The first thing that a run says of each row is what earlier ones have done to it."""
        for address, (name,) in (told.of("standing") or [{}])[0].items():
            outcome, number = SaveOutcome[name], int(address)
            if outcome is SaveOutcome.UNDER_WAY:
                self.wrong.append(f"{number} is told as under way, but nobody sends it")
            if outcome.is_saved and number not in done:
                self.wrong.append(f"{number} is told as saved, but it was not")
            if number in done and not (outcome.is_saved or outcome.is_open):
                self.wrong.append(f"{number} was saved, but it is told as {outcome.value}")

    def _compare(self, found: tuple[StoredMailbox, ...], before: dict[int, StoredMailbox]) -> None:
        wishes = {wish.mailbox: wish for wish in ROWS if wish.mailbox in SAVED}
        for box in found:
            theirs = THEIRS.get(box.id, {})
            agreed = replace(before[box.id], **theirs)
            if box.id in wishes:
                wish = wishes[box.id]
                mine: dict[str, Any] = {COLUMNS[f]: value for f, value in wish.changes.items()}
                agreed = replace(agreed, **mine, password=wish.password or agreed.password)
            if box != agreed:
                self.wrong.append(f"mailbox {box.id} holds something else")

    def _judge_saves(self) -> None:
        sent = Counter(save["MailInFilterId"] for save in self.tap.saves)
        if sent != Counter(SAVED):
            self.wrong.append(f"saved {dict(sent)} instead of once each")

    def _judge_folder(self, data: Path) -> None:
        for file in data.iterdir():
            body = file.read_bytes()
            if any(wish.password and wish.password.encode() in body for wish in ROWS):
                self.wrong.append(f"a password in {file.name}")
        with closing(open_database(data).connection) as connection:
            lines = JournalStore(connection).find(JournalQuery())
        saved = Counter(line.mailbox_id for line in lines if line.outcome.is_saved)
        if saved != Counter(SAVED):
            self.wrong.append(f"the journal tells of these saves: {dict(saved)}")
        if open_ones := [line.address for line in lines if line.outcome.is_open]:
            self.wrong.append(f"the journal leaves open: {open_ones}")


def run(folder: Path, seed: int, most: int | None = None) -> Tally:
    """Kill at every point, or at so many of them by chance; some twice."""
    with stage() as (playing, tap):
        prepare(playing, tap, folder)
        whole = BatchHistory(playing, tap, folder / "whole")
        whole.tell(folder)
        points = points_of("batch", *whole.counts)

        def tell(place: Path, kills: list[Kill]) -> list[str]:
            history = BatchHistory(playing, tap, place, kills)
            history.tell(folder)
            return history.wrong

        return kill_at_points(folder, Points(points, points), whole.wrong, tell, seed, most)


def prepare(playing: Stage, tap: Tap, folder: Path) -> None:
    """An earlier day, from which every history starts."""
    playing.prepare("prepare batch", tap, folder)
