r"""CA files on other computers: opening ``\\server\share`` makes Windows sign in there.

The paths are told apart by their text, so the Windows half is tested on every system.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.profiles.profile_import import import_from
from desktop_app.services.profiles.profile_repository import ProfileRepository, save_profile
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.ui.text.profiles import import_text

REMOTE = [
    "\\\\evil.example\\share\\ca.pem",
    "//evil.example/share/ca.pem",
    "\\/evil.example/share/ca.pem",
    "\\\\?\\UNC\\evil.example\\share\\ca.pem",
    "\\\\.\\pipe\\ca",
    "\\??\\UNC\\evil.example\\share\\ca.pem",
    "file://evil.example/share/ca.pem",
    "  \\\\evil.example\\share\\ca.pem",
]
LOCAL = ["", "/etc/ssl/company.pem", "C:\\certificates\\ca.pem", "certificates/ca.pem"]


@pytest.fixture
def repository(tmp_path: Path) -> ProfileRepository:
    store = ProfileStore(tmp_path / "data" / "profiles.json")
    session = SessionSecretStore()
    secrets = SecretManager(lambda: OpenedStores(session, session))
    return ProfileRepository(store, secrets, SettingsFile(tmp_path / "data"))


def exported(folder: Path, ca_file: str) -> Path:
    """What a colleague, or somebody who poses as one, hands over."""
    path = folder / "export.json"
    ProfileStore(folder / "theirs.json").export_to(path, [profile(ca_file)])
    return path


def profile(ca_file: str) -> Profile:
    return replace(Profile.new("Acme", "https://crm.example/api", "anna"), ca_file=ca_file)


@pytest.mark.parametrize("ca_file", REMOTE)
def test_an_import_takes_no_profile_whose_ca_file_lies_on_another_computer(
    repository: ProfileRepository, tmp_path: Path, ca_file: str
) -> None:
    result = import_from(repository, exported(tmp_path, ca_file))
    assert repository.profiles == ()
    assert "Acme" in import_text(result), "which one was left out is told"
    assert "ca.pem" in import_text(result) or "pipe" in import_text(result)


@pytest.mark.parametrize("ca_file", LOCAL)
def test_an_import_takes_the_others(
    repository: ProfileRepository, tmp_path: Path, ca_file: str
) -> None:
    import_from(repository, exported(tmp_path, ca_file))
    assert [p.ca_file for p in repository.profiles] == [ca_file]


def test_a_ca_file_that_a_person_chooses_there_is_copied_once(
    repository: ProfileRepository, tmp_path: Path
) -> None:
    """On POSIX, two slashes are as good as one: so this is a real file behind a Windows share."""
    share = tmp_path / "share"
    share.mkdir()
    (share / "ca.pem").write_bytes(b"-----BEGIN CERTIFICATE-----")
    save_profile(repository, profile(f"/{share}/ca.pem"), {})
    (saved,) = repository.profiles
    assert not saved.ca_file.startswith("//")
    assert Path(saved.ca_file).is_relative_to(tmp_path / "data")
    (share / "ca.pem").rename(share / "gone")
    assert Path(saved.ca_file).read_bytes() == b"-----BEGIN CERTIFICATE-----"
    (share / "gone").rename(share / "ca.pem")
    again = replace(saved, ca_file=f"/{share}/ca.pem")
    save_profile(repository, again, {})
    assert repository.profiles[0].secret_origin == saved.secret_origin, "no secret is asked again"


@pytest.mark.parametrize("what", ["missing", "folder", "huge"])
def test_a_ca_file_that_cannot_be_copied_saves_nothing(
    repository: ProfileRepository, tmp_path: Path, what: str
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    if what == "folder":
        (share / "ca.pem").mkdir()
    elif what == "huge":
        with (share / "ca.pem").open("wb") as file:
            file.truncate(9 * 1024 * 1024)
    with pytest.raises(AppError) as caught:
        save_profile(repository, profile(f"/{share}/ca.pem"), {})
    assert json.dumps(str(caught.value))
    assert repository.profiles == ()
