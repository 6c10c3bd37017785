"""Offers a mailbox's password saved on this computer; after a save, stores or deletes it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Draft, Mailbox, MailLogin, ReplacePassword
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Failure, Success
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.fields.password_editor import PasswordEditor
from desktop_app.ui.secrets.saved_password_text import saved_password_text


class SavedPasswordOption(QObject):
    """Connects a PasswordEditor with the saved passwords; does not open the keyring."""

    def __init__(self, editor: PasswordEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._workspace: Workspace | None = None
        self._mailbox_id = 0
        self._saved_password: SavedPassword | None = None
        self._shown_login = MailLogin("", "")
        """The login in the fields of the form."""
        editor.forget_requested.connect(self._delete)

    def set_mailbox(self, workspace: Workspace, mailbox_id: int) -> None:
        """Look up the saved password of a mailbox and offer to send it."""
        if workspace is not self._workspace and workspace.passwords is not None:
            workspace.passwords.changed.connect(self._on_passwords_changed)
        if (workspace, mailbox_id) != (self._workspace, self._mailbox_id):
            self._workspace, self._mailbox_id, self._saved_password = workspace, mailbox_id, None
            self._show_option()
        self._load()

    def set_shown_login(self, login: MailLogin) -> None:
        """Say whether the saved password belongs to the login that the form shows now."""
        if login != self._shown_login:
            self._shown_login = login
            if self._editor.saved_note.text():
                self._editor.set_saved_note(self._note())

    def apply_saved(self, draft: Draft, mailbox: Mailbox) -> None:
        """After a successful save, store the new password if wanted, else delete the old."""
        workspace = self._workspace
        if (
            workspace is None
            or workspace.passwords is None
            or not isinstance(draft.password, ReplacePassword)
        ):
            return
        if self._editor.saves_here:
            login = MailLogin.of(draft.result)  # what was read back may have changed since
            workspace.passwords.save(workspace.profile, mailbox.id, login, draft.password.text)
        elif self._saved_password is not None:
            workspace.passwords.delete(self._saved_password)

    @property
    def _passwords(self) -> MailboxPasswordService | None:
        return None if self._workspace is None else self._workspace.passwords

    def _on_passwords_changed(self, profile_id: str) -> None:
        if self._workspace is not None and profile_id == self._workspace.profile.id:
            self._load()

    def _load(self) -> None:
        if self._passwords is not None and self._workspace is not None and self._mailbox_id:
            self._passwords.load(self._workspace.profile.id, self._on_loaded)

    def _on_loaded(self, outcome: Success[list[SavedPassword]] | Failure) -> None:
        if not isValid(self):
            return
        found = outcome.value if isinstance(outcome, Success) else []
        wanted = (self._mailbox_id, SecretName.MAILBOX_PASSWORD)
        self._saved_password = next((k for k in found if (k.mailbox_id, k.name) == wanted), None)
        self._show_option()

    def _show_option(self) -> None:
        kept, passwords = self._saved_password, self._passwords
        if passwords is None or self._workspace is None or not passwords.can_save:
            self._editor.offer_saved(None, can_save=False)
            return
        profile = self._workspace.profile
        here = kept is not None and kept.origin == profile.secret_origin
        self._editor.offer_saved(
            kept.login if kept is not None and here else None,
            can_save=True,
            note=self._note(),
        )

    def _note(self) -> str:
        kept, workspace = self._saved_password, self._workspace
        if kept is None or workspace is None:
            return ""
        return saved_password_text(kept, workspace.profile, self._shown_login)

    def _delete(self) -> None:
        if self._passwords is not None and self._saved_password is not None:
            self._passwords.delete(self._saved_password)
