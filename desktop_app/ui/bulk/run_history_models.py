"""Bulk runs, and the rows of one bulk run, as table models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QIcon

from desktop_app.core.bulk.bulk_run import RunCounts
from desktop_app.core.journal import JournalEntry
from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.ui.bulk.run_text import (
    draft_changes_text,
    entry_state_text,
    proof_of,
    run_kind_text,
    run_result_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import local_time, moment_text
from desktop_app.ui.text.mailbox import address_without_name
from desktop_app.ui.text.saving import entry_outcome_text, mailbox_name
from desktop_app.ui.widgets.icons import save_state_icon
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class CountedRun(NamedTuple):
    """A bulk run and its counts, which are computed once: they take all entries of the run."""

    run: BulkRunRecord
    counts: RunCounts


class RunHistoryModel(TextTableModel[CountedRun]):
    """One line for each bulk run, newest first."""

    def __init__(self) -> None:
        columns: tuple[TextColumn[CountedRun], ...] = (
            TextColumn(translate("bulk", "Begun"), _begun_text),
            TextColumn(translate("bulk", "Bulk run"), _kind_text),
            TextColumn(translate("bulk", "Mailboxes"), lambda r: str(len(r.run.bulk_run.drafts))),
            TextColumn(translate("bulk", "Result"), lambda r: run_result_text(r.counts)),
        )
        super().__init__(columns, key=lambda counted: counted.run.bulk_run.key)

    def set_runs(self, runs: Sequence[BulkRunRecord]) -> None:
        """Fill the table."""
        self.set_items([CountedRun(run, run.counts) for run in runs])

    def run_at(self, line: int) -> BulkRunRecord | None:
        """Return the run of a line; None if there is no such line."""
        counted = self.item_at(line)
        return None if counted is None else counted.run


class RunRow(NamedTuple):
    """A mailbox of a bulk run: its draft, and its last journal entry; None if never started."""

    draft: Draft
    proof: PasswordProof
    entry: JournalEntry | None


class RunRowsModel(TextTableModel[RunRow]):
    """One line for each mailbox of a bulk run; those that need the user come first."""

    def __init__(self) -> None:
        columns: tuple[TextColumn[RunRow], ...] = (
            TextColumn(translate("bulk", "Mailbox"), _address_text, whole_part=_address_text),
            TextColumn(
                translate("bulk", "State"),
                lambda row: entry_state_text(row.entry),
                whole_part=lambda row: entry_outcome_text(row.entry),
                icon=_state_icon,
            ),
            TextColumn(
                translate("bulk", "Change"), lambda row: draft_changes_text(row.draft, row.proof)
            ),
        )
        super().__init__(columns)

    def set_run(self, run: BulkRunRecord | None) -> None:
        """Show the rows of a run; None clears the table."""
        self.set_items([] if run is None else _rows(run))


def _begun_text(counted: CountedRun) -> str:
    return moment_text(local_time(counted.run.bulk_run.made_at))


def _kind_text(counted: CountedRun) -> str:
    return run_kind_text(counted.run.bulk_run.kind)


def _state_icon(row: RunRow) -> QIcon:
    entry = row.entry
    outcome = None if entry is None else entry.outcome
    return save_state_icon(outcome, is_conflict=entry is not None and entry.is_conflict)


def _address_text(row: RunRow) -> str:
    return address_without_name(mailbox_name(row.draft.original))


def _rows(run: BulkRunRecord) -> list[RunRow]:
    """Return the rows of a run, first those that were not saved or are unknown."""
    last = run.last_entries
    rows = (
        RunRow(d, proof_of(run.bulk_run, d.original.id), last.get(d.original.id))
        for d in run.bulk_run.drafts
    )
    return sorted(rows, key=_need)


def _need(row: RunRow) -> int:
    """Return how much a row needs the user, 0 most."""
    if row.entry is None:
        return 1
    return 2 if row.entry.outcome.is_saved else 0
