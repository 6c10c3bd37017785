"""The offer of the guided test, in windows that need passwords until the test was made."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour, Mailbox
from desktop_app.core.mailbox.mailbox_rules import field_access_for, row_lock_for
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmations import trial_label
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.plain_label import plain_label


def can_test_keep(mailbox: Mailbox) -> bool:
    """Return whether the test may use a mailbox: its password must be writable, to restore it."""
    password = field_access_for(mailbox)[Field.PASSWORD]
    return row_lock_for(mailbox) is None and password.can_write


class KeepTrialOffer(QWidget):
    """Says why a window needs passwords, with a button for the test that may end that."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._mailbox: Mailbox | None = None
        self.label = plain_label()
        self.button = PushButton(trial_label())
        ignore_enter_elsewhere(self.button)
        self.button.clicked.connect(self._open_test)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)

    def refresh(self, reason: str, mailbox: Mailbox | None) -> None:
        """Show why passwords are needed, nothing if they are not, and offer to test ``mailbox``.

        The button is hidden without a mailbox that the test may use, and in a read-only profile.
        """
        self._mailbox = mailbox if mailbox is not None and can_test_keep(mailbox) else None
        behaviour = self._workspace.server_facts.keep_behaviour
        self.label.setText(reason)
        can_test = self._mailbox is not None and self._workspace.may_write
        self.button.setVisible(can_test and behaviour is KeepBehaviour.UNPROVED)
        self.setVisible(bool(reason))

    def _open_test(self) -> None:
        if self._mailbox is not None:
            KeepPasswordTestDialog(self._workspace, self._mailbox, self.window()).open()
