"""The runs of many saves, and the rows of one of them, as table models."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.services.bulk.run_history import KeptBatch
from desktop_app.ui.bulk.run_text import done_words, kind_words, line_words, proof_of
from desktop_app.ui.text.dates import local, moment_words
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.saving import name_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SHOWN = (DISPLAY, int(Qt.ItemDataRole.ToolTipRole), int(Qt.ItemDataRole.AccessibleTextRole))


class _Texts(QAbstractTableModel):
    """Lines of texts that are made once."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, ...]] = []

    def _names(self) -> Sequence[str]:
        return ()

    def put(self, lines: list[tuple[str, ...]]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(self._names())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != DISPLAY:
            return None
        return self._names()[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One cell."""
        if not index.isValid() or role not in SHOWN:
            return None
        text = self._lines[index.row()][index.column()]
        return tooltip(text) if role == SHOWN[1] else text


class RunsTable(_Texts):
    """A line for each run, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[KeptBatch] = []

    def show(self, runs: list[KeptBatch]) -> None:
        """Show these."""
        self._runs = runs
        self.put([_line(run) for run in runs])

    def run_at(self, line: int) -> KeptBatch | None:
        """The run of a line."""
        return self._runs[line] if 0 <= line < len(self._runs) else None

    def line_of(self, key: str) -> int:
        """The line of a run, or the first one."""
        return next((n for n, run in enumerate(self._runs) if run.batch.key == key), 0)

    def _names(self) -> Sequence[str]:
        return (
            self.tr("Begun"),
            self.tr("What for"),
            self.tr("Mailboxes"),
            self.tr("Saved"),
            self.tr("Not saved"),
            self.tr("Not known"),
            self.tr("Not sent"),
        )


class RunRowsTable(_Texts):
    """A line for each mailbox of a run."""

    def show(self, run: KeptBatch | None) -> None:
        """Show this run, or none."""
        self.put([] if run is None else _rows(run))

    def _names(self) -> Sequence[str]:
        return (self.tr("Mailbox"), self.tr("Change"), self.tr("State"))


def _line(run: KeptBatch) -> tuple[str, ...]:
    counts = run.counts
    begun = moment_words(local(run.batch.made_at))
    numbers = (len(run.batch.drafts), counts.saved, counts.refused, counts.unknown, counts.unsent)
    return (begun, kind_words(run.batch.kind), *map(str, numbers))


def _rows(run: KeptBatch) -> list[tuple[str, ...]]:
    last = run.last_lines
    return [
        (
            name_of(draft.original),
            done_words(draft, proof_of(run.batch, draft.original.id)),
            line_words(last.get(draft.original.id)),
        )
        for draft in run.batch.drafts
    ]
