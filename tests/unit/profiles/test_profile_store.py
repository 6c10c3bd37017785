"""The profiles file when all is well: order, modes, unknown keys, the backup, the write itself."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.profiles.profile import (
    Environment,
    OAuthApp,
    OnlineEnvironment,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
    sanitized_name,
)
from desktop_app.profiles.file_format import parse_profiles, serialise_profiles
from desktop_app.profiles.profile_store import LoadedProfilesFile, ProfileStore


@pytest.fixture
def store(tmp_path: Path) -> ProfileStore:
    return ProfileStore(tmp_path / "home" / "Mailbox Admin")


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def document(store: ProfileStore) -> dict[str, object]:
    found = json.loads(store.path.read_bytes())
    assert isinstance(found, dict)
    return found


def test_nothing_there_is_no_profiles_and_no_error(store: ProfileStore) -> None:
    assert store.load() == LoadedProfilesFile()
    assert not store.path.parent.exists()


def test_profiles_come_back_in_their_order(store: ProfileStore, one: Profile, two: Profile) -> None:
    for profiles in ((one, two), (two, one), (two,), ()):
        store.save(profiles)
        assert ProfileStore(store.path.parent).load() == LoadedProfilesFile(profiles)


def test_the_file_is_what_the_documentation_says(store: ProfileStore, one: Profile) -> None:
    store.save([one])
    assert document(store) == {
        "version": 2,
        "profiles": [
            {
                "id": one.id,
                "name": "Åse's Øl",
                "address": "https://crm.example.com/SuperOffice/api",
                "user_name": "åse",
                "tenant": None,
                "sign_in": "basic",
                "environment": "production",
                "group": "",
                "note": "",
                "proxy": {"kind": "system", "address": "", "user_name": ""},
                "ca_file": "",
                "language": "",
                "culture": "",
                "time_zone": "",
                "read_only": False,
                "tested": False,
                "lock_after": 0,
                "plain_http": False,
            }
        ],
    }


def test_an_oauth_registration_is_kept_once_for_each_environment(
    store: ProfileStore, one: Profile, two: Profile
) -> None:
    app = OAuthApp("client", "::1", 5000, "/back")
    first = replace(one, address="", tenant=Tenant("Cust1"), oauth=app)
    second = replace(two, address="", tenant=Tenant("Cust2"))
    staged = replace(
        two, id=str(uuid4()), address="", tenant=Tenant("Cust2", OnlineEnvironment.STAGING)
    )
    store.save([second, staged, first])
    entry: dict[str, object] = {"client_id": "client", "redirect_host": "::1"}
    entry |= {"redirect_port": 5000, "redirect_path": "/back"}
    assert document(store)["oauth"] == {"online": entry}
    loaded = store.load().profiles
    assert [profile.oauth for profile in loaded] == [app, OAuthApp(), app]
    store.save([])
    assert document(store)["oauth"] == {"online": entry}, "the next profile finds it"


def test_unknown_keys_stay_where_they_are(store: ProfileStore, one: Profile, two: Profile) -> None:
    store.save([one, two])
    found = document(store)
    found["future"] = {"deep": [1, None, "\ud800"]}
    entries = found["profiles"]
    assert isinstance(entries, list)
    entries[0]["colour"] = "rød"
    store.path.write_text(json.dumps(found), "utf-8")
    renamed = replace(one, name="Renamed")
    store.save([two, renamed])
    after = document(store)
    assert after["future"] == {"deep": [1, None, "\ud800"]}
    assert after["profiles"] == [
        entries[1],
        {**entries[0], "name": "Renamed"},
    ]


def test_a_byte_order_mark_is_no_damage(store: ProfileStore, one: Profile) -> None:
    store.save([one])
    store.path.write_bytes(b"\xef\xbb\xbf" + store.path.read_bytes())
    assert store.load() == LoadedProfilesFile((one,))


def test_the_backup_is_the_last_good_file(store: ProfileStore, one: Profile, two: Profile) -> None:
    store.save([one])
    assert not store.backup_path.exists()
    store.save([two])
    assert parse_profiles(store.backup_path.read_bytes()).profiles == (one,)
    store.path.unlink()
    assert store.load() == LoadedProfilesFile(backup=(one,))
    store.save([])
    assert parse_profiles(store.backup_path.read_bytes()).profiles == (one,)


@pytest.mark.usefixtures("open_umask")
def test_only_the_owner_can_read_from_the_first_byte(
    store: ProfileStore, one: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, int] = {}
    really_open = os.open

    def noting(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = really_open(path, flags, mode)
        if flags & os.O_CREAT:
            assert flags & os.O_EXCL
            made[Path(path).suffix] = stat.S_IMODE(os.fstat(descriptor).st_mode)
        return descriptor

    monkeypatch.setattr(os, "open", noting)
    store.save([one])
    store.save([])
    assert made == {".tmp": 0o600}
    files = [stat.S_IMODE(path.stat().st_mode) for path in store.path.parent.iterdir()]
    assert files == [0o600, 0o600]
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_bytes_reach_the_disk_before_the_name_does(
    store: ProfileStore, one: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save([one])
    calls: list[str] = []
    for name in ("write", "fsync", "replace"):
        monkeypatch.setattr(os, name, noting(name, calls))
    store.save([])
    assert calls == ["write", "fsync", "replace", "fsync"] * 2


def noting(name: str, calls: list[str]) -> object:
    really = getattr(os, name)

    def call(*arguments: object) -> object:
        calls.append(name)
        return really(*arguments)

    return call


def test_a_write_cut_short_goes_on(
    store: ProfileStore, one: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: really_write(fd, data[:7]))
    store.save([one])
    assert store.load() == LoadedProfilesFile((one,))


def test_left_over_files_are_swept_and_others_are_not(store: ProfileStore, one: Profile) -> None:
    store.save([one])
    folder = store.path.parent
    for name in ("profiles.json.0a.tmp", "profiles.json.bak.0b.tmp", "other.tmp"):
        (folder / name).touch()
    store.load()
    assert sorted(path.name for path in folder.iterdir()) == ["other.tmp", "profiles.json"]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
BASES = st.sampled_from(["https://login.example.com/login", "http://127.0.0.1:8080/x"])
TENANTS = st.one_of(
    st.builds(Tenant, st.just("Cust12345"), st.sampled_from(list(OnlineEnvironment)[:3])),
    st.builds(Tenant, st.just("Cust12345"), st.just(OnlineEnvironment.CUSTOM), BASES, BASES),
)
PROXIES = st.one_of(
    st.builds(Proxy, st.sampled_from([ProxyKind.SYSTEM, ProxyKind.NONE])),
    st.builds(Proxy, st.just(ProxyKind.CUSTOM), st.just("http://proxy.example:8080"), WORDS),
)


def profiles(**where: st.SearchStrategy[object]) -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        id=st.uuids().map(str),
        name=WORDS.map(sanitized_name),
        user_name=WORDS,
        sign_in=st.sampled_from(SignInKind),
        environment=st.sampled_from(Environment),
        group=WORDS.map(sanitized_name),
        note=WORDS,
        proxy=PROXIES,
        ca_file=WORDS,
        language=WORDS,
        culture=WORDS,
        time_zone=WORDS,
        read_only=st.booleans(),
        tested=st.booleans(),
        lock_after=st.integers(0, 1440),
        plain_http=st.booleans(),
        **where,
    )


ADDRESSES = st.sampled_from(["https://a/api", "http://[::1]:8080/x%20y/api"])
PROFILES = st.lists(
    profiles(address=ADDRESSES) | profiles(address=st.just(""), tenant=TENANTS),
    max_size=5,
    unique_by=lambda profile: profile.id,
)


@given(PROFILES, PROFILES)
@settings(derandomize=True, database=None, deadline=None)
def test_any_profiles_come_back(old: list[Profile], new: list[Profile]) -> None:
    before = parse_profiles(serialise_profiles(old, {"other": 1}))
    after = parse_profiles(serialise_profiles(new, before.document))
    assert (after.profiles, after.document["other"]) == (tuple(new), 1)
