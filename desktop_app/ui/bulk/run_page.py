"""The page of a bulk run: its rows, its counts and its actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_app.core.errors import AppError
from desktop_app.core.spreadsheet_text import escape_cell
from desktop_app.services.background import Failure, Success
from desktop_app.services.bulk.bulk_runner import BulkRunner
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.mailbox_list.export import ExportFormat, Sheet
from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.bulk.run_model import RunModel, SkippedRow
from desktop_app.ui.bulk.run_text import run_counts_text
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    csv_delimiter,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain, run_state_text
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.tables.column_widths import fit_columns
from desktop_app.ui.widgets.tables.read_only_table import read_only_table

EXPORT_FILTERS = SPREADSHEET_FILTERS[::-1]
"""Excel comes first, because results go to people more often than to programs."""


class RunPage(QWidget):
    """Shows a BulkRunner, which keeps running without the page."""

    open_requested = Signal(object)
    """The Draft of a row that the user wants to open in the edit dialog."""
    undo_requested = Signal()

    def __init__(self, runner: BulkRunner, skipped_rows: Sequence[SkippedRow] = ()) -> None:
        super().__init__()
        self.runner = runner
        self.model = RunModel(runner, skipped_rows)
        self.table = read_only_table(self.model, translate("bulk", "Result"), ())
        self.progress_bar = QProgressBar()
        self.status = ResultLabel()
        self.counts = plain_label()
        self.detail = plain_label()
        """The full texts of the selected row, for cells that are too narrow."""
        self.pause_button = self._button(translate("bulk", "&Pause"), self._pause_or_resume)
        self.stop_button = self._button(translate("bulk", "S&top"), runner.queue.stop)
        self.retry_button = self._button(
            translate("bulk", "Try those that &failed again"), self._retry
        )
        self.open_button = self._button(translate("bulk", "&Open the mailbox…"), self._open_row)
        self.undo_button = self._button(translate("bulk", "&Undo…"), self.undo_requested.emit)
        self.copy_button = self._button(translate("bulk", "&Copy the result"), self._copy_result)
        self.export_button = self._button(translate("bulk", "E&xport…"), self._choose_export_file)
        self._announced_state = runner.queue.state
        self._build_ui()
        runner.queue.row_changed.connect(self._refresh)
        runner.queue.changed.connect(self._refresh)
        runner.start_failed.connect(self._show_error)
        self.table.doubleClicked.connect(self._open_row)
        self.table.selectionModel().currentRowChanged.connect(self._refresh)
        self.table.selectRow(0)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns the room that the table has now."""
        super().showEvent(event)
        fit_columns(self.table, self.model)

    def _button(self, text: str, on_click: Callable[[], object]) -> QPushButton:
        button = PushButton(text)
        ignore_enter_elsewhere(button)
        button.clicked.connect(lambda: on_click())
        return button

    def _build_ui(self) -> None:
        self.progress_bar.setAccessibleName(translate("bulk", "Progress"))
        self.progress_bar.setMaximum(max(1, self.model.run_row_count))
        first, second = QHBoxLayout(), QHBoxLayout()
        for button in (self.pause_button, self.stop_button, self.retry_button):
            first.addWidget(button)
        first.addStretch(1)
        second.addStretch(1)
        for button in (self.open_button, self.undo_button, self.copy_button, self.export_button):
            second.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.status, self.progress_bar, self.counts):
            layout.addWidget(widget)
        layout.addLayout(first)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addLayout(second)

    @property
    def is_busy(self) -> bool:
        """Whether the run is sending or about to send."""
        return self.runner.queue.is_running

    def _refresh(self) -> None:
        sending = self.runner.queue
        counts = sending.counts
        self.progress_bar.setValue(len(sending.rows) - counts.waiting)
        self.status.setText(run_state_text(sending))
        self.counts.setText(run_counts_text(self.runner))
        self._announce_end()
        goes = sending.state is RunState.SENDING
        self.pause_button.setText(
            translate("bulk", "&Pause") if goes else translate("bulk", "&Go on")
        )
        self.pause_button.setEnabled(
            goes
            or (sending.state is not RunState.IDLE and any(row.is_waiting for row in sending.rows))
        )
        self.stop_button.setEnabled(goes or sending.state is RunState.PAUSED)
        failed = [
            row for row in sending.rows if row.is_failed and not row.queued_save.password_forgotten
        ]
        self.retry_button.setEnabled(bool(failed) and not self.is_busy)
        line = self.table.currentIndex().row()
        self.detail.setText("\n".join(filter(None, self.model.texts_of(line))))
        row = self.model.row_at(line)
        self.open_button.setEnabled(row is not None and not row.is_sending)
        undoable = counts.saved > 0 and any(d.changes for d in self.runner.drafts)
        self.undo_button.setEnabled(undoable and not self.is_busy and self._has_journal)

    def _announce_end(self) -> None:
        """Announce once that the run began, paused or ended, with its counts; not each row."""
        state = self.runner.queue.state
        settled = state is RunState.SENDING or not self.runner.queue.is_busy
        if state is self._announced_state or not settled:
            return
        self._announced_state = state
        fit_columns(self.table, self.model)  # the reasons of failed rows are there now
        announce(self.status, f"{self.status.text()} {self.counts.text()}")

    @property
    def _has_journal(self) -> bool:
        return self.runner.workspace.journal is not None

    def _pause_or_resume(self) -> None:
        sending = self.runner.queue
        if sending.state is RunState.SENDING:
            sending.pause()
        else:
            sending.start()

    def _retry(self) -> None:
        self.runner.queue.retry()
        self.runner.queue.start()

    def _open_row(self) -> None:
        line = self.table.currentIndex().row()
        if line >= 0 and self.open_button.isEnabled():
            self.open_requested.emit(self.model.draft_at(line))

    def _show_error(self, error: AppError) -> None:
        self.status.show_result(explain(error).full_text)

    def as_text(self) -> str:
        """Return the table for a ticket: cells separated by tabs, formulas escaped, no secret."""
        lines = [self.model.titles, *self.model.texts()]
        return "\n".join("\t".join(map(escape_cell, line)) for line in lines)

    def _copy_result(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())

    def _choose_export_file(self) -> None:
        choose_save_path(self, EXPORT_FILTERS, ExportFormat.XLSX.value, "", self.export_to)

    def export_to(self, path: Path) -> None:
        """Write the table to a file; the suffix of ``path`` decides the format."""
        rows = self.model.texts()
        title = self.runner.workspace.profile.name
        sheet = Sheet(title, self.model.titles, lambda: rows, csv_delimiter())

        def on_done(outcome: Success[None] | Failure) -> None:
            if isValid(self):
                self.status.show_result(file_saved_text(path, outcome))

        self.runner.workspace.exporter.write(path, export_kind_of(path), sheet, on_done)
