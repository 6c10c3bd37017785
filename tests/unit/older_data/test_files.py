"""Profiles, settings, column layouts, log and crash reports of version 0.1.0."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.settings import Settings
from desktop_app.logs.crash_reports import all_reports, new_reports, read_report
from desktop_app.logs.log_file import LOG_FILE_NAME, LOG_FOLDER, last_lines
from desktop_app.profiles.column_layouts import ColumnLayoutsFile
from desktop_app.profiles.machine_wide import read_machine_wide
from desktop_app.profiles.merged_store import MergedStore
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.settings_file import SettingsFile
from tests.unit.older_data.files import ROOT, copy_file, json_of
from tests.unit.older_data.profiles import (
    BACKUP,
    FORBIDS_ALL,
    LAYOUTS,
    MACHINE_WIDE,
    OTHER_SETTINGS,
    POLICY,
    PROFILES,
    SETTINGS,
)


@pytest.fixture
def machine_wide(tmp_path: Path) -> Path:
    """The administrator's file."""
    return copy_file("machine_wide.json", tmp_path / "etc")


def test_the_profiles_are_read_in_their_order(folder: Path) -> None:
    loaded = ProfileStore(folder).load()
    assert loaded.profiles == PROFILES
    assert loaded.error is None
    assert not loaded.read_only


def test_the_profiles_before_the_last_save_are_offered(folder: Path) -> None:
    (folder / "profiles.json").unlink()
    assert ProfileStore(folder).load().backup == BACKUP


def test_the_administrators_profile_is_as_its_user_left_it(
    folder: Path, machine_wide: Path
) -> None:
    loaded = MergedStore(ProfileStore(folder), machine_wide).load()
    assert loaded.profiles == (MACHINE_WIDE, *PROFILES)
    assert loaded.policy == POLICY


def test_all_that_was_forbidden_still_is(tmp_path: Path) -> None:
    read = read_machine_wide(copy_file("forbids_all.json", tmp_path))
    assert read.error is None
    assert read.policy == FORBIDS_ALL


def test_exported_profiles_can_be_imported(tmp_path: Path) -> None:
    imported = ProfileStore(tmp_path).import_from(ROOT / "exported_profiles.json")
    assert imported == PROFILES


def test_the_profiles_are_written_in_the_same_words(
    folder: Path, machine_wide: Path, tmp_path: Path
) -> None:
    read = MergedStore(ProfileStore(folder), machine_wide).load().profiles
    store = MergedStore(ProfileStore(tmp_path / "new"), machine_wide)
    store.load()
    store.save(read)
    document = json_of(ROOT / "data_folder/profiles.json")
    document["deployed"][MACHINE_WIDE.id]["tested_for"] = MACHINE_WIDE.secret_origin
    assert json_of(tmp_path / "new/profiles.json") == document, "but for the path of the address"
    store.export_to(tmp_path / "exported.json", [p for p in read if not p.is_machine_wide])
    assert json_of(tmp_path / "exported.json") == json_of(ROOT / "exported_profiles.json")


def test_a_save_changes_nothing_but_what_was_changed(folder: Path) -> None:
    store = ProfileStore(folder)
    first, *others = store.load().profiles
    store.save([replace(first, note="changed"), *others])
    document = json_of(ROOT / "data_folder/profiles.json")
    document["profiles"][0]["note"] = "changed"
    assert json_of(folder / "profiles.json") == document


@pytest.mark.parametrize(
    ("source", "settings"),
    [
        (ROOT / "data_folder", SETTINGS),
        *((ROOT / "more_settings" / each.secret_storage.value, each) for each in OTHER_SETTINGS),
    ],
)
def test_settings_are_read_and_written_in_the_same_words(
    source: Path, settings: Settings, tmp_path: Path
) -> None:
    copied = tmp_path / "settings.json"
    copied.write_bytes((source / "settings.json").read_bytes())
    assert SettingsFile(tmp_path).load() == settings
    copied.unlink()
    SettingsFile(tmp_path).save(settings)
    assert json_of(copied) == json_of(source / "settings.json")


def test_column_layouts_are_read_and_written_in_the_same_words(
    folder: Path, tmp_path: Path
) -> None:
    read = {profile_id: ColumnLayoutsFile(folder).load(profile_id) for profile_id in LAYOUTS}
    assert read == LAYOUTS
    for profile_id, layout in read.items():
        ColumnLayoutsFile(tmp_path / "new").save(profile_id, layout)
    assert json_of(tmp_path / "new/lists.json") == json_of(ROOT / "data_folder/lists.json")


def test_the_log_goes_on(folder: Path) -> None:
    lines = last_lines(folder / LOG_FOLDER / LOG_FILE_NAME, 10)
    assert [line.split(" ", 1)[1] for line in lines] == [
        "INFO MainThread tasks.session: the list of Acme: 10 mailboxes",
        "INFO MainThread net.call_log: GET https://crm.example.com/api/v1/Version: 200, 12 ms",
    ]


def test_a_crash_report_that_was_not_offered_still_is(folder: Path) -> None:
    (unseen,) = new_reports(folder)
    assert "KeyError" in read_report(unseen)
    (seen,) = set(all_reports(folder)) - {unseen}
    assert "ValueError" in read_report(seen)
