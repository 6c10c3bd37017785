"""Facts about the mailbox passwords saved on this computer, never the passwords themselves."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind


@dataclass(frozen=True, slots=True)
class SavedPassword:
    """One saved password. ``origin`` is the ``secret_origin`` of the profile it was entered in.

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
        """The SuperOffice and mail login that the stored secret belongs to, in keyring or vault.

        Without server type and port, it is the text that older versions stored.
        """
        return f"{self.origin} | mailbox {login_text(self.login)}"

    def matches(self, profile: Profile, login: MailLogin) -> bool:
        """Return whether the password may be sent without asking: same SuperOffice, same login."""
        return self.origin == profile.secret_origin and self.login.fits(login)


def login_text(login: MailLogin) -> str:
    """Return a login as ``user@server | TYPE port``; as ``user@server`` if that is all it has."""
    account = f"{login.user_name}@{login.server}"
    return f"{account} | {login.server_type} {login.port}" if login.is_whole else account
