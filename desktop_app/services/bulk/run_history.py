"""Stores bulk runs, and joins them with the outcomes of their rows in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.bulk_run import BulkRun, RunCounts, undo_drafts
from desktop_app.services.background import Failure, Success
from desktop_app.services.snapshots.snapshot_rows import new_snapshot, snapshot_rows

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.core.journal import JournalEntry
    from desktop_app.core.mailbox.mailbox import Draft
    from desktop_app.services.mailbox_list.mailbox_reader import MailboxReader
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService


@dataclass(frozen=True, slots=True)
class BulkRunRecord:
    """A stored bulk run. ``entries`` are the journal entries of its rows, oldest first."""

    bulk_run: BulkRun
    entries: tuple[JournalEntry, ...]

    @property
    def last_entries(self) -> Mapping[int, JournalEntry]:
        """The entry that decides the outcome of each started row, by mailbox id."""
        last: dict[int, JournalEntry] = {}
        for entry in self.entries:
            before = last.get(entry.mailbox_id)
            if before is None or before.outcome.is_failed:
                last[entry.mailbox_id] = entry
        return last

    @property
    def remaining_drafts(self) -> tuple[Draft, ...]:
        """The drafts that were not sent, or failed."""
        last = self.last_entries
        drafts = self.bulk_run.drafts
        return tuple(
            d
            for d in drafts
            if (entry := last.get(d.original.id)) is None or entry.outcome.is_failed
        )

    @property
    def undo_drafts(self) -> tuple[Draft, ...]:
        """Drafts that would restore the values from before the run."""
        return undo_drafts(self.entries)

    @property
    def counts(self) -> RunCounts:
        """How many rows are saved, failed, unknown, or were never started."""
        outcomes = {number: entry.outcome for number, entry in self.last_entries.items()}
        return RunCounts.of(outcomes.get(draft.original.id) for draft in self.bulk_run.drafts)


class BulkRunHistory(QObject):
    """Records bulk runs before they start, with a snapshot of the list. GUI thread."""

    changed = Signal()

    def __init__(self, store: StoreService) -> None:
        super().__init__(store)
        self._store = store

    def record_start(
        self,
        workspace: MailboxReader,
        bulk_run: BulkRun,
        on_done: Callable[[AppError | None, tuple[JournalEntry, ...]], None],
    ) -> None:
        """Store a run and a snapshot before the run starts.

        ``on_done`` gets the journal entries of earlier attempts of the run; if the error is not
        None, nothing may be sent.
        """
        about = new_snapshot(workspace.profile, "", automatic=True)
        rows, known = workspace.rows, dict(workspace.details.known)
        language = workspace.profile.language

        def work(store: LocalStore) -> tuple[JournalEntry, ...]:
            lines = tuple(store.journal.of_bulk_run(bulk_run.key))
            if not lines:
                store.snapshots.save(about, snapshot_rows(rows, known, language))
            store.bulk_runs.save(bulk_run)
            return lines

        def finish(outcome: Success[tuple[JournalEntry, ...]] | Failure) -> None:
            self.changed.emit()
            if isinstance(outcome, Failure):
                on_done(outcome.error, ())
            else:
                on_done(None, outcome.value)

        self._store.submit(work, finish)

    def load(self, profile_id: str, on_done: Callable[[list[BulkRunRecord]], None]) -> None:
        """Load the runs of a profile, newest first; none if the store cannot be read."""

        def work(store: LocalStore) -> list[BulkRunRecord]:
            runs = store.bulk_runs.of_profile(profile_id)
            return [
                BulkRunRecord(each, tuple(store.journal.of_bulk_run(each.key))) for each in runs
            ]

        def finish(outcome: Success[list[BulkRunRecord]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(work, finish)

    def delete_profile(self, profile_id: str) -> None:
        """Delete the stored runs of a deleted profile; its journal stays."""
        self._store.submit(
            lambda store: store.bulk_runs.delete_profile(profile_id), lambda _done: None
        )
