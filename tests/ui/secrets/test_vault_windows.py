"""The encrypted file in the windows: its passphrase is asked for where it is needed, and first."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.conftest import Start
from tests.ui.windows import pane_of, press, shown_child

PASSPHRASE = "long enough to hold a space"
SECONDS = 20_000
"""Milliseconds: a passphrase is meant to take its time."""


@pytest.fixture
def known(profile: Profile, crm: DemoServer, tmp_path: Path) -> Profile:
    """A profile whose password is in an encrypted file, which is locked."""
    vault = VaultStore(tmp_path / "data", KdfCost(64, 1, 1))
    vault.create(PASSPHRASE)
    vault.set(
        profile.id, SecretName.SIGN_IN_PASSWORD, crm.credentials.password, profile.secret_origin
    )
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.VAULT))
    return profile


def storage_dialog(window: MainWindow, qtbot: QtBot) -> SecretStorageDialog:
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.secret_storage.trigger()
    return shown_child(window, SecretStorageDialog)


def open_dialogs(window: MainWindow) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def started(start: Start, known: Profile, qtbot: QtBot) -> MainWindow:
    """The program with the profile open, whose file could not be read."""
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None)
    qtbot.waitUntil(lambda: "is locked" in pane_of(window).placeholder.headline)
    QApplication.processEvents()
    return window


def secret_line(dialog: QDialog) -> QLineEdit:
    """The line of a dialog that has the cursor, which must be one for a secret."""
    line = dialog.focusWidget()
    assert isinstance(line, QLineEdit), f"the cursor is in {line}"
    assert line.echoMode() is QLineEdit.EchoMode.Password
    return line


@pytest.mark.usefixtures("known")
def test_a_locked_file_takes_its_passphrase_from_the_first_key(start: Start, qtbot: QtBot) -> None:
    dialog = storage_dialog(start(), qtbot)
    QTest.keyClicks(dialog.focusWidget(), PASSPHRASE)
    assert dialog.vault_passphrase.passphrase_field.text() == PASSPHRASE
    assert dialog.storage_buttons[StorageKind.VAULT].isChecked()
    with qtbot.waitSignal(dialog.vault_opened, timeout=SECONDS):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.usefixtures("known")
def test_a_keyring_that_is_not_there_cannot_be_chosen(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = storage_dialog(start(), qtbot)
    dialog.storage_buttons[StorageKind.KEYRING].setChecked(True)
    dialog.save()
    qtbot.waitUntil(
        lambda: not isValid(dialog) or "no keyring" in dialog.message_label.text(),
        timeout=SECONDS,
    )
    assert SettingsFile(tmp_path / "data").load().secret_storage is StorageKind.VAULT
    assert not dialog.storage_buttons[StorageKind.KEYRING].isEnabled()
    assert dialog.storage_kind is StorageKind.VAULT
    dialog.done(0)


def test_a_start_with_a_locked_file_asks_for_the_passphrase_and_nothing_else(
    start: Start, known: Profile, qtbot: QtBot
) -> None:
    window = started(start, known, qtbot)
    assert len(open_dialogs(window)) == 1, "nothing asks for the passphrase"
    (prompt,) = open_dialogs(window)
    line = secret_line(prompt)
    assert prompt.findChildren(QLineEdit) == [line]
    QTest.keyClicks(line, PASSPHRASE)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane_of(window).workspace.is_ready, timeout=SECONDS)
    assert open_dialogs(window) == []


def test_a_prompt_that_was_closed_comes_back_by_its_button_only(
    start: Start, known: Profile, qtbot: QtBot
) -> None:
    window = started(start, known, qtbot)
    for dialog in open_dialogs(window):
        dialog.reject()
    pane_of(window).workspace.refresh()
    qtbot.waitUntil(lambda: "is locked" in pane_of(window).placeholder.headline)
    assert open_dialogs(window) == [], "it was closed by the user"
    offered = [b.text().replace("&", "") for b in pane_of(window).findChildren(QPushButton)]
    assert "Unlock the password vault…" in offered
    press(pane_of(window).placeholder, "Unlock the password vault", qtbot)
    (prompt,) = open_dialogs(window)
    assert secret_line(prompt).text() == ""
    prompt.reject()


def test_a_wrong_passphrase_is_told_with_every_line_in_sight(
    start: Start, known: Profile, qtbot: QtBot
) -> None:
    (prompt,) = open_dialogs(started(start, known, qtbot))
    line = secret_line(prompt)
    QTest.keyClicks(line, "not the one")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: label_with(prompt, "does not unlock") is not None, timeout=SECONDS)
    QApplication.processEvents()
    for words in ("does not unlock", "are in the password vault"):
        label = label_with(prompt, words)
        assert label is not None
        assert label.height() >= label.heightForWidth(label.width()), f"cut off: {label.text()}"
    prompt.done(0)


def label_with(dialog: QDialog, words: str) -> QLabel | None:
    labels = [label for label in dialog.findChildren(QLabel) if label.isVisible()]
    return next((label for label in labels if words in label.text()), None)
