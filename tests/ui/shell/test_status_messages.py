"""Messages in the status bar: each belongs to its profile and ends; what holds stays visible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.demo import DemoServer
from desktop_app.ui.shell import main_window
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.conftest import RunProgram
from tests.ui.edits import skip_confirmations
from tests.ui.windows import pane_of


@pytest.fixture
def two(crm: DemoServer) -> tuple[Profile, Profile]:
    """Two profiles that can be read; only the first may be written to."""
    made = [Profile.new(name, crm.url, crm.credentials.username) for name in ("First", "Second")]
    tested = [replace(each, environment=Environment.TEST, tested=True) for each in made]
    return tested[0], replace(tested[1], read_only=True)


@pytest.fixture
def window(
    run_program: RunProgram, two: tuple[Profile, Profile], crm: DemoServer, qtbot: QtBot
) -> MainWindow:
    """The main window with the first profile, ready to be written to."""
    program = run_program(*two)
    program.window.finish_startup()
    program._secrets.configure(StorageKind.SESSION, may_store=True)
    for profile in two:
        program._secrets.set(profile, crm.credentials.password)
    qtbot.waitUntil(lambda: len(program.window.profile_service.profiles) == 2)
    for profile in reversed(two):
        shown(program.window, profile, qtbot)
    return program.window


def shown(window: MainWindow, profile: Profile, qtbot: QtBot) -> None:
    """Show a profile, and wait for its list."""
    window.show_profile(profile)
    work = pane_of(window).workspace
    qtbot.waitUntil(lambda: work.is_ready and work.server_facts.is_loaded)


def save(window: MainWindow, qtbot: QtBot, then: Callable[[], object] = lambda: None) -> None:
    """Save a mailbox of the shown profile in its dialog; ``then`` happens while it is sent."""
    workspace = pane_of(window).workspace
    skip_confirmations(workspace)
    dialog = window.editors.edit(workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap9.example.com")
    with qtbot.waitSignal(window.editors.saved):
        dialog.save()
        then()


def message(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def readable(window: MainWindow) -> list[str]:
    """What can be read of the texts at the right end of the status bar."""
    QApplication.processEvents()
    bar, right, texts = window.statusBar(), Qt.TextElideMode.ElideRight, []
    for label in bar.findChildren(QLabel):
        place = QRect(label.mapTo(bar, QPoint(0, 0)), label.size())
        width = label.contentsRect().width()
        if label.isVisible() and bar.rect().contains(place):
            texts.append(label.fontMetrics().elidedText(label.text(), right, width))
    return texts


def test_what_was_saved_is_not_said_of_another_profile(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    save(window, qtbot)
    assert message(window).startswith("Saved <info@example.com>")
    shown(window, two[1], qtbot)
    assert message(window) == ""
    assert window.statusBar().toolTip() == ""
    shown(window, two[0], qtbot)
    assert message(window).startswith("Saved <info@example.com>"), "it still holds there"


def test_a_save_that_ends_behind_another_profile_is_said_where_it_belongs(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    save(window, qtbot, lambda: window.show_profile(two[1]))
    assert message(window) == ""
    shown(window, two[0], qtbot)
    assert message(window).startswith("Saved <info@example.com>")


def ends(window: MainWindow, qtbot: QtBot) -> bool:
    """Whether the message goes by itself."""
    try:
        qtbot.waitUntil(lambda: message(window) == "", timeout=2000)
    except QtTimeoutError:
        return False
    return True


def test_a_message_ends(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "MESSAGE_MS", 300, raising=False)
    save(window, qtbot)
    assert ends(window, qtbot)
    shown(window, two[1], qtbot)
    shown(window, two[0], qtbot)
    assert message(window) == "", "for good"
    assert any("signed in as" in text for text in readable(window))


@pytest.mark.parametrize("width", [1200, 683, 500])
def test_read_only_stays_in_sight_beside_any_message(
    window: MainWindow, two: tuple[Profile, Profile], width: int, qtbot: QtBot
) -> None:
    shown(window, two[1], qtbot)
    window.resize(width, 400)
    qtbot.waitUntil(lambda: window.width() == width)
    assert any("read-only" in text for text in readable(window))
    window.profile_controller.lock()
    assert message(window).startswith("Locked.")
    assert any("read-only" in text for text in readable(window))
    window.statusBar().showMessage("Saved a mailbox. " * 40)
    assert any("read-only" in text for text in readable(window))
    window.statusBar().clearMessage()
    window.show_profile(two[0])
    assert not any("read-only" in text for text in readable(window))


def test_what_is_said_of_the_program_holds_in_each_profile(
    window: MainWindow, two: tuple[Profile, Profile]
) -> None:
    window.profile_controller.lock()
    assert message(window).startswith("Locked.")
    window.show_profile(two[1])
    assert message(window).startswith("Locked.")
    window.show_start_page()
    assert message(window).startswith("Locked.")


def test_the_start_page_says_nothing_of_a_profile(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    window.show_start_page()
    assert message(window) == ""
