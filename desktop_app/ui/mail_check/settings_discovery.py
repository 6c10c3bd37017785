"""Settings by address: asked from the edit dialog, put into its form where it may be written."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.core.mail_check.mail_settings import Proposal, mail_of
from desktop_app.core.mailbox.mailbox import Field, Value, value_text
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mail_check.settings_discovery_dialog import ProposalsDialog
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm


class SettingsByAddress:
    """Fills a form from what providers publish."""

    def __init__(self, form: MailboxForm) -> None:
        self._form = form

    def ask(self, workplace: Workplace, parent: QWidget) -> bool:
        """Open the dialog that says what leaves this computer; False without an address."""
        mail = mail_of(value_text(self._form.draft().result.get(Field.ADDRESS)))
        if mail is None:
            return False
        dialog = ProposalsDialog(mail, workplace.proposal_finder(), parent)
        dialog.chosen.connect(self._take)
        dialog.open()
        return True

    def _take(self, proposal: Proposal) -> None:
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: proposal.server_type,
            Field.SERVER: proposal.server,
            Field.PORT: proposal.port,
        }
        if proposal.user_name:
            values[Field.USER_NAME] = proposal.user_name
        for which, value in values.items():
            if self._form.rows[which].access.can_write:
                self._form.put(which, value)
