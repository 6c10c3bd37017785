"""A pipe, a folder, a link or 100 MB where a file should be: nothing hangs, nothing is lost.

A pipe would be waited for, for ever: these tests end only because none is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import (
    ImportFailed,
    MachineProfilesInvalid,
    ProfilesDamaged,
    ProfilesNotWritten,
    SecretStoreError,
    SecretStoreFailure,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import DEFAULT_SETTINGS, Settings
from desktop_app.profiles.former_origins import FormerOrigins
from desktop_app.profiles.machine_wide import read_machine_wide
from desktop_app.profiles.profile_store import LoadedProfilesFile, ProfileStore
from desktop_app.profiles.secrets.vault_generations import VaultGenerations
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile
from tests.unit.profiles.secrets.cheap_vault import CHEAP, PASSPHRASE

STRANGE: dict[str, Callable[[Path], None]] = {"pipe": os.mkfifo, "folder": Path.mkdir}
strange = pytest.mark.parametrize("make", STRANGE.values(), ids=STRANGE)
Make = Callable[[Path], None]


@pytest.fixture
def store(tmp_path: Path) -> ProfileStore:
    (tmp_path / "data").mkdir()
    return ProfileStore(tmp_path / "data")


@strange
def test_in_place_of_the_profiles(store: ProfileStore, make: Make, one: Profile) -> None:
    store.save([one])
    store.save([])
    store.path.unlink()
    make(store.path)
    loaded = store.load()
    assert isinstance(loaded.error, ProfilesDamaged)
    assert (loaded.read_only, loaded.backup) == (True, (one,))
    with pytest.raises(ProfilesNotWritten):
        store.save([one])
    with pytest.raises(ImportFailed):
        store.import_from(store.path)


@strange
def test_in_place_of_the_settings(store: ProfileStore, make: Make) -> None:
    settings = SettingsFile(store.path.parent)
    make(settings.path)
    assert settings.load() == DEFAULT_SETTINGS
    if make is os.mkfifo:
        settings.save(Settings(StorageKind.SESSION, 3))
        assert settings.load() == Settings(StorageKind.SESSION, 3)
    else:
        with pytest.raises(ProfilesNotWritten):
            settings.save(DEFAULT_SETTINGS)


@strange
def test_in_place_of_the_vault(store: ProfileStore, make: Make) -> None:
    vault = VaultStore(store.path.parent, CHEAP)
    make(vault.path)
    with pytest.raises(SecretStoreError) as caught:
        vault.open(PASSPHRASE)
    assert caught.value.kind is SecretStoreFailure.FAILED
    vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)


@strange
def test_in_place_of_the_record_of_addresses(store: ProfileStore, make: Make, one: Profile) -> None:
    former = FormerOrigins(store.path.parent)
    make(former.path)
    former.record([one])
    assert former.all() == {}
    assert not former.was_tested(one, one.former_secret_origin)


@strange
def test_in_place_of_the_record_of_generations(store: ProfileStore, make: Make) -> None:
    make(VaultGenerations(store.path.parent).path)
    vault = VaultStore(store.path.parent, CHEAP)
    vault.create(PASSPHRASE)
    vault.open(PASSPHRASE)
    vault.change_passphrase("another one")
    VaultStore(store.path.parent, CHEAP).open("another one")


@strange
def test_in_place_of_the_machine_wide_file(tmp_path: Path, make: Make) -> None:
    make(tmp_path / "given.json")
    assert isinstance(read_machine_wide(tmp_path / "given.json").error, MachineProfilesInvalid)


def test_a_hundred_megabytes_are_set_aside(store: ProfileStore) -> None:
    with open(store.path, "wb") as file:
        file.truncate(100 * 1024 * 1024)
    loaded = store.load()
    assert isinstance(loaded.error, ProfilesDamaged)
    assert loaded.damaged_copy is not None
    assert loaded.damaged_copy.stat().st_size == 100 * 1024 * 1024


def test_a_link_stays_a_link(store: ProfileStore, tmp_path: Path, one: Profile) -> None:
    elsewhere = tmp_path / "synchronised" / "my profiles.json"
    elsewhere.parent.mkdir()
    store.path.symlink_to(elsewhere)
    store.save([one])
    store.save([])
    (elsewhere.parent / f"{elsewhere.name}.0a.tmp").touch()
    assert store.load() == LoadedProfilesFile(())
    assert store.path.is_symlink()
    assert [path.name for path in elsewhere.parent.iterdir()] == [elsewhere.name]


def test_a_folder_behind_a_link(tmp_path: Path, one: Profile) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "real")
    ProfileStore(tmp_path / "data").save([one])
    assert ProfileStore(tmp_path / "real").load() == LoadedProfilesFile((one,))


def test_a_link_that_leads_nowhere_and_one_that_leads_round(tmp_path: Path, one: Profile) -> None:
    for target in ("missing/further", "data"):
        (tmp_path / "data").unlink(missing_ok=True)
        (tmp_path / "data").symlink_to(tmp_path / target)
        store = ProfileStore(tmp_path / "data")
        assert store.load().profiles == ()
        with pytest.raises(ProfilesNotWritten):
            store.save([one])
