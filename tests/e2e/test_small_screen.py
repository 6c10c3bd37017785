"""A person with a small screen and large letters: 1366 x 768 pixels at 200 %."""

from __future__ import annotations

import subprocess

import pytest

from tests.e2e.conftest import Start
from tests.e2e.steps import DEMO_TITLE, sees_list
from tests.e2e.user import DesktopUser

SCREEN_WIDTH = 1366


def width(user: DesktopUser) -> int:
    """How wide the main window is, in pixels of the screen."""
    command = ["xdotool", "search", "--name", f"^{DEMO_TITLE}$", "getwindowgeometry", "--shell"]
    told = subprocess.run(
        command, env=user.env, check=True, timeout=60, stdout=subprocess.PIPE, text=True
    ).stdout
    return int(dict(line.split("=") for line in told.splitlines())["WIDTH"])


@pytest.mark.parametrize("key", ["F9", "F8"])
def test_what_stands_beside_the_list_leaves_the_window_on_the_screen(
    start: Start, key: str
) -> None:
    user = start("--demo", scale=2)
    user.window(DEMO_TITLE)
    sees_list(user)
    before = width(user)
    assert before <= SCREEN_WIDTH
    user.presses("Home", key)
    user.finds("page tab", "Overview")
    assert width(user) == before
    user.presses("Escape", key)
    user.until(lambda: not user.sees_now("Overview"), "the list alone")
    assert width(user) == before
