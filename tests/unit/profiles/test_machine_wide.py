"""The administrator's profiles beside the user's own, and what the administrator forbids."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import MachineProfilesInvalid
from desktop_app.core.profiles.policy import UNRESTRICTED, JournalPolicy, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles import machine_wide
from desktop_app.profiles.file_format import parse_profiles
from desktop_app.profiles.machine_wide import (
    DENY_ALL,
    POLICY_FLAGS,
    MachineWideProfiles,
    read_machine_wide,
)
from desktop_app.profiles.merged_store import MergedStore
from desktop_app.profiles.profile_store import ProfileStore

ID = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
ENTRY = {"id": ID, "name": "Given", "address": "https://given.example/crm"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "etc" / "profiles.json"


def give(file: Path, *entries: object, **more: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"version": 2, "profiles": entries, **more}), "utf-8")


@pytest.fixture
def store(tmp_path: Path, file: Path) -> MergedStore:
    return MergedStore(ProfileStore(tmp_path / "data"), file)


def test_without_a_file_nothing_is_given_or_forbidden(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_wide, "machine_wide_path", lambda: file)
    assert read_machine_wide(None) == read_machine_wide(file) == MachineWideProfiles()


def test_a_file_that_was_named_and_is_not_there_forbids(store: MergedStore) -> None:
    loaded = store.load()
    assert loaded.policy == DENY_ALL
    assert isinstance(loaded.error, MachineProfilesInvalid)


def test_given_profiles_come_first_and_are_not_the_users_to_write(
    store: MergedStore, file: Path, tmp_path: Path, one: Profile
) -> None:
    give(file, ENTRY, oauth={"online": {"client_id": "c"}})
    [given] = store.load().profiles
    assert (given.is_machine_wide, given.read_only, given.user_name) == (True, True, "")
    store.save([given, one])
    assert [p.name for p in store.load().profiles] == ["Given", one.name]
    assert parse_profiles((tmp_path / "data/profiles.json").read_bytes()).profiles == (one,)


def test_user_name_and_lock_are_the_users_own(store: MergedStore, file: Path) -> None:
    give(file, ENTRY)
    [given] = store.load().profiles
    mine = replace(given, user_name="kim", tested=True, read_only=False)
    store.save([mine])
    assert store.load().profiles == (mine,)


def test_a_server_that_the_administrator_moved_is_tested_again(
    store: MergedStore, file: Path
) -> None:
    give(file, ENTRY)
    [given] = store.load().profiles
    store.save([replace(given, user_name="kim", tested=True, read_only=False)])
    give(file, {**ENTRY, "address": "https://elsewhere.example/crm"})
    [moved] = store.load().profiles
    assert (moved.user_name, moved.tested, moved.read_only) == ("kim", False, True)
    assert moved.secret_origin != given.secret_origin, "so its secret is asked for again"


def test_own_profiles_that_are_not_shown_stay_in_the_file(
    store: MergedStore, file: Path, tmp_path: Path, one: Profile, two: Profile
) -> None:
    same = replace(one, id=ID)
    store.save([same, two])
    give(file, ENTRY, policy={"own_profiles": False})
    loaded = store.load()
    assert [p.name for p in loaded.profiles] == ["Given"]
    store.save(loaded.profiles)
    kept = parse_profiles((tmp_path / "data/profiles.json").read_bytes()).profiles
    assert set(kept) == {same, two}
    file.unlink()
    assert set(store.load().profiles) == {same, two}


@pytest.mark.parametrize("name", POLICY_FLAGS)
def test_each_thing_can_be_forbidden(file: Path, name: str) -> None:
    give(file, policy={name: False})
    forbidden: dict[str, Any] = {name: False}
    assert read_machine_wide(file).policy == replace(UNRESTRICTED, **forbidden)


def test_the_journal_is_kept_as_the_administrator_asks(file: Path) -> None:
    asked = {"keep_days": 365, "folder": "/srv/journals", "system_log": True}
    give(file, policy={"journal": asked})
    assert read_machine_wide(file).policy == Policy(
        journal=JournalPolicy(365, "/srv/journals", True)
    )
    give(file, policy={"journal": {}})
    assert read_machine_wide(file).policy == UNRESTRICTED


@pytest.mark.parametrize(
    "asked",
    [
        *([], "yes", {"keep_days": -1}, {"keep_days": True}, {"keep_days": "90"}),
        *({"folder": "relative/folder"}, {"folder": 1}, {"system_log": "yes"}),
    ],
)
def test_a_journal_that_cannot_be_understood_forbids(file: Path, asked: object) -> None:
    give(file, policy={"journal": asked})
    assert read_machine_wide(file).policy == DENY_ALL


def test_plain_http_that_is_forbidden_is_not_used(
    store: MergedStore, file: Path, two: Profile
) -> None:
    store.save([replace(two, plain_http=True)])
    give(file, policy={"plain_http": False})
    assert not store.load().profiles[0].plain_http


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"version": 99, "profiles": []}',
        b'{"version": 2, "profiles": [{"id": "x"}]}',
        b'{"version": 2, "profiles": [], "policy": {"create": "no"}}',
        b'{"version": 2, "profiles": [], "policy": []}',
    ],
)
def test_a_file_that_cannot_be_read_forbids(
    store: MergedStore, file: Path, data: bytes, one: Profile
) -> None:
    store.save([one])
    file.parent.mkdir()
    file.write_bytes(data)
    loaded = store.load()
    assert isinstance(loaded.error, MachineProfilesInvalid)
    assert (loaded.profiles, loaded.policy) == ((one,), DENY_ALL)


def test_a_file_that_everyone_may_write_counts_for_nothing(file: Path) -> None:
    give(file, ENTRY)
    file.chmod(0o666)
    found = read_machine_wide(file)
    assert (found.profiles, found.policy) == ((), DENY_ALL)
