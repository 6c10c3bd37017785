"""A data folder that somebody else could have filled: told in a window, and not used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

from desktop_app.startup import EXIT_UNSAFE_FOLDER
from tests.e2e.desktop import Desktop
from tests.e2e.program import program
from tests.e2e.user import DesktopUser


@pytest.mark.parametrize(
    ("owner", "mode", "reason"),
    [
        (4711, 0o700, "belongs to another user"),
        (os.getuid(), 0o777, "Every user of this computer may write"),
        (os.getuid(), 0o703, "Every user of this computer may write"),
    ],
)
def test_a_folder_of_another_user_or_of_everyone_is_refused_in_a_window(
    screen: Desktop,
    screen_reader: DBusConnection,
    tmp_path: Path,
    owner: int,
    mode: int,
    reason: str,
) -> None:
    home, folder = tmp_path / "home", tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    os.chown(folder, owner, -1)
    env = screen.env(home)
    with program(home, env, "--data-dir", str(folder)) as run:
        user = DesktopUser(run, screen_reader, env)
        user.until(user.windows, "a window")
        assert not user.sees_now("A profile connects"), "the first window of a new user"
        assert str(folder) in user.sees(reason)
        user.presses("Return")
        assert run.ended() == EXIT_UNSAFE_FOLDER
        assert reason in run.errors.read_text()
        assert list(folder.iterdir()) == []


def test_a_folder_of_one_s_own_that_others_may_only_read_is_used(
    screen: Desktop, screen_reader: DBusConnection, tmp_path: Path
) -> None:
    home, folder = tmp_path / "home", tmp_path / "data"
    folder.mkdir(mode=0o755)
    env = screen.env(home)
    with program(home, env, "--data-dir", str(folder)) as run:
        user = DesktopUser(run, screen_reader, env)
        user.window("Mailbox Admin")
        user.ends()
