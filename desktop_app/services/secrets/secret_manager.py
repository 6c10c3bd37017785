"""Secrets of profiles: in the keyring, in the vault, or for this session only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_app.core.errors import SecretOriginMismatch, SecretStoreError, SecretStoreFailure
from desktop_app.core.secrets.secret import (
    PROFILE_SECRETS,
    SecretName,
    SecretStorage,
    StorageKind,
    VaultState,
    main_secret,
)

if TYPE_CHECKING:  # or imported with the first secret, after the first paint
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt
    from desktop_app.profiles.secrets.secret_store import SecretStore, SessionSecretStore
    from desktop_app.profiles.secrets.vault_store import VaultStore
    from desktop_app.services.secrets.mailbox_password_store import (
        MailboxPasswordStore,
        PasswordIndex,
    )

CHECK_ID = "00000000-0000-4000-8000-000000000000"
"""The id that stands for a profile when a secret store is checked."""
CHECK_ORIGIN = "check"


class OpenedStores:
    """The secret stores."""

    def __init__(
        self,
        keyring: SecretStore,
        session: SessionSecretStore,
        vault: VaultStore | None = None,
        password_index: PasswordIndex | None = None,
        vault_secrets: SecretStore | None = None,
    ) -> None:
        self.keyring = keyring
        self.session = session
        self.vault = vault
        self.vault_secrets = vault_secrets or vault
        """How the secrets in the vault are read, if not straight from it."""
        self.password_index = password_index
        """The index of saved mailbox passwords; None if none can be saved, as in the demo."""


class SecretManager:
    """Secrets of profiles. The session's store is read first, to spare a broken keyring.

    ``open_stores`` is called when the first secret is needed. Methods may block for seconds: worker
    threads only. The properties, ``configure``, ``lock`` and ``cancel_prompt`` never wait for a
    store and may be used on the GUI thread too.
    """

    def __init__(self, open_stores: Callable[[], OpenedStores]) -> None:
        self._open_stores = open_stores
        self._opened: OpenedStores | None = None
        self._mailbox_passwords: MailboxPasswordStore | None = None
        self._lock = threading.Lock()
        self.preferred_kind = StorageKind.KEYRING
        """The kind of store that the user chose."""
        self.may_store = True
        """False if the administrator forbids storing secrets."""
        self.on_prompt: Callable[[bool], None] = lambda _is_shown: None
        """Called in a worker when the keyring begins to ask a person something, and at the end."""
        self._prompt: KeyringPrompt | None = None

    def configure(self, preferred_kind: StorageKind, *, may_store: bool) -> None:
        """Use the store that the user chose, if the administrator allows storing secrets."""
        self.preferred_kind, self.may_store = preferred_kind, may_store

    @property
    def can_save(self) -> bool:
        """Whether a secret outlasts the session. Opens no store."""
        return self.may_store and self.preferred_kind is not StorageKind.SESSION

    @property
    def mailbox_passwords(self) -> MailboxPasswordStore | None:
        """The saved mailbox passwords; None if none can be saved, as in the demo."""
        self._stores()
        return self._mailbox_passwords

    @property
    def vault(self) -> VaultStore | None:
        """The encrypted file; None in the demo."""
        return self._stores().vault

    @property
    def storage(self) -> SecretStorage:
        """The store for secrets that are entered now. Never waits."""
        return self._current_store().storage

    @property
    def _session(self) -> SessionSecretStore:
        return self._stores().session

    def _stores(self) -> OpenedStores:
        with self._lock:
            if self._opened is None:
                self._opened = self._open_stores()
                if self._opened.password_index is not None:
                    self._mailbox_passwords = self._make_password_store(self._opened.password_index)
            return self._opened

    def _make_password_store(self, index: PasswordIndex) -> MailboxPasswordStore:
        from desktop_app.services.secrets.mailbox_password_store import (  # lazy: start
            MailboxPasswordStore,
        )

        return MailboxPasswordStore(self, index)

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """Return a secret of this profile (default: the main one), or None.

        Raises SecretOriginMismatch if the secret was entered for another server, and
        SecretStoreError.
        """
        name = name or main_secret(profile)
        secret = self._session.get(profile.id, name, profile.secret_origin)
        return self._get_from(self._current_store(), profile, name) if secret is None else secret

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        """Store a secret; return why it lasts for this session only, or None if it was stored."""
        name = name or main_secret(profile)
        store = self._current_store()
        store.reset_failures()
        try:
            store.set(profile.id, name, secret, profile.secret_origin)
        except SecretStoreError as error:
            self._session.set(profile.id, name, secret, profile.secret_origin)
            return error.without_frames()
        if store is not self._session:
            self._session.delete(profile.id, name)
        return None

    def set_for_session(self, profile: Profile, secret: str) -> None:
        """Use the main secret of a profile for this session only; a stored one stays."""
        self._session.set(profile.id, main_secret(profile), secret, profile.secret_origin)

    def forget(self, profile: Profile) -> None:
        """Delete the stored main secret of a profile, but not the session's. Never raises."""
        store = self._current_store()
        with suppress(SecretStoreError):
            if store is not self._session:
                store.delete(profile.id, main_secret(profile))

    def copy_to(self, kind: StorageKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Copy these profiles' secrets to another store; return the profiles copied completely.

        Raises SecretStoreError of the other store, also if this computer has no such store.
        Copying stops at a profile that cannot be read.
        """
        self.probe(kind)
        target = self.store_for(kind if self.may_store else StorageKind.SESSION)
        copied: list[Profile] = []
        for profile in profiles:
            try:
                kept = self._saved_secrets(profile)
            except SecretStoreError:
                break
            for name, secret in kept.items():
                target.set(profile.id, name, secret, profile.secret_origin)
            copied.append(profile)
        return copied

    def _saved_secrets(self, profile: Profile) -> dict[SecretName, str]:
        """Return a profile's secrets for its current server; the session's are newer and win."""
        stores = (self._session, self._current_store())
        found = {
            name: next(
                filter(None, (s.get(profile.id, name, profile.secret_origin) for s in stores)), ""
            )
            for name in PROFILE_SECRETS
        }
        return {name: secret for name, secret in found.items() if secret}

    def clear(self, kind: StorageKind, profiles: Iterable[Profile]) -> None:
        """Delete these profiles' secrets from a store; the first error ends it silently."""
        with suppress(SecretStoreError):
            for profile in profiles:
                _delete_profile_secrets(self.store_for(kind), profile.id)

    def delete_foreign(self, profile: Profile) -> None:
        """Delete secrets entered for another server than the profile's. Raises SecretStoreError."""
        for store in (self._session, self._current_store()):
            for name in PROFILE_SECRETS:
                if store.origin_of(profile.id, name) not in (None, profile.secret_origin):
                    store.delete(profile.id, name)

    def delete_profile(self, profile: Profile) -> None:
        """Delete every secret of a profile, including its mailbox passwords.

        Raises SecretStoreError and StoreUnavailable, after all that could be deleted is deleted.
        """
        _delete_profile_secrets(self._session, profile.id)
        troubles = [self._delete_from(kind, profile.id) for kind in StorageKind]
        if self.mailbox_passwords is not None:
            self.mailbox_passwords.delete_profile(profile.id)
        for error in filter(None, troubles):
            raise error

    def lock(self) -> None:
        """Drop the secrets in memory: session secrets must be entered again, the vault locks."""
        self._session.clear()
        if self.vault is not None:
            self.vault.lock()

    def report_prompt(self, prompt: KeyringPrompt | None) -> None:
        """Take note that the keyring asks a person something; None if it no longer does."""
        self._prompt = prompt
        self.on_prompt(prompt is not None)

    def cancel_prompt(self) -> None:
        """Have the keyring close its question; the call that waits for the answer fails."""
        if (prompt := self._prompt) is not None:
            prompt.cancel()

    def probe(self, kind: StorageKind | None = None) -> SecretStorage:
        """Check whether a store (default: the current one) works, without writing.

        Raises SecretStoreError. Where nothing may be stored, the session's store is checked.
        """
        if kind is None or not self.may_store:
            return self._current_store().probe()
        store = self.store_for(kind)
        store.reset_failures()
        return store.probe()

    def check(self) -> SecretStorage:
        """Write, read back and delete a secret, to check whether the current store works.

        Raises SecretStoreError.
        """
        store = self._current_store()
        store.reset_failures()
        store.probe()
        store.set(CHECK_ID, SecretName.TICKET, "check", CHECK_ORIGIN)
        store.delete(CHECK_ID, SecretName.TICKET)
        return store.storage

    def store_for(self, kind: StorageKind) -> SecretStore:
        """Return the store of a kind."""
        stores = self._stores()
        if kind is StorageKind.SESSION:
            return stores.session
        vault = stores.vault_secrets if kind is StorageKind.VAULT else None
        return vault or stores.keyring

    def _delete_from(self, kind: StorageKind, profile_id: str) -> SecretStoreError | None:
        """Delete a profile's secrets from a store, which may hold some even if it is not in use.

        Returns the error; of a store that is not in use only that it is locked, otherwise None.
        """
        store = self.store_for(kind)
        try:
            if kind is not StorageKind.VAULT or self._has_vault:
                _delete_profile_secrets(store, profile_id)
        except SecretStoreError as error:
            closed = error.kind in (SecretStoreFailure.LOCKED, SecretStoreFailure.VAULT_LOCKED)
            return error if closed or store is self._current_store() else None
        return None

    @property
    def _has_vault(self) -> bool:
        return self.vault is not None and self.vault.state is not VaultState.ABSENT

    def _current_store(self) -> SecretStore:
        return self.store_for(self.preferred_kind if self.may_store else StorageKind.SESSION)

    def _get_from(self, store: SecretStore, profile: Profile, name: SecretName) -> str | None:
        try:
            secret = store.get(profile.id, name, profile.secret_origin)
            bound = profile.secret_origin if secret else store.origin_of(profile.id, name)
        except SecretStoreError:
            store.reset_failures()  # the next call comes only when the user tries again
            raise
        if bound not in (None, profile.secret_origin):
            raise SecretOriginMismatch(str(bound), profile.secret_origin)
        return secret


def _delete_profile_secrets(store: SecretStore, profile_id: str) -> None:
    """Delete every secret of a profile except mailbox passwords. Raises SecretStoreError."""
    for name in PROFILE_SECRETS:
        store.delete(profile_id, name)
