"""The runs of many saves of a profile: what became of each row, also of a run that was cut."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.bulk.run_history import KeptBatch
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.run_history_models import RunRowsTable, RunsTable
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.window_size import resize_to_fit

Action = QDialogButtonBox.ButtonRole.ActionRole


class RunsView(QDialog):
    """Read from the journal; nothing here is sent."""

    resume_wanted = Signal(object, object)
    """The Workplace and the KeptBatch."""
    undo_wanted = Signal(object, object)
    """The Workplace and the key of the batch."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workplace = workplace
        self.runs, self.rows = RunsTable(), RunRowsTable()
        self.table = plain_table(self.runs, self.tr("Runs"), (24, 22, 12, 12, 12, 12, 12))
        self.detail = plain_table(self.rows, self.tr("Mailboxes of the run"), (30, 36, 24))
        self.buttons = button_box(Standard.Close)
        self.resume = self._button(self.tr("&Go on with it …"), self._resume)
        self.undo = self._button(self.tr("&Undo …"), self._undo)
        self._arrange()
        self.table.selectionModel().currentRowChanged.connect(self._show_rows)
        if workplace.batches is not None:
            workplace.batches.changed.connect(self.load)
        if workplace.journal is not None:
            workplace.journal.changed.connect(self.load)
        self.show()
        self.load()

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Runs of many mailboxes: %s") % self.workplace.profile.name)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)
        resize_to_fit(self, 900, 560)
        self._update()

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda: act())
        self.buttons.addButton(button, Action)
        return button

    @property
    def current(self) -> KeptBatch | None:
        """The run that is selected."""
        return self.runs.run_at(self.table.currentIndex().row())

    def load(self) -> None:
        """Read them anew."""
        if self.workplace.batches is not None:
            find = self.workplace.batches.find
            find(self.workplace.profile.id, while_open(self, self._take))

    def _take(self, runs: list[KeptBatch]) -> None:
        before = self.current
        self.runs.show(runs)
        self.table.selectRow(self.runs.line_of(before.batch.key) if before else 0)
        self._show_rows()

    def _show_rows(self) -> None:
        self.rows.show(self.current)
        self._update()

    def _update(self) -> None:
        run = self.current
        self.resume.setEnabled(run is not None and bool(run.left_to_do))
        self.undo.setEnabled(run is not None and bool(run.to_undo))

    def _resume(self) -> None:
        if (run := self.current) is not None:
            self.resume_wanted.emit(self.workplace, run)

    def _undo(self) -> None:
        if (run := self.current) is not None:
            self.undo_wanted.emit(self.workplace, run.batch.key)
