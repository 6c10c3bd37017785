"""The table model of the mailbox passwords that are stored on this computer."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.ui.i18n import translate
from desktop_app.ui.secrets.saved_password_text import (
    password_login_text,
    purpose_text,
    saved_at_text,
    saved_in_text,
)
from desktop_app.ui.widgets.tables.text_table_model import TextTableModel


class SavedPasswordsModel(TextTableModel[SavedPassword]):
    """One row per stored password, without the password itself.

    ``profile_names`` has the profiles' names by id.
    """

    def __init__(self, profile_names: Mapping[str, str]) -> None:
        super().__init__()
        self._profile_names = profile_names
        self.titles = (
            translate("secrets", "Profile"),
            translate("secrets", "Mailbox"),
            translate("secrets", "Typed for"),
            translate("secrets", "When"),
            translate("secrets", "Kept in"),
            translate("secrets", "Kept for"),
        )

    def text(self, item: SavedPassword, column: int) -> str:
        """Return the translated text of a cell."""
        return (
            self._profile_names.get(item.profile_id) or translate("secrets", "(deleted)"),
            self._mailbox_text(item),
            password_login_text(item.login),
            saved_at_text(item),
            saved_in_text(item),
            purpose_text(item),
        )[column]

    def _mailbox_text(self, saved: SavedPassword) -> str:
        """Return the mailbox's number, or a dash for a pending change, whose number is internal."""
        if saved.name is SecretName.PENDING_PASSWORD:
            return "—"
        return translate("secrets", "number {mailbox_id}").format(mailbox_id=saved.mailbox_id)
