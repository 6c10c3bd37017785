"""Passwords of mailboxes that are kept on this computer: what is known of them, never the text."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import PlaceKind, SecretName


@dataclass(frozen=True, slots=True)
class KeptPassword:
    """One kept password. ``origin`` is the binding of the profile it was typed in.

    ``kept_at`` is in seconds since 1970 (UTC).
    """

    profile_id: str
    mailbox_id: int
    name: SecretName
    place: PlaceKind
    origin: str
    login: MailLogin
    kept_at: float = 0.0

    @property
    def bound_to(self) -> str:
        """What the secret itself is bound to, in keyring or vault: SuperOffice and mail server."""
        return f"{self.origin} | mailbox {login_words(self.login)}"

    def was_typed_for(self, profile: Profile, login: MailLogin) -> bool:
        """Whether it may be sent without a word: same SuperOffice, same login."""
        return self.origin == profile.binding and self.login == login


def login_words(login: MailLogin) -> str:
    """A login on one line."""
    return f"{login.user_name}@{login.server}"
