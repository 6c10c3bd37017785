"""From the start page to the list with the keyboard alone: a first profile, then a password."""

from __future__ import annotations

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.steps import NAME, TITLE, encoded, holds_no_secret, sees_list
from tests.e2e.user import DesktopUser

WRONG = "not-this-canary"


def signs_in(user: DesktopUser, password: str) -> None:
    """Go to the sheet over the list by its key, enter a password, and press Return."""
    user.goes_to(user.finds("text", "Password"), "alt+w")
    user.presses("ctrl+a")
    user.types(password)
    user.presses("Return")


def test_a_first_profile_then_a_wrong_and_the_right_password(start: Start, crm: DemoServer) -> None:
    user = start()
    user.sees("No profile yet")
    user.window("Mailbox Admin")
    user.until(lambda: user.finds("push button", "New profile…").is_("focused"), "where to begin")
    user.presses("Return")
    user.window("New profile")
    login = crm.credentials
    for key, text in (
        ("alt+n", NAME),
        ("alt+a", crm.url),
        ("alt+u", login.username),
        ("alt+p", login.password),
    ):
        user.presses(key)
        user.types(text)
    user.presses("Return")
    user.window(TITLE)
    assert sees_list(user).rows == 43
    user.sees("signed in as Kim Demo")
    user.until(lambda: crm.response_count("GetMailboxEntity", 200) >= 43, "all details")
    user.ends()

    user = start()
    user.window(TITLE)
    user.sees("This computer has no keyring for passwords.")
    user.sees("Showing the list from today")
    assert sees_list(user).rows == 43, "the list is there before the password is"
    user.presses("k")
    user.reads(user.finds("text", "Filter the mailboxes"), "k")
    user.presses("Escape")
    signs_in(user, WRONG)
    user.sees("SuperOffice did not accept the user name or password.")
    assert crm.response_count("GetMailboxes", 401) == 1
    assert sees_list(user).rows == 43
    signs_in(user, login.password)
    user.sees("signed in as Kim Demo")
    user.until(lambda: not user.sees_now("Sign in to"), "that the sheet is gone")
    table = sees_list(user)
    user.until(lambda: table.is_("focused"), "the keyboard in the list")
    assert crm.response_count("GetMailboxes", 401) == 1
    holds_no_secret(user, *encoded(WRONG, login.password))
    user.ends()
