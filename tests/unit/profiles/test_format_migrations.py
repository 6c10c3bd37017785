"""The table of migrations, and that every step in it has a test of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.file_format import InvalidProfilesFile, parse_profiles
from desktop_app.profiles.format_migrations import CURRENT_VERSION, MIGRATIONS, Document, migrate
from desktop_app.profiles.profile_store import ProfileStore

ID = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"


def test_every_version_up_to_the_current_one_has_its_step() -> None:
    assert sorted(MIGRATIONS) == list(range(1, CURRENT_VERSION))


def test_every_step_has_a_test_of_its_own() -> None:
    tests = [name for name in globals() if name.startswith("test_step_from_")]
    assert sorted(tests) == [f"test_step_from_{version}" for version in sorted(MIGRATIONS)]


def test_steps_run_in_order_and_leave_the_given_document_alone() -> None:
    given: Document = {"version": 1, "trace": "1", "kept": True}
    steps = {
        1: lambda document: {**document, "trace": f"{document['trace']}2"},
        2: lambda document: {**document, "trace": f"{document['trace']}3"},
    }
    assert migrate(given, 1, migrations=steps, target=3) == {
        "version": 3,
        "trace": "123",
        "kept": True,
    }
    assert given == {"version": 1, "trace": "1", "kept": True}


def test_a_current_document_stays_as_it_is() -> None:
    assert migrate({"version": CURRENT_VERSION}, CURRENT_VERSION) == {"version": CURRENT_VERSION}


OLD = json.dumps(
    {
        "version": 1,
        "kept": [1],
        "profiles": [
            {"id": ID, "name": "A", "address": "https://a/api", "user_name": "u", "colour": "rød"}
        ],
    }
).encode()


def test_step_from_1() -> None:
    """A profile of four fields is on-site, signs in with a password, and stays unlocked."""
    before = json.loads(OLD)
    after = migrate(before, 1)
    assert after == {
        "version": 2,
        "kept": [1],
        "profiles": [
            {
                **before["profiles"][0],
                "sign_in": "basic",
                "environment": "production",
                "tested": True,
                "read_only": False,
                "plain_http": False,
            }
        ],
    }
    assert before == json.loads(OLD)


def test_plain_http_that_was_in_use_stays_in_use() -> None:
    plain = migrate({"profiles": [{"address": "HTTP://a/api"}, "no entry"]}, 1)["profiles"]
    assert isinstance(plain, list)
    assert (plain[0]["plain_http"], plain[1]) == (True, "no entry")


def test_a_profile_of_version_1_is_what_it_was() -> None:
    assert parse_profiles(OLD).profiles == (Profile(ID, "A", "https://a/api", "u", tested=True),)
    assert parse_profiles(OLD).profiles[0].former_secret_origin == "https://a:443", (
        "the keyring's entry is still its own"
    )


def test_an_older_file_is_migrated_and_kept_as_backup(tmp_path: Path) -> None:
    store = ProfileStore(tmp_path)
    store.path.write_bytes(OLD)
    loaded = store.load()
    assert loaded.error is None
    assert store.path.read_bytes() == OLD, "reading alone changes nothing"
    store.save(loaded.profiles)
    found = json.loads(store.path.read_bytes())
    assert (found["version"], found["kept"], found["profiles"][0]["colour"]) == (2, [1], "rød")
    assert store.backup_path.read_bytes() == OLD
    assert ProfileStore(tmp_path).load() == loaded


def failing(document: Document, version: int) -> Document:
    return migrate(document, version, migrations={1: lambda old: {"x": old["none"]}}, target=2)


def test_a_step_that_fails_means_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.profiles.file_format.migrate", failing)
    with pytest.raises(InvalidProfilesFile, match="version 1: KeyError"):
        parse_profiles(b'{"version": 1, "profiles": []}')
