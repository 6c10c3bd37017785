"""Secrets that nobody needs before the first paint."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.core.errors import SecretStoreError
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.secret import SecretName, StorageKind
    from desktop_app.services.secrets.mailbox_password_store import MailboxPasswordStore
    from desktop_app.services.secrets.secret_manager import SecretManager


class LazySecrets:
    """The keeper that ``make`` gives, called by the first who asks for a secret."""

    def __init__(self, make: Callable[[], SecretManager]) -> None:
        self._make = make
        self._manager: SecretManager | None = None
        self._settings: tuple[StorageKind | None, bool] = (None, True)
        self._lock = threading.Lock()

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told. Raises SecretOriginMismatch, SecretStoreError."""
        return self.manager().get(profile, name)

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        """Keep a secret; what is returned says why it is kept for this session only."""
        return self.manager().set(profile, secret, name)

    def delete_profile(self, profile: Profile) -> None:
        """Delete all secrets. Raises SecretStoreError."""
        self.manager().delete_profile(profile)

    def copy_to(self, kind: StorageKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Keep in another place too what is kept now. Raises SecretStoreError of that place."""
        return self.manager().copy_to(kind, profiles)

    def clear(self, kind: StorageKind, profiles: Iterable[Profile]) -> None:
        """Delete what was kept in a place; one that fails keeps it."""
        self.manager().clear(kind, profiles)

    def delete_foreign(self, profile: Profile) -> None:
        """Delete what was entered for another server. Raises SecretStoreError."""
        self.manager().delete_foreign(profile)

    def configure(self, preferred_kind: StorageKind, *, may_store: bool) -> None:
        """Keep secrets where the user wants them, if the administrator allows it."""
        with self._lock:
            self._settings = (preferred_kind, may_store)
            self._apply()

    @property
    def can_save(self) -> bool:
        """Whether a secret outlives the session. It never waits."""
        from desktop_app.core.secrets.secret import StorageKind

        wanted, may_store = self._settings
        return may_store and wanted is not StorageKind.SESSION

    def mailbox_passwords(self) -> MailboxPasswordStore | None:
        """Passwords of mailboxes; None where nothing is kept."""
        return self.manager().mailbox_passwords

    def manager(self) -> SecretManager:
        """The keeper itself, made at the first call."""
        with self._lock:
            if self._manager is None:
                self._manager = self._make()
                self._apply()
            return self._manager

    def _apply(self) -> None:
        wanted, may_store = self._settings
        if self._manager is not None and wanted is not None:
            self._manager.preferred_kind, self._manager.may_store = wanted, may_store
