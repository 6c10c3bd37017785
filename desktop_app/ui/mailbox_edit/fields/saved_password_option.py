"""Offers the password that is kept for a mailbox; after a save, keeps or forgets one."""

from __future__ import annotations

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Draft, Mailbox, MailLogin, Replace
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Done, Failed
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.fields.password_editor import PasswordEditor
from desktop_app.ui.secrets.saved_password_text import kept_words


class KeptChoice(QObject):
    """Knows whether a password is kept for the mailbox of an editor. The keyring is not asked."""

    def __init__(self, editor: PasswordEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._workplace: Workplace | None = None
        self._mailbox_id = 0
        self._kept: KeptPassword | None = None
        editor.forget_wanted.connect(self._forget)

    def look(self, workplace: Workplace, mailbox_id: int) -> None:
        """Find out, and offer what there is."""
        if workplace is not self._workplace and workplace.passwords is not None:
            workplace.passwords.changed.connect(self._look_again)
        if (workplace, mailbox_id) != (self._workplace, self._mailbox_id):
            self._workplace, self._mailbox_id, self._kept = workplace, mailbox_id, None
            self._offer()
        self._find()

    def take_saved(self, draft: Draft, mailbox: Mailbox) -> None:
        """A save worked: keep what was typed, if that was wanted; an older one is worth nothing."""
        place = self._workplace
        if place is None or place.passwords is None or not isinstance(draft.password, Replace):
            return
        if self._editor.keeps_here:
            login = MailLogin.of(mailbox.values)
            place.passwords.keep(place.profile, mailbox.id, login, draft.password.text)
        elif self._kept is not None:
            place.passwords.forget(self._kept)

    @property
    def _passwords(self) -> MailboxPasswords | None:
        return None if self._workplace is None else self._workplace.passwords

    def _look_again(self, profile_id: str) -> None:
        if self._workplace is not None and profile_id == self._workplace.profile.id:
            self._find()

    def _find(self) -> None:
        if self._passwords is not None and self._workplace is not None and self._mailbox_id:
            self._passwords.find(self._workplace.profile.id, self._take)

    def _take(self, outcome: Done[list[KeptPassword]] | Failed) -> None:
        if not isValid(self):
            return
        found = outcome.value if isinstance(outcome, Done) else []
        wanted = (self._mailbox_id, SecretName.MAILBOX_PASSWORD)
        self._kept = next((k for k in found if (k.mailbox_id, k.name) == wanted), None)
        self._offer()

    def _offer(self) -> None:
        kept, passwords = self._kept, self._passwords
        if passwords is None or self._workplace is None or not passwords.may_keep:
            self._editor.offer(None, may_keep=False)
            return
        profile = self._workplace.profile
        here = kept is not None and kept.origin == profile.binding
        self._editor.offer(
            kept.login if kept is not None and here else None,
            may_keep=True,
            note="" if kept is None else kept_words(kept, profile),
        )

    def _forget(self) -> None:
        if self._passwords is not None and self._kept is not None:
            self._passwords.forget(self._kept)
