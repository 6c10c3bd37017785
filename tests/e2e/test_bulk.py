"""Several mailboxes are edited at once, with nothing but the keyboard."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Start
from tests.e2e.steps import filters, sees_list, starts_demo
from tests.e2e.user import DesktopUser


@pytest.fixture
def user(start: Start) -> DesktopUser:
    return starts_demo(start)


def test_several_are_edited_by_keyboard(user: DesktopUser) -> None:
    filters(user, "pop.example.com")
    table = sees_list(user)
    user.until(lambda: 1 < table.rows < 43, "some of the rows")
    rows = table.rows
    user.goes_to(table, "F6")
    user.presses("ctrl+a", "ctrl+shift+m")
    dialog = user.window(f"Bulk edit: {rows} mailboxes")
    box = user.finds("check box", "Port", within=dialog)
    user.until(lambda: box.is_("enabled"), "the details")
    user.presses("alt+o")
    user.until(lambda: box.is_("checked"), "a tick at the port")
    port = user.finds("spin box", "Port", within=dialog)
    user.until(lambda: port.is_("focused"), "the keyboard at the port")
    user.presses("ctrl+a")
    user.types("1995")
    user.finds("push button", re.compile(r"Save \d+ to Demo"), within=dialog)
    user.presses("alt+s")
    headline = " saved and read back"
    user.until(lambda: "waiting" not in user.sees(headline), "the end of the run")
    result = user.finds("table", "Result", within=dialog)
    assert "1995" in " ".join(result.row(1))
    assert "Saved and read back" in " ".join(result.row(1))
    user.presses("Escape")
    user.no_window(f"Bulk edit: {rows} mailboxes")
