"""The secret store in an encrypted file, for computers without a safe keyring."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
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
from desktop_app.profiles.file_lock import file_lock
from desktop_app.profiles.secrets.secret_store import entry_user_name, require_secret
from desktop_app.profiles.secrets.vault_file import (
    MAX_BYTES,
    VaultSecrets,
    decrypt_vault,
    decrypt_with_keys,
    encrypt_vault,
    new_keys,
    read_head,
)
from desktop_app.profiles.secrets.vault_generations import VaultGenerations
from desktop_app.profiles.secrets.vault_head import KdfCost, VaultHead, VaultKeys

FILE_NAME = "secrets.vault"
LOCK_NAME = "secrets.vault.lock"
LOCK_SECONDS = 5.0
"""How long a write waits for another program, which needs a fraction of a second."""
ID_BYTES = 16


class VaultStore:
    """The vault of a data folder. A SecretStore for any thread; opening takes about 0.3 s.

    While the vault is locked, every call raises SecretStoreError with VAULT_LOCKED. The file is
    written as a whole, by one program at a time, read back, and readable by its owner only. Before
    each write it is compared with what was read last: what another program of this data folder has
    written is kept, and a file that is not the successor of the opened one is never overwritten.
    """

    def __init__(self, folder: Path, cost: KdfCost | None = None) -> None:
        self.path = folder / FILE_NAME
        self.was_converted = False
        """Whether opening has converted a file of version 0.1.0."""
        self._cost = cost or KdfCost()
        self._lock = threading.RLock()
        self._generations = VaultGenerations(folder)
        self._keys: VaultKeys | None = None
        self._secrets: VaultSecrets = {}
        self._data = b""
        """The file as it was read or written last; empty before."""
        self._older_copy = b""
        """An older file that was reported; to open it again means that it is wanted."""

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
        with self._exclusively():
            self._keep_old_vault()
            self._write({}, keys, os.urandom(ID_BYTES).hex(), 1)

    def open(self, passphrase: str) -> None:
        """Unlock the vault; a file of version 0.1.0 is converted. Raises SecretStoreError.

        The kind is VAULT_OLDER for a file that is older than one that was written on this computer.
        The next call opens that file all the same: the user was told, and wants it.
        """
        with self._exclusively():
            remove_temporaries(self.path)
            data = self._read()
        secrets, keys = decrypt_vault(data, passphrase)
        with self._exclusively():
            if (now := self._read()) != data:  # written meanwhile: the keys take a while
                data, secrets = now, decrypt_with_keys(now, keys)
            head = read_head(data)
            if self._generations.is_older(head) and data != self._older_copy:
                self._older_copy = data
                raise SecretStoreError(SecretStoreFailure.VAULT_OLDER)
            self._secrets, self._keys, self._data = secrets, keys, data
            self._generations.record(head)
            if head.is_former:
                self._convert(head)

    def change_passphrase(self, passphrase: str) -> None:
        """Encrypt the unlocked vault with another passphrase.

        Raises SecretStoreError, and ValueError for an empty passphrase.
        """
        require_secret(passphrase)
        keys = new_keys(passphrase, self._cost)
        self._change(lambda secrets: secrets, keys)

    def lock(self) -> None:
        """Drop keys and secrets from memory, as far as Python allows."""
        with self._lock:
            self._keys, self._secrets, self._data = None, {}, b""

    def probe(self) -> SecretStorage:
        """Check that the file is complete and the vault unlocked. Raises SecretStoreError."""
        read_head(self._read())
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
        self._change(lambda secrets: {**secrets, user: (origin, secret)})

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        """Remove a secret; a missing one is no error. Raises SecretStoreError."""
        user = entry_user_name(profile_id, name, mailbox_id)
        with self._lock:
            if user in self._require_open():
                self._change(lambda all_: {u: kept for u, kept in all_.items() if u != user})

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

    def _change(
        self,
        change: Callable[[VaultSecrets], VaultSecrets],
        keys: VaultKeys | None = None,
    ) -> None:
        """Write the secrets as ``change`` returns them, with other keys if they are given."""
        with self._exclusively():
            self._require_open()
            self._take_over_changes()
            head, new = read_head(self._data), change(self._secrets)
            self._write(new, keys or self._keys, head.vault_id, head.generation + 1)

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        """Keep out other threads, and other programs of this data folder. Raises SecretStoreError.

        Not reentrant.
        """
        with self._lock:
            try:
                locked = ExitStack()
                locked.enter_context(file_lock(self.path.with_name(LOCK_NAME), LOCK_SECONDS))
            except TimeoutError:
                raise SecretStoreError(SecretStoreFailure.NOT_WRITTEN, "in use") from None
            with locked:
                yield

    def _take_over_changes(self) -> None:
        """Read the file again if another program of this data folder has written it meanwhile.

        Raises SecretStoreError if the file is no successor of the one that was read. A file that
        is gone is written again: its secrets are here.
        """
        try:
            found = read_file(self.path, MAX_BYTES)
        except FileNotFoundError:
            return
        except OSError as error:
            raise SecretStoreError(SecretStoreFailure.FAILED, type(error).__name__) from None
        if found == self._data or self._keys is None:
            return
        try:
            secrets, new, old = (
                decrypt_with_keys(found, self._keys),
                read_head(found),
                read_head(self._data),
            )
        except SecretStoreError:
            raise SecretStoreError(SecretStoreFailure.VAULT_CHANGED) from None
        if new.vault_id != old.vault_id or new.generation <= old.generation:
            raise SecretStoreError(SecretStoreFailure.VAULT_CHANGED)
        self._secrets, self._data = secrets, found

    def _convert(self, head: VaultHead) -> None:
        """Write a file of version 1 in the newest format; after an error the next write does."""
        with suppress(SecretStoreError):
            self._write(self._secrets, self._keys, head.vault_id, 1)
            self.was_converted = True

    def _write(
        self, secrets: VaultSecrets, keys: VaultKeys | None, vault_id: str, generation: int
    ) -> None:
        """Write and read back the file, then use the new secrets and keys in memory."""
        if keys is None:
            raise SecretStoreError(SecretStoreFailure.VAULT_LOCKED)
        sealed = encrypt_vault(secrets, keys, vault_id, generation)
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
        self._secrets, self._keys, self._data = secrets, keys, sealed
        self._generations.record(read_head(sealed))

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
