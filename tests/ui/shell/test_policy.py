"""What the administrator forbids: it cannot be done, and the window says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.app import Program
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.rights.rights_dialog import RightsDialog
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.text.policy import forbidden_text, policy_text
from tests.ui.conftest import RunProgram
from tests.ui.windows import child, pane_of, shown_child

Forbid = Callable[[str], Program]
ADMINISTRATOR = "Your administrator"


@pytest.fixture
def known(crm: DemoServer, tmp_path: Path) -> Profile:
    """A profile in the file that was tested and unlocked."""
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    made = replace(made, environment=Environment.TEST, tested=True)
    ProfileStore(tmp_path / "data").save([made])
    return made


@pytest.fixture
def forbid(run_program: RunProgram, known: Profile, tmp_path: Path) -> Forbid:
    """Runs the program where something is forbidden."""

    assert known.tested

    def run(name: str) -> Program:
        file = tmp_path / "given.json"
        message = {"version": 2, "profiles": [], "policy": {name: False}}
        file.write_text(json.dumps(message), "utf-8")
        return run_program(machine_wide=file)

    return run


def at_work(program: Program, qtbot: QtBot) -> MainWindow:
    window = program.window
    qtbot.waitUntil(lambda: window.pane is not None)
    return window


def test_own_profiles(forbid: Forbid, qtbot: QtBot) -> None:
    window = forbid("own_profiles").window
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    assert window.profile_service.profiles == ()
    window.all_actions.profile.create.trigger()
    assert window.findChild(ProfileDialog) is None
    assert window.banner.text == forbidden_text("own_profiles")
    window.all_actions.profile.manage_profiles.trigger()
    dialog = child(window, ProfilesDialog)
    assert dialog.message_label.text() == forbidden_text("own_profiles")
    assert not any(
        b.isEnabled() for b in (dialog.new_button, dialog.duplicate_button, dialog.import_button)
    )
    dialog.done(0)


def test_write(forbid: Forbid, qtbot: QtBot) -> None:
    window = at_work(forbid("write"), qtbot)
    assert not pane_of(window).workspace.may_write
    unlock = window.all_actions.profile.unlock
    assert (unlock.isVisible(), unlock.isEnabled()) == (True, False)
    assert unlock.toolTip() == forbidden_text("write")
    assert forbidden_text("write") in window.all_actions.mailbox.create.toolTip()
    view = RightsDialog(pane_of(window).workspace, None, window)
    assert forbidden_text("write") in [label.text() for label in labels(view)]
    view.done(0)


def labels(view: RightsDialog) -> list[QLabel]:
    return view.findChildren(QLabel)


def test_create(forbid: Forbid, qtbot: QtBot) -> None:
    window = at_work(forbid("create"), qtbot)
    assert pane_of(window).workspace.may_write
    create = window.all_actions.mailbox.create
    assert not create.isEnabled()
    assert forbidden_text("create") in create.toolTip()
    assert not pane_of(window).workspace.policy.create


def secrets_dialog(window: MainWindow) -> SecretStorageDialog:
    window.all_actions.profile.secret_storage.trigger()
    return shown_child(window, SecretStorageDialog)


def test_store_secrets(forbid: Forbid, qtbot: QtBot) -> None:
    window = at_work(forbid("store_secrets"), qtbot)
    dialog = secrets_dialog(window)
    assert dialog.policy_label.text() == forbidden_text("store_secrets")
    enabled = [kind for kind, button in dialog.storage_buttons.items() if button.isEnabled()]
    assert (enabled, dialog.storage_kind) == ([StorageKind.SESSION], StorageKind.SESSION)
    assert "this session only" in dialog.message_label.text()
    dialog.done(0)
    window.all_actions.profile.change.trigger()
    changing = child(window, ProfileDialog)
    field = changing.form.password.line_edit
    assert field.accessibleDescription().startswith("Kept for this session only")
    changing.done(0)


def test_vault_also_where_it_was_chosen_before(
    forbid: Forbid, qtbot: QtBot, tmp_path: Path
) -> None:
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.VAULT))
    program = forbid("vault")
    dialog = secrets_dialog(at_work(program, qtbot))
    assert dialog.policy_label.text() == forbidden_text("vault")
    assert not dialog.storage_buttons[StorageKind.VAULT].isEnabled()
    assert dialog.storage_kind is StorageKind.KEYRING
    assert program._secrets.preferred_kind is StorageKind.KEYRING
    dialog.done(0)


def test_plain_http(forbid: Forbid, qtbot: QtBot, tmp_path: Path) -> None:
    plain = replace(Profile.new("Old", "http://crm.example.com", "kim"), plain_http=True)
    ProfileStore(tmp_path / "data").save([plain])
    window = forbid("plain_http").window
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    assert not window.profile_service.profiles[0].plain_http, "so that nothing is sent"
    window.all_actions.profile.change.trigger()
    dialog = child(window, ProfileDialog)
    assert forbidden_text("plain_http") in dialog.form.errors().values()
    assert not dialog.form.address_section.plain_http.isVisible()
    dialog.done(0)


def test_each_thing_that_can_be_forbidden_has_a_sentence() -> None:
    switches = [field.name for field in fields(Policy) if field.default is True]
    assert {"discovery", "mail_check"} < set(switches)
    for name in switches:
        assert forbidden_text(name).startswith(ADMINISTRATOR)
        policy = replace(UNRESTRICTED, **{name: False})  # type: ignore[arg-type]
        assert policy_text(policy) == forbidden_text(name)
    assert policy_text(UNRESTRICTED) == ""


def test_a_file_that_cannot_be_looked_at_forbids(
    run_program: RunProgram, known: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "etc").touch()
    window = at_work(run_program(machine_wide=tmp_path / "etc" / "profiles.json"), qtbot)
    assert [profile.id for profile in window.profile_service.profiles] == [known.id]
    assert not window.profile_service.policy.write
    assert "administrator" in window.banner.text
