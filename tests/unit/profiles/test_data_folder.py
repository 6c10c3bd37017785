"""Where the data folder is."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from desktop_app.profiles.atomic_file import make_folder
from desktop_app.profiles.data_folder import find_data_folder


def test_the_chosen_one_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portable").touch()
    monkeypatch.chdir(tmp_path)
    executable = tmp_path / "mailbox-admin"
    assert find_data_folder(tmp_path / "x", executable=executable) == tmp_path / "x"
    assert find_data_folder(Path("y"), executable=executable) == tmp_path / "y"


def test_beside_a_portable_executable(tmp_path: Path) -> None:
    (tmp_path / "portable").touch()
    assert find_data_folder(executable=tmp_path / "mailbox-admin") == tmp_path / "data"


def test_else_the_platforms_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    found = find_data_folder(executable=tmp_path / "mailbox-admin")
    assert found == tmp_path / "share" / "Mailbox Admin"
    assert not found.exists(), "looking makes nothing"


def test_the_local_folder_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def note(name: str, **how: object) -> Path:
        asked.update(how, name=name)
        return Path()

    monkeypatch.setattr("platformdirs.user_data_path", note)
    find_data_folder(executable=Path("/nowhere") / Path(sys.executable).name)
    assert asked == {"name": "Mailbox Admin", "appauthor": False, "roaming": False}


def test_only_its_owner_can_enter(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_folder(tmp_path / "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    make_folder(tmp_path / "new")
