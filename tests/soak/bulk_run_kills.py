"""A bulk run, with kills at every request and every write to the disk.

The CRM must hold exactly the agreed values, no row may be saved twice, and no file may hold a
password.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.core.journal import JournalEntry
from tests.soak.agreed_edits import AgreedEdit
from tests.soak.bulk_run_steps import CONFLICT, EDITS, THEIRS
from tests.soak.kill_history import KillHistory, kill_histories
from tests.soak.kill_points import KillPoints, KillSummary, points_of

PREPARE = "prepare bulk run"


@dataclass
class BulkRunHistory(KillHistory):
    """One history of the bulk run."""

    steps: tuple[str, ...] = ("bulk run",)
    edits: tuple[AgreedEdit, ...] = tuple(edit for edit in EDITS if edit.mailbox != CONFLICT)
    theirs: dict[int, dict[str, Any]] = field(default_factory=lambda: THEIRS)

    def _saved_key(self, save: dict[str, object]) -> str:
        return str(save["MailInFilterId"])

    def _check_saved_entries(self, entries: list[JournalEntry]) -> None:
        saved = Counter(entry.mailbox_id for entry in entries)
        if saved != Counter(edit.mailbox for edit in self.edits):
            self.wrong.append(f"the journal has these saves: {dict(saved)}")


def run(folder: Path, seed: int, most: int | None = None) -> KillSummary:
    """Kill at every point, or at so many random ones; some histories have two kills."""
    return kill_histories(BulkRunHistory, PREPARE, _points, folder, seed, most)


def _points(counts: dict[str, tuple[int, int]]) -> KillPoints:
    points = points_of("bulk run", *counts["bulk run"])
    return KillPoints(points, points)
