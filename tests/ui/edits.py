"""What a person does in the edit dialog, and what a workspace must know before it."""

from __future__ import annotations

from collections.abc import Collection

from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import KeepBehaviour, Mailbox
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.check_panel import CheckPanel
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm


def check_with_consent(panel: CheckPanel, qtbot: QtBot) -> None:
    """Check the mailbox as far as the panel lets a person, also without TLS."""
    panel.check_button.click()
    qtbot.waitUntil(lambda: not panel.is_busy)
    if panel.login_button.isVisible():
        panel.login_button.click()
        qtbot.waitUntil(lambda: not panel.is_busy)


def confirm_all(dialog: EditDialog) -> None:
    """Tick every confirmation that the dialog asks for."""
    while (box := dialog.editor.confirmation_panel.first_unconfirmed()) is not None:
        box.setChecked(True)


def type_password(form: MailboxForm, password: str) -> None:
    """Choose to replace the stored password, and enter another one."""
    form.password_editor.replace_option.setChecked(True)
    form.password_editor.secret_field.line_edit.setText(password)


def skip_confirmations(workspace: Workspace) -> None:
    """Make saves ask for nothing: stored passwords are proved to stay, and saves were made."""
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    workspace.server_facts.is_first_save = False


def load_list(workspace: Workspace, qtbot: QtBot) -> Workspace:
    """Request the list, wait until it is there, and return the workspace."""
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.is_ready)
    return workspace


def load_details(workspace: Workspace, ids: Collection[int], qtbot: QtBot) -> list[Mailbox]:
    """Read mailboxes in full, and return them in the order of their ids."""
    workspace.details.load_all(ids)
    qtbot.waitUntil(lambda: workspace.details.known.keys() >= set(ids))
    return [workspace.details.known[number] for number in ids]
