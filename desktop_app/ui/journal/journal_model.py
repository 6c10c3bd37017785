"""The journal as a table model."""

from __future__ import annotations

from desktop_app.core.journal import JournalEntry
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_text import (
    entry_author_text,
    entry_changes_text,
    entry_mailbox_text,
    entry_time_text,
)
from desktop_app.ui.text.saving import entry_outcome_text
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class JournalModel(TextTableModel[JournalEntry]):
    """One line for each save, newest first."""

    def __init__(self) -> None:
        columns: tuple[TextColumn[JournalEntry], ...] = (
            TextColumn(translate("journal", "When"), entry_time_text),
            TextColumn(translate("journal", "Profile"), lambda entry: entry.context.profile_name),
            TextColumn(translate("journal", "Mailbox"), entry_mailbox_text),
            TextColumn(translate("journal", "Outcome"), entry_outcome_text),
            TextColumn(translate("journal", "Differences"), entry_changes_text),
            TextColumn(translate("journal", "Who"), entry_author_text),
        )
        super().__init__(columns, key=lambda entry: entry.id)
