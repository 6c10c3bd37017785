"""The consent for a server outside the tenant's domain: given here, for one address of a profile.

Attacked: by an import, by the administrator's file, by a file edited by hand. The profiles file is
a real one.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, SignInKind, Tenant
from desktop_app.profiles.merged_store import MergedStore
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.profiles.profile_import import import_from
from desktop_app.services.profiles.profile_repository import (
    ProfileRepository,
    accept_api_host,
    save_profile,
    set_flags,
)
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager

HOST = "api.partner.example"
HOME = Profile(
    "098eb899-88fd-450f-b222-81f43d18e802",
    "Home",
    "",
    "",
    Tenant("Cust1"),
    SignInKind.BEARER,
    tested=True,
)
OTHER_TENANT = replace(HOME, tenant=Tenant("Cust2"))
OTHER_STATE = replace(
    HOME,
    tenant=Tenant(
        "Cust1", OnlineEnvironment.CUSTOM, "https://x.example/login", "https://x.example/state"
    ),
)
ENTRY = {"host": HOST, "given_for": HOME.secret_origin}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(folder: Path, machine_wide: Path | None = None) -> ProfileRepository:
    """The repository as a start of the program finds it."""
    secrets = SecretManager(lambda: OpenedStores(SessionSecretStore(), SessionSecretStore()))
    store = MergedStore(ProfileStore(folder), machine_wide)
    made = ProfileRepository(store, secrets, SettingsFile(folder))
    made.load()
    return made


@pytest.fixture
def repository(folder: Path) -> ProfileRepository:
    """It holds HOME, which has consent for HOST."""
    ProfileStore(folder).save([HOME])
    made = opened(folder)
    assert accept_api_host(made, HOME, HOST) is not None
    return made


def accepted(repository: ProfileRepository) -> list[str]:
    return [profile.accepted_api_host for profile in repository.profiles]


def test_it_is_stored_with_the_profile_which_stays_tested(
    repository: ProfileRepository, folder: Path
) -> None:
    assert accepted(repository) == accepted(opened(folder)) == [HOST]
    assert repository.profiles[0].tested
    set_flags(repository, HOME.id, {"read_only": True})
    assert accepted(opened(folder)) == [HOST]


@pytest.mark.parametrize("moved", [OTHER_TENANT, OTHER_STATE], ids=["tenant", "state"])
def test_it_ends_when_the_address_changes_and_does_not_come_back(
    repository: ProfileRepository, folder: Path, moved: Profile
) -> None:
    (before,) = repository.profiles
    save_profile(repository, replace(before, tenant=moved.tenant), {})
    assert accepted(repository) == accepted(opened(folder)) == [""]
    assert HOST not in (folder / "profiles.json").read_text("utf-8")
    save_profile(repository, replace(repository.profiles[0], tenant=HOME.tenant), {})
    assert accepted(repository) == accepted(opened(folder)) == [""]


def test_an_answer_that_comes_after_a_change_of_the_address_is_for_nothing(
    repository: ProfileRepository,
) -> None:
    save_profile(repository, OTHER_TENANT, {})
    assert accept_api_host(repository, HOME, HOST) is None
    assert accept_api_host(repository, replace(HOME, id="gone"), HOST) is None
    assert accepted(repository) == [""]


def handed_over(tmp_path: Path, **values: object) -> Path:
    """A file of another person, with HOME and a consent in it."""
    file = tmp_path / "handed.json"
    ProfileStore(tmp_path).export_to(file, [HOME])
    document = json.loads(file.read_bytes())
    document["profiles"][0] |= {"api_host_consent": ENTRY, **values}
    file.write_text(json.dumps(document), "utf-8")
    return file


def test_no_import_brings_one(tmp_path: Path, folder: Path) -> None:
    repository = opened(folder)
    import_from(repository, handed_over(tmp_path))
    assert accepted(repository) == [""]
    import_from(repository, handed_over(tmp_path))
    assert accepted(opened(folder)) == [""], "nor for a profile that is known by then"


def test_an_import_changes_and_takes_none(repository: ProfileRepository, tmp_path: Path) -> None:
    evil = {"host": "evil.example", "given_for": HOME.secret_origin}
    import_from(repository, handed_over(tmp_path, api_host_consent=evil))
    assert accepted(repository) == [HOST]
    import_from(repository, handed_over(tmp_path, tenant={"id": "Cust2"}))
    assert accepted(repository) == [""]


def test_neither_an_export_nor_a_copy_takes_one_along(
    repository: ProfileRepository, tmp_path: Path
) -> None:
    (given,) = repository.profiles
    repository.store.export_to(tmp_path / "out.json", [given])
    assert HOST not in (tmp_path / "out.json").read_text("utf-8")
    assert given.copy("copy").accepted_api_host == ""


def test_the_administrators_file_brings_none_but_a_person_may_give_one(
    tmp_path: Path, folder: Path
) -> None:
    file = tmp_path / "machine.json"
    file.write_bytes(handed_over(tmp_path).read_bytes())
    repository = opened(folder, file)
    (given,) = repository.profiles
    assert (given.is_machine_wide, given.accepted_api_host) == (True, "")
    accept_api_host(repository, given, HOST)
    assert accepted(opened(folder, file)) == [HOST]
    file.write_bytes(handed_over(tmp_path, tenant={"id": "Cust2"}).read_bytes())
    assert accepted(opened(folder, file)) == [""]


@pytest.mark.parametrize("damaged", [{"host": 1, "given_for": ""}, [], "x", {"host": HOST}])
def test_a_damaged_one_for_an_administrators_profile_is_none(
    tmp_path: Path, folder: Path, damaged: object
) -> None:
    file = tmp_path / "machine.json"
    file.write_bytes(handed_over(tmp_path).read_bytes())
    repository = opened(folder, file)
    accept_api_host(repository, repository.profiles[0], HOST)
    document = json.loads((folder / "profiles.json").read_bytes())
    document["deployed"][HOME.id]["api_host_consent"] = damaged
    (folder / "profiles.json").write_text(json.dumps(document), "utf-8")
    assert accepted(opened(folder, file)) == [""]
