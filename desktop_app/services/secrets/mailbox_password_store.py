"""Mailbox passwords in keyring or vault, and an index of them. No Qt here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Protocol, TypeVar

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
from desktop_app.profiles.former_origins import FormerOrigins
from desktop_app.profiles.secrets.secret_store import SecretStore
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.storage.saved_passwords import SavedPasswordStore

Result = TypeVar("Result")
DEFAULT_NAME = SecretName.MAILBOX_PASSWORD


class PasswordIndex(Protocol):
    """Access to the index of saved passwords."""

    def run(self, work: Callable[[SavedPasswordStore], Result]) -> Result:
        """Run ``work`` on the index and return its result. Raises StoreUnavailable."""


class SecretStores(Protocol):
    """The secret stores, and which of them is in use."""

    may_store: bool
    """False if the administrator forbids storing secrets."""
    preferred_kind: StorageKind
    """The kind of store that the user chose."""

    def store_for(self, kind: StorageKind) -> SecretStore:
        """Return the store of a kind."""


class MailboxPasswordStore:
    """Saves, reads and deletes mailbox passwords. Worker threads only: a call may take seconds.

    ``name`` is None for a password that the user chose to save, and PENDING_PASSWORD for that of a
    pending change; a mailbox can have one of each.
    """

    def __init__(self, stores: SecretStores, index: PasswordIndex) -> None:
        self._stores = stores
        self._index = index
        self._lock = threading.RLock()

    def list_saved(self, profile_id: str | None = None) -> list[SavedPassword]:
        """Return the saved passwords' entries, for one profile or for all. No keyring access.

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
        """Return the password that was entered for this login in this profile.

        Raises PasswordNotStored, PasswordLoginMismatch (nothing was read), SecretStoreError and
        StoreUnavailable.
        """
        kept = self._find(profile.id, mailbox_id, name or DEFAULT_NAME)
        if kept is None or not self._stores.may_store:
            raise PasswordNotStored
        if kept.origin != profile.secret_origin:
            raise PasswordLoginMismatch(kept.origin, profile.secret_origin)
        if not kept.login.fits(login):
            raise PasswordLoginMismatch(login_text(kept.login), login_text(login))
        return self._read(self._stores.store_for(kept.storage), kept, login)

    def set(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None = None,
    ) -> None:
        """Save a password, replacing an older one, and read it back.

        Raises SecretStoreError and StoreUnavailable; then no password is saved. After a TIMEOUT it
        is saved as soon as the keyring answers.
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

    def record_login(self, profile: Profile, mailbox_id: int, login: MailLogin) -> None:
        """Bind a password that an older version stored to this whole login, which has proved right.

        Does nothing for any other password. If storing fails, the password stays as it was; raises
        PasswordNotStored, SecretStoreError and StoreUnavailable.
        """
        with self._lock:
            kept = self._find(profile.id, mailbox_id, DEFAULT_NAME)
            if kept is None or kept.login.is_whole or not kept.matches(profile, login):
                return
            store, whole = self._stores.store_for(kept.storage), replace(kept, login=login)
            password = self._read(store, kept, login)
            store.set(profile.id, kept.name, password, whole.secret_origin, mailbox_id)
            self._index.run(lambda index: index.record_login(whole))

    def delete(self, saved: SavedPassword) -> None:
        """Delete a password where it is stored. Raises SecretStoreError and StoreUnavailable."""
        with self._lock:
            store = self._stores.store_for(saved.storage)
            store.delete(saved.profile_id, saved.name, saved.mailbox_id)
            self._index.run(lambda index: index.delete(saved))

    def delete_profile(self, profile_id: str) -> None:
        """Delete all passwords of a profile. Raises SecretStoreError and StoreUnavailable.

        After an error the remaining passwords stay in the index, to be deleted later.
        """
        for kept in self._index.run(lambda index: index.all_including_unconfirmed(profile_id)):
            self.delete(kept)

    def delete_orphans(self, orphans: Iterable[SavedPassword]) -> None:
        """Delete passwords that no pending change needs; failed ones remain for the next time."""
        for kept in orphans:
            with suppress(SecretStoreError, StoreUnavailable):
                self.delete(kept)

    def _find(self, profile_id: str, mailbox_id: int, name: SecretName) -> SavedPassword | None:
        ours = self.list_saved(profile_id)
        return next((k for k in ours if (k.mailbox_id, k.name) == (mailbox_id, name)), None)

    def _delete_from_other_stores(self, new: SavedPassword) -> None:
        """Delete the same mailbox's password from every other kind of store."""
        for old in self._index.run(lambda index: index.all_including_unconfirmed(new.profile_id)):
            same = (old.mailbox_id, old.name) == (new.mailbox_id, new.name)
            if same and old.storage is not new.storage:
                self.delete(old)

    def _read(self, store: SecretStore, saved: SavedPassword, login: MailLogin) -> str:
        """Return the password, also if ``record_login`` was killed between its two writes."""
        profile_id, name, mailbox_id = saved.profile_id, saved.name, saved.mailbox_id
        whole = replace(saved, login=login)
        try:
            password = store.get(profile_id, name, saved.secret_origin, mailbox_id)
            if password is None and not saved.login.is_whole:
                password = store.get(profile_id, name, whole.secret_origin, mailbox_id)
        except SecretStoreError:
            store.reset_failures()  # the next call comes only when the user tries again
            raise
        if password is None:
            self._index.run(lambda index: index.delete(saved))  # deleted by another program
            raise PasswordNotStored
        return password

    def _write(self, store: SecretStore, saved: SavedPassword, password: str) -> None:
        self._index.run(lambda index: index.reserve(saved))
        store.reset_failures()
        try:
            store.set(saved.profile_id, saved.name, password, saved.secret_origin, saved.mailbox_id)
        except SecretStoreError as error:
            with suppress(SecretStoreError, StoreUnavailable):  # report the first error
                if error.kind is SecretStoreFailure.TIMEOUT:
                    self._index.run(lambda index: index.confirm(saved))
                else:
                    self.delete(saved)
            raise
        self._index.run(lambda index: index.confirm(saved))


class SavedPasswordIndex:
    """The index in the shared database. Worker threads; no keyring is called while it is in use.

    Origins that version 0.1.0 wrote get the present form before the first use.
    """

    def __init__(self, store: LazyStore, former_origins: FormerOrigins | None = None) -> None:
        self._store = store
        self._former_origins = former_origins

    def run(self, work: Callable[[SavedPasswordStore], Result]) -> Result:
        """Run ``work`` on the index and return its result. Raises StoreUnavailable."""
        if self._former_origins is not None and (changes := self._former_origins.all()):
            self._store.run(lambda store: store.saved_passwords.change_origins(changes))
            self._former_origins = None
        return self._store.run(lambda store: work(store.saved_passwords))
