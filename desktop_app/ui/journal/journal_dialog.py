"""The journal window: search and export the saves of this computer, and restore old values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.journal.journal_service import JournalService
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.dialogs.save_file import csv_delimiter
from desktop_app.ui.dialogs.table_dialog import TableDialog, split_rows
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
    values_title,
)
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.tables.text_table_model import ComparisonModel
from desktop_app.ui.widgets.windows import if_still_open

SEARCH_DELAY_MS = 250
"""Milliseconds without typing before the journal is searched."""
KEEP_DAYS_CHOICES = (0, 90, 365, 730, 3650)
"""Retention times offered, in days; 0 keeps entries forever."""


class JournalDialog(TableDialog):
    """Shows the entries of all profiles, or only those that ``query`` selects."""

    restore_requested = Signal(object, object)
    """The Profile, and a SavedDraft that restores the values from before a save."""

    def __init__(
        self,
        journal: JournalService,
        profile_of: Callable[[str], Profile | None],
        exporter: Exporter,
        parent: QWidget,
        query: JournalQuery | None = None,
    ) -> None:
        self._query = query or JournalQuery()
        name = f" — {self._query.text}" if self._query.text else ""
        super().__init__(translate("journal", "Journal") + name, parent)
        self._journal = journal
        self._profile_of = profile_of
        self._exporter = exporter
        self.model, self.comparison_model = (
            JournalModel(),
            ComparisonModel(translate("journal", "Before"), values_title(None)),
        )
        self.table = read_only_table(
            self.model, translate("journal", "Journal"), (26, 18, 36, 20, 44)
        )
        self.comparison_table = read_only_table(
            self.comparison_model, translate("journal", "Values before and after"), (20, 48, 48)
        )
        self.search_edit, self.keep_days_combo = QLineEdit(), QComboBox()
        self.detail_label = plain_label()
        self.restore_button = self.add_action(
            translate("journal", "&Take the old values back…"), self._restore
        )
        self.export_button = self.add_action(
            translate("journal", "E&xport…"), self._choose_export_file
        )
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        self.search_edit.setPlaceholderText(
            translate("journal", "Search: address, server, profile, person, outcome")
        )
        self.search_edit.setAccessibleName(translate("journal", "Search the journal"))
        self.search_edit.setClearButtonEnabled(True)
        split = split_rows(self.table, self.comparison_table, (3, 1))
        parts = (self.search_edit, split, self.detail_label, self._keep_days_row(), self.status)
        self.lay_out(*parts, width=980, height=600)

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
        self.search_edit.textChanged.connect(self._search_timer.start)
        self._search_timer.timeout.connect(self.search)
        self._journal.changed.connect(self.search)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.keep_days_combo.activated.connect(self._save_keep_days)

    @property
    def current(self) -> JournalEntry | None:
        """The selected entry; None if there is none."""
        return self.model.item_at(self.table.currentIndex().row())

    def search(self) -> None:
        """Load the entries that contain the search words."""
        words = f"{self._query.text} {self.search_edit.text()}".strip()
        wanted = JournalQuery(
            words, self._query.profile_id, self._query.mailbox_id, self._query.bulk_run_key
        )
        self._journal.load(wanted, if_still_open(self, self._show_entries))

    def showEvent(self, event: QShowEvent) -> None:
        """Load the journal when the window is shown."""
        super().showEvent(event)
        self.search()
        self._journal.load_keep_days(if_still_open(self, self._show_keep_days))

    def _show_entries(self, entries: list[JournalEntry]) -> None:
        before = self.current
        self.model.set_items(entries)
        self.table.selectRow(self.model.line_of(before.id) if before is not None else 0)
        self._update()
        self.status.show_result(self._count_text(len(entries)))

    def _show_keep_days(self, days: int) -> None:
        if self.keep_days_combo.findData(days) < 0:
            self.keep_days_combo.addItem(keep_days_text(days), days)
        self.keep_days_combo.setCurrentIndex(self.keep_days_combo.findData(days))

    def _save_keep_days(self) -> None:
        self._journal.set_keep_days(int(self.keep_days_combo.currentData()))
        self.search()

    def _update(self) -> None:
        entry = self.current
        self.comparison_model.set_right_title(values_title(entry))
        self.comparison_model.set_items([] if entry is None else entry_sides(entry))
        self.detail_label.setText(
            "" if entry is None else f"{entry_author_text(entry)}. {outcome_reason_text(entry)}"
        )
        self.restore_button.setEnabled(entry is not None and self._can_restore(entry))
        self.export_button.setEnabled(bool(self.model.items))

    def _count_text(self, lines: int) -> str:
        if lines:
            return translate("journal", "%Ln line(s). Passwords are in none of them.", None, lines)
        if self.search_edit.text() or self._query != JournalQuery():
            return translate("journal", "No such line was found.")
        return translate(
            "journal", "No save was made from this computer yet. Each one will have a line here."
        )

    def _can_restore(self, entry: JournalEntry) -> bool:
        known = self._profile_of(entry.context.profile_id) is not None
        return known and bool(entry.before) and entry.outcome.is_saved

    def _restore(self) -> None:
        """Restore old values through the edit dialog, which shows what others changed since."""
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
        name = translate("journal", "journal") + ".csv"
        self.choose_export_file(self.export_to, proposed_name=name)

    def export_to(self, path: Path) -> None:
        """Write the entries shown to a file; the suffix of ``path`` decides the format."""
        entries = list(self.model.items)
        sheet = Sheet(
            translate("journal", "Journal"),
            export_header(),
            lambda: map(export_cells, entries),
            csv_delimiter(),
        )
        self.export_sheet(self._exporter, path, sheet)
