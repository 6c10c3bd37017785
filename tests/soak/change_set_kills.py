"""A change set, with kills at every request and every write to the disk.

Each history has a kill at one point, or at two; afterwards the user goes on until no change is
pending. The CRM must hold the agreed values, no save may run twice, and the journal must say what
happened.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.core.journal import NOTHING_TO_SEND, JournalEntry
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.saved_passwords import SavedPasswordStore
from desktop_app.storage.snapshots import SnapshotStore
from tests.soak.agreed_edits import AgreedEdit
from tests.soak.change_set_steps import EDITS, THEIRS
from tests.soak.headless_program import ID
from tests.soak.kill_history import KillHistory, kill_histories
from tests.soak.kill_points import KillPoints, KillSummary, points_of

MANY = 300
"""There are about twice as many points."""
PORT_BEFORE = 993
PREPARE = "prepare"


@dataclass
class ChangeSetHistory(KillHistory):
    """One history of the change set."""

    steps: tuple[str, ...] = ("offline", "send")
    edits: tuple[AgreedEdit, ...] = EDITS
    theirs: dict[int, dict[str, Any]] = field(default_factory=lambda: THEIRS)

    def _saved_key(self, save: dict[str, object]) -> str:
        return str(save.get("Address"))

    def _check_database(self, connection: sqlite3.Connection) -> None:
        super()._check_database(connection)
        if left := PendingChangeStore(connection).all():
            self.wrong.append(f"still pending: {[edit.name for edit in left]}")
        if kept := SavedPasswordStore(connection).all_including_unconfirmed(ID):
            self.wrong.append(f"{len(kept)} passwords of edits are left behind")
        self._check_snapshot(SnapshotStore(connection))

    def _check_snapshot(self, snapshots: SnapshotStore) -> None:
        """Check that an automatic snapshot holds the values from before the first write."""
        taken = [one.id for one in snapshots.of_profile(ID) if one.is_automatic]
        rows = (snapshots.load_rows(taken[0]) or []) if len(taken) == 1 else []
        before = next((row.values for row in rows if row.id == EDITS[0].mailbox), None)
        if before is None or before.get(Field.PORT) != PORT_BEFORE:
            self.wrong.append(f"{len(taken)} snapshots from before the first write: {before}")

    def _check_saved_entries(self, entries: list[JournalEntry]) -> None:
        saved = [entry.mailbox_id for entry in entries if entry.reason != NOTHING_TO_SEND]
        new = max(saved, default=0)
        if sorted(saved) != sorted([*(e.mailbox for e in EDITS if e.mailbox), new]) or new <= 43:
            self.wrong.append(f"the journal has these saves: {saved}")


def run(folder: Path, seed: int, most: int | None = None) -> KillSummary:
    """Kill at every point, or at so many random ones; some histories have two kills."""
    return kill_histories(ChangeSetHistory, PREPARE, _points, folder, seed, most)


def _points(counts: dict[str, tuple[int, int]]) -> KillPoints:
    sending = points_of("send", *counts["send"])
    points = points_of("offline", 0, counts["offline"][1]) + sending
    assert len(points) > MANY, "SQLite's calls are not counted"
    return KillPoints(points, sending)
