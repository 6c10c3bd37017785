"""Secrets in an encrypted file that a passphrase opens, for computers without a safe keyring."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.errors import SecretStoreFault, SecretStoreTrouble
from desktop_app.core.secrets.secret import Place, PlaceKind, SecretName, VaultState
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    sweep,
    sync_folder,
    write_safely,
)
from desktop_app.profiles.secrets.secret_store import demand, entry_user
from desktop_app.profiles.secrets.vault_file import (
    MAX_BYTES,
    Cost,
    Lock,
    Secrets,
    check,
    new_lock,
    seal,
    unseal,
    unseal_with,
)

FILE_NAME = "secrets.vault"


class VaultStore:
    """The vault of a data folder. A SecretStore for any thread; opening takes about 0.3 s.

    While it is shut every call raises SecretStoreTrouble with SHUT. The file is written as a
    whole, read back, and readable by its owner only.
    """

    def __init__(self, folder: Path, cost: Cost | None = None) -> None:
        self.path = folder / FILE_NAME
        self._cost = cost or Cost()
        self._lock = threading.RLock()
        self._keys: Lock | None = None
        self._secrets: Secrets = {}

    @property
    def place(self) -> Place:
        """The encrypted file."""
        return Place(PlaceKind.VAULT)

    @property
    def state(self) -> VaultState:
        """Whether there is a vault, and whether it is open."""
        if self._keys is not None:
            return VaultState.OPEN
        return VaultState.SHUT if self.path.exists() else VaultState.ABSENT

    def create(self, passphrase: str) -> None:
        """Make an empty vault and open it; one that is there is set aside, never overwritten.

        Raises SecretStoreTrouble, and ValueError for no passphrase.
        """
        demand(passphrase)
        keys = new_lock(passphrase, self._cost)
        with self._lock:
            self._set_aside()
            self._write({}, keys)

    def open(self, passphrase: str) -> None:
        """Open the vault. Raises SecretStoreTrouble."""
        sweep(self.path)
        secrets, keys = unseal(self._read(), passphrase)
        with self._lock:
            self._secrets, self._keys = secrets, keys

    def change(self, passphrase: str) -> None:
        """Another passphrase for the open vault. Raises SecretStoreTrouble."""
        demand(passphrase)
        keys = new_lock(passphrase, self._cost)
        with self._lock:
            self._write(self._opened(), keys)

    def shut(self) -> None:
        """Forget keys and secrets, as far as Python allows."""
        with self._lock:
            self._keys, self._secrets = None, {}

    def probe(self) -> Place:
        """Whether the file is whole, and open. Raises SecretStoreTrouble."""
        check(self._read())
        with self._lock:
            self._opened()
        return self.place

    def retry(self) -> None:
        """A file is never silent."""

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """The secret, or None if there is none, or if it was entered for another origin.

        Raises SecretStoreTrouble.
        """
        with self._lock:
            user = entry_user(profile_id, name, mailbox_id)
            bound, secret = self._opened().get(user, ("", ""))
        return secret if secret and bound == origin else None

    def bound_to(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """The origin that the kept secret was entered for. Raises SecretStoreTrouble."""
        with self._lock:
            kept = self._opened().get(entry_user(profile_id, name, mailbox_id))
        return None if kept is None else kept[0]

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Keep a secret for this origin. Raises SecretStoreTrouble, ValueError for none."""
        demand(secret)
        user = entry_user(profile_id, name, mailbox_id)
        with self._lock:
            self._write({**self._opened(), user: (origin, secret)}, self._keys)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; that there is none is fine. Raises SecretStoreTrouble."""
        user = entry_user(profile_id, name, mailbox_id)
        with self._lock:
            secrets = self._opened()
            if user in secrets:
                self._write({u: kept for u, kept in secrets.items() if u != user}, self._keys)

    def _opened(self) -> Secrets:
        if self._keys is None:
            raise SecretStoreTrouble(SecretStoreFault.SHUT)
        return self._secrets

    def _read(self) -> bytes:
        try:
            return read_file(self.path, MAX_BYTES)
        except FileNotFoundError:
            raise SecretStoreTrouble(SecretStoreFault.MISSING) from None
        except OSError as error:
            raise SecretStoreTrouble(SecretStoreFault.FAILED, type(error).__name__) from None

    def _write(self, secrets: Secrets, keys: Lock | None) -> None:
        """Write and read back; what is in memory is what is in the file."""
        if keys is None:
            raise SecretStoreTrouble(SecretStoreFault.SHUT)
        sealed = seal(secrets, keys)
        if len(sealed) > MAX_BYTES:
            raise SecretStoreTrouble(SecretStoreFault.NOT_WRITTEN, f"more than {MAX_BYTES} bytes")
        try:
            make_folder(self.path.parent)
            sweep(self.path)
            write_safely(self.path, sealed)
        except OSError as error:
            raise SecretStoreTrouble(
                SecretStoreFault.NOT_WRITTEN, error.strerror or type(error).__name__
            ) from None
        if unseal_with(self._read(), keys) != secrets:
            raise SecretStoreTrouble(SecretStoreFault.FORGETFUL)
        self._secrets, self._keys = secrets, keys

    def _set_aside(self) -> None:
        """Give it a second name, so that there is a vault until the new one takes its place."""
        if not self.path.exists():
            return
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        aside = self.path.with_name(f"{FILE_NAME}.old-{stamp}")
        try:
            try:
                os.link(self.path, aside)
            except OSError:  # not every file system knows two names of a file
                os.rename(self.path, aside)
        except OSError as error:
            raise SecretStoreTrouble(
                SecretStoreFault.NOT_WRITTEN, error.strerror or type(error).__name__
            ) from None
        sync_folder(self.path.parent)
