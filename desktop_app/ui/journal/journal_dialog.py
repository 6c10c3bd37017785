"""The journal: every save of this computer, to search, to export, and to take values back from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.background import Failure, Success
from desktop_app.services.journal.journal_service import JournalService
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    csv_delimiter,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_model import JournalModel
from desktop_app.ui.journal.journal_text import (
    entry_author_text,
    entry_sides,
    export_cells,
    export_header,
    keep_days_text,
    minimum_keep_days_text,
    outcome_reason_text,
)
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.guarded_callback import if_still_open
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.tables.text_table_model import ComparisonModel
from desktop_app.ui.widgets.window_size import resize_to_fit

Action = QDialogButtonBox.ButtonRole.ActionRole
SEARCH_DELAY_MS = 250
"""The journal is searched when typing has paused for so many milliseconds."""
KEEP_DAYS_CHOICES = (0, 90, 365, 730, 3650)
"""For how many days lines can be kept; 0 is for ever."""


class JournalDialog(QDialog):
    """Shows the lines of all profiles, or of one mailbox."""

    restore_requested = Signal(object, object)
    """The Profile, and a SavedDraft that takes a save back."""

    def __init__(
        self,
        journal: JournalService,
        profile_of: Callable[[str], Profile | None],
        exporter: Exporter,
        parent: QWidget,
        query: JournalQuery | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._journal = journal
        self._profile_of = profile_of
        self._exporter = exporter
        self._query = query or JournalQuery()
        self.model, self.comparison_model = (
            JournalModel(),
            ComparisonModel(translate("journal", "Before"), translate("journal", "Sent")),
        )
        self.table = read_only_table(
            self.model, translate("journal", "Journal"), (26, 18, 36, 20, 44)
        )
        self.comparison_table = read_only_table(
            self.comparison_model, translate("journal", "Values before and after"), (20, 48, 48)
        )
        self.search_edit, self.keep_days_combo = QLineEdit(), QComboBox()
        self.detail_label, self.status = QLabel(), QLabel()
        self.buttons = button_box(StandardButton.Close)
        self.restore_button = QPushButton(translate("journal", "&Take the old values back …"))
        self.export_button = QPushButton(translate("journal", "E&xport …"))
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        name = f" — {self._query.text}" if self._query.text else ""
        self.setWindowTitle(translate("journal", "Journal") + name)
        self.search_edit.setPlaceholderText(
            translate("journal", "Search: address, server, profile, person, outcome")
        )
        self.search_edit.setAccessibleName(translate("journal", "Search the journal"))
        self.search_edit.setClearButtonEnabled(True)
        for label in (self.detail_label, self.status):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for button in (self.restore_button, self.export_button):
            self.buttons.addButton(button, Action)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.comparison_table)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search_edit)
        layout.addWidget(split, 1)
        layout.addWidget(self.detail_label)
        layout.addLayout(self._keep_days_row())
        layout.addWidget(self.status)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 980, 600)

    def _keep_days_row(self) -> QHBoxLayout:
        label, row = QLabel(translate("journal", "&Keep lines")), QHBoxLayout()
        label.setBuddy(self.keep_days_combo)
        for days in KEEP_DAYS_CHOICES:
            self.keep_days_combo.addItem(keep_days_text(days), days)
        row.addWidget(label)
        row.addWidget(self.keep_days_combo)
        row.addWidget(QLabel(minimum_keep_days_text(self._journal.policy.keep_days)), 1)
        return row

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.search_edit.textChanged.connect(self._search_timer.start)
        self._search_timer.timeout.connect(self.search)
        self._journal.changed.connect(self.search)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.restore_button.clicked.connect(self._restore)
        self.export_button.clicked.connect(self._choose_export_file)
        self.keep_days_combo.activated.connect(self._save_keep_days)

    @property
    def current(self) -> JournalEntry | None:
        """The line that is selected."""
        return self.model.item_at(self.table.currentIndex().row())

    def search(self) -> None:
        """Read the lines that hold the words."""
        words = f"{self._query.text} {self.search_edit.text()}".strip()
        wanted = JournalQuery(
            words, self._query.profile_id, self._query.mailbox_id, self._query.bulk_run_key
        )
        self._journal.load(wanted, if_still_open(self, self._show_entries))

    def showEvent(self, event: QShowEvent) -> None:
        """Read it when it is there to be shown."""
        super().showEvent(event)
        self.search()
        self._journal.load_keep_days(if_still_open(self, self._show_keep_days))

    def _show_entries(self, entries: list[JournalEntry]) -> None:
        before = self.current
        self.model.set_items(entries)
        self.table.selectRow(self.model.line_of(before.id) if before is not None else 0)
        self._update()

    def _show_keep_days(self, days: int) -> None:
        if self.keep_days_combo.findData(days) < 0:
            self.keep_days_combo.addItem(keep_days_text(days), days)
        self.keep_days_combo.setCurrentIndex(self.keep_days_combo.findData(days))

    def _save_keep_days(self) -> None:
        self._journal.set_keep_days(int(self.keep_days_combo.currentData()))
        self.search()

    def _update(self) -> None:
        entry = self.current
        self.comparison_model.set_items([] if entry is None else entry_sides(entry))
        self.detail_label.setText(
            "" if entry is None else f"{entry_author_text(entry)}. {outcome_reason_text(entry)}"
        )
        self.restore_button.setEnabled(entry is not None and self._can_restore(entry))
        self.export_button.setEnabled(bool(self.model.items))
        self.status.setText(self._count_text(len(self.model.items)))

    def _count_text(self, lines: int) -> str:
        if lines:
            count = QLocale().toString(lines)
            return translate("journal", "Lines: {count}. Passwords are in none of them.").format(
                count=count
            )
        if self.search_edit.text() or self._query != JournalQuery():
            return translate("journal", "No such line was found.")
        return translate(
            "journal", "No save was made from this computer yet. Each one will have a line here."
        )

    def _can_restore(self, entry: JournalEntry) -> bool:
        known = self._profile_of(entry.context.profile_id) is not None
        return known and bool(entry.before) and entry.outcome.is_saved

    def _restore(self) -> None:
        """Through the edit dialog: what someone else changed since is seen there."""
        entry = self.current
        profile = None if entry is None else self._profile_of(entry.context.profile_id)
        if entry is None or profile is None:
            return
        number, before, after = entry.mailbox_id, entry.before, entry.after
        back = SavedDraft(
            number, entry.address, after, before, entry.started_at, DraftOrigin.JOURNAL
        )
        self.restore_requested.emit(profile, back)

    def _choose_export_file(self) -> None:
        choose_save_path(
            self,
            SPREADSHEET_FILTERS,
            "csv",
            translate("journal", "journal") + ".csv",
            self.export_to,
        )

    def export_to(self, path: Path) -> None:
        """Write what is shown, as CSV, or as Excel's own where the name says so."""
        entries = list(self.model.items)
        sheet = Sheet(
            translate("journal", "Journal"),
            export_header(),
            lambda: map(export_cells, entries),
            csv_delimiter(),
        )
        saved = if_still_open(self, partial(self._on_exported, path))
        self._exporter.write(path, export_kind_of(path), sheet, saved)

    def _on_exported(self, path: Path, outcome: Success[None] | Failure) -> None:
        self.status.setText(file_saved_text(path, outcome))
