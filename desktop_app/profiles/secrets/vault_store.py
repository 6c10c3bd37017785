"""The secret store in an encrypted file, for computers without a safe keyring."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.core.secrets.secret import SecretName, SecretStorage, StorageKind, VaultState
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    remove_temporaries,
    sync_folder,
    write_atomically,
)
from desktop_app.profiles.secrets.secret_store import entry_user_name, require_secret
from desktop_app.profiles.secrets.vault_file import (
    MAX_BYTES,
    KdfCost,
    VaultKeys,
    VaultSecrets,
    check_integrity,
    decrypt_vault,
    decrypt_with_keys,
    encrypt_vault,
    new_keys,
)

FILE_NAME = "secrets.vault"


class VaultStore:
    """The vault of a data folder. A SecretStore for any thread; opening takes about 0.3 s.

    While the vault is locked, every call raises SecretStoreError with VAULT_LOCKED. The file is
    written as a whole, read back, and readable by its owner only.
    """

    def __init__(self, folder: Path, cost: KdfCost | None = None) -> None:
        self.path = folder / FILE_NAME
        self._cost = cost or KdfCost()
        self._lock = threading.RLock()
        self._keys: VaultKeys | None = None
        self._secrets: VaultSecrets = {}

    @property
    def storage(self) -> SecretStorage:
        """The kind VAULT, without a name."""
        return SecretStorage(StorageKind.VAULT)

    @property
    def state(self) -> VaultState:
        """Whether the vault is absent, locked or unlocked."""
        if self._keys is not None:
            return VaultState.UNLOCKED
        return VaultState.LOCKED if self.path.exists() else VaultState.ABSENT

    def create(self, passphrase: str) -> None:
        """Create an empty, unlocked vault; an existing one is moved aside, never overwritten.

        Raises SecretStoreError, and ValueError for an empty passphrase.
        """
        require_secret(passphrase)
        keys = new_keys(passphrase, self._cost)
        with self._lock:
            self._keep_old_vault()
            self._write({}, keys)

    def open(self, passphrase: str) -> None:
        """Unlock the vault. Raises SecretStoreError."""
        remove_temporaries(self.path)
        secrets, keys = decrypt_vault(self._read(), passphrase)
        with self._lock:
            self._secrets, self._keys = secrets, keys

    def change_passphrase(self, passphrase: str) -> None:
        """Encrypt the unlocked vault with another passphrase.

        Raises SecretStoreError, and ValueError for an empty passphrase.
        """
        require_secret(passphrase)
        keys = new_keys(passphrase, self._cost)
        with self._lock:
            self._write(self._require_open(), keys)

    def lock(self) -> None:
        """Drop keys and secrets from memory, as far as Python allows."""
        with self._lock:
            self._keys, self._secrets = None, {}

    def probe(self) -> SecretStorage:
        """Check that the file is complete and the vault unlocked. Raises SecretStoreError."""
        check_integrity(self._read())
        with self._lock:
            self._require_open()
        return self.storage

    def reset_failures(self) -> None:
        """Do nothing: a file never times out."""

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        """Return the secret, or None if there is none or it was entered for another origin.

        Raises SecretStoreError.
        """
        with self._lock:
            user = entry_user_name(profile_id, name, mailbox_id)
            bound, secret = self._require_open().get(user, ("", ""))
        return secret if secret and bound == origin else None

    def origin_of(
        self, profile_id: str, name: SecretName, mailbox_id: int | None = None
    ) -> str | None:
        """Return the origin that the secret was entered for, or None. Raises SecretStoreError."""
        with self._lock:
            kept = self._require_open().get(entry_user_name(profile_id, name, mailbox_id))
        return None if kept is None else kept[0]

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        """Store a secret for this origin.

        Raises SecretStoreError, and ValueError for an empty secret.
        """
        require_secret(secret)
        user = entry_user_name(profile_id, name, mailbox_id)
        with self._lock:
            self._write({**self._require_open(), user: (origin, secret)}, self._keys)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; a missing one is no error. Raises SecretStoreError."""
        user = entry_user_name(profile_id, name, mailbox_id)
        with self._lock:
            secrets = self._require_open()
            if user in secrets:
                self._write({u: kept for u, kept in secrets.items() if u != user}, self._keys)

    def _require_open(self) -> VaultSecrets:
        if self._keys is None:
            raise SecretStoreError(SecretStoreFailure.VAULT_LOCKED)
        return self._secrets

    def _read(self) -> bytes:
        try:
            return read_file(self.path, MAX_BYTES)
        except FileNotFoundError:
            raise SecretStoreError(SecretStoreFailure.MISSING) from None
        except OSError as error:
            raise SecretStoreError(SecretStoreFailure.FAILED, type(error).__name__) from None

    def _write(self, secrets: VaultSecrets, keys: VaultKeys | None) -> None:
        """Write and read back the file, then use the new secrets and keys in memory."""
        if keys is None:
            raise SecretStoreError(SecretStoreFailure.VAULT_LOCKED)
        sealed = encrypt_vault(secrets, keys)
        if len(sealed) > MAX_BYTES:
            raise SecretStoreError(SecretStoreFailure.NOT_WRITTEN, f"more than {MAX_BYTES} bytes")
        try:
            make_folder(self.path.parent)
            remove_temporaries(self.path)
            write_atomically(self.path, sealed)
        except OSError as error:
            raise SecretStoreError(
                SecretStoreFailure.NOT_WRITTEN, error.strerror or type(error).__name__
            ) from None
        if decrypt_with_keys(self._read(), keys) != secrets:
            raise SecretStoreError(SecretStoreFailure.NOT_PERSISTED)
        self._secrets, self._keys = secrets, keys

    def _keep_old_vault(self) -> None:
        """Give the old vault a second name: a vault exists until the new one replaces it."""
        if not self.path.exists():
            return
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        aside = self.path.with_name(f"{FILE_NAME}.old-{stamp}")
        try:
            try:
                os.link(self.path, aside)
            except OSError:  # not every file system has hard links
                os.rename(self.path, aside)
        except OSError as error:
            raise SecretStoreError(
                SecretStoreFailure.NOT_WRITTEN, error.strerror or type(error).__name__
            ) from None
        sync_folder(self.path.parent)
