"""The journal as a table model."""

from __future__ import annotations

from desktop_app.core.journal import JournalEntry
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_text import (
    entry_changes_text,
    entry_mailbox_text,
    entry_time_text,
)
from desktop_app.ui.text.mailbox import address_without_name
from desktop_app.ui.text.saving import entry_outcome_text
from desktop_app.ui.widgets.icons import save_state_icon
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class JournalModel(TextTableModel[JournalEntry]):
    """One line for each save, newest first."""

    def __init__(self) -> None:
        columns: tuple[TextColumn[JournalEntry], ...] = (
            TextColumn(translate("journal", "When"), entry_time_text),
            TextColumn(
                translate("journal", "Mailbox"),
                lambda entry: address_without_name(entry_mailbox_text(entry)),
            ),
            TextColumn(
                translate("journal", "State"),
                entry_outcome_text,
                icon=lambda entry: save_state_icon(entry.outcome, is_conflict=entry.is_conflict),
            ),
            TextColumn(translate("journal", "Change"), entry_changes_text),
            TextColumn(translate("journal", "Profile"), lambda entry: entry.context.profile_name),
        )
        super().__init__(columns, key=lambda entry: entry.id)
