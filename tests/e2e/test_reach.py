"""Everything in the edit dialog is within reach of the keyboard and of a screen reader."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.steps import opens, sees_list, sets_port

FIELDS = {
    "Address": "text",
    "User name": "text",
    "Server": "text",
    "Port": "spin box",
}


@pytest.fixture
def me(start: Start) -> Person:
    me = start("--demo")
    sees_list(me)
    return me


def test_each_field_has_a_name_and_says_what_is_wrong(me: Person) -> None:
    dialog = opens(me, "klanten")
    for name, role in FIELDS.items():
        me.finds(role, name, within=dialog)
    me.finds("combo box", within=dialog)
    me.finds("radio button", "Keep the stored password", within=dialog)
    me.finds("radio button", "Replace it", within=dialog)
    server = me.finds("text", "Server", within=dialog)
    me.goes_to(server, "alt+e")
    me.presses("ctrl+a")
    me.types("mail server")
    me.until(lambda: "holds no blanks" in server.description, "what is wrong, in the description")
    assert "Changed." in server.description


def test_a_locked_field_says_why_and_keeps_its_place_in_the_tab_order(me: Person) -> None:
    dialog = opens(me, "faktura")
    server = me.finds("text", "Server", within=dialog)
    assert "This field can be read only" in server.description
    assert server.text == "imap.example.com"
    me.goes_to(server, "alt+e")
    me.types("x")
    me.until(lambda: server.is_("focused"), "the keyboard in the locked field")
    assert server.text == "imap.example.com"
    reached = tab_round(me, [me.finds("text", n, within=dialog) for n in ("Server", "Port")])
    assert reached == {"Server", "Port"}


def tab_round(me: Person, things: list[object]) -> set[str]:
    """Press Tab until each of these has had the focus, at most twenty times."""
    seen: set[str] = set()
    for _ in range(20):
        me.presses("Tab")
        seen |= {thing.name for thing in things if thing.is_("focused")}  # type: ignore[attr-defined]
        if len(seen) == len(things):
            break
    return seen


def test_undo_and_save_are_reached_by_keyboard(me: Person) -> None:
    dialog = opens(me, "klanten")
    sets_port(me, dialog, "1995")
    undo = me.finds("push button", "Undo the change of Port", within=dialog)
    for _ in range(10):
        if undo.is_("focused"):
            break
        me.presses("Tab")
    assert undo.is_("focused")
    me.presses("space")
    me.until(lambda: me.finds("spin box", "Port", within=dialog).text == "110", "the old port")
    me.presses("Escape")
    me.no_window(re.compile("^Edit "))
