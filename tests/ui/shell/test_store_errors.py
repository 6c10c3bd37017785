"""A store that is damaged is never taken for an empty one: the window says so."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_app import app
from desktop_app.storage.database import FILE_NAME


def test_a_damaged_store_is_told_of_in_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database")
    program = app.Program(tmp_path, demo=False)
    window = program.window
    try:
        qtbot.waitUntil(program.has_profiles)
        window.finish_startup()
        assert program._workspaces.store is not None
        program._workspaces.store.run(lambda store: store.drafts.delete("acme", 1))
        qtbot.waitUntil(lambda: not window.banner.isHidden())
        assert "was damaged" in window.banner.text
        assert list(tmp_path.glob(f"{FILE_NAME}.corrupt-*"))
    finally:
        window.close()
        program.close()
        window.deleteLater()


def test_a_store_that_cannot_be_used_is_told_of(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    program = app.Program(tmp_path, demo=False)
    window = program.window
    try:
        qtbot.waitUntil(program.has_profiles)
        window.finish_startup()
        assert program._workspaces.store is not None
        program._workspaces.store.run(lambda store: store.drafts.delete("acme", 1))
        qtbot.waitUntil(lambda: not window.banner.isHidden())
        assert "cannot be kept" in window.banner.text
    finally:
        window.close()
        program.close()
        window.deleteLater()


def test_what_is_damaged_is_told_of_by_a_window_that_comes_later(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database")
    program = app.Program(tmp_path, demo=False)
    window = program.window
    try:
        store_service = program._workspaces.store
        assert store_service is not None
        store_service.run(lambda store: store.drafts.delete("acme", 1))
        qtbot.waitUntil(lambda: bool(store_service.errors))
        assert window._all_actions is None, "they come after the first paint"
        assert window.all_actions is not None
        assert "was damaged" in window.banner.text
    finally:
        window.close()
        program.close()
        window.deleteLater()
