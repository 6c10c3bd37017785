"""The encrypted file and the keyring entries of version 0.1.0."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import PROFILE_SECRETS, SecretName, StorageKind
from desktop_app.profiles.secrets.keyring_backends import ChosenBackend
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.secret_store import SecretStore
from desktop_app.profiles.secrets.vault_file import decrypt_vault
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import FILE_NAME, VaultStore
from tests.unit.older_data.files import ROOT, json_of
from tests.unit.older_data.others import (
    ACME_PASSWORD,
    MAILBOX_SECRETS,
    PASSPHRASE,
    PASSWORDS,
    PENDING_SECRETS,
    SECRETS,
)
from tests.unit.older_data.profiles import ACME, ACME_TEST
from tests.unit.profiles.secrets.fake_backends import MemoryBackend

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)


def keyring_on(backend: MemoryBackend) -> KeyringStore:
    return KeyringStore(lambda: ChosenBackend(backend, "memory"))


@pytest.fixture
def keyring() -> MemoryBackend:
    """The entries that version 0.1.0 put into a keyring."""
    backend = MemoryBackend()
    for service, user, text in json_of(ROOT / "keyring.json"):
        backend.entries[service, user] = text
    return backend


@pytest.fixture
def vault(folder: Path) -> VaultStore:
    """The encrypted file, opened."""
    opened = VaultStore(folder, CHEAP)
    opened.open(PASSPHRASE)
    return opened


def passwords_in(storage: StorageKind) -> list[SavedPassword]:
    return [password for password in PASSWORDS if password.storage is storage]


def secret_of(password: SavedPassword) -> str:
    return {**MAILBOX_SECRETS, **PENDING_SECRETS}[password.mailbox_id]


def write_all(store: SecretStore, kind: StorageKind) -> None:
    """Store all that version 0.1.0 stored in a storage of this kind."""
    for name, secret in SECRETS.items():
        store.set(ACME_TEST.id, name, secret, ACME_TEST.former_secret_origin)
    for saved in passwords_in(kind):
        secret = secret_of(saved)
        store.set(saved.profile_id, saved.name, secret, saved.secret_origin, saved.mailbox_id)


def read_profile(store: SecretStore) -> dict[SecretName, str | None]:
    return {
        name: store.get(ACME_TEST.id, name, ACME_TEST.former_secret_origin)
        for name in PROFILE_SECRETS
    }


def read_mailboxes(store: SecretStore, kind: StorageKind) -> list[str | None]:
    return [
        store.get(saved.profile_id, saved.name, saved.secret_origin, saved.mailbox_id)
        for saved in passwords_in(kind)
    ]


def test_the_vault_is_opened_and_read(vault: VaultStore) -> None:
    assert read_profile(vault) == SECRETS
    assert (
        vault.get(ACME.id, SecretName.SIGN_IN_PASSWORD, ACME.former_secret_origin) == ACME_PASSWORD
    )
    assert read_mailboxes(vault, StorageKind.VAULT) == ["test-info", "test-soren", "test-made"]


def test_the_keyring_is_read(keyring: MemoryBackend) -> None:
    store = keyring_on(keyring)
    assert read_profile(store) == SECRETS
    assert read_mailboxes(store, StorageKind.KEYRING) == ["test-bills"]


def test_the_vault_holds_the_same_in_the_newest_format(tmp_path: Path) -> None:
    made = VaultStore(tmp_path, CHEAP)
    made.create(PASSPHRASE)
    made.set(ACME.id, SecretName.SIGN_IN_PASSWORD, ACME_PASSWORD, ACME.former_secret_origin)
    write_all(made, StorageKind.VAULT)
    before = (ROOT / "data_folder" / FILE_NAME).read_bytes()
    now = (tmp_path / FILE_NAME).read_bytes()
    assert decrypt_vault(now, PASSPHRASE)[0] == decrypt_vault(before, PASSPHRASE)[0]
    heads = [json.loads(each.partition(b"\n")[0]) for each in (before, now)]
    assert heads[1].keys() - heads[0].keys() == {"vault", "generation"}
    assert [head["format"] for head in heads] == ["Mailbox Admin vault 1", "Mailbox Admin vault 2"]


def test_the_keyring_is_written_in_the_same_words(keyring: MemoryBackend) -> None:
    empty = MemoryBackend()
    write_all(keyring_on(empty), StorageKind.KEYRING)
    assert empty.entries == keyring.entries


def test_the_keyring_is_emptied(keyring: MemoryBackend) -> None:
    store = keyring_on(keyring)
    for name in PROFILE_SECRETS:
        store.delete(ACME_TEST.id, name)
    for saved in passwords_in(StorageKind.KEYRING):
        store.delete(saved.profile_id, saved.name, saved.mailbox_id)
    assert keyring.entries == {}
