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
from desktop_app.core.profiles.policy import ALLOWS_ALL, Policy
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import PlaceKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.rights.rights_dialog import RightsView
from desktop_app.ui.secrets.secret_storage_dialog import SecretsDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.text.policy import forbidden_words, policy_words
from tests.ui.conftest import RunProgram

Forbid = Callable[[str], Program]
ADMINISTRATOR = "The administrator of this computer"


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
        said = {"version": 2, "profiles": [], "policy": {name: False}}
        file.write_text(json.dumps(said), "utf-8")
        return run_program(file)

    return run


def at_work(program: Program, qtbot: QtBot) -> MainWindow:
    window = program.window
    qtbot.waitUntil(lambda: window.pane is not None)
    return window


def test_own_profiles(forbid: Forbid, qtbot: QtBot) -> None:
    window = forbid("own_profiles").window
    qtbot.waitUntil(lambda: window.book.loaded)
    assert window.book.profiles == ()
    window.commands.profile.create.trigger()
    assert window.findChild(ProfileDialog) is None
    assert window.banner.text == forbidden_words("own_profiles")
    window.commands.profile.arrange.trigger()
    dialog = window.findChild(ProfilesDialog)
    assert dialog is not None
    assert dialog.said.text() == forbidden_words("own_profiles")
    assert not any(b.isEnabled() for b in (dialog.make, dialog.copy, dialog.take))
    dialog.done(0)


def test_write(forbid: Forbid, qtbot: QtBot) -> None:
    window = at_work(forbid("write"), qtbot)
    assert window.pane is not None
    assert not window.pane.workplace.may_write
    unlock = window.commands.profile.unlock
    assert (unlock.isVisible(), unlock.isEnabled()) == (True, False)
    assert unlock.toolTip() == forbidden_words("write")
    assert forbidden_words("write") in window.commands.mailbox.create.toolTip()
    view = RightsView(window.pane.workplace, None, window)
    assert forbidden_words("write") in [label.text() for label in labels(view)]
    view.done(0)


def labels(view: RightsView) -> list[QLabel]:
    return view.findChildren(QLabel)


def test_create(forbid: Forbid, qtbot: QtBot) -> None:
    window = at_work(forbid("create"), qtbot)
    assert window.pane is not None
    assert window.pane.workplace.may_write
    create = window.commands.mailbox.create
    assert not create.isEnabled()
    assert forbidden_words("create") in create.toolTip()
    assert not window.pane.workplace.policy.create


def secrets_dialog(window: MainWindow) -> SecretsDialog:
    window.commands.profile.secrets.trigger()
    return next(d for d in window.findChildren(SecretsDialog) if d.isVisible())


def test_store_secrets(forbid: Forbid, qtbot: QtBot) -> None:
    window = at_work(forbid("store_secrets"), qtbot)
    dialog = secrets_dialog(window)
    assert dialog.forbidden.text() == forbidden_words("store_secrets")
    enabled = [kind for kind, button in dialog.choices.items() if button.isEnabled()]
    assert (enabled, dialog.kind) == ([PlaceKind.SESSION], PlaceKind.SESSION)
    assert "this session only" in dialog.said.text()
    dialog.done(0)
    window.commands.profile.change.trigger()
    changing = window.findChild(ProfileDialog)
    assert changing is not None
    assert changing.lives.text().startswith("Kept for this session only")
    changing.done(0)


def test_vault_also_where_it_was_chosen_before(
    forbid: Forbid, qtbot: QtBot, tmp_path: Path
) -> None:
    SettingsFile(tmp_path / "data").save(Settings(PlaceKind.VAULT))
    program = forbid("vault")
    dialog = secrets_dialog(at_work(program, qtbot))
    assert dialog.forbidden.text() == forbidden_words("vault")
    assert not dialog.choices[PlaceKind.VAULT].isEnabled()
    assert dialog.kind is PlaceKind.KEYRING
    assert program._secrets.keeper().wanted is PlaceKind.KEYRING
    dialog.done(0)


def test_plain_http(forbid: Forbid, qtbot: QtBot, tmp_path: Path) -> None:
    plain = replace(Profile.new("Old", "http://crm.example.com", "kim"), plain_http=True)
    ProfileStore(tmp_path / "data").save([plain])
    window = forbid("plain_http").window
    qtbot.waitUntil(lambda: window.book.loaded)
    assert not window.book.profiles[0].plain_http, "so that nothing is sent"
    window.commands.profile.change.trigger()
    dialog = window.findChild(ProfileDialog)
    assert dialog is not None
    assert forbidden_words("plain_http") in dialog.errors().values()
    assert not dialog.where.plain.isVisible()
    dialog.done(0)


def test_each_thing_that_can_be_forbidden_has_a_sentence() -> None:
    switches = [field.name for field in fields(Policy) if field.default is True]
    assert {"discovery", "mail_check"} < set(switches)
    for name in switches:
        assert forbidden_words(name).startswith(ADMINISTRATOR)
        policy = replace(ALLOWS_ALL, **{name: False})  # type: ignore[arg-type]
        assert policy_words(policy) == forbidden_words(name)
    assert policy_words(ALLOWS_ALL) == ""


def test_a_file_that_cannot_be_looked_at_forbids(
    run_program: RunProgram, known: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "etc").touch()
    window = at_work(run_program(tmp_path / "etc" / "profiles.json"), qtbot)
    assert [profile.id for profile in window.book.profiles] == [known.id]
    assert not window.book.policy.write
    assert "administrator" in window.banner.text
