"""What of the list goes into a file, and as what."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.services.background import Done, Failed
from desktop_app.services.mailbox_list.export import Kind, Sheet
from desktop_app.ui.dialogs.save_file import ask_where, delimiter
from desktop_app.ui.mailbox_list.filter.filter_text import unknown_words
from desktop_app.ui.mailbox_list.list_pane import MailboxPane
from desktop_app.ui.mailbox_list.table.columns import headers
from desktop_app.ui.mailbox_list.table.export_rows import Snapshot
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import button_box
from desktop_app.ui.widgets.guarded_callback import while_open

Rows = list[ListedMailbox]


class ExportDialog(QDialog):
    """Passwords are in no list, and so in no file."""

    def __init__(self, pane: MailboxPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._pane = pane
        self._which = QButtonGroup(self)
        self._rows: list[Rows] = []
        self._kinds = QButtonGroup(self)
        self.said = QLabel()
        self.save = QPushButton(self.tr("&Save as …"))
        self._arrange()
        self.save.clicked.connect(self._choose)

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Export the list"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        buttons = button_box(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._rows_box(), self._kinds_box(), self.said, buttons):
            layout.addWidget(widget)
        self._which.idClicked.connect(self._tell_unknown)
        self._tell_unknown()
        self.save.setDefault(True)
        self.resize(460, 0)

    def _rows_box(self) -> QGroupBox:
        table, selected = self._pane.table, frozenset(self._pane.view.selected_ids())
        shown = table.rows
        self._rows = [shown, [row for row in shown if row.id in selected], list(table.all_rows)]
        if not self._pane.is_filtered:
            self._rows[0] = []
        texts = (
            self.tr("The %s that are s&hown"),
            self.tr("The %s s&elected"),
            self.tr("&All %s"),
        )
        box = QGroupBox(self.tr("Mailboxes"))
        layout = QVBoxLayout(box)
        for number, (text, rows) in enumerate(zip(texts, self._rows, strict=True)):
            button = QRadioButton(text % QLocale().toString(len(rows)))
            button.setVisible(bool(rows))
            self._which.addButton(button, number)
            layout.addWidget(button)
        first = 0 if self._rows[0] else 2
        self._which.button(first).setChecked(True)
        return box

    def _kinds_box(self) -> QGroupBox:
        box = QGroupBox(self.tr("File"))
        layout = QVBoxLayout(box)
        texts = {Kind.XLSX: self.tr("E&xcel (.xlsx)"), Kind.CSV: self.tr("&CSV, UTF-8 (.csv)")}
        for number, kind in enumerate(texts):
            button = QRadioButton(texts[kind])
            button.setChecked(kind is Kind.XLSX)
            self._kinds.addButton(button, number)
            layout.addWidget(button)
        return box

    @property
    def kind(self) -> Kind:
        """What is to be written."""
        return (Kind.XLSX, Kind.CSV)[self._kinds.checkedId()]

    @property
    def rows(self) -> Rows:
        """The mailboxes that are to be written."""
        return self._rows[self._which.checkedId()]

    def choose(self, which: int, kind: Kind) -> None:
        """Choose the rows, 0 shown, 1 selected, 2 all, and the kind of file."""
        self._which.button(which).setChecked(True)
        self._kinds.button(0 if kind is Kind.XLSX else 1).setChecked(True)
        self._tell_unknown()

    def save_to(self, path: Path) -> None:
        """Write the file in the background."""
        work = self._pane.workplace
        snapshot = Snapshot(list(self.rows), dict(work.details.known), work.last_checks.all())
        sheet = Sheet(work.profile.name, headers(), snapshot.cells, delimiter())
        self.save.setEnabled(False)
        self.said.setText(self.tr("Writing …"))
        saved = while_open(self, partial(self._saved, path, len(snapshot.rows)))
        work.exporter.write(path, self.kind, sheet, saved)

    def _choose(self) -> None:
        kind = self.kind.value
        name = f"{_file_name(self._pane.workplace.profile.name)}.{kind}"
        ask_where(self, [f"{kind.upper()} (*.{kind})"], kind, name, self.save_to)

    def _tell_unknown(self) -> None:
        known = self._pane.workplace.details.known
        unknown = sum(row.id not in known for row in self.rows)
        empty = self.tr("Their columns stay empty.")
        self.said.setText(f"{unknown_words(unknown)} {empty}" if unknown else "")

    def _saved(self, path: Path, count: int, outcome: Done[None] | Failed) -> None:
        self.save.setEnabled(True)
        if isinstance(outcome, Failed):
            self.said.setText(explain(outcome.trouble).text)
        else:
            number = QLocale().toString(count)
            self.said.setText(self.tr("Saved as %s. Mailboxes: %s.") % (path, number))


def _file_name(profile: str) -> str:
    """A name that every system takes."""
    return "".join(c if c.isalnum() or c in " ._-" else "_" for c in profile).strip(" .") or "list"
