"""The secret store in the operating system's keyring, with a time limit on every call."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.profiles.secrets.keyring_backends import (
    ChosenBackend,
    KeyringBackend,
    choose_backend,
)
from desktop_app.profiles.secrets.keyring_entries import SERVICE, KeyringEntry
from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt
from desktop_app.profiles.secrets.keyring_timeout import KeyringCalls
from desktop_app.profiles.secrets.secret_store import (
    SecretName,
    SecretStorage,
    StorageKind,
    entry_user_name,
    require_secret,
)

TIMEOUT_SECONDS = 5.0
"""Time limit of one call, including the import of keyring."""


class KeyringStore:
    """Secrets in the keyring. A SecretStore for worker threads only.

    Each call runs in a daemon thread of its own, because a keyring that never answers cannot be
    stopped. After a timeout every call fails at once until ``reset_failures``, or until the keyring
    answers after all: what was to be written is then written. ``find_backend`` is called in that
    thread; ``timeout`` is in seconds.

    While a keyring is seen to ask a person, there is no limit. ``on_prompt`` is called in the
    worker with the prompt, which can be cancelled, and with None once the window is gone.
    """

    def __init__(
        self,
        find_backend: Callable[[], ChosenBackend] = choose_backend,
        *,
        timeout: float = TIMEOUT_SECONDS,
        on_prompt: Callable[[KeyringPrompt | None], None] = lambda _prompt: None,
    ) -> None:
        self._calls = KeyringCalls(find_backend, timeout, on_prompt)

    @property
    def storage(self) -> SecretStorage:
        """The keyring; its name is known after the first successful call.

        After a call found no usable keyring, secrets last for the session only. Never waits.
        """
        if self._calls.no_keyring:
            return SecretStorage(StorageKind.SESSION)
        return SecretStorage(StorageKind.KEYRING, self._calls.name)

    def probe(self) -> SecretStorage:
        """Read an entry that does not exist, which reveals a locked or hanging keyring.

        Raises SecretStoreError.
        """
        self._calls.run(lambda backend: backend.get_password(SERVICE, "probe"))
        return self.storage

    def reset_failures(self) -> None:
        """Let the next call choose a backend again, even after a timeout."""
        self._calls.reset()

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """Return the secret, or None if there is none or it was entered for another origin.

        Raises SecretStoreError.
        """
        user = entry_user_name(profile_id, name, mailbox_id)

        def work(backend: KeyringBackend) -> str | None:
            entry = KeyringEntry(backend, user)
            return entry.read() if entry.origin() == origin else None

        return self._calls.run(work)

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """Return the origin that the secret was entered for, or None. Raises SecretStoreError."""
        user = entry_user_name(profile_id, name, mailbox_id)
        return self._calls.run(lambda backend: KeyringEntry(backend, user).origin())

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Store a secret for this origin and read it back.

        Raises SecretStoreError, and ValueError for an empty secret.
        """
        require_secret(secret)
        user = entry_user_name(profile_id, name, mailbox_id)
        self._calls.run(
            lambda backend: KeyringEntry(backend, user).write(secret, origin), writes=user
        )

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; a missing one is no error. Raises SecretStoreError."""
        user = entry_user_name(profile_id, name, mailbox_id)
        self._calls.run(lambda backend: KeyringEntry(backend, user).delete(), writes=user)
