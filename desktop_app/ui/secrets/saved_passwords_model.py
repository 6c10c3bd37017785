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
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class SavedPasswordsModel(TextTableModel[SavedPassword]):
    """One line per stored password, without the password itself.

    ``profile_names`` has the profiles' names by id.
    """

    def __init__(self, profile_names: Mapping[str, str]) -> None:
        deleted = translate("secrets", "(deleted)")
        columns: tuple[TextColumn[SavedPassword], ...] = (
            TextColumn(
                translate("secrets", "Profile"),
                lambda saved: profile_names.get(saved.profile_id) or deleted,
            ),
            TextColumn(translate("secrets", "Mailbox"), _mailbox_text),
            TextColumn(translate("secrets", "Entered for"), lambda s: password_login_text(s.login)),
            TextColumn(translate("secrets", "Entered"), saved_at_text),
            TextColumn(translate("secrets", "Kept in"), saved_in_text),
            TextColumn(translate("secrets", "Kept for"), purpose_text),
        )
        super().__init__(columns)


def _mailbox_text(saved: SavedPassword) -> str:
    """Return the mailbox's number, or a dash for a pending change, whose number is internal."""
    if saved.name is SecretName.PENDING_PASSWORD:
        return "—"
    return translate("secrets", "ID {mailbox_id}").format(mailbox_id=saved.mailbox_id)
