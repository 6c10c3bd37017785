"""Without a network: read, edit three mailboxes, make one; then review, resolve a conflict, send.

The program is killed three times on its way.
"""

from __future__ import annotations

import re
from pathlib import Path

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import change_mailbox
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    SAVE,
    SHOP,
    SHOP_SAVED,
    TITLE,
    chooses,
    confirms,
    is_killed,
    makes_profile,
    opens,
    replaces_password,
    sees_list,
    sets_line,
    sets_port,
    unlocks,
    writes,
)
from tests.e2e.user import DesktopUser
from tests.servers.ports import free_ports

INFO, BILLS = 1, 10
"""Ids of the mailboxes info@ and rechnung@ in the demo's estate."""
PASSWORDS = {"info@": "canary-one", "rechnung": "canary-two", "klanten": "canary-six"}
NEW, NEW_PASSWORD = "new@example.com", "canary-new"


def sees_mark(user: DesktopUser) -> None:
    """The filter leaves one mailbox, whose row says that a change is pending."""
    row = sees_list(user).cell(0, 1)
    user.until(lambda: "Pending: " in row.description, "the mark of a pending change")


def begins_offline(start: Start, bus: str) -> DesktopUser:
    """The program starts, and no server answers."""
    user = start(session_bus=bus)
    user.window(TITLE)
    user.sees("Showing the list from today")
    assert sees_list(user).rows == 43
    unlocks(user)
    return user


def adds(user: DesktopUser, dialog: AccessibleObject, count: int) -> None:
    """Let the edit wait."""
    user.clicks(user.finds("push button", "Add to pending changes", within=dialog))
    user.finds("push button", f"{count} pending")


def collects_edits(user: DesktopUser) -> None:
    dialog = opens(user, "info@")
    user.sees("These values are as of today")
    sets_port(user, dialog, "1993")
    replaces_password(user, dialog, PASSWORDS["info@"])
    confirms(user, dialog)
    adds(user, dialog, 1)
    dialog = opens(user, "rechnung")
    sets_port(user, dialog, "2993")
    replaces_password(user, dialog, PASSWORDS["rechnung"])
    confirms(user, dialog)
    adds(user, dialog, 2)
    sees_mark(user)


def makes_new(user: DesktopUser) -> None:
    """A new mailbox, begun from what the server said when it was last there."""
    user.presses("ctrl+n")
    dialog = user.window(re.compile("^New mailbox"))
    user.sees("SuperOffice cannot be reached.")
    chooses(user, "alt+t", "IMAP")
    sets_line(user, dialog, "Address", "alt+a", NEW)
    sets_line(user, dialog, "User name", "alt+u", "new")
    sets_line(user, dialog, "Server", "alt+e", "imap.example.com")
    writes(user, dialog, "Password", NEW_PASSWORD)
    confirms(user, dialog)
    adds(user, dialog, 4)


def test_a_journey_without_a_network(start: Start, bus: str, home: Path, tmp_path: Path) -> None:
    (port,), data = free_ports(1), tmp_path / "crm.sqlite"
    with DemoServer(data=data, port=port) as crm:
        user = start(session_bus=bus)
        login = crm.credentials
        user.window("Mailbox Admin")
        makes_profile(user, crm.url, login.username, login.password)
        user.until(lambda: sees_list(user).rows == 43, "the list")
        user.until(lambda: crm.response_count("GetMailboxEntity", 200) >= 40, "the details")
        user.until(
            lambda: crm.response_count("CreateDefaultMailboxEntity", 200) == 1, "a new one's values"
        )
        unlocks(user)
        user.ends()

    user = begins_offline(start, bus)
    collects_edits(user)
    is_killed(user)

    user = begins_offline(start, bus)
    user.finds("push button", "2 pending")
    dialog = opens(user, "klanten")
    sets_line(user, dialog, "Server", "alt+e", "mine.example.com")
    replaces_password(user, dialog, PASSWORDS["klanten"])
    confirms(user, dialog)
    adds(user, dialog, 3)
    makes_new(user)
    is_killed(user)

    with DemoServer(data=data, port=port) as crm:
        change_mailbox(crm, SHOP, server="theirs.example.com")
        user = start(session_bus=bus)
        user.window(TITLE)
        user.sees("signed in as Kim Demo")
        unlocks(user)
        user.presses("ctrl+h")
        view = user.window("Pending changes — History")
        user.clicks(
            user.finds("push button", re.compile("^Send 4 changes to Acme test"), within=view)
        )
        user.sees("Done. 3 saved and read back, 1 changed by someone else")
        assert crm.request_count("SaveMailboxEntity") == 3
        is_killed(user)

        user = start(session_bus=bus)
        user.window(TITLE)
        user.sees("signed in as Kim Demo")
        unlocks(user)
        user.finds("push button", "1 pending")
        user.presses("ctrl+h")
        view = user.window("Pending changes — History")
        user.clicks(user.finds("push button", "Edit…", within=view))
        dialog = user.window(re.compile("^Edit .*klanten"))
        user.clicks(
            user.finds("radio button", "Server: use your value, mine.example.com", within=dialog)
        )
        user.finds("label", re.compile("the password stored on this computer"), within=dialog)
        user.clicks(user.finds("push button", SAVE, within=dialog))
        user.finds("label", SHOP_SAVED)
        assert crm.request_count("SaveMailboxEntity") == 4, "none was sent twice"
        holds = {number: crm.store.mailbox(number) for number in (INFO, BILLS, SHOP)}
        assert [(b.port, b.password) for b in holds.values() if b is not None][:2] == [
            (1993, PASSWORDS["info@"]),
            (2993, PASSWORDS["rechnung"]),
        ]
        shop = holds[SHOP]
        assert shop is not None
        assert (shop.server, shop.password) == ("mine.example.com", PASSWORDS["klanten"])
        made = [b for b in crm.store.mailboxes() if b.address == NEW]
        assert [(b.username, b.password) for b in made] == [("new", NEW_PASSWORD)]
        user.window("Pending changes — History")
        user.presses("ctrl+j")  # the keys of the menu work in the History window too
        user.window("Journal — History")
        user.presses("alt+1")
        user.window("Pending changes — History")
        user.presses("ctrl+Tab")
        journal = user.window("Journal — History")
        user.until(lambda: user.finds("table", "Journal", within=journal).rows >= 4, "its lines")
        user.presses("Escape")
        user.ends()
    secrets = [secret.encode() for secret in (*PASSWORDS.values(), NEW_PASSWORD)]
    for file in filter(Path.is_file, home.rglob("*")):
        assert not any(secret in file.read_bytes() for secret in secrets), file
