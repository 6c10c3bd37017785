"""The journal as a table model."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.journal import JournalEntry
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_text import (
    entry_author_text,
    entry_changes_text,
    entry_mailbox_text,
    entry_time_text,
)
from desktop_app.ui.text.saving import entry_outcome_text
from desktop_app.ui.widgets.tables.text_table_model import TextTableModel

COLUMNS: tuple[Callable[[JournalEntry], str], ...] = (
    entry_time_text,
    lambda entry: entry.context.profile_name,
    entry_mailbox_text,
    entry_outcome_text,
    entry_changes_text,
    entry_author_text,
)


class JournalModel(TextTableModel[JournalEntry]):
    """One line for each save, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.titles = (
            *(
                translate("journal", "When"),
                translate("journal", "Profile"),
                translate("journal", "Mailbox"),
            ),
            *(
                translate("journal", "Outcome"),
                translate("journal", "Differences"),
                translate("journal", "Who"),
            ),
        )

    def line_of(self, entry_id: int) -> int:
        """Return the line of an entry, or 0 if the entry is not listed."""
        numbers = [entry.id for entry in self.items]
        return numbers.index(entry_id) if entry_id in numbers else 0

    def text(self, item: JournalEntry, column: int) -> str:
        """Return the translated text of an entry in a column."""
        return COLUMNS[column](item)
