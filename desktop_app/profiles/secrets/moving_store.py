"""A secret store that moves the secrets of version 0.1.0 to the whole address, one by one."""

from __future__ import annotations

from contextlib import suppress

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.secrets.secret import SecretName, SecretStorage
from desktop_app.profiles.former_origins import FormerOrigins
from desktop_app.profiles.secrets.secret_store import SecretStore


class MovingStore:
    """A SecretStore on another one. Whoever asks for a secret gets it, and moves it.

    Errors, threads and time limits are those of the other store. A secret that cannot be moved is
    returned all the same, and moved the next time.
    """

    def __init__(self, store: SecretStore, former_origins: FormerOrigins) -> None:
        self._store = store
        self._former_origins = former_origins

    @property
    def storage(self) -> SecretStorage:
        """The kind and name of the store. Never waits."""
        return self._store.storage

    def probe(self) -> SecretStorage:
        """Check whether the store works, without writing. Raises SecretStoreError."""
        return self._store.probe()

    def reset_failures(self) -> None:
        """Let the next call try again after a timeout."""
        self._store.reset_failures()

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """Return the secret, or None if there is none or it was entered for another origin.

        Raises SecretStoreError.
        """
        secret = self._store.get(profile_id, name, origin, mailbox_id)
        former = self._former_origins.former(profile_id, origin, mailbox_id)
        if secret is not None or former is None:
            return secret
        secret = self._store.get(profile_id, name, former, mailbox_id)
        if secret is not None:
            with suppress(SecretStoreError):
                self._store.set(profile_id, name, secret, origin, mailbox_id)
        return secret

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """Return the origin that the secret was entered for, or None. Raises SecretStoreError."""
        bound = self._store.origin_of(profile_id, name, mailbox_id)
        return bound and self._former_origins.present(profile_id, bound, mailbox_id)

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Store a secret for this origin.

        Raises SecretStoreError, and ValueError for an empty secret.
        """
        self._store.set(profile_id, name, secret, origin, mailbox_id)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; a missing one is no error. Raises SecretStoreError."""
        self._store.delete(profile_id, name, mailbox_id)
