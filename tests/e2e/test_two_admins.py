"""Two people edit the same mailbox, and a program is killed in the middle of an edit."""

from __future__ import annotations

from pathlib import Path

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    SHOP,
    SHOP_SAVED,
    SHOP_TITLE,
    TITLE,
    confirms,
    count_stored,
    is_killed,
    opens,
    replaces_password,
    saves,
    sets_line,
    sets_port,
    starts_unlocked,
    unlocks,
)
from tests.e2e.user import DesktopUser

PASSWORD = "typed-for-the-old-server"


def someone_else(crm: DemoServer, server: str, port: int) -> None:
    """Another administrator changes the mailbox in SuperOffice."""
    change_mailbox(crm, SHOP, server=server, port=port)


def holds(crm: DemoServer) -> tuple[str, int]:
    box = stored_mailbox(crm, SHOP)
    return box.server, box.port


def picks(user: DesktopUser, dialog: AccessibleObject, choice: str) -> None:
    """Choose one side of a conflict."""
    user.clicks(user.finds("radio button", choice, within=dialog))


def test_a_conflict_is_picked_and_the_rest_is_merged(
    start: Start, crm: DemoServer, bus: str
) -> None:
    user = starts_unlocked(start, crm, session_bus=bus)
    dialog = opens(user, "klanten")
    someone_else(crm, "theirs.example.com", 4110)
    sets_line(user, dialog, "Server", "alt+e", "mine.example.com")
    confirms(user, dialog)
    user.presses("Return")
    said = user.sees("Changed by someone else. SuperOffice has other values now: Server.")
    assert "Port: “110” → “4110”" in said, "what will be merged is said before"
    assert holds(crm) == ("theirs.example.com", 4110), "nothing was sent"
    picks(user, dialog, "Server: use your value, mine.example.com")
    someone_else(crm, "theirs.example.com", 4111)
    saves(user, dialog)
    user.finds("label", SHOP_SAVED)
    assert holds(crm) == ("mine.example.com", 4111), "their port is merged"
    told = user.sees("Someone else changed")
    assert "Port: “4110” → “4111”" in told, "what was merged is said afterwards"
    assert crm.request_count("SaveMailboxEntity") == 1
    user.ends()


def test_a_typed_password_goes_to_nobody_elses_server(
    start: Start, crm: DemoServer, bus: str
) -> None:
    before = stored_mailbox(crm, SHOP)
    user = starts_unlocked(start, crm, session_bus=bus)
    dialog = opens(user, "klanten")
    replaces_password(user, dialog, PASSWORD)
    confirms(user, dialog)
    someone_else(crm, "theirs.example.com", before.port)
    user.presses("Return")
    user.sees("The password was entered for another login: someone else has changed Server since.")
    assert stored_mailbox(crm, SHOP).password == before.password, "nothing was sent"
    user.presses("Return")
    user.finds("radio button", "Server: use the password with their value, theirs.example.com")
    picks(user, dialog, f"Server: set it back to {before.server}")
    saves(user, dialog)
    user.finds("label", SHOP_SAVED)
    after = stored_mailbox(crm, SHOP)
    assert (after.server, after.password) == (before.server, PASSWORD)
    assert crm.request_count("SaveMailboxEntity") == 1
    user.ends()


def test_an_edit_survives_a_kill(start: Start, crm: DemoServer, bus: str, home: Path) -> None:
    user = starts_unlocked(start, crm, session_bus=bus)
    dialog = opens(user, "klanten")
    sets_port(user, dialog, "1995")
    user.until(lambda: count_stored(home, "draft"), "the edit on the disk")
    is_killed(user)
    someone_else(crm, "theirs.example.com", 110)

    user = start(session_bus=bus)
    user.window(TITLE)
    user.sees("Changes that were not saved when the program closed")
    unlocks(user)
    user.clicks(user.finds("push button", "Continue editing"))
    dialog = user.window(SHOP_TITLE)
    user.sees("Port 110 → 1995")
    confirms(user, dialog)
    saves(user, dialog)
    user.finds("label", SHOP_SAVED)
    assert holds(crm) == ("theirs.example.com", 1995)
    assert not count_stored(home, "draft")
    user.ends()
