"""Passwords of mailboxes in keyring or vault, with an index of which there are. No Qt here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_app.core.errors import (
    PasswordLoginMismatch,
    PasswordNotStored,
    SecretStoreError,
    SecretStoreFailure,
    StoreUnavailable,
)
from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import SavedPassword, login_text
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.profiles.secrets.secret_store import SecretStore
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.storage.saved_passwords import SavedPasswordStore

if TYPE_CHECKING:
    from desktop_app.storage.saved_passwords import SavedPasswordStore


Result = TypeVar("Result")
DEFAULT_NAME = SecretName.MAILBOX_PASSWORD


class PasswordIndex(Protocol):
    """Gives the index of kept passwords to some work."""

    def run(self, work: Callable[[SavedPasswordStore], Result]) -> Result:
        """What the work gives. Raises StoreUnavailable if the index cannot be used."""


class SecretStores(Protocol):
    """The places for secrets, and which of them is in use."""

    may_store: bool
    """False where the administrator forbids to keep secrets."""
    preferred_kind: StorageKind
    """Where the user wants secrets to live."""

    def store_for(self, kind: StorageKind) -> SecretStore:
        """The place of a kind."""


class MailboxPasswordStore:
    """Keeps, finds and forgets them. For any thread but the GUI's: a call may take seconds.

    ``name`` is None for what a user chose to keep, PENDING_PASSWORD for a change that is still to
    be saved; a mailbox can have one of each.
    """

    def __init__(self, stores: SecretStores, index: PasswordIndex) -> None:
        self._stores = stores
        self._index = index
        self._lock = threading.RLock()

    def list_saved(self, profile_id: str | None = None) -> list[SavedPassword]:
        """Which are kept, for one profile or for all. The keyring is not asked.

        Raises StoreUnavailable.
        """
        return self._index.run(lambda index: index.confirmed(profile_id))

    def get(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        name: SecretName | None = None,
    ) -> str:
        """The password that was typed for this login in this profile.

        Raises PasswordNotStored, PasswordLoginMismatch (nothing was read), SecretStoreError
        and StoreUnavailable.
        """
        kept = self._find(profile.id, mailbox_id, name or DEFAULT_NAME)
        if kept is None or not self._stores.may_store:
            raise PasswordNotStored
        if kept.origin != profile.secret_origin:
            raise PasswordLoginMismatch(kept.origin, profile.secret_origin)
        if kept.login != login:
            raise PasswordLoginMismatch(login_text(kept.login), login_text(login))
        return self._read(self._stores.store_for(kept.storage), kept)

    def set(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None = None,
    ) -> None:
        """Keep a password in place of an older one, and read it back.

        Raises SecretStoreError and StoreUnavailable; then none is kept.
        """
        kind = self._stores.preferred_kind
        if kind is StorageKind.SESSION or not self._stores.may_store:
            raise SecretStoreError(SecretStoreFailure.MISSING)
        kept = SavedPassword(
            profile.id, mailbox_id, name or DEFAULT_NAME, kind, profile.secret_origin, login
        )
        with self._lock:
            self._delete_from_other_stores(kept)
            self._write(self._stores.store_for(kind), kept, password)

    def delete(self, saved: SavedPassword) -> None:
        """Delete one, where it is. Raises SecretStoreError and StoreUnavailable."""
        with self._lock:
            store = self._stores.store_for(saved.storage)
            store.delete(saved.profile_id, saved.name, saved.mailbox_id)
            self._index.run(lambda index: index.delete(saved))

    def delete_profile(self, profile_id: str) -> None:
        """Delete all of a profile. Raises SecretStoreError and StoreUnavailable.

        What cannot be deleted now stays in the index, to be deleted later.
        """
        for kept in self._index.run(lambda index: index.all_including_unconfirmed(profile_id)):
            self.delete(kept)

    def delete_orphans(self, orphans: Iterable[SavedPassword]) -> None:
        """Delete what nobody waits for. What cannot be deleted now is left for the next time."""
        for kept in orphans:
            with suppress(SecretStoreError, StoreUnavailable):
                self.delete(kept)

    def _find(self, profile_id: str, mailbox_id: int, name: SecretName) -> SavedPassword | None:
        ours = self.list_saved(profile_id)
        return next((k for k in ours if (k.mailbox_id, k.name) == (mailbox_id, name)), None)

    def _delete_from_other_stores(self, new: SavedPassword) -> None:
        """Delete what lies for the same mailbox in another place."""
        for old in self._index.run(lambda index: index.all_including_unconfirmed(new.profile_id)):
            same = (old.mailbox_id, old.name) == (new.mailbox_id, new.name)
            if same and old.storage is not new.storage:
                self.delete(old)

    def _read(self, store: SecretStore, saved: SavedPassword) -> str:
        try:
            password = store.get(
                saved.profile_id, saved.name, saved.secret_origin, saved.mailbox_id
            )
        except SecretStoreError:
            store.reset_failures()  # it is asked again only when the user tries again
            raise
        if password is None:
            self._index.run(lambda index: index.delete(saved))  # someone deleted it behind us
            raise PasswordNotStored
        return password

    def _write(self, store: SecretStore, saved: SavedPassword, password: str) -> None:
        self._index.run(lambda index: index.reserve(saved))
        store.reset_failures()
        try:
            store.set(saved.profile_id, saved.name, password, saved.secret_origin, saved.mailbox_id)
        except SecretStoreError:
            with suppress(
                SecretStoreError, StoreUnavailable
            ):  # the first trouble is the one to tell
                self.delete(saved)
            raise
        self._index.run(lambda index: index.confirm(saved))


class SavedPasswordIndex:
    """The index in the store that all threads share; no keyring is asked while one has it."""

    def __init__(self, store: LazyStore) -> None:
        self._store = store

    def run(self, work: Callable[[SavedPasswordStore], Result]) -> Result:
        """What the work gives. Raises StoreUnavailable."""
        return self._store.run(lambda store: work(store.saved_passwords))
