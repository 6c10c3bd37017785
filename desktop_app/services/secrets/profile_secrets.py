"""The secrets of profiles as services see them, wherever they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind


class Secrets(Protocol):
    """A store of profile secrets. Worker threads only: every method may block for seconds."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """Return a secret (default: the main one), or None.

        Raises SecretOriginMismatch, SecretStoreError.
        """

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        """Store a secret; return why it lasts for this session only, or None if it was stored."""

    def delete_profile(self, profile: Profile) -> None:
        """Delete all secrets of a profile. Raises SecretStoreError and StoreUnavailable."""


class ManagedSecrets(Secrets, Protocol):
    """Secrets in the store that the user chose, if the administrator allows storing them."""

    def configure(self, preferred_kind: StorageKind, *, may_store: bool) -> None:
        """Use this kind of store from now on, or the session's if ``may_store`` is false."""

    def set_for_session(self, profile: Profile, secret: str) -> None:
        """Use the main secret of a profile for this session only; a stored one stays."""

    def forget(self, profile: Profile) -> None:
        """Delete the stored main secret of a profile, but not the session's. Never raises."""

    def copy_to(self, kind: StorageKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Copy the stored secrets to another store; return the profiles copied completely.

        Raises SecretStoreError of the other store, also if this computer has no such store.
        """

    def clear(self, kind: StorageKind, profiles: Iterable[Profile]) -> None:
        """Delete these profiles' secrets from a store; the first error ends it silently."""

    def delete_foreign(self, profile: Profile) -> None:
        """Delete secrets entered for another server than the profile's. Raises SecretStoreError."""
