"""The table of migrations, and that every step in it has a test of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.profiles import migrations
from desktop_app.profiles.file_format import NotProfiles, parse
from desktop_app.profiles.migrations import CURRENT, STEPS, Document, migrate
from desktop_app.profiles.store import ProfileStore


def test_every_version_up_to_the_current_one_has_its_step() -> None:
    assert sorted(STEPS) == list(range(1, CURRENT))


def test_every_step_has_a_test_of_its_own() -> None:
    tests = [name for name in globals() if name.startswith("test_step_from_")]
    assert sorted(tests) == [f"test_step_from_{version}" for version in sorted(STEPS)]


def test_steps_run_in_order_and_leave_the_given_document_alone() -> None:
    given: Document = {"version": 1, "trace": "1", "kept": True}
    steps = {
        1: lambda document: {**document, "trace": f"{document['trace']}2"},
        2: lambda document: {**document, "trace": f"{document['trace']}3"},
    }
    assert migrate(given, 1, steps=steps, target=3) == {
        "version": 3,
        "trace": "123",
        "kept": True,
    }
    assert given == {"version": 1, "trace": "1", "kept": True}


def test_a_current_document_stays_as_it_is() -> None:
    assert migrate({"version": CURRENT}, CURRENT) == {"version": CURRENT}


OLD = json.dumps({"version": 1, "profiles": [], "old": 1}).encode()


def test_an_older_file_is_migrated_and_kept_as_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.profiles.file_format.CURRENT", 2)
    monkeypatch.setattr("desktop_app.profiles.file_format.migrate", to_two)
    store = ProfileStore(tmp_path)
    store.path.write_bytes(OLD)
    assert store.load().trouble is None
    assert store.path.read_bytes() == OLD, "reading alone changes nothing"
    store.save([])
    assert json.loads(store.path.read_bytes()) == {"version": 2, "profiles": [], "new": 1}
    assert store.backup_path.read_bytes() == OLD


def to_two(document: Document, version: int) -> Document:
    steps = {1: lambda old: {"profiles": old["profiles"], "new": old["old"]}}
    return migrations.migrate(document, version, steps=steps, target=2)


def test_a_step_that_fails_means_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.profiles.file_format.CURRENT", 2)
    monkeypatch.setattr("desktop_app.profiles.file_format.migrate", to_two)
    with pytest.raises(NotProfiles, match="version 1: KeyError"):
        parse(b'{"version": 1, "profiles": []}')
