"""Opens the settings search from the edit dialog, and fills the form with the result."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.core.mail_check.mail_settings import MailSettings, split_address
from desktop_app.core.mailbox.mailbox import Field, Value, value_text
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.mailbox_fields import MailboxFields
from desktop_app.ui.mail_check.settings_discovery_dialog import SettingsDiscoveryDialog


class SettingsDiscoveryController:
    """Fills the writable fields of a form with mail settings that were found."""

    def __init__(self, form: MailboxFields) -> None:
        self._form = form

    def open_dialog(self, workspace: Workspace, parent: QWidget) -> bool:
        """Open the search dialog; return False if the form has no valid address."""
        mail = split_address(value_text(self._form.draft().result.get(Field.ADDRESS)))
        if mail is None:
            return False
        dialog = SettingsDiscoveryDialog(mail, workspace.make_settings_search(), parent)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()
        return True

    def _on_chosen(self, settings: MailSettings) -> None:
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: settings.server_type,
            Field.SERVER: settings.server,
            Field.PORT: settings.port,
        }
        if settings.user_name:
            values[Field.USER_NAME] = settings.user_name
        for field, value in values.items():
            if self._form.rows[field].access.can_write:
                self._form.set_value(field, value)
