"""The story, killed at every request and every write to the disk, and resumed.

Each history kills one run at one point, or two at two; afterwards the person goes on until nothing
waits. The CRM must hold what was agreed, no save may have been sent twice, and the journal must
tell what happened.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desktop_app.core.journal import JournalQuery, SaveOutcome
from desktop_app.core.mailbox.mailbox import Field, ServerType, Value
from desktop_app.demo import DemoServer, StoredMailbox
from desktop_app.services.saving.journaled_save import NOTHING_TO_SEND
from desktop_app.storage.database import open_database
from desktop_app.storage.journal import JournalStore
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.saved_passwords import SavedPasswordStore
from desktop_app.storage.snapshots import SnapshotStore
from tests.soak.desk import ID
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
from tests.soak.story import THEIRS, WISHES, Wish
from tests.soak.tap import Tap

MANY = 300
"""There are about twice as many points."""
COLUMNS = {
    Field.SERVER_TYPE: "server_type",
    Field.ADDRESS: "address",
    Field.USER_NAME: "username",
    Field.SERVER: "server",
    Field.PORT: "port",
}
PORT_BEFORE = 993
TYPES = {ServerType.IMAPS: "Imaps"}


@dataclass
class History:
    """One telling of the story in a folder of its own; ``wrong`` is what must not be."""

    stage: Stage
    tap: Tap
    place: Path
    kills: list[Kill] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of each scene that was not killed: requests, writes."""

    def tell(self, folder: Path) -> None:
        """All of it, from what was prepared in this folder."""
        data = self.place / "data"
        shutil.copytree(folder / PREPARED, data)
        self.tap.saves.clear()
        with DemoServer() as crm:
            self.tap.target = crm.url
            before = {box.id: box for box in crm.store.mailboxes()}
            self._scene("away", data)
            for number, changed in THEIRS.items():
                crm.store.update(replace(before[number], **changed))
            self._scene("back", data)
            agreed = list(_agreed(before.values()))
            self._compare(list(crm.store.mailboxes()), agreed)
        self._judge_saves()
        self._judge_folder(data)
        shutil.rmtree(self.place, ignore_errors=True)

    def _scene(self, scene: str, data: Path) -> None:
        for _ in range(MOST_RUNS):
            kill = next((one for one in self.kills if one.scene == scene), None)
            if kill is not None:
                self.kills.remove(kill)
            done = [*self.tap.saves]
            told = self.stage.play(scene, data, kill)
            self._judge_standing(told, done)
            if told.failed:
                self.wrong.append(f"{scene} failed: {told.of('fault')}")
                return
            if not told.killed:
                self.counts[scene] = self.tap.count, sum(told.of("disk"))
                return
        self.wrong.append(f"{scene} never ended")

    def _judge_standing(self, told: Told, done: Sequence[dict[str, object]]) -> None:
        """Before it sends anything, a run says of each save: done, not done, or unknown."""
        executed = {str(save.get("Address")) for save in done}
        for state in told.of("standing"):
            for address, outcomes in state.items():
                last = SaveOutcome[outcomes[0]]  # the newest line
                if last is SaveOutcome.UNDER_WAY:
                    self.wrong.append(f"{address} is told as under way, but nobody sends it")
                if last.is_saved and address not in executed:
                    self.wrong.append(f"{address} is told as saved, but it was not")
                if address in executed and not (last.is_saved or last.is_open):
                    self.wrong.append(f"{address} was saved, but it is told as {last.value}")

    def _compare(self, found: list[StoredMailbox], agreed: list[StoredMailbox]) -> None:
        ours = ("server_type", "address", "username", "password", "server", "port")
        for one, other in zip(found, agreed, strict=False):
            wrong = [name for name in ours if getattr(one, name) != getattr(other, name)]
            if wrong:
                self.wrong.append(f"mailbox {one.id} holds another {wrong}")
        if len(found) != len(agreed):
            self.wrong.append(f"{len(found)} mailboxes instead of {len(agreed)}")

    def _judge_saves(self) -> None:
        sent = Counter(save["MailInFilterId"] for save in self.tap.saves)
        wanted = Counter(wish.mailbox for wish in WISHES)
        if sent != wanted:
            self.wrong.append(f"saved {dict(sent)} instead of once each")

    def _judge_folder(self, data: Path) -> None:
        """What is left on this computer: a journal that tells the story, and nothing that waits."""
        if asides := [file.name for file in data.iterdir() if ".corrupt-" in file.name]:
            self.wrong.append(f"set aside: {asides}")
        for file in data.iterdir():
            body = file.read_bytes()
            if any(wish.password and wish.password.encode() in body for wish in WISHES):
                self.wrong.append(f"a password in {file.name}")
        with closing(open_database(data).connection) as connection:
            if left := PendingChangeStore(connection).all():
                self.wrong.append(f"still waiting: {[edit.name for edit in left]}")
            if kept := SavedPasswordStore(connection).all_including_unconfirmed(ID):
                self.wrong.append(f"{len(kept)} passwords of edits are left behind")
            self._judge_journal(connection)
            self._judge_snapshot(SnapshotStore(connection))

    def _judge_snapshot(self, snapshots: SnapshotStore) -> None:
        """One was taken by itself before the first write: it holds what was there before."""
        taken = [one.id for one in snapshots.of_profile(ID) if one.is_automatic]
        seen = (snapshots.load_rows(taken[0]) or []) if len(taken) == 1 else []
        before = next((one.values for one in seen if one.id == WISHES[0].mailbox), None)
        if before is None or before.get(Field.PORT) != PORT_BEFORE:
            self.wrong.append(f"{len(taken)} snapshots from before the first write: {before}")

    def _judge_journal(self, connection: sqlite3.Connection) -> None:
        lines = JournalStore(connection).find(JournalQuery())
        sent = [line for line in lines if line.reason != NOTHING_TO_SEND]
        saved = [line.mailbox_id for line in sent if line.outcome.is_saved]
        new = max(saved, default=0)
        if sorted(saved) != sorted([*(w.mailbox for w in WISHES if w.mailbox), new]) or new <= 43:
            self.wrong.append(f"the journal tells of these saves: {saved}")
        if open_ones := [line.address for line in lines if line.outcome.is_open]:
            self.wrong.append(f"the journal leaves open: {open_ones}")
        if not all(line.account and line.computer and line.context.operation_id for line in lines):
            self.wrong.append("a line of the journal does not say who, where or what for")


