"""Sign-in passwords: in the keyring, or, where that does not work, for this session only."""

from __future__ import annotations

from desktop_app.core.errors import SecretStoreTrouble
from desktop_app.core.profile import Profile
from desktop_app.profiles.secrets import SecretName, SecretStore

NAME = SecretName.SIGN_IN_PASSWORD


class SecretKeeper:
    """Asks the session's own store first, so that a broken keyring is asked as little as can be."""

    def __init__(self, keyring: SecretStore, session: SecretStore) -> None:
        self._keyring = keyring
        self._session = session

    def get(self, profile: Profile) -> str | None:
        """The password kept for this profile's origin, or None. Raises SecretStoreTrouble."""
        secret = self._session.get(profile.id, NAME, profile.origin)
        if secret is not None:
            return secret
        try:
            return self._keyring.get(profile.id, NAME, profile.origin)
        except SecretStoreTrouble:
            self._keyring.retry()  # it is asked again only when the user tries again
            raise

    def put(self, profile: Profile, secret: str) -> SecretStoreTrouble | None:
        """Keep a password; what is returned says why it is kept for this session only."""
        self._keyring.retry()
        try:
            self._keyring.set(profile.id, NAME, secret, profile.origin)
        except SecretStoreTrouble as trouble:
            self._session.set(profile.id, NAME, secret, profile.origin)
            return trouble
        self._session.delete(profile.id, NAME)
        return None

    def forget(self, profile: Profile) -> None:
        """Delete the password wherever it is. Raises SecretStoreTrouble."""
        self._session.delete(profile.id, NAME)
        self._keyring.delete(profile.id, NAME)
