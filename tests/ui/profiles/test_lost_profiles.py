"""Profiles that are damaged, unreadable, or gone: said, and the last good ones are offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.ui.dialogs import message_boxes
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from tests.ui.conftest import Start

Answers = list[bool]


@pytest.fixture
def store(tmp_path: Path) -> ProfileStore:
    """Its last good file is the backup."""
    made = ProfileStore(tmp_path / "data")
    made.save([Profile.new("Last good one", "https://127.0.0.1:9", "kim")])
    made.save([])
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Answers]:
    """What was asked, and what is to be answered."""
    message: list[str] = []
    answers: Answers = []

    def ask(_parent: QWidget, text: str, more: str, _do: str, _leave: str) -> bool:
        message.append(f"{text} {more}")
        return answers.pop(0)

    monkeypatch.setattr(message_boxes, "confirm", ask)
    return message, answers


def test_of_a_damaged_file_the_backup_is_offered_and_used(
    start: Start, store: ProfileStore, asked: tuple[list[str], Answers], qtbot: QtBot
) -> None:
    message, answers = asked
    answers.append(True)
    store.path.write_bytes(b"damaged")
    window = start()
    qtbot.waitUntil(lambda: [p.name for p in window.profile_service.profiles] == ["Last good one"])
    assert "moved aside" in window.banner.text
    assert message == ["Restore the profiles of the last good file? Last good one"]


def test_that_the_backup_cannot_be_used_is_said_and_it_is_offered_again(
    start: Start,
    store: ProfileStore,
    asked: tuple[list[str], Answers],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message, answers = asked
    answers += [True, False]
    store.path.write_bytes(b"damaged")

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop_app.profiles.atomic_file.os.write", full)
    window = start()
    qtbot.waitUntil(lambda: len(message) == 2)
    monkeypatch.undo()
    assert "could not be saved" in message[1]
    assert "could not be saved" in window.banner.text
    assert window.pages.placeholder.headline == "No profile yet"


def test_of_a_file_that_cannot_be_read_the_last_good_profiles_can_be_used(
    start: Start, store: ProfileStore, qtbot: QtBot
) -> None:
    store.path.unlink()
    store.path.mkdir()
    window = start()
    qtbot.waitUntil(lambda: [p.name for p in window.profile_service.profiles] == ["Last good one"])
    window.all_actions.profile.create.trigger()
    assert window.findChild(ProfileDialog) is None
    assert "cannot be read" in window.banner.text
    assert "not change them" in window.banner.text


def test_a_newer_file_says_why_nothing_can_be_changed(
    start: Start, store: ProfileStore, qtbot: QtBot
) -> None:
    store.path.write_bytes(b'{"version": 99, "profiles": []}')
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.banner.hide()
    window.all_actions.profile.create.trigger()
    assert "newer version" in window.banner.text


def test_a_data_folder_that_cannot_be_found_is_said(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(_chosen: Path | None) -> Path:
        from desktop_app.core.errors import ProfilesUnreadable

        raise ProfilesUnreadable("no home")

    monkeypatch.setattr("desktop_app.app.find_data_folder", lost)
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    assert window.pages.placeholder.headline == "No profile yet"
    assert "cannot be read" in window.banner.text
