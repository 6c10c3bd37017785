"""The page of bulk runs: the runs of a profile and the outcome of each row, interrupted or not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.run_history_models import RunHistoryModel, RunRowsModel
from desktop_app.ui.bulk.run_text import run_result_text, run_title
from desktop_app.ui.dialogs.table_page import TablePage
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.tables.column_widths import fit_columns
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.windows import if_still_open


class RunHistoryPage(TablePage):
    """Shows the bulk runs of a profile, from the records and the journal; nothing is sent."""

    resume_requested = Signal(object, object)
    """The Workspace and the BulkRunRecord to resume."""
    undo_requested = Signal(object, object)
    """The Workspace, and the key (str) of the bulk run to undo."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.runs_model, self.rows_model = RunHistoryModel(), RunRowsModel()
        self.runs_table = read_only_table(
            self.runs_model, translate("bulk", "Bulk runs"), (18, 22, 11, 20)
        )
        self.rows_table = read_only_table(
            self.rows_model, translate("bulk", "Mailboxes of the run"), ()
        )
        self.resume_button = self.add_action(translate("bulk", "&Continue…"), self._resume)
        self.undo_button = self.add_action(translate("bulk", "&Undo…"), self._undo)
        self.lay_out(self.runs_table, self.rows_table, shares=(4, 5))
        self._show_rows()
        self.runs_table.selectionModel().currentRowChanged.connect(self._show_rows)
        if workspace.run_history is not None:
            workspace.run_history.changed.connect(self.reload_if_shown)
        if workspace.journal is not None:
            workspace.journal.changed.connect(self.reload_if_shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Load the runs when the page comes into view."""
        super().showEvent(event)
        self.reload()

    @property
    def current(self) -> BulkRunRecord | None:
        """The selected run; None if there is none."""
        return self.runs_model.run_at(self.runs_table.currentIndex().row())

    @property
    def start_widget(self) -> QWidget:
        """The list of runs."""
        return self.runs_table

    def reload(self) -> None:
        """Read the runs again and keep the selection."""
        if self.workspace.run_history is not None:
            find = self.workspace.run_history.load
            find(self.workspace.profile.id, if_still_open(self, self._on_loaded))

    def _on_loaded(self, runs: list[BulkRunRecord]) -> None:
        before = self.current
        self.runs_model.set_runs(runs)
        self.runs_table.selectRow(self.runs_model.line_of(before.bulk_run.key) if before else 0)
        if runs:
            self.show_list()
        else:
            self._show_none()
        self._show_rows()

    def _show_none(self) -> None:
        self.show_empty(
            "history",
            translate("bulk", "No bulk runs yet"),
            translate(
                "bulk",
                "Each bulk edit and each replacement of passwords is listed here with the outcome "
                "for every mailbox. To begin, select several mailboxes and choose Bulk edit.",
            ),
        )

    def _show_rows(self) -> None:
        run = self.current
        self.rows_model.set_run(run)
        fit_columns(self.rows_table, self.rows_model)
        if run is None:
            self.show_details("", "")
        else:
            self.show_details(run_title(run), run_result_text(run.counts))
        self._update_buttons()

    def _update_buttons(self) -> None:
        run = self.current
        self.resume_button.setEnabled(run is not None and bool(run.remaining_drafts))
        self.undo_button.setEnabled(run is not None and bool(run.undo_drafts))

    def _resume(self) -> None:
        if (run := self.current) is not None:
            self.resume_requested.emit(self.workspace, run)

    def _undo(self) -> None:
        if (run := self.current) is not None:
            self.undo_requested.emit(self.workspace, run.bulk_run.key)
