"""The secrets of profiles as services and windows see them, wherever they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind


class Secrets(Protocol):
    """Where secrets are kept. All methods may block for seconds."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told. Raises SecretOriginMismatch, SecretStoreError."""

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        """Keep a secret; what is returned says why it is kept for this session only."""

    def delete_profile(self, profile: Profile) -> None:
        """Delete all secrets. Raises SecretStoreError."""


class ManagedSecrets(Secrets, Protocol):
    """Secrets that live where the user chose, if the administrator allows it."""

    def configure(self, preferred_kind: StorageKind, *, may_store: bool) -> None:
        """Keep secrets there from now on, or for the session only."""

    def copy_to(self, kind: StorageKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Keep in another place too what is kept now; gives those of which all is there.

        Raises SecretStoreError of that place.
        """

    def clear(self, kind: StorageKind, profiles: Iterable[Profile]) -> None:
        """Delete what was kept in a place; one that fails keeps it."""

    def delete_foreign(self, profile: Profile) -> None:
        """Delete what was entered for another server than this. Raises SecretStoreError."""