def _agreed(before: Any) -> Iterator[StoredMailbox]:
    """What the CRM holds in the end: ours over theirs, in the fields that were edited."""
    wishes = {wish.mailbox: wish for wish in WISHES}
    for box in before:
        theirs = replace(box, **THEIRS.get(box.id, {}))
        yield _with(theirs, wishes[box.id]) if box.id in wishes else theirs
    yield _with(StoredMailbox(0, "Unknown", ""), wishes[0])


def _with(box: StoredMailbox, wish: Wish) -> StoredMailbox:
    changed: dict[str, Any] = {COLUMNS[f]: _stored(value) for f, value in wish.changes.items()}
    return replace(box, **changed, password=wish.password or box.password)


def _stored(value: Value) -> object:
    return TYPES[value] if isinstance(value, ServerType) else value


def run(folder: Path, seed: int, most: int | None = None) -> Tally:
    """Kill at every point of the story, or at so many of them by chance; some twice."""
    with stage() as (playing, tap):
        prepare(playing, tap, folder)
        whole = History(playing, tap, folder / "whole")
        whole.tell(folder)
        points = _points(whole.counts)
        assert len(points) > MANY, "SQLite's calls are not counted"

        def tell(place: Path, kills: list[Kill]) -> list[str]:
            history = History(playing, tap, place, kills)
            history.tell(folder)
            return history.wrong

        again = [point for point in points if point.scene == "back"]
        return kill_at_points(folder, Points(points, again), whole.wrong, tell, seed, most)


def prepare(playing: Stage, tap: Tap, folder: Path) -> None:
    """An earlier day, from which every history starts."""
    playing.prepare("prepare", tap, folder)


def _points(counts: dict[str, tuple[int, int]]) -> list[Kill]:
    writes = range(1, counts["away"][1] + 1)
    return [Kill("away", number) for number in writes] + points_of("back", *counts["back"])
