"""The rows of a bulk run as a table model: state and verification of each, no secrets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.bulk.bulk_runner import BulkRunner, PasswordProof
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.ui.bulk.run_text import (
    draft_changes_text,
    new_values_text,
    row_problem_text,
    row_proof_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.saving import mailbox_name, row_state_text
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class SkippedRow(NamedTuple):
    """A mailbox, or a line of a password table, that was not sent, and the translated reason."""

    name: str
    reason: str


class RunnerRow(NamedTuple):
    """A row of the run, with its draft without the password."""

    runner: BulkRunner
    operation_id: str
    draft: Draft

    @property
    def queued(self) -> QueuedRow:
        """The row as the run has it now."""
        return self.runner.queue.row(self.operation_id)

    @property
    def proof(self) -> PasswordProof:
        """What is verified of the password that the row sends."""
        return self.runner.proof(self.draft.original.id)


RunLine = RunnerRow | SkippedRow


class RunModel(TextTableModel[RunLine]):
    """One line for each row of the run, in sending order; then the skipped rows."""

    def __init__(self, runner: BulkRunner, skipped_rows: Sequence[SkippedRow] = ()) -> None:
        operation_ids = [row.queued_save.operation_id for row in runner.queue.rows]
        drafts = {runner.bulk_run.operation_id(d.original.id): d for d in runner.drafts}
        rows = [RunnerRow(runner, key, drafts[key]) for key in operation_ids]
        columns = (
            TextColumn(translate("bulk", "Mailbox"), _name_text),
            TextColumn(translate("bulk", "Change"), _changes_text, whole_part=_new_values_text),
            TextColumn(translate("bulk", "State"), _state_text),
            TextColumn(translate("bulk", "What is proved"), _proof_text),
            TextColumn(translate("bulk", "Why, and what to do"), _reason_text),
        )
        super().__init__(columns, [*rows, *skipped_rows])
        self.run_row_count = len(rows)
        """The number of lines that are rows of the run, without skipped ones."""
        self._line_by_operation = {key: line for line, key in enumerate(operation_ids)}
        runner.queue.row_changed.connect(self._on_row_changed)

    def row_at(self, line: int) -> QueuedRow | None:
        """Return the run's row of a line; None for a skipped row or no line."""
        item = self.item_at(line)
        return item.queued if isinstance(item, RunnerRow) else None

    def draft_at(self, line: int) -> Draft | None:
        """Return the draft that a line saves, without its password; None as for ``row_at``."""
        item = self.item_at(line)
        return item.draft if isinstance(item, RunnerRow) else None

    def _on_row_changed(self, operation_id: str) -> None:
        self.refresh(self._line_by_operation[operation_id])


def _name_text(line: RunLine) -> str:
    return line.name if isinstance(line, SkippedRow) else mailbox_name(line.draft.original)


def _changes_text(line: RunLine) -> str:
    return "" if isinstance(line, SkippedRow) else draft_changes_text(line.draft, line.proof)


def _new_values_text(line: RunLine) -> str:
    return "" if isinstance(line, SkippedRow) else new_values_text(line.draft, line.proof)


def _state_text(line: RunLine) -> str:
    if isinstance(line, SkippedRow):
        return translate("bulk", "left alone")
    return row_state_text(line.queued)


def _proof_text(line: RunLine) -> str:
    return "" if isinstance(line, SkippedRow) else row_proof_text(line.queued, line.proof)


def _reason_text(line: RunLine) -> str:
    return line.reason if isinstance(line, SkippedRow) else row_problem_text(line.queued)
