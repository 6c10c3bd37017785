"""Passwords of mailboxes that are kept on this computer: what is known of them, never the text."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind


@dataclass(frozen=True, slots=True)
class SavedPassword:
    """One kept password. ``origin`` is the binding of the profile it was typed in.

    ``saved_at`` is in seconds since 1970 (UTC).
    """

    profile_id: str
    mailbox_id: int
    name: SecretName
    storage: StorageKind
    origin: str
    login: MailLogin
    saved_at: float = 0.0

    @property
    def secret_origin(self) -> str:
        """What the secret itself is bound to, in keyring or vault: SuperOffice and mail server."""
        return f"{self.origin} | mailbox {login_text(self.login)}"

    def matches(self, profile: Profile, login: MailLogin) -> bool:
        """Whether it may be sent without a word: same SuperOffice, same login."""
        return self.origin == profile.secret_origin and self.login == login


def login_text(login: MailLogin) -> str:
    """A login on one line."""
    return f"{login.user_name}@{login.server}"
