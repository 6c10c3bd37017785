"""Whoever goes to a secret by a key or a click and types on at once loses not one letter."""

from __future__ import annotations

import re

import pytest

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import stored_mailbox
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    SHOP,
    SHOP_SAVED,
    TITLE,
    confirms,
    filters,
    opens,
    saves,
    sees_list,
    starts_demo,
    starts_unlocked,
)
from tests.e2e.user import DesktopUser

SECRET = "Secret-Pass-2026"
PAUSES_MS = (20, 60, 100)
"""Milliseconds between two keys: a fast typist's, and as long as Qt shows a pressed button."""

each_pause = pytest.mark.parametrize("pause_ms", PAUSES_MS)


def holds(user: DesktopUser, field: AccessibleObject, text: str = SECRET) -> None:
    """See as many bullets as letters were typed."""
    user.until(lambda: len(field.text) == len(text), f"{len(text)} letters, not {len(field.text)}")


@pytest.mark.parametrize("key", ["alt+r", "alt+w"])
@each_pause
def test_password_of_a_mailbox(start: Start, crm: DemoServer, key: str, pause_ms: int) -> None:
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    user.presses_and_types([key], SECRET, pause_ms)
    holds(user, user.finds("text", "Password", within=dialog))
    confirms(user, dialog)
    saves(user, dialog)
    user.finds("label", SHOP_SAVED)
    assert stored_mailbox(crm, SHOP).password == SECRET
    user.ends()


def test_password_box_that_is_clicked(start: Start, crm: DemoServer) -> None:
    """It is grey while the stored password is kept, and takes what is typed all the same."""
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    field = user.finds("text", "Password", within=dialog)
    user.clicks_and_types(field, SECRET, PAUSES_MS[0])
    holds(user, field)
    assert user.finds("radio button", "Replace it", within=dialog).is_("checked")
    user.presses("Escape")
    user.presses("alt+c")
    user.window(TITLE)
    user.ends()


@each_pause
def test_lines_of_a_rotation(start: Start, pause_ms: int) -> None:
    user = starts_demo(start)
    user.presses("ctrl+shift+v")
    dialog = user.window("Replace passwords")
    user.clicks(user.finds("text", "Address or user name", within=dialog))
    user.presses_and_types([], "info@example.com\t" + SECRET, pause_ms)
    password = user.finds("text", "Password", within=dialog)
    holds(user, password)
    user.presses_and_types(["alt+a"], "sales@example.com\t" + SECRET, pause_ms)
    holds(user, password)
    user.reads(user.finds("text", "Address or user name", within=dialog), "sales@example.com")
    table = user.finds("table", "Passwords", within=dialog)
    assert table.rows == 1
    user.program.process.kill()


@each_pause
def test_password_in_a_row_of_a_bulk_edit(start: Start, crm: DemoServer, pause_ms: int) -> None:
    user = starts_unlocked(start, crm)
    filters(user, "pop.example.com")
    table = sees_list(user)
    user.until(lambda: 1 < table.rows < 43, "some of the rows")
    user.goes_to(table, "F6")
    user.presses("ctrl+a", "ctrl+shift+m")
    dialog = user.window(re.compile("^Bulk edit"))
    box = user.finds("check box", "Port", within=dialog)
    user.until(lambda: box.is_("enabled"), "the details")
    user.presses_and_types(["alt+o", "ctrl+a"], "1995", pause_ms)
    user.finds("push button", re.compile("Save"), within=dialog)
    review = user.finds("table", within=dialog)
    user.until(lambda: review.rows > 0, "the rows that change")
    titles = [cell.name for cell in review.children if "header" in cell.role]
    column = titles.index("Password")
    user.clicks_and_types(review.cell(0, column), SECRET, pause_ms)
    user.presses("Return")
    user.until(lambda: "Enter password" not in review.cell(0, column).name, "a password in the row")
    user.clicks(user.finds("push button", re.compile("^Save 1 to"), within=dialog))
    user.sees("1 saved and read back")
    assert stored_mailbox(crm, SHOP).password == SECRET
    user.program.process.kill()


@each_pause
def test_password_of_a_profile(start: Start, pause_ms: int) -> None:
    user = start()
    user.window("Mailbox Admin")
    user.presses("ctrl+shift+n")
    dialog = user.window("New profile")
    user.presses_and_types(["alt+p"], SECRET, pause_ms)
    holds(user, user.finds("text", "Password", within=dialog))
    user.program.process.kill()


@each_pause
def test_passphrase(start: Start, pause_ms: int) -> None:
    user = start()
    user.window("Mailbox Admin")
    user.presses("ctrl+shift+k")
    dialog = user.window("Password storage")
    user.presses_and_types(["alt+e", "alt+p"], SECRET, pause_ms)
    holds(user, user.finds("text", "Passphrase", within=dialog))
    user.program.process.kill()
