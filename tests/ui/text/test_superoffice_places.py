"""A profile that an import leads elsewhere, while it is at work in the window."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.app import Program
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from tests.ui.conftest import RunProgram
from tests.ui.windows import child, pane_of


@pytest.fixture
def known(crm: DemoServer) -> Profile:
    made = Profile.new("Acme Support", crm.url, crm.credentials.username)
    return replace(made, tested=True, lock_after=30)


@pytest.fixture
def program(run_program: RunProgram, tmp_path: Path, known: Profile, crm: DemoServer) -> Program:
    """It has one profile, whose password was typed in this session."""
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.SESSION))
    made = run_program(known)
    made._secrets.configure(StorageKind.SESSION, may_store=True)
    made._secrets.set(known, crm.credentials.password)
    return made


def test_it_is_left_where_it_led_and_nothing_is_sent_there_or_elsewhere(
    program: Program, known: Profile, crm: DemoServer, qtbot: QtBot, tmp_path: Path
) -> None:
    window = program.window
    qtbot.waitUntil(lambda: window.pane is not None and pane_of(window).workspace.is_ready)
    pane_of(window).workspace.write_lock.unlock_temporarily()
    asked = crm.request_count("GetMailboxes")
    file = tmp_path / "handed.json"
    with DemoServer() as other:
        ProfileStore(tmp_path).export_to(file, [replace(known, address=other.url)])
        window.all_actions.profile.manage_profiles.trigger()
        dialog = child(window, ProfilesDialog)
        dialog.import_from(file)
        qtbot.waitUntil(lambda: "Imported: 0 new, 1 changed." in dialog.message_label.text())
        qtbot.waitUntil(lambda: pane_of(window).has_sign_in_sheet)
        reason = pane_of(window).sign_in_sheet.form.message_label.text()
        assert "This profile now signs in to" in reason
        assert "The password was not sent." in reason
        assert (
            f"{known.secret_origin} → {other.url.removesuffix('/api')}"
            in dialog.message_label.text()
        )
        assert pane_of(window).workspace.profile.address == other.url
        assert not pane_of(window).workspace.may_write
        assert (other.request_count("GetMailboxes"), crm.request_count("GetMailboxes")) == (
            0,
            asked,
        )
        assert json.loads(file.read_bytes())["profiles"][0]["address"] == other.url
        dialog.done(0)
