"""What of the list goes into a file, and as what."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.file_names import safe_file_name
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.services.background import Failure, Success
from desktop_app.services.mailbox_list.export import ExportFormat, Sheet
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.save_file import choose_save_path, csv_delimiter
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import unknown_rows_text
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.export_rows import ExportRows
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import button_box
from desktop_app.ui.widgets.focus.buttons import PushButton, RadioButton
from desktop_app.ui.widgets.windows import if_still_open

MailboxRows = list[ListedMailbox]


class ExportDialog(QDialog):
    """Passwords are in no list, and so in no file."""

    def __init__(self, pane: ListPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._pane = pane
        self._row_choice = QButtonGroup(self)
        self._row_sets: list[MailboxRows] = []
        self._format_choice = QButtonGroup(self)
        self.status_label = ResultLabel()
        self.save_button = PushButton(translate("mailbox_list", "&Save as…"))
        self._build_ui()
        self.save_button.clicked.connect(self._choose_file)

    def _build_ui(self) -> None:
        self.setWindowTitle(translate("mailbox_list", "Export the list"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        buttons = button_box(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._rows_box(), self._format_box(), self.status_label, buttons):
            layout.addWidget(widget)
        for choice in (self._row_choice, self._format_choice):
            choice.idClicked.connect(self._update_status)
        self._update_status()
        self.save_button.setDefault(True)
        self.resize(460, 0)

    def _rows_box(self) -> QGroupBox:
        table, selected = self._pane.model, frozenset(self._pane.view.selected_ids())
        shown = table.rows
        self._row_sets = [shown, [row for row in shown if row.id in selected], list(table.all_rows)]
        if not self._pane.is_filtered:
            self._row_sets[0] = []
        shown_count, selected_count, total = map(len, self._row_sets)
        texts = (
            translate("mailbox_list", "The %Ln s&hown", None, shown_count),
            translate("mailbox_list", "The %Ln s&elected", None, selected_count),
            translate("mailbox_list", "&All %Ln", None, total),
        )
        box = QGroupBox(translate("mailbox_list", "Mailboxes"))
        layout = QVBoxLayout(box)
        for number, (text, rows) in enumerate(zip(texts, self._row_sets, strict=True)):
            button = RadioButton(text)
            button.setVisible(bool(rows))
            self._row_choice.addButton(button, number)
            layout.addWidget(button)
        first = 0 if self._row_sets[0] else 2
        self._row_choice.button(first).setChecked(True)
        return box

    def _format_box(self) -> QGroupBox:
        box = QGroupBox(translate("mailbox_list", "File"))
        layout = QVBoxLayout(box)
        texts = {
            ExportFormat.XLSX: translate("mailbox_list", "E&xcel (.xlsx)"),
            ExportFormat.CSV: translate("mailbox_list", "&CSV, UTF-8 (.csv)"),
        }
        for number, kind in enumerate(texts):
            button = RadioButton(texts[kind])
            button.setChecked(kind is ExportFormat.XLSX)
            self._format_choice.addButton(button, number)
            layout.addWidget(button)
        return box

    @property
    def export_format(self) -> ExportFormat:
        """What is to be written."""
        return (ExportFormat.XLSX, ExportFormat.CSV)[self._format_choice.checkedId()]

    @property
    def rows(self) -> MailboxRows:
        """The mailboxes that are to be written."""
        return self._row_sets[self._row_choice.checkedId()]

    def choose(self, row_set: int, export_format: ExportFormat) -> None:
        """Choose the rows, 0 shown, 1 selected, 2 all, and the kind of file."""
        self._row_choice.button(row_set).setChecked(True)
        self._format_choice.button(0 if export_format is ExportFormat.XLSX else 1).setChecked(True)
        self._update_status()

    def save_to(self, path: Path) -> None:
        """Write the file in the background."""
        work = self._pane.workspace
        marks = self._pane.model.cell_texts.marks
        known, checks = dict(work.details.known), work.last_checks.all()
        snapshot = ExportRows(list(self.rows), known, checks, marks)
        sheet = Sheet(work.profile.name, snapshot.titles(), snapshot.cells, csv_delimiter())
        self.save_button.setEnabled(False)
        self.status_label.show_result(translate("mailbox_list", "Writing…"))
        saved = if_still_open(self, partial(self._on_saved, path, len(snapshot.rows)))
        work.exporter.write(path, self.export_format, sheet, saved)

    def _choose_file(self) -> None:
        kind = self.export_format.value
        name = safe_file_name(self._pane.workspace.profile.name, f".{kind}", "list")
        choose_save_path(self, [f"{kind.upper()} (*.{kind})"], kind, name, self.save_to)

    def _update_status(self) -> None:
        known = self._pane.workspace.details.known
        unknown = sum(row.id not in known for row in self.rows)
        empty = translate("mailbox_list", "Their columns will be empty.")
        self.status_label.setText(f"{unknown_rows_text(unknown)} {empty}" if unknown else "")

    def _on_saved(self, path: Path, count: int, outcome: Success[None] | Failure) -> None:
        self.save_button.setEnabled(True)
        if isinstance(outcome, Failure):
            self.status_label.show_result(explain(outcome.error).full_text)
        else:
            saved = translate("mailbox_list", "Saved %Ln mailbox(es) as {path}.", None, count)
            self.status_label.show_result(saved.format(path=path))
