"""How a run of many saves stands, row by row: what was proved and what was not. No secrets."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.bulk.bulk_runner import BatchRun
from desktop_app.services.bulk.save_queue import Row
from desktop_app.ui.bulk.run_text import done_words, proved_words, state_words, why_words
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.saving import name_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))


class RunColumn(IntEnum):
    """From left to right."""

    MAILBOX = 0
    CHANGES = 1
    STATE = 2
    PROVED = 3
    WHY = 4


class LeftAlone(NamedTuple):
    """A mailbox, or a line of a table, of which nothing was sent, and why."""

    name: str
    why: str


class RunTable(QAbstractTableModel):
    """A line for each row of the run, in its order; then what was left alone."""

    def __init__(self, run: BatchRun, left_alone: Sequence[LeftAlone] = ()) -> None:
        super().__init__()
        self._run = run
        self._left_alone = left_alone
        self._keys = [row.errand.key for row in run.sending.rows]
        self._lines = {key: line for line, key in enumerate(self._keys)}
        self._drafts = {run.batch.errand(draft.original.id): draft for draft in run.drafts}
        run.sending.row_changed.connect(self._refresh)

    def row_at(self, line: int) -> Row | None:
        """The row of a line."""
        return self._run.sending.row(self._keys[line]) if 0 <= line < self.sent else None

    def draft_at(self, line: int) -> Draft:
        """What a line set out to do, without its password."""
        return self._drafts[self._keys[line]]

    @property
    def sent(self) -> int:
        """How many lines are rows of the run."""
        return len(self._keys)

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
            self.tr("Mailbox"),
            self.tr("Change"),
            self.tr("State"),
            self.tr("What is proved"),
            self.tr("Why, and what to do"),
        )

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The rows, and what was left alone."""
        return 0 if parent.isValid() else self.sent + len(self._left_alone)

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
        if not index.isValid() or role not in SHOWN:
            return None
        text = self._text(index.row(), index.column())
        return tooltip(text) if role == SHOWN[1] else text

    def _text(self, line: int, column: int) -> str:
        if line >= self.sent:
            return self._text_alone(self._left_alone[line - self.sent], column)
        row, draft = self._run.sending.row(self._keys[line]), self.draft_at(line)
        number = draft.original.id
        if column == RunColumn.MAILBOX:
            return name_of(draft.original)
        if column == RunColumn.CHANGES:
            return done_words(draft, self._run.proof(number))
        if column == RunColumn.STATE:
            return state_words(row)
        if column == RunColumn.PROVED:
            return proved_words(row, self._run.proof(number))
        return why_words(row)

    def _text_alone(self, one: LeftAlone, column: int) -> str:
        told = {
            RunColumn.MAILBOX: one.name,
            RunColumn.STATE: self.tr("left alone"),
            RunColumn.WHY: one.why,
        }
        return told.get(RunColumn(column), "")

    def _refresh(self, key: str) -> None:
        line = self._lines[key]
        self.dataChanged.emit(self.index(line, 0), self.index(line, len(RunColumn) - 1))
