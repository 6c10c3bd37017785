"""What runs of many saves set out to do, and what the journal knows became of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.services.background import Done, Failed

if TYPE_CHECKING:
    from desktop_app.core.bulk.bulk_run import Batch
    from desktop_app.core.errors import Trouble
    from desktop_app.core.journal import Entry
    from desktop_app.core.mailbox.mailbox import Draft
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping
    from desktop_app.services.workspace.workspace import Workplace


@dataclass(frozen=True, slots=True)
class KeptBatch:
    """A run of now or earlier. ``lines`` are the journal's of its rows, the oldest first."""

    batch: Batch
    lines: tuple[Entry, ...]

    @property
    def last_lines(self) -> Mapping[int, Entry]:
        """What became of each row that was ever begun, by mailbox id."""
        last: dict[int, Entry] = {}
        for entry in self.lines:
            before = last.get(entry.mailbox_id)
            if before is None or not (before.outcome.is_saved or before.outcome.is_open):
                last[entry.mailbox_id] = entry
        return last

    @property
    def left_to_do(self) -> tuple[Draft, ...]:
        """What is neither saved nor unknown."""
        last = self.last_lines
        return tuple(d for d in self.batch.drafts if not _is_settled(last.get(d.original.id)))

    @property
    def to_undo(self) -> tuple[Draft, ...]:
        """What would restore the values from before."""
        from desktop_app.core.bulk.bulk_run import undoing

        return undoing(self.lines)

    @property
    def counts(self) -> Counts:
        """How many rows stand how."""
        last = self.last_lines.values()
        saved = sum(entry.outcome.is_saved for entry in last)
        unknown = sum(entry.outcome.is_open for entry in last)
        refused = len(last) - saved - unknown
        return Counts(saved, refused, unknown, len(self.batch.drafts) - len(last))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a run are saved, refused, unknown, and were never begun."""

    saved: int
    refused: int
    unknown: int
    unsent: int


def _is_settled(entry: Entry | None) -> bool:
    return entry is not None and (entry.outcome.is_saved or entry.outcome.is_open)


class BatchKeeper(QObject):
    """Writes runs down before they begin, with a snapshot of what was there."""

    changed = Signal()

    def __init__(self, keeping: Keeping) -> None:
        super().__init__(keeping)
        self._keeping = keeping

    def begin(
        self,
        workplace: Workplace,
        batch: Batch,
        deliver: Callable[[Trouble | None, tuple[Entry, ...]], None],
    ) -> None:
        """Write a run and a snapshot down; then what an earlier try of it left in the journal.

        Without that nothing may be sent: then the trouble is not None.
        """
        from desktop_app.services.snapshots.snapshot_rows import about_now, seen_of

        about = about_now(workplace.profile, "", automatic=True)
        rows, known = workplace.rows, dict(workplace.details.known)

        def work(shelf: OfflineShelf) -> tuple[Entry, ...]:
            lines = tuple(shelf.journal.of_batch(batch.key))
            if not lines:
                shelf.snapshots.keep(about, seen_of(rows, known))
            shelf.batches.keep(batch)
            return lines

        def finish(outcome: Done[tuple[Entry, ...]] | Failed) -> None:
            self.changed.emit()
            if isinstance(outcome, Failed):
                deliver(outcome.trouble, ())
            else:
                deliver(None, outcome.value)

        self._keeping.submit(work, finish)

    def find(self, profile_id: str, deliver: Callable[[list[KeptBatch]], None]) -> None:
        """The runs of a profile, the newest first."""

        def work(shelf: OfflineShelf) -> list[KeptBatch]:
            batches = shelf.batches.of_profile(profile_id)
            return [KeptBatch(each, tuple(shelf.journal.of_batch(each.key))) for each in batches]

        def finish(outcome: Done[list[KeptBatch]] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self._keeping.submit(work, finish)

    def forget(self, profile_id: str) -> None:
        """A profile was deleted; its journal stays."""
        self._keeping.submit(lambda shelf: shelf.batches.forget(profile_id), lambda _done: None)
