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
    row_attention,
    row_detail_text,
    row_outcome_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import address_without_name
from desktop_app.ui.text.saving import mailbox_name
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
    """One line for each row of the run; then, while they are shown, the rows left out."""

    def __init__(self, runner: BulkRunner, skipped_rows: Sequence[SkippedRow] = ()) -> None:
        operation_ids = [row.queued_save.operation_id for row in runner.queue.rows]
        drafts = {runner.bulk_run.operation_id(d.original.id): d for d in runner.drafts}
        self._rows = [RunnerRow(runner, key, drafts[key]) for key in operation_ids]
        self.skipped_rows = tuple(skipped_rows)
        """The rows that the run leaves out."""
        self._shows_left_out = False
        columns = (
            TextColumn(
                translate("bulk", "Mailbox"), _address_text, _name_text, whole_part=_address_text
            ),
            TextColumn(translate("bulk", "State"), _state_text, whole_part=_state_text),
            TextColumn(translate("bulk", "Details"), _detail_text, hides_when_empty=True),
            TextColumn(translate("bulk", "Change"), _changes_text, whole_part=_new_values_text),
        )
        super().__init__(columns, self._rows)
        self._line_by_operation: dict[str, int] = {}
        self._index_rows()
        runner.queue.row_changed.connect(self._on_row_changed)

    def texts(self) -> list[tuple[str, ...]]:
        """Return all cells, for the clipboard or a file, those of the rows left out too."""
        lines: list[RunLine] = [*self._rows]
        lines.extend(self.skipped_rows)
        return [tuple(column.text(line) for column in self.columns) for line in lines]

    def sort_by_need(self) -> None:
        """Put the rows first that need the user: not saved, unknown, or not as asked for."""
        self._rows.sort(key=lambda row: row_attention(row.queued, row.proof))
        self._index_rows()
        self._show_rows()

    def show_left_out(self, shown: bool) -> None:
        """Show or hide the rows left out, each with its reason."""
        self._shows_left_out = shown
        self._show_rows()

    def _show_rows(self) -> None:
        shown: list[RunLine] = list(self._rows)
        if self._shows_left_out:
            shown.extend(self.skipped_rows)
        self.set_items(shown)

    def _index_rows(self) -> None:
        self._line_by_operation = {row.operation_id: n for n, row in enumerate(self._rows)}

    def row_at(self, line: int) -> QueuedRow | None:
        """Return the run's row of a line; None for a skipped row or no line."""
        item = self.item_at(line)
        return item.queued if isinstance(item, RunnerRow) else None

    def draft_at(self, line: int) -> Draft | None:
        """Return the draft that a line saves, without its password; None as for ``row_at``."""
        item = self.item_at(line)
        return item.draft if isinstance(item, RunnerRow) else None

    def detail_of(self, line: int) -> str:
        """Return the details of a line in full, for a cell that is too narrow."""
        item = self.item_at(line)
        return "" if item is None else _detail_text(item)

    def _on_row_changed(self, operation_id: str) -> None:
        self.refresh(self._line_by_operation[operation_id])


def _name_text(line: RunLine) -> str:
    return line.name if isinstance(line, SkippedRow) else mailbox_name(line.draft.original)


def _address_text(line: RunLine) -> str:
    return address_without_name(_name_text(line))


def _changes_text(line: RunLine) -> str:
    return "" if isinstance(line, SkippedRow) else draft_changes_text(line.draft, line.proof)


def _new_values_text(line: RunLine) -> str:
    return "" if isinstance(line, SkippedRow) else new_values_text(line.draft, line.proof)


def _state_text(line: RunLine) -> str:
    if isinstance(line, SkippedRow):
        return translate("bulk", "Left out")
    return row_outcome_text(line.queued)


def _detail_text(line: RunLine) -> str:
    return line.reason if isinstance(line, SkippedRow) else row_detail_text(line.queued, line.proof)
