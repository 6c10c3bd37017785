"""The secrets of one profile, in memory."""

from __future__ import annotations

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, main_secret


class MemorySecrets:
    """Keeps what was typed for a profile, whichever profile it is."""

    def __init__(self) -> None:
        self.stored: dict[SecretName, str] = {}

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        return self.stored.get(name or main_secret(profile))

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        self.stored[name or main_secret(profile)] = secret
        return None

    def delete_profile(self, profile: Profile) -> None:
        del profile
        self.stored.clear()
