"""The page of the journal: search and export the saves of this computer, restore old values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.journal.journal_service import JournalService
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.dialogs.save_file import csv_delimiter
from desktop_app.ui.dialogs.table_page import TablePage
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_model import JournalModel
from desktop_app.ui.journal.journal_text import (
    entry_details_text,
    entry_mailbox_text,
    entry_sides,
    export_cells,
    export_header,
    keep_days_text,
    minimum_keep_days_text,
    no_restore_text,
    scope_text,
    searched_text,
    values_title,
)
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.tables.read_only_table import comparison_table, read_only_table
from desktop_app.ui.widgets.tables.text_table_model import ComparisonModel
from desktop_app.ui.widgets.windows import if_still_open

SEARCH_DELAY_MS = 250
"""Milliseconds without typing before the journal is searched."""
KEEP_DAYS_CHOICES = (0, 90, 365, 730, 3650)
"""Retention times offered, in days; 0 keeps entries forever."""
EVERYTHING = JournalQuery()
PROFILE_COLUMN = 4
"""Hidden while all entries are of one profile, which the details name."""


class JournalPage(TablePage):
    """Shows the entries of all profiles, or those that a query selects."""

    restore_requested = Signal(object, object)
    """The Profile, and a SavedDraft that restores the values from before a save."""

    def __init__(
        self,
        journal: JournalService,
        profile_of: Callable[[str], Profile | None],
        exporter: Exporter,
    ) -> None:
        super().__init__()
        self._query, self._keeps_selection = EVERYTHING, True
        self._announces = False
        """Whether the user asked for what is loaded now; new entries come in silence."""
        self._journal = journal
        self._profile_of = profile_of
        self._exporter = exporter
        self.model = JournalModel()
        self.comparison_model = ComparisonModel(translate("journal", "Before"), values_title(None))
        self.table = read_only_table(
            self.model, translate("journal", "Journal"), (17, 28, 32, 28, 20)
        )
        sides = comparison_table(
            self.comparison_model, translate("journal", "Values before and after")
        )
        self.search_edit, self.keep_days_combo = QLineEdit(), QComboBox()
        self.scope = Banner(icon_name="list-filter", is_neutral=True)
        self.restore_button = self.add_action(
            translate("journal", "&Restore old values…"), self._restore
        )
        self.export_button = self.add_action(
            translate("journal", "E&xport…"), self._choose_export_file
        )
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._name_search()
        self.lay_out(
            self.table,
            sides,
            above=[self.search_edit, self.scope],
            beside_status=self._keep_days_parts(),
        )
        self._connect()
        self.show_details("", "")

    def _name_search(self) -> None:
        self.search_edit.setPlaceholderText(
            translate("journal", "Search: address, server, profile, person, state")
        )
        self.search_edit.setAccessibleName(translate("journal", "Search the journal"))
        self.search_edit.setClearButtonEnabled(True)

    def _keep_days_parts(self) -> list[QWidget]:
        label = QLabel(translate("journal", "&Keep entries"))
        label.setBuddy(self.keep_days_combo)
        for days in KEEP_DAYS_CHOICES:
            self.keep_days_combo.addItem(keep_days_text(days), days)
        minimum = QLabel(minimum_keep_days_text(self._journal.policy.keep_days))
        return [minimum, label, self.keep_days_combo]

    def _connect(self) -> None:
        self.search_edit.textChanged.connect(self._search_timer.start)
        self._search_timer.timeout.connect(self._search)
        self._journal.changed.connect(self.reload_if_shown)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.keep_days_combo.activated.connect(self._save_keep_days)

    @property
    def current(self) -> JournalEntry | None:
        """The selected entry; None if there is none."""
        return self.model.item_at(self.table.currentIndex().row())

    @property
    def start_widget(self) -> QWidget:
        """The search field."""
        return self.search_edit

    def show_query(self, query: JournalQuery) -> None:
        """Show the entries of one mailbox or bulk run, or all; the newest is selected."""
        self._query, self._keeps_selection = query, False
        self.search_edit.clear()
        self._show_scope([])
        self._search()

    def _show_all(self) -> None:
        self.show_query(EVERYTHING)

    def _show_scope(self, entries: Sequence[JournalEntry]) -> None:
        """Say that only some entries are shown, with the way back to all."""
        if self._query == EVERYTHING:
            self.scope.hide()
        elif entries or not self.scope.text:
            text = scope_text(self._query, entries)
            if text != self.scope.text:
                show_all = (translate("journal", "Show &all entries"), self._show_all)
                self.scope.show_message(text, show_all)

    def _search(self) -> None:
        self._announces = True
        self.reload()

    def reload(self) -> None:
        """Load the entries that contain the search words."""
        self._announces = self._announces or self._search_timer.isActive()
        self._search_timer.stop()
        words = f"{self._query.text} {self.search_edit.text()}".strip()
        wanted = replace(self._query, text=words)
        self._journal.load(wanted, if_still_open(self, self._show_entries), searched_text)

    def showEvent(self, event: QShowEvent) -> None:
        """Load the journal when the page comes into view."""
        super().showEvent(event)
        self._search()
        self._journal.load_keep_days(if_still_open(self, self._show_keep_days))

    def _show_entries(self, entries: list[JournalEntry]) -> None:
        before = self.current if self._keeps_selection else None
        self._keeps_selection, count = True, len(entries)
        self.model.set_items(entries)
        profiles = {entry.context.profile_name for entry in entries}
        self.table.setColumnHidden(PROFILE_COLUMN, len(profiles) < 2)
        self._show_scope(entries)
        if entries:
            self.show_list()
            self.table.selectRow(self.model.line_of(before.id) if before is not None else 0)
            self._show_status(
                translate("journal", "%Ln entry(ies). Passwords are never recorded.", None, count)
            )
        else:
            self._show_none()
        self._announces = False
        self._update()

    def _show_status(self, text: str) -> None:
        if self._announces:
            self.status.show_result(text)
        else:
            self.status.setText(text)

    def _show_none(self) -> None:
        if self.search_edit.text() or self._query != EVERYTHING:
            self._show_no_match()
            return
        self.status.setText("")
        self.show_empty(
            "scroll-text",
            translate("journal", "No saves from this computer yet"),
            translate(
                "journal",
                "Every save gets an entry here before it is sent: who saved, when, the old and the "
                "new values, and how the save ended. Passwords are never recorded.",
            ),
        )

    def _show_no_match(self) -> None:
        self._show_status(translate("journal", "No entries match."))
        clear = (translate("journal", "&Clear the search"), self._clear_search)
        actions = [clear] if self.search_edit.text() else []
        self.show_empty("search-x", translate("journal", "No entries match"), "", *actions)

    def _clear_search(self) -> None:
        self.search_edit.setFocus()
        self.search_edit.clear()

    def _show_keep_days(self, days: int) -> None:
        if self.keep_days_combo.findData(days) < 0:
            self.keep_days_combo.addItem(keep_days_text(days), days)
        self.keep_days_combo.setCurrentIndex(self.keep_days_combo.findData(days))

    def _save_keep_days(self) -> None:
        self._journal.set_keep_days(int(self.keep_days_combo.currentData()))
        self.reload()

    def _update(self) -> None:
        entry = self.current
        self.comparison_model.set_right_title(values_title(entry))
        self.comparison_model.set_items([] if entry is None else entry_sides(entry))
        if entry is None:
            self.show_details("", "")
        else:
            self.show_details(entry_mailbox_text(entry), entry_details_text(entry))
        can_restore = entry is not None and self._can_restore(entry)
        self.restore_button.setEnabled(can_restore)
        self.restore_button.setToolTip("" if can_restore else no_restore_text())
        self.export_button.setEnabled(bool(self.model.items))

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
