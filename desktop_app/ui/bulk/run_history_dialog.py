"""The bulk runs of a profile and the outcome of each row, interrupted runs included."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.run_history_models import RunHistoryModel, RunRowsModel
from desktop_app.ui.dialogs.table_dialog import TableDialog, split_rows
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.tables.column_widths import fit_columns
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.windows import if_still_open


class RunHistoryDialog(TableDialog):
    """The history window. Read from the records and the journal; nothing is sent."""

    resume_requested = Signal(object, object)
    """The Workspace and the BulkRunRecord to resume."""
    undo_requested = Signal(object, object)
    """The Workspace, and the key (str) of the bulk run to undo."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        title = translate("bulk", "Bulk runs: {profile}")
        super().__init__(title.format(profile=workspace.profile.name), parent)
        self.workspace = workspace
        self.runs_model, self.rows_model = RunHistoryModel(), RunRowsModel()
        self.runs_table = read_only_table(
            self.runs_model, translate("bulk", "Runs"), (24, 22, 12, 12, 12, 12, 12)
        )
        self.rows_table = read_only_table(
            self.rows_model, translate("bulk", "Mailboxes of the run"), ()
        )
        self.resume_button = self.add_action(translate("bulk", "&Go on with it…"), self._resume)
        self.undo_button = self.add_action(translate("bulk", "&Undo…"), self._undo)
        split = split_rows(self.runs_table, self.rows_table, (0, 2))
        self.lay_out(split, width=900, height=560)
        self._update_buttons()
        self.runs_table.selectionModel().currentRowChanged.connect(self._show_rows)
        if workspace.run_history is not None:
            workspace.run_history.changed.connect(self.load)
        if workspace.journal is not None:
            workspace.journal.changed.connect(self.load)
        self.show()
        self.load()

    @property
    def current(self) -> BulkRunRecord | None:
        """The selected run; None if there is none."""
        return self.runs_model.run_at(self.runs_table.currentIndex().row())

    def load(self) -> None:
        """Read the runs again and keep the selection."""
        if self.workspace.run_history is not None:
            find = self.workspace.run_history.load
            find(self.workspace.profile.id, if_still_open(self, self._on_loaded))

    def _on_loaded(self, runs: list[BulkRunRecord]) -> None:
        before = self.current
        self.runs_model.set_runs(runs)
        self.runs_table.selectRow(self.runs_model.line_of(before.bulk_run.key) if before else 0)
        self._show_rows()

    def _show_rows(self) -> None:
        self.rows_model.set_run(self.current)
        fit_columns(self.rows_table, self.rows_model)
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
