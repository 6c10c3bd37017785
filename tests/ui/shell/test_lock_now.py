"""The program locks, by the command or when idle, while a mailbox is being edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.callbacks import result_of
from tests.ui.conftest import Start
from tests.ui.edits import skip_confirmations
from tests.ui.windows import pane_of, press

PASSWORD = " c4nary, to the letter "
Lock = Callable[[MainWindow], object]


def lock_now(window: MainWindow) -> None:
    window.all_actions.profile.lock.trigger()


def stay_away(window: MainWindow) -> None:
    """The idle time passes; it was set to a minute, and minutes are short now."""
    window.profile_controller._on_settings_changed()


def opened(window: MainWindow, crm: DemoServer, qtbot: QtBot) -> tuple[Workspace, EditDialog]:
    """A production profile, unlocked for a time, and a mailbox of it that is being edited."""
    window.finish_startup()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    made = replace(made, environment=Environment.PRODUCTION, lock_after=5)
    secrets = {SecretName.SIGN_IN_PASSWORD: crm.credentials.password}
    result_of(partial(window.profile_service.save, made, secrets), qtbot)
    qtbot.waitUntil(lambda: bool(window.profile_service.profiles))
    window.show_profile(window.profile_service.profiles[0])
    workspace = pane_of(window).workspace
    qtbot.waitUntil(lambda: workspace.server_facts.is_loaded and workspace.write_lock.can_unlock)
    skip_confirmations(workspace)
    window.profile_controller.unlock(workspace)
    dialog = window.editors.edit(workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    return workspace, dialog


@pytest.mark.parametrize("lock", [lock_now, stay_away])
def test_a_form_is_kept_to_the_letter_masked_and_its_save_asks_for_the_secret_again(
    start: Start,
    crm: DemoServer,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lock: Lock,
) -> None:
    (tmp_path / "data").mkdir()
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.SESSION, idle_minutes=1))
    window = start()
    workspace, dialog = opened(window, crm, qtbot)
    form = dialog.editor.form
    secret = form.password_editor.secret_field
    form.text_editors[Field.SERVER].setText("mine.example.com")
    form.password_editor.replace_option.setChecked(True)
    secret.line_edit.setText(PASSWORD)
    secret.show_button.pressed.emit()
    assert dialog.save_button.isEnabled()
    assert secret.line_edit.is_revealed()
    with monkeypatch.context() as patch, qtbot.waitSignal(window.profile_controller.locked):
        patch.setattr("desktop_app.ui.profiles.idle_timer.MINUTE_MS", 20)
        lock(window)
    window.profile_controller._on_settings_changed()  # a minute is a minute again
    assert dialog.isVisible()
    assert form.text_editors[Field.SERVER].text() == "mine.example.com"
    assert secret.text() == PASSWORD
    assert not secret.line_edit.is_revealed()
    assert not dialog.save_button.isEnabled()
    press(dialog, "Unlock to save", qtbot)
    assert workspace.may_write
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving and "assword" in dialog.editor.banner.text)
    assert crm.request_count("SaveMailboxEntity") == 0, "the secret of this session is gone"
    assert form.text_editors[Field.SERVER].text() == "mine.example.com"
    assert secret.text() == PASSWORD
    dialog.discard_edit()
    dialog.done(0)


def test_its_key_works_where_a_mailbox_is_edited(
    start: Start, crm: DemoServer, qtbot: QtBot, tmp_path: Path
) -> None:
    """Whoever leaves the desk presses it wherever the keyboard is."""
    (tmp_path / "data").mkdir()
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.SESSION))
    window = start()
    workspace, dialog = opened(window, crm, qtbot)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert workspace.may_write
    QTest.keyClick(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not workspace.may_write
