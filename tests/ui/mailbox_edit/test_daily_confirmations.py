"""What a person confirmed on a profile is not asked again that day, after a restart either."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.confirmation_rules import KEEP_CHOICE
from desktop_app.core.mailbox.mailbox import KeepBehaviour
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from tests.ui.conftest import OpenEditor, Restart

TODAY = "desktop_app.services.session.server_facts.today"


def begin(restart: Restart, qtbot: QtBot) -> Workspace:
    workspace = restart()
    qtbot.waitUntil(lambda: workspace.server_facts.is_loaded)
    return workspace


def notices(dialog: EditDialog, port: int) -> bool:
    """Whether a notice says that the password may be lost, when the port is changed."""
    dialog.editor.form.port_editor.setValue(port)
    assert dialog.save_button.text() == "&Save without the password"
    return not dialog.editor.confirmation_panel.labels[Confirmation.KEEP_PASSWORD].isHidden()


def test_a_restart_keeps_the_day_and_the_next_day_asks_again(
    restart: Restart, open_editor: OpenEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TODAY, lambda: "2026-11-30")
    dialog = open_editor(begin(restart, qtbot), 1)
    assert notices(dialog, 1993)
    with qtbot.waitSignal(dialog.saved):
        dialog.save_button.click()
    second = open_editor(begin(restart, qtbot), 1)
    assert not notices(second, 2993)
    second.discard_edit()
    monkeypatch.setattr(TODAY, lambda: "2026-12-01")
    third = open_editor(begin(restart, qtbot), 1)
    assert notices(third, 2993)
    third.discard_edit()


def test_a_save_that_was_not_made_confirms_nothing(
    restart: Restart, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    workspace = begin(restart, qtbot)
    dialog = open_editor(workspace, 1)
    assert notices(dialog, 1993)
    dialog.discard_edit()
    dialog.done(0)
    assert not workspace.server_facts.is_confirmed_today(KEEP_CHOICE)


def test_a_password_that_was_lost_confirms_nothing(restart: Restart, qtbot: QtBot) -> None:
    workspace = begin(restart, qtbot)
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
    assert not workspace.server_facts.is_confirmed_today(KEEP_CHOICE)


def test_enter_right_after_the_window_opens_saves_nothing(
    restart: Restart, open_editor: OpenEditor, qtbot: QtBot
) -> None:
    """There is nothing to save yet, and the button is the default only once there is."""
    dialog = open_editor(begin(restart, qtbot), 1)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.is_saving
    assert dialog.isVisible()
