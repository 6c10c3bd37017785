"""Enter right after a click on a button that works: nothing is pressed, closed or thrown away."""

from __future__ import annotations

import re

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import change_mailbox
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    SAVE,
    SHOP,
    SHOP_TITLE,
    line_of,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    starts_unlocked,
)
from tests.e2e.user import DesktopUser

MINE = "mail.example.com"
LATENCY_MS = 1500


def keeps_keyboard(user: DesktopUser, button: AccessibleObject) -> None:
    """The keyboard is at the button when its work is done."""
    user.until(lambda: button.is_("enabled") and button.is_("focused"), "the keyboard at it")


def test_connection_test(start: Start, crm: DemoServer) -> None:
    """The new profile stays as it was typed, while the test runs and after it."""
    user = start()
    user.window("Mailbox Admin")
    user.presses("ctrl+shift+n")
    dialog = user.window("New profile")
    login = crm.credentials
    for key, text in (("n", "Acme"), ("a", crm.url), ("u", login.username), ("p", login.password)):
        user.presses(f"alt+{key}")
        user.types(text)
    crm.latency_ms = LATENCY_MS
    button = user.finds("push button", "Test connection", within=dialog)
    user.clicks_and_presses(button, "Return", "Return")
    user.window("New profile")
    keeps_keyboard(user, button)
    assert line_of(user, dialog, "Name") == "Acme"
    assert crm.request_count("GetMailboxes") <= 1, "Enter began no second test"
    user.program.process.kill()


def test_check_of_a_mail_server(start: Start, crm: DemoServer) -> None:
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    sets_line(user, dialog, "Server", "alt+e", "127.0.0.1")
    button = user.finds("push button", "Check server now", within=dialog)
    user.clicks_and_presses(button, "Return", "Return")
    user.until(lambda: button.is_("enabled"), "the end of the check")
    user.window(SHOP_TITLE)
    keeps_keyboard(user, button)
    assert line_of(user, dialog, "Server") == "127.0.0.1"
    user.program.process.kill()


def test_unlock_in_the_edit_dialog(start: Start, crm: DemoServer) -> None:
    """The keyboard goes to the field that is edited next; Enter neither checks nor closes."""
    user = start()
    makes_profile(user, crm.url, crm.credentials.username, crm.credentials.password)
    sees_list(user)
    user.sees("signed in as Kim Demo")
    dialog = opens(user, "klanten")
    user.clicks_and_presses(user.finds("push button", "Unlock to edit", within=dialog), "Return")
    user.finds("push button", SAVE, within=dialog)
    address = user.finds("text", "Address", within=dialog)
    user.until(lambda: address.is_("focused"), "the keyboard at the address")
    user.types("new")
    assert line_of(user, dialog, "Address") != ""
    user.window(SHOP_TITLE)
    user.program.process.kill()


def test_check_of_the_password_storage(start: Start) -> None:
    user = start()
    user.window("Mailbox Admin")
    user.presses("ctrl+shift+k")
    dialog = user.window("Password storage")
    button = user.finds("push button", "Test the storage", within=dialog)
    user.clicks_and_presses(button, "Return", "Return")
    user.until(lambda: button.is_("enabled"), "the end of the check")
    user.window("Password storage")
    keeps_keyboard(user, button)
    user.program.process.kill()


def test_settings_that_are_asked_for(start: Start, crm: DemoServer) -> None:
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    user.clicks(user.finds("push button", re.compile("^Find settings"), within=dialog))
    search = user.window(re.compile("^Find settings"))
    button = user.finds("push button", "Search", within=search)
    user.clicks_and_presses(button, "Return", "Return")
    user.until(lambda: button.is_("enabled"), "the end of the search")
    user.window(re.compile("^Find settings"))
    keeps_keyboard(user, button)
    user.program.process.kill()


def test_save_that_fails(start: Start, crm: DemoServer) -> None:
    """What was typed stays, and the keyboard goes back to where it was."""
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    sets_line(user, dialog, "Server", "alt+e", MINE)
    change_mailbox(crm, SHOP, server="theirs.example.com")
    save = user.finds("push button", SAVE, within=dialog)
    user.clicks_and_presses(save, "Return", "Return")
    user.sees("Changed by someone else.")
    user.window(SHOP_TITLE)
    assert line_of(user, dialog, "Server") == MINE
    user.program.process.kill()
