"""Another place for secrets is chosen: they move along, and none stays where it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretStoreFault, SecretStoreTrouble
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.core.settings import Settings
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.secret_store import SessionStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.profiles.profile_repository import Shelf
from desktop_app.services.secrets.lazy_secrets import LateSecrets
from desktop_app.services.secrets.secret_manager import SecretKeeper
from tests.unit.profiles.secrets.cheap_vault import open_vault
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, raising, store_on

ONE = Profile.new("One", "https://crm.example.com", "kim")
TWO = replace(ONE.copy("Two"), address="https://other.example.com/api")


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def keeper(backend: MemoryBackend, tmp_path: Path) -> SecretKeeper:
    return SecretKeeper(store_on(backend), SessionStore(), open_vault(tmp_path))


@pytest.fixture
def shelf(keeper: SecretKeeper, tmp_path: Path) -> Shelf:
    """Two profiles with three secrets in the keyring."""
    store = ProfileStore(tmp_path / "data")
    store.save([ONE, TWO])
    made = Shelf(store, LateSecrets(lambda: keeper), SettingsFile(tmp_path / "data"))
    made.load()
    keeper.put(ONE, "first")
    keeper.put(TWO, "second")
    keeper.put(TWO, "x" * 3000, SecretName.PROXY_PASSWORD)
    return made


def secrets(keeper: SecretKeeper) -> list[str | None]:
    return [keeper.get(ONE), keeper.get(TWO), keeper.get(TWO, SecretName.PROXY_PASSWORD)]


@pytest.mark.parametrize("kind", [PlaceKind.VAULT, PlaceKind.SESSION])
def test_they_move_and_leave_nothing_behind(
    shelf: Shelf, keeper: SecretKeeper, backend: MemoryBackend, kind: PlaceKind
) -> None:
    shelf.keep_settings(Settings(kind))
    assert (secrets(keeper), backend.entries) == (["first", "second", "x" * 3000], {})
    shelf.keep_settings(Settings(PlaceKind.KEYRING))
    assert secrets(keeper) == ["first", "second", "x" * 3000]
    keeper.lock()
    assert secrets(keeper) == ["first", "second", "x" * 3000]
    assert backend.entries


def test_what_was_typed_last_counts(shelf: Shelf, keeper: SecretKeeper) -> None:
    keeper.store_of(PlaceKind.SESSION).set(ONE.id, SecretName.SIGN_IN_PASSWORD, "new", ONE.binding)
    shelf.keep_settings(Settings(PlaceKind.SESSION))
    assert keeper.get(ONE) == "new"


def test_a_keyring_that_cannot_be_read_holds_nobody_up_and_keeps_what_it_has(
    shelf: Shelf, keeper: SecretKeeper, backend: MemoryBackend
) -> None:
    before = dict(backend.entries)
    backend.before = raising(RuntimeError("locked"))
    shelf.keep_settings(Settings(PlaceKind.VAULT))
    assert (keeper.get(ONE), backend.entries) == (None, before)
    assert shelf.settings.load().secrets is PlaceKind.VAULT


def test_where_the_new_place_fails_everything_stays(
    shelf: Shelf, keeper: SecretKeeper, backend: MemoryBackend
) -> None:
    assert keeper.vault is not None
    keeper.vault.shut()
    before = dict(backend.entries)
    with pytest.raises(SecretStoreTrouble) as caught:
        shelf.keep_settings(Settings(PlaceKind.VAULT))
    assert caught.value.kind is SecretStoreFault.SHUT
    assert (backend.entries, keeper.get(ONE)) == (before, "first")
    assert shelf.settings.load().secrets is PlaceKind.KEYRING
