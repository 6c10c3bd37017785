"""The rows of a bulk run as a table model: state and verification of each, no secrets."""

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
    """The columns, from left to right."""

    MAILBOX = 0
    CHANGES = 1
    STATE = 2
    PROOF = 3
    REASON = 4


class SkippedRow(NamedTuple):
    """A mailbox, or a line of a password table, that was not sent, and the translated reason."""

    name: str
    reason: str


class RunModel(QAbstractTableModel):
    """One line for each row of the run, in sending order; then the skipped rows."""

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
        """Return the run's row of a line; None for a skipped row or no line."""
        return (
            self._runner.queue.row(self._operation_ids[line])
            if 0 <= line < self.run_row_count
            else None
        )

    def draft_at(self, line: int) -> Draft:
        """Return the draft that a line saves, without its password."""
        return self._drafts[self._operation_ids[line]]

    @property
    def run_row_count(self) -> int:
        """The number of lines that are rows of the run, without skipped ones."""
        return len(self._operation_ids)

    def texts(self) -> list[tuple[str, ...]]:
        """Return all cells, for the clipboard or a file."""
        return [self.texts_of(line) for line in range(self.rowCount())]

    def texts_of(self, line: int) -> tuple[str, ...]:
        """Return the cells of a line; empty if there is no such line."""
        there = 0 <= line < self.rowCount()
        return tuple(self._text(line, column) for column in RunColumn) if there else ()

    def headers(self) -> Sequence[str]:
        """Return the translated column titles."""
        return (
            translate("bulk", "Mailbox"),
            translate("bulk", "Change"),
            translate("bulk", "State"),
            translate("bulk", "What is proved"),
            translate("bulk", "Why, and what to do"),
        )

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of rows, skipped ones included."""
        return 0 if parent.isValid() else self.run_row_count + len(self._skipped_rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(RunColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the translated column titles."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self.headers()[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text or tooltip of one cell."""
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
