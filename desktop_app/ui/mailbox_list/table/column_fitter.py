"""Fits the columns of the list to the texts of the rows that are shown first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from desktop_app.ui.mailbox_list.table.cell_texts import RowTexts
from desktop_app.ui.mailbox_list.table.column_spec import AnyColumn, Column
from desktop_app.ui.mailbox_list.table.columns import column_specs
from desktop_app.ui.mailbox_list.table.header import CELL_MARGIN, HeaderController
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.widgets.tables.column_widths import share_room, text_width

SAMPLE_ROWS = 60
"""The rows that the columns are fitted to: those in view, and some that follow."""
DETAILS_MS = 200
"""Milliseconds after details came until it is looked whether all of the sample are there."""
MAX_GROWTH = 2
"""How many times as wide as at first a column becomes at most: one text in a list may be long."""
SORT_ARROW = 3
"""Room for the arrow beside a title, in average characters."""


class ColumnFitter(QObject):
    """Fits the columns once, as soon as the details of the rows in view are there.

    Never after a person gave them their widths.
    """

    def __init__(
        self, view: QTableView, model: MailboxListModel, header_controller: HeaderController
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._header_controller = header_controller
        self._specs = column_specs()
        self._is_started = self.is_done = False
        self._details_timer = QTimer(self, singleShot=True, interval=DETAILS_MS)
        self._details_timer.timeout.connect(self._fit_with_details)
        model.dataChanged.connect(self._on_data_changed)
        header_controller.was_reset.connect(self._fit_again)

    def start(self) -> None:
        """Fit the columns, at once if the details are cached; call after each paint of rows."""
        if not self._is_started and self._model.rowCount():
            self._is_started = True
            self._fit_with_details()

    def _on_data_changed(self) -> None:
        if self._is_started and not self.is_done and not self._details_timer.isActive():
            self._details_timer.start()

    def _fit_again(self) -> None:
        self._is_started = self.is_done = False
        self.start()

    def _fit_with_details(self) -> None:
        """Fit if the details of the rows in view are there, or could not be read."""
        first, last = (self._view.rowAt(y) for y in (0, self._view.viewport().height() - 1))
        end = self._model.rowCount()
        in_view = range(max(0, first), end if last < 0 else last + 1)
        if all(texts[Column.SERVER] for texts in self._texts(in_view)):
            self.is_done = True
            self._fit(self._texts(range(in_view.start, min(in_view.start + SAMPLE_ROWS, end))))

    def _texts(self, lines: Iterable[int]) -> list[RowTexts]:
        """Return what lines say, without those of groups."""
        return [texts for texts in map(self._model.shown_texts, lines) if texts is not None]

    def _fit(self, sample: Sequence[RowTexts]) -> None:
        if self._header_controller.is_arranged:
            return
        wanted = {spec.column: self._wanted_width(spec, sample) for spec in self._specs}
        least = {spec.column: self._least_width(spec, wanted[spec.column]) for spec in self._specs}
        shown = self._header_controller.shown_columns()
        room = self._view.viewport().width()
        fitted = share_room({column: wanted[column] for column in shown}, least, room)
        self._header_controller.set_widths({**wanted, **fitted})

    def _wanted_width(self, spec: AnyColumn, sample: Sequence[RowTexts]) -> int:
        """Return the pixels that the texts of the sample and the title need."""
        metrics = self._view.fontMetrics()
        unit, margin = metrics.averageCharWidth(), CELL_MARGIN * metrics.averageCharWidth()
        if spec.column is Column.STATE:
            return max(spec.width * unit, self._view.horizontalHeader().minimumSectionSize())
        texts = text_width({texts[spec.column] for texts in sample}, metrics)
        title = metrics.horizontalAdvance(spec.title) + SORT_ARROW * unit
        width = max(texts, title) + margin if texts else spec.width * unit
        if spec.least_width is not None:
            width = min(width, MAX_GROWTH * spec.width * unit)
        if spec.whole_texts:  # each may be followed by something
            width = max(width, spec.width * unit)
        return max(width, self._header_controller.least_width(spec.column))

    def _least_width(self, spec: AnyColumn, wanted: int) -> int:
        """Return the pixels that a column keeps in a narrow window."""
        if spec.least_width is None:
            return wanted
        width = spec.least_width * self._view.fontMetrics().averageCharWidth()
        return max(width, self._header_controller.least_width(spec.column))
