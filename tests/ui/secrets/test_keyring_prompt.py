"""The window that says that the keyring waits: beside every dialog, and cancelled by Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt
from desktop_app.services.profiles.secret_settings import SecretSettings
from desktop_app.ui.secrets.keyring_prompt_window import KeyringPromptWindow
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.conftest import RunProgram


@pytest.fixture
def window(run_program: RunProgram, qtbot: QtBot) -> MainWindow:
    program = run_program()
    qtbot.waitUntil(program.has_profiles)
    return program.window


def asks(secrets: SecretSettings, prompt: KeyringPrompt | None) -> None:
    secrets._secrets.report_prompt(prompt)


def shown(window: MainWindow) -> list[KeyringPromptWindow]:
    return [made for made in window.findChildren(KeyringPromptWindow) if made.isVisible()]


def test_shown_while_the_keyring_asks(window: MainWindow, qtbot: QtBot) -> None:
    secrets = window.profile_service.secrets
    asks(secrets, KeyringPrompt())
    qtbot.waitUntil(lambda: len(shown(window)) == 1)
    assert not shown(window)[0].isModal()
    asks(secrets, None)
    qtbot.waitUntil(lambda: shown(window) == [])


def test_cancelled_by_esc(window: MainWindow, qtbot: QtBot) -> None:
    prompt = KeyringPrompt()
    asks(window.profile_service.secrets, prompt)
    qtbot.waitUntil(lambda: len(shown(window)) == 1)
    QTest.keyClick(shown(window)[0], Qt.Key.Key_Escape)
    assert prompt.is_cancelled
    assert shown(window) == []


def test_beside_a_modal_dialog_and_after_it(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.open()
    asks(window.profile_service.secrets, KeyringPrompt())
    qtbot.waitUntil(lambda: len(shown(window)) == 1)
    assert shown(window)[0].parent() is dialog, "or it could not be clicked"
    dialog.done(0)
    assert [made.parent() for made in shown(window)] == [window], "the keyring still asks"
    asks(window.profile_service.secrets, None)
    qtbot.waitUntil(lambda: shown(window) == [])
