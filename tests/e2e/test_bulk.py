"""Several mailboxes are edited at once, with nothing but the keyboard."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.steps import filters, sees_list

TITLE = "Demo — Mailbox Admin"


@pytest.fixture
def me(start: Start) -> Person:
    me = start("--demo")
    me.window(TITLE)
    sees_list(me)
    return me


def test_several_are_edited_by_keyboard(me: Person) -> None:
    filters(me, "pop.example.com")
    table = sees_list(me)
    me.until(lambda: 1 < table.rows < 43, "some of the rows")
    rows = table.rows
    me.goes_to(table, "F6")
    me.presses("ctrl+a", "ctrl+shift+m")
    dialog = me.window(f"Bulk edit: {rows} mailboxes")
    box = me.finds("check box", "Port", within=dialog)
    me.until(lambda: box.is_("enabled"), "the details")
    me.presses("alt+o")
    me.until(lambda: box.is_("checked"), "a tick at the port")
    port = me.finds("spin box", "Port", within=dialog)
    me.goes_to(port, "Tab")
    me.presses("ctrl+a")
    me.types("1995")
    me.finds("push button", re.compile(r"Save \d+ to Demo"), within=dialog)
    me.presses("alt+s")
    me.sees("Done.")
    me.sees("of these proved:")
    result = me.finds("table", "Result", within=dialog)
    assert "1995" in " ".join(result.row(1))
    assert "It was read back." in " ".join(result.row(1))
    me.presses("Escape")
    me.no_window(f"Bulk edit: {rows} mailboxes")
