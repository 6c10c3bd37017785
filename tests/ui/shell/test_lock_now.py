"""The desk is left, by the command or for too long, while a mailbox is being edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field, KeepVerdict
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.conftest import RunProgram

PASSWORD = " c4nary, to the letter "
LeaveDesk = Callable[[MainWindow], object]


def lock_now(window: MainWindow) -> None:
    window.commands.profile.lock.trigger()


def stay_away(window: MainWindow) -> None:
    """The idle time passes; it was set to a minute, and minutes are short now."""
    window.desk._take_settings()


def opened(window: MainWindow, crm: DemoServer, qtbot: QtBot) -> tuple[Workplace, EditDialog]:
    """A production profile, unlocked for a time, and a mailbox of it that is being edited."""
    window.finish_look()
    qtbot.waitUntil(lambda: window.book.loaded)
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    made = replace(made, environment=Environment.PRODUCTION, lock_after=5)
    done: list[object] = []
    secrets = {SecretName.SIGN_IN_PASSWORD: crm.credentials.password}
    window.book.put(made, secrets, done.append)
    qtbot.waitUntil(lambda: bool(done) and bool(window.book.profiles))
    window.show_profile(window.book.profiles[0])
    assert window.pane is not None
    place = window.pane.workplace
    qtbot.waitUntil(lambda: place.learnt.has_arrived and place.lock.can_unlock)
    place.learnt.keep_verdict, place.learnt.asks_for_notes = KeepVerdict.PROVED, False
    window.desk.unlock(place)
    dialog = window.dialogs.edit(place, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    return place, dialog


@pytest.mark.parametrize("leave", [lock_now, stay_away])
def test_a_form_is_kept_to_the_letter_masked_and_its_save_asks_for_the_secret_again(
    run_program: RunProgram,
    crm: DemoServer,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    leave: LeaveDesk,
) -> None:
    (tmp_path / "data").mkdir()
    SettingsFile(tmp_path / "data").save(Settings(PlaceKind.SESSION, idle_minutes=1))
    window = run_program().window
    place, dialog = opened(window, crm, qtbot)
    form = dialog.editor.form
    secret = form.password.secret
    form.lines[Field.SERVER].setText("mine.example.com")
    form.password.replace.setChecked(True)
    secret.line.setText(PASSWORD)
    secret.show_button.pressed.emit()
    assert dialog.save_button.isEnabled()
    assert secret.line.echoMode() is QLineEdit.EchoMode.Normal
    with monkeypatch.context() as patch, qtbot.waitSignal(window.desk.locked):
        patch.setattr("desktop_app.ui.widgets.idle_timer.MINUTE", 20)
        leave(window)
    window.desk._take_settings()  # a minute is a minute again
    assert dialog.isVisible()
    assert form.lines[Field.SERVER].text() == "mine.example.com"
    assert secret.text() == PASSWORD
    assert secret.line.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.save_button.isEnabled()
    unlock = next(b for b in buttons(dialog) if b.text() == "Un&lock")
    unlock.click()
    assert place.may_write
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving and "assword" in dialog.editor.banner.text)
    assert crm.count("SaveMailboxEntity") == 0, "the secret of this session is gone"
    assert form.lines[Field.SERVER].text() == "mine.example.com"
    assert secret.text() == PASSWORD
    dialog.give_up()
    dialog.done(0)


def buttons(dialog: EditDialog) -> list[QPushButton]:
    return [b for b in dialog.editor.banner.findChildren(QPushButton) if b.isVisible()]
