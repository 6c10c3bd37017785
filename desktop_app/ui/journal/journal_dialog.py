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

from desktop_app.core.journal import Entry, Search
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import KeptDraft, Origin
from desktop_app.services.background import Done, Failed
from desktop_app.services.journal.journal_service import JournalKeeper
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.dialogs.save_file import SHEETS, ask_where, delimiter, kind_of, saved_words
from desktop_app.ui.journal.journal_model import JournalTable
from desktop_app.ui.journal.journal_text import (
    cells,
    header,
    keep_words,
    least_words,
    sides,
    who_words,
    why_words,
)
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.tables.comparison_model import SidesTable
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.window_size import resize_to_fit

Action = QDialogButtonBox.ButtonRole.ActionRole
PAUSE_MS = 250
"""The journal is searched when typing has paused for so many milliseconds."""
CHOICES = (0, 90, 365, 730, 3650)
"""For how many days lines can be kept; 0 is for ever."""


class JournalView(QDialog):
    """Shows the lines of all profiles, or of one mailbox."""

    restore_wanted = Signal(object, object)
    """The Profile, and a KeptDraft that takes a save back."""

    def __init__(
        self,
        journal: JournalKeeper,
        profile_of: Callable[[str], Profile | None],
        exporter: Exporter,
        parent: QWidget,
        search: Search | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._journal = journal
        self._profile_of = profile_of
        self._exporter = exporter
        self._search = search or Search()
        self.model, self.sides = JournalTable(), SidesTable(self.tr("Before"), self.tr("Sent"))
        self.table = plain_table(self.model, self.tr("Journal"), (26, 18, 36, 20, 44))
        self.two = plain_table(self.sides, self.tr("Values before and after"), (20, 48, 48))
        self.words, self.keep = QLineEdit(), QComboBox()
        self.about, self.status = QLabel(), QLabel()
        self.buttons = button_box(Standard.Close)
        self.restore = QPushButton(self.tr("&Take the old values back …"))
        self.export = QPushButton(self.tr("E&xport …"))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        name = f" — {self._search.words}" if self._search.words else ""
        self.setWindowTitle(self.tr("Journal") + name)
        self.words.setPlaceholderText(self.tr("Search: address, server, profile, person, outcome"))
        self.words.setAccessibleName(self.tr("Search the journal"))
        self.words.setClearButtonEnabled(True)
        for label in (self.about, self.status):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for button in (self.restore, self.export):
            self.buttons.addButton(button, Action)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.two)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(split, 1)
        layout.addWidget(self.about)
        layout.addLayout(self._keep_row())
        layout.addWidget(self.status)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 980, 600)

    def _keep_row(self) -> QHBoxLayout:
        label, row = QLabel(self.tr("&Keep lines")), QHBoxLayout()
        label.setBuddy(self.keep)
        for days in CHOICES:
            self.keep.addItem(keep_words(days), days)
        row.addWidget(label)
        row.addWidget(self.keep)
        row.addWidget(QLabel(least_words(self._journal.rules.keep_days)), 1)
        return row

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.words.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.search)
        self._journal.changed.connect(self.search)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.restore.clicked.connect(self._restore)
        self.export.clicked.connect(self._choose)
        self.keep.activated.connect(self._keep_for)

    @property
    def current(self) -> Entry | None:
        """The line that is selected."""
        return self.model.at(self.table.currentIndex().row())

    def search(self) -> None:
        """Read the lines that hold the words."""
        words = f"{self._search.words} {self.words.text()}".strip()
        wanted = Search(words, self._search.profile_id, self._search.mailbox_id, self._search.batch)
        self._journal.find(wanted, while_open(self, self._show))

    def showEvent(self, event: QShowEvent) -> None:
        """Read it when it is there to be shown."""
        super().showEvent(event)
        self.search()
        self._journal.find_keep_days(while_open(self, self._show_keep))

    def _show(self, entries: list[Entry]) -> None:
        before = self.current
        self.model.show(entries)
        self.table.selectRow(self.model.line_of(before.id) if before is not None else 0)
        self._update()

    def _show_keep(self, days: int) -> None:
        if self.keep.findData(days) < 0:
            self.keep.addItem(keep_words(days), days)
        self.keep.setCurrentIndex(self.keep.findData(days))

    def _keep_for(self) -> None:
        self._journal.keep_for(int(self.keep.currentData()))
        self.search()

    def _update(self) -> None:
        entry = self.current
        self.sides.show([] if entry is None else sides(entry))
        self.about.setText("" if entry is None else f"{who_words(entry)}. {why_words(entry)}")
        self.restore.setEnabled(entry is not None and self._can_restore(entry))
        self.export.setEnabled(bool(self.model.behind))
        self.status.setText(self._counted(len(self.model.behind)))

    def _counted(self, lines: int) -> str:
        if lines:
            count = QLocale().toString(lines)
            return self.tr("Lines: %s. Passwords are in none of them.") % count
        if self.words.text() or self._search != Search():
            return self.tr("No such line was found.")
        return self.tr("No save was made from this computer yet. Each one will have a line here.")

    def _can_restore(self, entry: Entry) -> bool:
        known = self._profile_of(entry.case.profile_id) is not None
        return known and bool(entry.before) and entry.outcome.is_saved

    def _restore(self) -> None:
        """Through the edit dialog: what someone else changed since is seen there."""
        entry = self.current
        profile = None if entry is None else self._profile_of(entry.case.profile_id)
        if entry is None or profile is None:
            return
        number, before, after = entry.mailbox_id, entry.before, entry.after
        back = KeptDraft(number, entry.address, after, before, entry.at, Origin.JOURNAL)
        self.restore_wanted.emit(profile, back)

    def _choose(self) -> None:
        ask_where(self, SHEETS, "csv", self.tr("journal") + ".csv", self.save_to)

    def save_to(self, path: Path) -> None:
        """Write what is shown, as CSV, or as Excel's own where the name says so."""
        entries = list(self.model.behind)
        sheet = Sheet(self.tr("Journal"), header(), lambda: map(cells, entries), delimiter())
        saved = while_open(self, partial(self._saved, path))
        self._exporter.write(path, kind_of(path), sheet, saved)

    def _saved(self, path: Path, outcome: Done[None] | Failed) -> None:
        self.status.setText(saved_words(path, outcome))
