"""What every place for secrets can do, and the one that lasts for this session only.

A secret belongs to the origin it was entered for (``Profile.binding``): it is handed out for that
origin and for no other, so that a changed address can never carry a password elsewhere.
"""

from __future__ import annotations

import threading
from typing import Protocol

from desktop_app.core.secrets.secret import OF_PROFILES, Place, PlaceKind, SecretName

__all__ = [
    "Place",
    "PlaceKind",
    "SecretName",
    "SecretStore",
    "SessionStore",
    "delete_all",
    "demand",
    "entry_user",
]


class SecretStore(Protocol):
    """A place for secrets. Every call may take up to its time limit: never in the GUI thread.

    Every method but ``place`` raises SecretStoreTrouble, and ``set`` ValueError for no secret.
    """

    @property
    def place(self) -> Place:
        """Where secrets live, as far as known by now. It never waits."""
        ...

    def probe(self) -> Place:
        """Ask the place whether it works, writing nothing. It may make it ask to be unlocked."""
        ...

    def retry(self) -> None:
        """Let the next call try again after the place was silent: the user asked for it."""
        ...

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """The secret, or None if there is none, or if it was entered for another origin."""
        ...

    def bound_to(
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


def delete_all(store: SecretStore, profile_id: str) -> None:
    """Remove every secret of a profile but its mailboxes' own. Raises SecretStoreTrouble."""
    for name in OF_PROFILES:
        store.delete(profile_id, name)


def entry_user(profile_id: str, name: SecretName, mailbox_id: int | None = None) -> str:
    """The user name of a secret's keyring entry: ``<profile>/<secret>[/<mailbox>]``."""
    user = f"{profile_id}/{name.value}"
    return user if mailbox_id is None else f"{user}/{mailbox_id}"


def demand(secret: str) -> None:
    """Refuse to keep nothing: an empty password is never sent. Raises ValueError."""
    if not secret:
        raise ValueError("an empty secret is never kept")


class SessionStore:
    """Secrets in memory, gone when the program ends."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()

    @property
    def place(self) -> Place:
        """This session only."""
        return Place(PlaceKind.SESSION)

    def probe(self) -> Place:
        """Memory always works."""
        return self.place

    def retry(self) -> None:
        """Memory is never silent."""

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """The secret, or None if there is none, or if it was entered for another origin."""
        with self._lock:
            bound, secret = self._kept.get(entry_user(profile_id, name, mailbox_id), ("", ""))
        return secret if secret and bound == origin else None

    def bound_to(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """The origin that the kept secret was entered for, or None if none is kept."""
        with self._lock:
            kept = self._kept.get(entry_user(profile_id, name, mailbox_id))
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
        demand(secret)
        with self._lock:
            self._kept[entry_user(profile_id, name, mailbox_id)] = (origin, secret)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Forget a secret."""
        with self._lock:
            self._kept.pop(entry_user(profile_id, name, mailbox_id), None)

    def clear(self) -> None:
        """Forget everything: the desk is left, or the program ends."""
        with self._lock:
            self._kept.clear()
