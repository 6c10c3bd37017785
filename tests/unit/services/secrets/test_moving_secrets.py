"""Another place for secrets is chosen: they move along, and none stays where it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.profiles.profile_repository import ProfileRepository
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from tests.unit.profiles.secrets.cheap_vault import open_vault
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, raising, store_on

ONE = Profile.new("One", "https://crm.example.com", "kim")
TWO = replace(ONE.copy("Two"), address="https://other.example.com/api")


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def manager(backend: MemoryBackend, tmp_path: Path) -> SecretManager:
    return SecretManager(
        lambda: OpenedStores(store_on(backend), SessionSecretStore(), open_vault(tmp_path))
    )


@pytest.fixture
def repository(manager: SecretManager, tmp_path: Path) -> ProfileRepository:
    """Two profiles with three secrets in the keyring."""
    store = ProfileStore(tmp_path / "data")
    store.save([ONE, TWO])
    made = ProfileRepository(store, manager, SettingsFile(tmp_path / "data"))
    made.load()
    manager.set(ONE, "first")
    manager.set(TWO, "second")
    manager.set(TWO, "x" * 3000, SecretName.PROXY_PASSWORD)
    return made


def secrets(manager: SecretManager) -> list[str | None]:
    return [manager.get(ONE), manager.get(TWO), manager.get(TWO, SecretName.PROXY_PASSWORD)]


@pytest.mark.parametrize("kind", [StorageKind.VAULT, StorageKind.SESSION])
def test_they_move_and_leave_nothing_behind(
    repository: ProfileRepository, manager: SecretManager, backend: MemoryBackend, kind: StorageKind
) -> None:
    repository.save_settings(Settings(kind))
    assert (secrets(manager), backend.entries) == (["first", "second", "x" * 3000], {})
    repository.save_settings(Settings(StorageKind.KEYRING))
    assert secrets(manager) == ["first", "second", "x" * 3000]
    manager.lock()
    assert secrets(manager) == ["first", "second", "x" * 3000]
    assert backend.entries


def test_what_was_typed_last_counts(repository: ProfileRepository, manager: SecretManager) -> None:
    manager.store_for(StorageKind.SESSION).set(
        ONE.id, SecretName.SIGN_IN_PASSWORD, "new", ONE.secret_origin
    )
    repository.save_settings(Settings(StorageKind.SESSION))
    assert manager.get(ONE) == "new"


def test_a_keyring_that_cannot_be_read_holds_nobody_up_and_keeps_what_it_has(
    repository: ProfileRepository, manager: SecretManager, backend: MemoryBackend
) -> None:
    before = dict(backend.entries)
    backend.before = raising(RuntimeError("locked"))
    repository.save_settings(Settings(StorageKind.VAULT))
    assert (manager.get(ONE), backend.entries) == (None, before)
    assert repository.settings.load().secret_storage is StorageKind.VAULT


def test_where_the_new_place_fails_everything_stays(
    repository: ProfileRepository, manager: SecretManager, backend: MemoryBackend
) -> None:
    assert manager.vault is not None
    manager.vault.lock()
    before = dict(backend.entries)
    with pytest.raises(SecretStoreError) as caught:
        repository.save_settings(Settings(StorageKind.VAULT))
    assert caught.value.kind is SecretStoreFailure.VAULT_LOCKED
    assert (backend.entries, manager.get(ONE)) == (before, "first")
    assert repository.settings.load().secret_storage is StorageKind.KEYRING
