"""Secrets in the operating system's keyring, with a time limit on every call."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.profiles.secrets.keyring_backends import Backend, Chosen, choose_backend
from desktop_app.profiles.secrets.keyring_entries import SERVICE, Entry
from desktop_app.profiles.secrets.keyring_timeout import KeyringCalls
from desktop_app.profiles.secrets.secret_store import (
    Place,
    PlaceKind,
    SecretName,
    demand,
    entry_user,
)

TIME_LIMIT = 5.0
"""Seconds that one call may take, the import of keyring included."""


class KeyringStore:
    """Secrets in the keyring. A SecretStore for any thread but the GUI's.

    Each call runs in a daemon thread of its own, because a keyring that never answers cannot be
    stopped. After a silence every call fails at once until ``retry``. ``choose`` finds the
    backend, in that thread; ``time_limit`` is in seconds.
    """

    def __init__(
        self, choose: Callable[[], Chosen] = choose_backend, *, time_limit: float = TIME_LIMIT
    ) -> None:
        self._calls = KeyringCalls(choose, time_limit)

    @property
    def place(self) -> Place:
        """The keyring; its name is known after the first call that worked.

        Once there was none to be used, a secret lives for the session.
        """
        if self._calls.found_none:
            return Place(PlaceKind.SESSION)
        return Place(PlaceKind.KEYRING, self._calls.name)

    def probe(self) -> Place:
        """Read an entry that is not there: a locked or silent keyring shows itself by that.

        Raises SecretStoreTrouble.
        """
        self._calls.run(lambda backend: backend.get_password(SERVICE, "probe"))
        return self.place

    def retry(self) -> None:
        """Let the next call choose a backend afresh, also after a silence."""
        self._calls.retry()

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """The secret, or None if there is none, or if it was entered for another origin.

        Raises SecretStoreTrouble.
        """
        user = entry_user(profile_id, name, mailbox_id)

        def work(backend: Backend) -> str | None:
            entry = Entry(backend, user)
            return entry.read() if entry.origin() == origin else None

        return self._calls.run(work)

    def bound_to(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """The origin that the kept secret was entered for. Raises SecretStoreTrouble."""
        user = entry_user(profile_id, name, mailbox_id)
        return self._calls.run(lambda backend: Entry(backend, user).origin())

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Keep a secret for this origin and read it back.

        Raises SecretStoreTrouble, and ValueError for an empty secret.
        """
        demand(secret)
        user = entry_user(profile_id, name, mailbox_id)
        self._calls.run(lambda backend: Entry(backend, user).write(secret, origin))

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; that there is none is fine. Raises SecretStoreTrouble."""
        user = entry_user(profile_id, name, mailbox_id)
        self._calls.run(lambda backend: Entry(backend, user).remove())
