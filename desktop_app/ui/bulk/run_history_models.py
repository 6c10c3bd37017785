"""Bulk runs, and the rows of one bulk run, as table models."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.journal import SaveOutcome
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.ui.bulk.run_text import (
    draft_changes_text,
    entry_state_text,
    proof_of,
    run_kind_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import local_time, moment_text
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.saving import mailbox_name, outcome_text

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
TEXT_ROLES = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))


class _TextModel(QAbstractTableModel):
    """A table of texts that are computed once, when it is filled."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, ...]] = []

    def _headers(self) -> Sequence[str]:
        return ()

    def set_lines(self, lines: list[tuple[str, ...]]) -> None:
        """Fill the table."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._headers())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the translated column titles."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self._headers()[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text or tooltip of one cell."""
        if not index.isValid() or role not in TEXT_ROLES:
            return None
        text = self._lines[index.row()][index.column()]
        return tooltip(text) if role == TEXT_ROLES[1] else text


class RunHistoryModel(_TextModel):
    """One line for each bulk run, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[BulkRunRecord] = []

    def set_runs(self, runs: list[BulkRunRecord]) -> None:
        """Fill the table."""
        self._runs = runs
        self.set_lines([_run_cells(run) for run in runs])

    def run_at(self, line: int) -> BulkRunRecord | None:
        """Return the run of a line; None if there is no such line."""
        return self._runs[line] if 0 <= line < len(self._runs) else None

    def line_of(self, bulk_run_key: str) -> int:
        """Return the line of a run, or 0 if the run is not listed."""
        return next((n for n, run in enumerate(self._runs) if run.bulk_run.key == bulk_run_key), 0)

    def _headers(self) -> Sequence[str]:
        return (
            translate("bulk", "Begun"),
            translate("bulk", "What for"),
            translate("bulk", "Mailboxes"),
            outcome_text(SaveOutcome.DONE),
            outcome_text(SaveOutcome.REFUSED),
            outcome_text(SaveOutcome.UNKNOWN),
            outcome_text(None),
        )


class RunRowsModel(_TextModel):
    """One line for each mailbox of a bulk run."""

    def set_run(self, run: BulkRunRecord | None) -> None:
        """Show the rows of a run; None clears the table."""
        self.set_lines([] if run is None else _row_cells(run))

    def _headers(self) -> Sequence[str]:
        return (
            translate("bulk", "Mailbox"),
            translate("bulk", "Change"),
            translate("bulk", "State"),
        )


def _run_cells(run: BulkRunRecord) -> tuple[str, ...]:
    counts = run.counts
    begun = moment_text(local_time(run.bulk_run.made_at))
    numbers = (
        len(run.bulk_run.drafts),
        counts.saved,
        counts.not_saved,
        counts.unknown,
        counts.waiting,
    )
    return (begun, run_kind_text(run.bulk_run.kind), *map(str, numbers))


def _row_cells(run: BulkRunRecord) -> list[tuple[str, ...]]:
    last = run.last_entries
    return [
        (
            mailbox_name(draft.original),
            draft_changes_text(draft, proof_of(run.bulk_run, draft.original.id)),
            entry_state_text(last.get(draft.original.id)),
        )
        for draft in run.bulk_run.drafts
    ]
