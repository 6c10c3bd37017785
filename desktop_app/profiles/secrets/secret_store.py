"""What every place for secrets can do, and the one that lasts for this session only.

A secret belongs to the origin it was entered for (``Profile.binding``): it is handed out for that
origin and for no other, so that a changed address can never carry a password elsewhere.
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
    """A place for secrets. Every call may take up to its time limit: never in the GUI thread.

    Every method but ``storage`` raises SecretStoreError, and ``set`` ValueError for no secret.
    """

    @property
    def storage(self) -> SecretStorage:
        """Where secrets live, as far as known by now. It never waits."""
        ...

    def probe(self) -> SecretStorage:
        """Ask the place whether it works, writing nothing. It may make it ask to be unlocked."""
        ...

    def reset_failures(self) -> None:
        """Let the next call try again after the place was silent: the user asked for it."""
        ...

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """The secret, or None if there is none, or if it was entered for another origin."""
        ...

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """The origin that the kept secret was entered for, or None if none is kept."""
        ...

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Keep a secret for this origin in place of an older one, and read it back."""
        ...

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret. That there is none is fine."""
        ...


def entry_user_name(profile_id: str, name: SecretName, mailbox_id: int | None = None) -> str:
    """The user name of a secret's keyring entry: ``<profile>/<secret>[/<mailbox>]``."""
    user = f"{profile_id}/{name.value}"
    return user if mailbox_id is None else f"{user}/{mailbox_id}"


def require_secret(secret: str) -> None:
    """Refuse to keep nothing: an empty password is never sent. Raises ValueError."""
    if not secret:
        raise ValueError("an empty secret is never kept")


class SessionSecretStore:
    """Secrets in memory, gone when the program ends."""

    def __init__(self) -> None:
        self._secrets: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()

    @property
    def storage(self) -> SecretStorage:
        """This session only."""
        return SecretStorage(StorageKind.SESSION)

    def probe(self) -> SecretStorage:
        """Memory always works."""
        return self.storage

    def reset_failures(self) -> None:
        """Memory is never silent."""

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """The secret, or None if there is none, or if it was entered for another origin."""
        with self._lock:
            bound, secret = self._secrets.get(
                entry_user_name(profile_id, name, mailbox_id), ("", "")
            )
        return secret if secret and bound == origin else None

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """The origin that the kept secret was entered for, or None if none is kept."""
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
        """Keep a secret for this origin until the program ends. Raises ValueError for none."""
        require_secret(secret)
        with self._lock:
            self._secrets[entry_user_name(profile_id, name, mailbox_id)] = (origin, secret)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Forget a secret."""
        with self._lock:
            self._secrets.pop(entry_user_name(profile_id, name, mailbox_id), None)

    def clear(self) -> None:
        """Forget everything: the desk is left, or the program ends."""
        with self._lock:
            self._secrets.clear()
