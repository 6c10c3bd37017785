"""The administrator's usual file forbids, however the program is started."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import MachineProfilesInvalid
from desktop_app.core.profiles.policy import JournalPolicy
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles import machine_wide
from desktop_app.profiles.machine_wide import DENY_ALL, POLICY_FLAGS
from desktop_app.profiles.merged_store import MergedStore
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.text.policy import forbidden_text
from tests.ui.conftest import RunProgram
from tests.ui.windows import pane_of

ENTRY = {"id": "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10", "name": "Given", "user_name": "kim"}
ENTRY["address"] = "https://given.example/crm"


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the administrator's file usually is; there is none yet.

    What the user of the test writes there counts as the administrator's.
    """
    file = tmp_path / "usual.json"
    monkeypatch.setattr(machine_wide, "require_administrators_file", lambda *_, **__: None)
    monkeypatch.setattr(machine_wide, "machine_wide_path", lambda: file)
    return file


def give(file: Path, *entries: object, **policy: object) -> Path:
    whole = {"version": 2, "profiles": entries, "policy": policy}
    file.write_text(json.dumps(whole), "utf-8")
    return file


@pytest.mark.parametrize("is_named", [False, True], ids=["data-dir", "other machine-profiles"])
@pytest.mark.parametrize("name", POLICY_FLAGS)
def test_what_the_usual_file_forbids_stays_forbidden(
    usual: Path, tmp_path: Path, run_program: RunProgram, qtbot: QtBot, name: str, is_named: bool
) -> None:
    give(usual, **{name: False})
    named = give(tmp_path / "named.json", **{name: True}) if is_named else None
    service = run_program(machine_wide=named).window.profile_service
    qtbot.waitUntil(lambda: service.is_loaded)
    assert getattr(service.policy, name) is False


def test_of_two_files_the_strictest_wins(usual: Path, tmp_path: Path) -> None:
    journal = {"keep_days": 365, "folder": "/srv/usual", "system_log": False}
    give(usual, create=False, journal=journal)
    journal = {"keep_days": 30, "folder": "/srv/named", "system_log": True}
    named = give(tmp_path / "named.json", ENTRY, vault=False, journal=journal)
    loaded = MergedStore(ProfileStore(tmp_path / "data"), named).load()
    assert (loaded.policy.create, loaded.policy.vault, loaded.policy.write) == (False, False, True)
    assert loaded.policy.journal == JournalPolicy(365, "/srv/usual", True)
    assert [profile.name for profile in loaded.profiles] == ["Given"]


def test_profiles_of_the_usual_file_are_not_read_in_another_data_folder(
    usual: Path, tmp_path: Path, run_program: RunProgram, qtbot: QtBot
) -> None:
    give(usual, ENTRY, own_profiles=False)
    mine = Profile.new("Mine", "https://127.0.0.1:9", "kim")
    service = run_program(mine).window.profile_service
    qtbot.waitUntil(lambda: service.is_loaded)
    assert [profile.name for profile in service.profiles] == []
    assert ProfileStore(tmp_path / "data").load().profiles == (mine,), "it stays in the file"


def test_a_usual_file_that_cannot_be_read_forbids_also_beside_a_named_one(
    usual: Path, tmp_path: Path
) -> None:
    usual.write_text("{", "utf-8")
    named = give(tmp_path / "named.json", ENTRY)
    loaded = MergedStore(ProfileStore(tmp_path / "data"), named).load()
    assert loaded.policy == DENY_ALL
    assert isinstance(loaded.error, MachineProfilesInvalid)


def test_the_named_file_may_be_the_usual_one(usual: Path, tmp_path: Path) -> None:
    give(usual, ENTRY, create=False)
    loaded = MergedStore(ProfileStore(tmp_path / "data"), usual).load()
    assert [profile.name for profile in loaded.profiles] == ["Given"]
    assert not loaded.policy.create


def test_plain_http_stays_forbidden_for_profiles_of_another_folder(
    usual: Path, run_program: RunProgram, qtbot: QtBot
) -> None:
    give(usual, plain_http=False)
    plain = replace(Profile.new("Old", "http://crm.example.com", "kim"), plain_http=True)
    window = run_program(plain).window
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    assert [profile.plain_http for profile in window.profile_service.profiles] == [False]


def test_the_demo_itself_is_exempt_but_no_way_around_the_policy(
    usual: Path, run_program: RunProgram, qtbot: QtBot
) -> None:
    """It reaches its own server only, unless a person makes a profile in its window."""
    give(usual, own_profiles=False, write=False, create=False)
    window = run_program(demo=True).window
    work = pane_of(window).workspace
    qtbot.waitUntil(lambda: work.is_ready)
    assert work.may_write
    qtbot.waitUntil(window.all_actions.mailbox.create.isEnabled)
    window.all_actions.profile.create.trigger()
    assert window.findChild(ProfileDialog) is None
    assert window.banner.text == forbidden_text("own_profiles")
    assert pane_of(window).workspace is work, "the demo is still shown"
