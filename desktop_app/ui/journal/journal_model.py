"""The journal as a table model."""

from __future__ import annotations

from desktop_app.core.journal import Entry
from desktop_app.ui.journal.journal_text import (
    mailbox_words,
    outcome_words,
    what_words,
    when_words,
    who_words,
)
from desktop_app.ui.widgets.tables.text_table_model import TextTable

COLUMNS = (
    when_words,
    lambda entry: entry.case.profile_name,
    mailbox_words,
    lambda entry: outcome_words(entry.outcome),
    what_words,
    who_words,
)


class JournalTable(TextTable[Entry]):
    """A line for each save, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.titles = (
            *(self.tr("When"), self.tr("Profile"), self.tr("Mailbox")),
            *(self.tr("Outcome"), self.tr("Changes"), self.tr("Who")),
        )

    def line_of(self, number: int) -> int:
        """The line of a save, or the first one."""
        numbers = [entry.id for entry in self.behind]
        return numbers.index(number) if number in numbers else 0

    def text(self, behind: Entry, column: int) -> str:
        """What a column tells of a save."""
        return COLUMNS[column](behind)
