"""A run of many saves on the screen: its rows, its counts, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.core.errors import Trouble
from desktop_app.core.spreadsheet_text import one_line
from desktop_app.services.background import Done, Failed
from desktop_app.services.bulk.bulk_runner import BatchRun
from desktop_app.services.bulk.save_queue import RowState, RunState
from desktop_app.services.mailbox_list.export import Kind, Sheet
from desktop_app.ui.bulk.run_model import LeftAlone, RunTable
from desktop_app.ui.bulk.run_text import counts_words, run_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it
from desktop_app.ui.widgets.tables.read_only_table import plain_table

WIDTHS = (26, 26, 20, 34, 40)
FAILED = (RowState.REFUSED, RowState.CONFLICT)


class RunPage(QWidget):
    """Follows a BatchRun; the run goes on by itself."""

    open_wanted = Signal(object)
    """The draft of a row that the user wants to look at in its own dialog."""
    undo_wanted = Signal()

    def __init__(self, run: BatchRun, left_alone: Sequence[LeftAlone] = ()) -> None:
        super().__init__()
        self.run = run
        self.model = RunTable(run, left_alone)
        self.table = plain_table(self.model, self.tr("Result"), WIDTHS)
        self.bar = QProgressBar()
        self.status = plain_label()
        self.counts = plain_label()
        self.detail = plain_label()
        """The row that is selected, where a cell is too narrow."""
        self.pause = self._button(self.tr("&Pause"), self._pause)
        self.stop = self._button(self.tr("S&top"), run.sending.stop)
        self.retry = self._button(self.tr("Try those that &failed again"), self._retry)
        self.look = self._button(self.tr("&Open the mailbox …"), self._open)
        self.undo = self._button(self.tr("&Undo …"), self.undo_wanted.emit)
        self.copy = self._button(self.tr("&Copy the result"), self._copy)
        self.export = self._button(self.tr("E&xport …"), self._choose)
        self._arrange()
        run.sending.row_changed.connect(self._show)
        run.sending.changed.connect(self._show)
        run.failed.connect(self._fail)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._show)
        self.table.selectRow(0)
        self._show()

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        only_when_on_it(button)
        button.clicked.connect(lambda: act())
        return button

    def _arrange(self) -> None:
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setMaximum(max(1, self.model.sent))
        first, second = QHBoxLayout(), QHBoxLayout()
        for button in (self.pause, self.stop, self.retry):
            first.addWidget(button)
        first.addStretch(1)
        second.addStretch(1)
        for button in (self.look, self.undo, self.copy, self.export):
            second.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.status, self.bar, self.counts):
            layout.addWidget(widget)
        layout.addLayout(first)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addLayout(second)

    @property
    def is_busy(self) -> bool:
        """Whether something is being sent, or is about to be."""
        sending = self.run.sending
        return sending.is_busy or sending.state is RunState.SENDING

    def _show(self) -> None:
        sending = self.run.sending
        counts = sending.counts
        waits = counts.get(RowState.WAITING, 0)
        self.bar.setValue(len(sending.rows) - waits - counts.get(RowState.SENDING, 0))
        self.status.setText(run_words(sending))
        self.counts.setText(counts_words(self.run))
        goes = sending.state is RunState.SENDING
        self.pause.setText(self.tr("&Pause") if goes else self.tr("&Go on"))
        self.pause.setEnabled(goes or (waits > 0 and sending.state is not RunState.IDLE))
        self.stop.setEnabled(goes or sending.state is RunState.PAUSED)
        failed = [row for row in sending.rows if row.state in FAILED and not row.errand.spent]
        self.retry.setEnabled(bool(failed) and not self.is_busy)
        line = self.table.currentIndex().row()
        self.detail.setText("\n".join(filter(None, self.model.texts_of(line))))
        row = self.model.row_at(line)
        self.look.setEnabled(row is not None and row.state is not RowState.SENDING)
        undoable = counts.get(RowState.SAVED, 0) and any(d.changes for d in self.run.drafts)
        self.undo.setEnabled(bool(undoable) and not self.is_busy and self._has_journal)

    @property
    def _has_journal(self) -> bool:
        return self.run.workplace.journal is not None

    def _pause(self) -> None:
        sending = self.run.sending
        if sending.state is RunState.SENDING:
            sending.pause()
        else:
            sending.start()

    def _retry(self) -> None:
        self.run.sending.retry()
        self.run.sending.start()

    def _open(self) -> None:
        line = self.table.currentIndex().row()
        if line >= 0 and self.look.isEnabled():
            self.open_wanted.emit(self.model.draft_at(line))

    def _fail(self, trouble: Trouble) -> None:
        self.status.setText(explain(trouble).text)

    def as_text(self) -> str:
        """The table for a ticket: cells parted by tabs, no formula, no secret."""
        lines = [tuple(self.model.headers()), *self.model.texts()]
        return "\n".join("\t".join(map(one_line, line)) for line in lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Save as"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Excel (*.xlsx)"), self.tr("CSV, UTF-8 (*.csv)")])
        dialog.setDefaultSuffix(Kind.XLSX.value)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the table to a file; its name says which kind."""
        kind = Kind.CSV if path.suffix.casefold() == ".csv" else Kind.XLSX
        rows = self.model.texts()
        delimiter = ";" if QLocale().decimalPoint() == "," else ","
        title = self.run.workplace.profile.name
        sheet = Sheet(title, self.model.headers(), lambda: rows, delimiter)

        def told(outcome: Done[None] | Failed) -> None:
            if isValid(self):
                if isinstance(outcome, Failed):
                    self._fail(outcome.trouble)
                else:
                    self.status.setText(self.tr("Saved as %s.") % path)

        self.run.workplace.exporter.write(path, kind, sheet, told)
