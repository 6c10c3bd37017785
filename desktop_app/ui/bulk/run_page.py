"""The page of a bulk run: its rows, its counts and its actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
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
from desktop_app.ui.bulk.bulk_text import left_out_in_result_text
from desktop_app.ui.bulk.run_model import RunModel, SkippedRow
from desktop_app.ui.bulk.run_text import run_headline_text
from desktop_app.ui.dialogs.fold_button import FoldButton
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    csv_delimiter,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain, run_state_text
from desktop_app.ui.text.saving import first_save_text
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.tables.column_widths import fit_columns
from desktop_app.ui.widgets.tables.new_value_delegate import bold
from desktop_app.ui.widgets.tables.read_only_table import keep_rows_visible, read_only_table

EXPORT_FILTERS = SPREADSHEET_FILTERS[::-1]
"""Excel comes first, because results go to people more often than to programs."""


class RunPage(QWidget):
    """Shows a BulkRunner, which keeps running without the page.

    Buttons that cannot be used are hidden.
    """

    open_requested = Signal(object)
    """The Draft of a row that the user wants to open in the edit dialog."""
    undo_requested = Signal()

    def __init__(self, runner: BulkRunner, skipped_rows: Sequence[SkippedRow] = ()) -> None:
        super().__init__()
        self.runner = runner
        self.model = RunModel(runner, skipped_rows)
        self.table = read_only_table(self.model, translate("bulk", "Result"), ())
        self.progress_bar = QProgressBar()
        self.headline = plain_label()
        self.status = ResultLabel()
        self.detail = plain_label()
        """The details of the selected row in full, for a cell that is too narrow."""
        self.fold_button = FoldButton(left_out_in_result_text)
        self.pause_button = self._button(translate("bulk", "&Pause"), self._pause_or_resume)
        self.stop_button = self._button(translate("bulk", "S&top"), runner.queue.stop)
        self.retry_button = self._button(translate("bulk", "Try &failed ones again"), self._retry)
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
        self.table.selectionModel().currentRowChanged.connect(self._refresh_row)
        self.fold_button.folded.connect(self._fold)
        self.table.selectRow(0)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns the room that the table has now."""
        super().showEvent(event)
        fit_columns(self.table, self.model)

    def _button(self, text: str, on_click: Callable[[], object]) -> QPushButton:
        button = PushButton(text)
        button.focus_after = self.table
        ignore_enter_elsewhere(button)
        button.clicked.connect(lambda: on_click())
        return button

    def _build_ui(self) -> None:
        self.progress_bar.setAccessibleName(translate("bulk", "Progress"))
        self.progress_bar.setMaximum(max(1, len(self.runner.queue.rows)))
        self.headline.setFont(bold(self.font()))
        self.fold_button.focus_after = self.table
        below, buttons = QHBoxLayout(), QHBoxLayout()
        below.addWidget(self.detail, 1)
        below.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignTop)
        changing = (self.pause_button, self.stop_button, self.retry_button)
        for button in (*changing, self.open_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.copy_button, self.export_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.headline, self.progress_bar, self.status):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        layout.addLayout(buttons)
        keep_rows_visible(self.table)

    @property
    def is_busy(self) -> bool:
        """Whether the run is sending or about to send."""
        return self.runner.queue.is_running

    def _refresh(self) -> None:
        self._show_progress()
        self._on_settled()
        self._show_usable_buttons()
        self._refresh_row()

    def _show_progress(self) -> None:
        queue, left_out = self.runner.queue, len(self.model.skipped_rows)
        waiting = queue.counts.waiting
        self.progress_bar.setValue(len(queue.rows) - waiting)
        self.progress_bar.setVisible(waiting > 0)
        self.headline.setText(run_headline_text(queue.rows, left_out))
        self.status.setText(self._state_text)
        self.status.setVisible(bool(self.status.text()))
        self.fold_button.set_count(left_out)

    def _show_usable_buttons(self) -> None:
        queue, goes = self.runner.queue, self.runner.queue.state is RunState.SENDING
        self.pause_button.setText(
            translate("bulk", "&Pause") if goes else translate("bulk", "Resume savin&g")
        )
        can_resume = queue.state is not RunState.IDLE and any(r.is_waiting for r in queue.rows)
        self.pause_button.setVisible(goes or can_resume)
        self.stop_button.setVisible(goes or queue.state is RunState.PAUSED)
        can_retry = any(r.is_failed and not r.queued_save.password_forgotten for r in queue.rows)
        self.retry_button.setVisible(can_retry and not self.is_busy)
        undoable = queue.counts.saved > 0 and any(draft.changes for draft in self.runner.drafts)
        self.undo_button.setVisible(undoable and not self.is_busy and self._has_journal)

    def _refresh_row(self) -> None:
        """Show the details of the selected row, and whether the row can be opened."""
        self.detail.setText(self.model.detail_of(self.table.currentIndex().row()))
        self.open_button.setVisible(self._can_open_row)

    @property
    def _can_open_row(self) -> bool:
        row = self.model.row_at(self.table.currentIndex().row())
        return row is not None and not row.is_sending

    @property
    def _state_text(self) -> str:
        """What the run does or waits for; after the end, what to check in SuperOffice."""
        queue = self.runner.queue
        if queue.state is not RunState.DONE:
            return run_state_text(queue)
        is_first = any(row.result is not None and row.result.is_first for row in queue.rows)
        return first_save_text() if is_first else ""

    def _on_settled(self) -> None:
        """Once a run began, paused or ended: order the rows, and announce the counts."""
        state = self.runner.queue.state
        settled = state is RunState.SENDING or not self.runner.queue.is_busy
        if state is self._announced_state or not settled:
            return
        self._announced_state = state
        if state is not RunState.SENDING:
            self.model.sort_by_need()
            self.table.selectRow(0)
        fit_columns(self.table, self.model)  # the details of failed rows are there now
        announce(self.headline, " ".join(filter(None, (self.headline.text(), self.status.text()))))

    def _fold(self, shown: bool) -> None:
        """Show or hide the rows left out; the selection stays."""
        line = max(0, self.table.currentIndex().row())
        self.model.show_left_out(shown)
        fit_columns(self.table, self.model)
        self.table.selectRow(min(line, self.model.rowCount() - 1))
        if shown:
            self.table.scrollToBottom()

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
        if self._can_open_row:
            self.open_requested.emit(self.model.draft_at(self.table.currentIndex().row()))

    def _show_error(self, error: AppError) -> None:
        self._show_result(explain(error).full_text)

    def _show_result(self, text: str) -> None:
        self.status.show()
        self.status.show_result(text)

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
                self._show_result(file_saved_text(path, outcome))

        self.runner.workspace.exporter.write(path, export_kind_of(path), sheet, on_done)
