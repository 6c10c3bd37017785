"""How a run of many saves stands, row by row: what was proved and what was not. No secrets."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.ui.bulk.run_text import (
    draft_changes_text,
    row_problem_text,
    row_proof_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.saving import mailbox_name, row_state_text

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TEXT_ROLES = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))


class RunColumn(IntEnum):
    """From left to right."""

    MAILBOX = 0
    CHANGES = 1
    STATE = 2
    PROOF = 3
    REASON = 4


class SkippedRow(NamedTuple):
    """A mailbox, or a line of a table, of which nothing was sent, and why."""

    name: str
    reason: str


class RunModel(QAbstractTableModel):
    """A line for each row of the run, in its order; then what was left alone."""

    def __init__(self, runner: BulkRunner, skipped_rows: Sequence[SkippedRow] = ()) -> None:
        super().__init__()
        self._runner = runner
        self._skipped_rows = skipped_rows
        self._operation_ids = [row.queued_save.operation_id for row in runner.queue.rows]
        self._line_by_key = {key: line for line, key in enumerate(self._operation_ids)}
        self._drafts = {
            runner.bulk_run.operation_id(draft.original.id): draft for draft in runner.drafts
        }
        runner.queue.row_changed.connect(self._on_row_changed)

    def row_at(self, line: int) -> QueuedRow | None:
        """The row of a line."""
        return (
            self._runner.queue.row(self._operation_ids[line])
            if 0 <= line < self.run_row_count
            else None
        )

    def draft_at(self, line: int) -> Draft:
        """What a line set out to do, without its password."""
        return self._drafts[self._operation_ids[line]]

    @property
    def run_row_count(self) -> int:
        """How many lines are rows of the run."""
        return len(self._operation_ids)

    def texts(self) -> list[tuple[str, ...]]:
        """All cells, for a copy or a file."""
        return [self.texts_of(line) for line in range(self.rowCount())]

    def texts_of(self, line: int) -> tuple[str, ...]:
        """The cells of a line, none for a line that there is not."""
        there = 0 <= line < self.rowCount()
        return tuple(self._text(line, column) for column in RunColumn) if there else ()

    def headers(self) -> Sequence[str]:
        """The names of the columns."""
        return (
            translate("bulk", "Mailbox"),
            translate("bulk", "Change"),
            translate("bulk", "State"),
            translate("bulk", "What is proved"),
            translate("bulk", "Why, and what to do"),
        )

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The rows, and what was left alone."""
        return 0 if parent.isValid() else self.run_row_count + len(self._skipped_rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(RunColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self.headers()[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if not index.isValid() or role not in TEXT_ROLES:
            return None
        text = self._text(index.row(), index.column())
        return tooltip(text) if role == TEXT_ROLES[1] else text

    def _text(self, line: int, column: int) -> str:
        if line >= self.run_row_count:
            return self._skipped_text(self._skipped_rows[line - self.run_row_count], column)
        row, draft = self._runner.queue.row(self._operation_ids[line]), self.draft_at(line)
        number = draft.original.id
        if column == RunColumn.MAILBOX:
            return mailbox_name(draft.original)
        if column == RunColumn.CHANGES:
            return draft_changes_text(draft, self._runner.proof(number))
        if column == RunColumn.STATE:
            return row_state_text(row)
        if column == RunColumn.PROOF:
            return row_proof_text(row, self._runner.proof(number))
        return row_problem_text(row)

    def _skipped_text(self, skipped: SkippedRow, column: int) -> str:
        told = {
            RunColumn.MAILBOX: skipped.name,
            RunColumn.STATE: translate("bulk", "left alone"),
            RunColumn.REASON: skipped.reason,
        }
        return told.get(RunColumn(column), "")

    def _on_row_changed(self, operation_id: str) -> None:
        line = self._line_by_key[operation_id]
        self.dataChanged.emit(self.index(line, 0), self.index(line, len(RunColumn) - 1))
