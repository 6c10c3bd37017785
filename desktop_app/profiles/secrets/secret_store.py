"""The interface of every secret store, and the store that lasts for this session only.

A secret belongs to the origin it was entered for (``Profile.secret_origin``) and is returned for no
other, so that a changed address can never send a password to another server.
"""

from __future__ import annotations

import threading
from typing import Protocol

from desktop_app.core.secrets.secret import SecretName, SecretStorage, StorageKind

__all__ = [
    "SecretName",
    "SecretStorage",
    "SecretStore",
    "SessionSecretStore",
    "StorageKind",
    "entry_user_name",
    "require_secret",
]


class SecretStore(Protocol):
    """A store for secrets. A call may take until its time limit: never use it on the GUI thread.

    Every method but ``storage`` may raise SecretStoreError; ``set`` raises ValueError for an empty
    secret.
    """

    @property
    def storage(self) -> SecretStorage:
        """The kind and name of the store, as far as known. Never waits."""
        ...

    def probe(self) -> SecretStorage:
        """Check whether the store works, without writing; the user may be asked to unlock it."""
        ...

    def reset_failures(self) -> None:
        """Let the next call try again after a timeout, because the user asked for it."""
        ...

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """Return the secret, or None if there is none or it was entered for another origin."""
        ...

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """Return the origin that the stored secret was entered for, or None if there is none."""
        ...

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Store a secret for this origin, replacing an older one, and read it back."""
        ...

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; a missing one is no error."""
        ...


def entry_user_name(profile_id: str, name: SecretName, mailbox_id: int | None = None) -> str:
    """Return the user name of a secret's keyring entry: ``<profile>/<secret>[/<mailbox>]``."""
    user = f"{profile_id}/{name.value}"
    return user if mailbox_id is None else f"{user}/{mailbox_id}"


def require_secret(secret: str) -> None:
    """Raise ValueError for an empty secret: an empty password is never sent."""
    if not secret:
        raise ValueError("an empty secret is never kept")


class SessionSecretStore:
    """Secrets in memory, lost when the program ends. Any thread."""

    def __init__(self) -> None:
        self._secrets: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()

    @property
    def storage(self) -> SecretStorage:
        """The kind SESSION, without a name."""
        return SecretStorage(StorageKind.SESSION)

    def probe(self) -> SecretStorage:
        """Return ``storage``: memory always works."""
        return self.storage

    def reset_failures(self) -> None:
        """Do nothing: memory never times out."""

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """Return the secret, or None if there is none or it was entered for another origin."""
        with self._lock:
            bound, secret = self._secrets.get(
                entry_user_name(profile_id, name, mailbox_id), ("", "")
            )
        return secret if secret and bound == origin else None

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """Return the origin that the stored secret was entered for, or None if there is none."""
        with self._lock:
            kept = self._secrets.get(entry_user_name(profile_id, name, mailbox_id))
        return None if kept is None else kept[0]

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Store a secret for this origin in memory. Raises ValueError for an empty secret."""
        require_secret(secret)
        with self._lock:
            self._secrets[entry_user_name(profile_id, name, mailbox_id)] = (origin, secret)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; a missing one is no error."""
        with self._lock:
            self._secrets.pop(entry_user_name(profile_id, name, mailbox_id), None)

    def clear(self) -> None:
        """Remove all secrets: the program locks or ends."""
        with self._lock:
            self._secrets.clear()
