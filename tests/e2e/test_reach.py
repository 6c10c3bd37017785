"""Everything in the edit dialog is within reach of the keyboard and of a screen reader."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Start
from tests.e2e.steps import opens, sets_port, starts_demo
from tests.e2e.user import DesktopUser

FIELDS = {"Address": "text", "User name": "text", "Server": "text", "Port": "spin box"}


@pytest.fixture
def user(start: Start) -> DesktopUser:
    return starts_demo(start)


def test_each_field_has_a_name_and_says_what_is_wrong(user: DesktopUser) -> None:
    dialog = opens(user, "klanten")
    for name, role in FIELDS.items():
        user.finds(role, name, within=dialog)
    user.finds("combo box", within=dialog)
    user.finds("radio button", "Keep the stored password", within=dialog)
    user.finds("radio button", "Replace it", within=dialog)
    server = user.finds("text", "Server", within=dialog)
    user.goes_to(server, "alt+e")
    user.presses("ctrl+a")
    user.types("mail server")
    user.until(lambda: "contains no spaces" in server.description, "what is wrong, described")
    assert "was pop.example.com" in server.description


def test_a_locked_field_says_why_and_keeps_its_place_in_the_tab_order(user: DesktopUser) -> None:
    dialog = opens(user, "faktura")
    server = user.finds("text", "Server", within=dialog)
    assert "This field can be read only" in server.description
    assert server.text == "imap.example.com"
    user.goes_to(server, "alt+e")
    user.types("x")
    user.until(lambda: server.is_("focused"), "the keyboard in the locked field")
    assert server.text == "imap.example.com"
    reached = tab_round(user, [user.finds("text", n, within=dialog) for n in ("Server", "Port")])
    assert reached == {"Server", "Port"}


def tab_round(user: DesktopUser, things: list[object]) -> set[str]:
    """Press Tab until each of these has had the focus, at most twenty times."""
    seen: set[str] = set()
    for _ in range(20):
        user.presses("Tab")
        seen |= {item.name for item in things if item.is_("focused")}  # type: ignore[attr-defined]
        if len(seen) == len(things):
            break
    return seen


def test_undo_and_save_are_reached_by_keyboard(user: DesktopUser) -> None:
    dialog = opens(user, "klanten")
    sets_port(user, dialog, "1995")
    undo = user.finds("push button", "Undo the change of Port", within=dialog)
    for _ in range(10):
        if undo.is_("focused"):
            break
        user.presses("Tab")
    assert undo.is_("focused")
    user.presses("space")
    user.until(lambda: user.finds("spin box", "Port", within=dialog).text == "110", "the old port")
    sets_port(user, dialog, "1995")
    user.presses("alt+z")
    user.until(lambda: user.finds("spin box", "Port", within=dialog).text == "110", "the old port")
    user.presses("Escape")
    user.no_window(re.compile("^Edit "))
