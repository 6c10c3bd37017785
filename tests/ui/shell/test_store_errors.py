"""A store that is damaged is never taken for an empty one: the window says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.app import Program
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.storage.database import FILE_NAME
from tests.ui.conftest import RunProgram


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of the program, without a database yet."""
    made = tmp_path / "data"
    made.mkdir()
    return made


def use_store(program: Program) -> ProfileData:
    store_service = program._workspaces.store
    assert store_service is not None
    store_service.run(lambda store: store.drafts.delete("acme", 1))
    return store_service


@pytest.mark.parametrize("damaged", [True, False])
def test_a_store_that_is_damaged_or_cannot_be_used_is_reported_in_the_window(
    run_program: RunProgram, qtbot: QtBot, folder: Path, damaged: bool
) -> None:
    if damaged:
        (folder / FILE_NAME).write_bytes(b"no database")
    else:
        (folder / FILE_NAME).mkdir()
    program = run_program()
    qtbot.waitUntil(program.has_profiles)
    program.window.finish_startup()
    use_store(program)
    qtbot.waitUntil(lambda: not program.window.banner.isHidden())
    assert ("was damaged" if damaged else "cannot be stored") in program.window.banner.text
    assert bool([*folder.glob(f"{FILE_NAME}.corrupt-*")]) is damaged


def test_what_is_damaged_is_reported_by_a_window_that_comes_later(
    run_program: RunProgram, qtbot: QtBot, folder: Path
) -> None:
    (folder / FILE_NAME).write_bytes(b"no database")
    program = run_program(show=False)
    store_service = use_store(program)
    qtbot.waitUntil(lambda: bool(store_service.errors))
    assert program.window._all_actions is None, "they come after the first paint"
    assert program.window.all_actions is not None
    assert "was damaged" in program.window.banner.text
