"""The passwords of mailboxes that are kept on this computer, as a table model."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.ui.secrets.saved_password_text import (
    login_words,
    place_of,
    purpose_words,
    when_words,
)
from desktop_app.ui.widgets.tables.text_table_model import TextTable


class KeptTable(TextTable[KeptPassword]):
    """A line for each; ``names`` are those of the profiles, by id. No password is in it."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self.titles = (
            self.tr("Profile"),
            self.tr("Mailbox"),
            self.tr("Typed for"),
            self.tr("When"),
            self.tr("Kept in"),
            self.tr("Kept for"),
        )

    def text(self, behind: KeptPassword, column: int) -> str:
        """What is known of one."""
        return (
            self._names.get(behind.profile_id) or self.tr("(deleted)"),
            self._mailbox(behind),
            login_words(behind.login),
            when_words(behind),
            place_of(behind),
            purpose_words(behind),
        )[column]

    def _mailbox(self, kept: KeptPassword) -> str:
        """A change that waits has a number of its own, which means nothing to anybody."""
        if kept.name is SecretName.PENDING_PASSWORD:
            return "—"
        return self.tr("number %d") % kept.mailbox_id
