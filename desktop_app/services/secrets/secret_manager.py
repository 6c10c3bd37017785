"""Secrets of profiles: in the keyring, in the vault, or for this session only."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from desktop_app.core.errors import SecretElsewhere, SecretStoreFault, SecretStoreTrouble
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import (
    OF_PROFILES,
    Place,
    PlaceKind,
    SecretName,
    VaultState,
    main_secret,
)
from desktop_app.profiles.secrets.secret_store import SecretStore, SessionStore, delete_all
from desktop_app.services.secrets.mailbox_password_store import Index, MailboxSecrets

CHECK_ID = "00000000-0000-4000-8000-000000000000"
"""Stands for a profile in the check of the place for secrets."""
CHECK_ORIGIN = "check"


class Vault(SecretStore, Protocol):
    """A place for secrets that a passphrase opens."""

    @property
    def state(self) -> VaultState:
        """Whether there is one, and whether it is open."""

    def create(self, passphrase: str) -> None:
        """Make an empty one and open it. Raises SecretStoreTrouble."""

    def open(self, passphrase: str) -> None:
        """Raises SecretStoreTrouble."""

    def change(self, passphrase: str) -> None:
        """Another passphrase for an open one. Raises SecretStoreTrouble."""

    def shut(self) -> None:
        """Forget what was read."""


class SecretKeeper:
    """Asks the session's own store first, so that a broken keyring is asked as little as can be.

    ``wanted`` is where the user wants secrets to live; ``may_store`` is False where the
    administrator forbids to keep them. May be used from any thread but the GUI's, ``place`` and
    ``lock`` also from that.
    """

    def __init__(
        self,
        keyring: SecretStore,
        session: SessionStore,
        vault: Vault | None = None,
        index: Index | None = None,
    ) -> None:
        self._keyring = keyring
        self._session = session
        self.vault = vault
        self.wanted = PlaceKind.KEYRING
        self.may_store = True
        self.mailboxes = MailboxSecrets(self, index) if index is not None else None
        """Passwords of mailboxes; None where nothing is kept, as in the demo."""

    @property
    def place(self) -> Place:
        """Where a secret that is typed now will live. It never waits."""
        return self._store().place

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret of this profile, the main one unless told, or None.

        Raises SecretElsewhere if it was entered for another server, and SecretStoreTrouble.
        """
        name = name or main_secret(profile)
        secret = self._session.get(profile.id, name, profile.binding)
        return self._get_from(self._store(), profile, name) if secret is None else secret

    def put(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreTrouble | None:
        """Keep a secret; what is returned says why it is kept for this session only."""
        name = name or main_secret(profile)
        store = self._store()
        store.retry()
        try:
            store.set(profile.id, name, secret, profile.binding)
        except SecretStoreTrouble as trouble:
            self._session.set(profile.id, name, secret, profile.binding)
            return trouble
        if store is not self._session:
            self._session.delete(profile.id, name)
        return None

    def copy_to(self, kind: PlaceKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Keep there too what is kept for these profiles now; gives those that are there whole.

        Raises SecretStoreTrouble of that place. One that cannot be read now is asked no further.
        """
        target = self.store_of(kind if self.may_store else PlaceKind.SESSION)
        copied: list[Profile] = []
        for profile in profiles:
            try:
                kept = self._kept(profile)
            except SecretStoreTrouble:
                break
            for name, secret in kept.items():
                target.set(profile.id, name, secret, profile.binding)
            copied.append(profile)
        return copied

    def _kept(self, profile: Profile) -> dict[SecretName, str]:
        """What is kept for where a profile leads; what was typed last is in the session."""
        stores = (self._session, self._store())
        found = {
            name: next(filter(None, (s.get(profile.id, name, profile.binding) for s in stores)), "")
            for name in OF_PROFILES
        }
        return {name: secret for name, secret in found.items() if secret}

    def empty(self, kind: PlaceKind, profiles: Iterable[Profile]) -> None:
        """Delete what was kept there for these profiles; a place that fails keeps it."""
        with suppress(SecretStoreTrouble):
            for profile in profiles:
                delete_all(self.store_of(kind), profile.id)

    def drop_elsewhere(self, profile: Profile) -> None:
        """Delete the profile's secrets that were entered for another server than it leads to now.

        Raises SecretStoreTrouble.
        """
        for store in (self._session, self._store()):
            for name in OF_PROFILES:
                if store.bound_to(profile.id, name) not in (None, profile.binding):
                    store.delete(profile.id, name)

    def forget(self, profile: Profile) -> None:
        """Delete every secret of a profile, its mailboxes' own included.

        Raises SecretStoreTrouble and NothingKept, after all that could be deleted is.
        """
        delete_all(self._session, profile.id)
        troubles = [self._emptied(kind, profile.id) for kind in PlaceKind]
        if self.mailboxes is not None:
            self.mailboxes.forget_all(profile.id)
        for trouble in filter(None, troubles):
            raise trouble

    def lock(self) -> None:
        """Let what is in memory go: session secrets are asked for again, the vault is shut."""
        self._session.clear()
        if self.vault is not None:
            self.vault.shut()

    def probe(self) -> Place:
        """Ask the place whether it works, writing nothing. Raises SecretStoreTrouble."""
        return self._store().probe()

    def check(self) -> Place:
        """Write, read back and delete a secret, to know whether the place works.

        Raises SecretStoreTrouble.
        """
        store = self._store()
        store.retry()
        store.probe()
        store.set(CHECK_ID, SecretName.TICKET, "check", CHECK_ORIGIN)
        store.delete(CHECK_ID, SecretName.TICKET)
        return store.place

    def store_of(self, kind: PlaceKind) -> SecretStore:
        """The place of a kind."""
        if kind is PlaceKind.SESSION:
            return self._session
        return self.vault if kind is PlaceKind.VAULT and self.vault is not None else self._keyring

    def _emptied(self, kind: PlaceKind, profile_id: str) -> SecretStoreTrouble | None:
        """Delete a profile's secrets from a place; one that is not in use may hold some too.

        Of that one it is told only that it is there and closed.
        """
        store = self.store_of(kind)
        try:
            if kind is not PlaceKind.VAULT or self._has_vault:
                delete_all(store, profile_id)
        except SecretStoreTrouble as trouble:
            closed = trouble.kind in (SecretStoreFault.LOCKED, SecretStoreFault.SHUT)
            return trouble if closed or store is self._store() else None
        return None

    @property
    def _has_vault(self) -> bool:
        return self.vault is not None and self.vault.state is not VaultState.ABSENT

    def _store(self) -> SecretStore:
        return self.store_of(self.wanted if self.may_store else PlaceKind.SESSION)

    def _get_from(self, store: SecretStore, profile: Profile, name: SecretName) -> str | None:
        try:
            secret = store.get(profile.id, name, profile.binding)
            bound = profile.binding if secret else store.bound_to(profile.id, name)
        except SecretStoreTrouble:
            store.retry()  # it is asked again only when the user tries again
            raise
        if bound not in (None, profile.binding):
            raise SecretElsewhere(str(bound), profile.binding)
        return secret
