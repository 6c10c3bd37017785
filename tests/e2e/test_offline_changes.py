"""Without a network: read, edit three mailboxes, make one; then review, resolve a conflict, send.

The program is killed three times on its way.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.screen_reader import Thing
from tests.e2e.steps import (
    TITLE,
    chooses,
    confirms,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    sets_port,
    unlocks,
    writes,
)
from tests.servers.keyring_service import keyring_service

INFO, BILLS, SHOP = 1, 10, 6
"""Ids of mailboxes in the demo's estate: info@, rechnung@ and klantenservice@."""
PASSWORDS = {"info@": "canary-one", "rechnung": "canary-two", "klanten": "canary-six"}
NEW, NEW_PASSWORD = "new@example.com", "canary-new"


@pytest.fixture
def bus() -> Iterator[str]:
    with keyring_service() as made:
        yield made["DBUS_SESSION_BUS_ADDRESS"]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def killed(me: Person) -> None:
    """At any moment."""
    me.program.process.kill()
    me.program.process.wait()


def begins_offline(start: Start, bus: str) -> Person:
    """The program starts, and no server answers."""
    me = start(session_bus=bus)
    me.window(TITLE)
    me.sees("The list is as of today")
    assert sees_list(me).rows == 43
    unlocks(me)
    return me


def replaces_password(me: Person, dialog: Thing, password: str) -> None:
    me.clicks(me.finds("radio button", "Replace it", within=dialog))
    field = me.finds("text", "Password", within=dialog)
    me.until(lambda: field.is_("focused"), "the keyboard at the password")
    me.types(password)


def adds(me: Person, dialog: Thing, count: int) -> None:
    """Let the edit wait."""
    me.clicks(me.finds("push button", "Add to pending changes", within=dialog))
    me.finds("push button", f"Pending changes ({count})")


def collects_edits(me: Person) -> None:
    dialog = opens(me, "info@")
    me.sees("These values are as of today")
    sets_port(me, dialog, "1993")
    replaces_password(me, dialog, PASSWORDS["info@"])
    confirms(me, dialog)
    adds(me, dialog, 1)
    dialog = opens(me, "rechnung")
    sets_port(me, dialog, "2993")
    replaces_password(me, dialog, PASSWORDS["rechnung"])
    confirms(me, dialog)
    adds(me, dialog, 2)


def makes_new(me: Person) -> None:
    """A new mailbox, begun from what the server said when it was last there."""
    me.presses("ctrl+n")
    dialog = me.window(re.compile("^New mailbox"))
    me.sees("SuperOffice cannot be reached.")
    chooses(me, "alt+t", "IMAP")
    sets_line(me, dialog, "Address", "alt+a", NEW)
    sets_line(me, dialog, "User name", "alt+u", "new")
    sets_line(me, dialog, "Server", "alt+e", "imap.example.com")
    writes(me, dialog, "Password", NEW_PASSWORD)
    confirms(me, dialog)
    adds(me, dialog, 4)


def test_a_journey_without_a_network(start: Start, bus: str, home: Path, tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "crm.sqlite"
    with DemoServer(data=data, port=port) as crm:
        me = start(session_bus=bus)
        login = crm.credentials
        me.window("Mailbox Admin")
        makes_profile(me, crm.url, login.username, login.password)
        me.until(lambda: sees_list(me).rows == 43, "the list")
        me.until(lambda: crm.response_count("GetMailboxEntity", 200) >= 40, "the details")
        me.until(
            lambda: crm.response_count("CreateDefaultMailboxEntity", 200) == 1, "a new one's values"
        )
        unlocks(me)
        me.ends()

    me = begins_offline(start, bus)
    collects_edits(me)
    killed(me)

    me = begins_offline(start, bus)
    me.finds("push button", "Pending changes (2)")
    dialog = opens(me, "klanten")
    sets_line(me, dialog, "Server", "alt+e", "mine.example.com")
    replaces_password(me, dialog, PASSWORDS["klanten"])
    confirms(me, dialog)
    adds(me, dialog, 3)
    makes_new(me)
    killed(me)

    with DemoServer(data=data, port=port) as crm:
        box = crm.store.mailbox(SHOP)
        assert box is not None
        crm.store.update(replace(box, server="theirs.example.com"))
        me = start(session_bus=bus)
        me.window(TITLE)
        me.sees("signed in as Kim Demo")
        unlocks(me)
        me.presses("ctrl+h")
        view = me.window("Pending changes")
        me.clicks(me.finds("push button", re.compile("^Send 4 to Acme test"), within=view))
        me.clicks(me.finds("push button", "Send them"))
        me.sees("Done. Saved: 3 · Changed by someone else: 1")
        assert crm.request_count("SaveMailboxEntity") == 3
        killed(me)

        me = start(session_bus=bus)
        me.window(TITLE)
        me.sees("signed in as Kim Demo")
        unlocks(me)
        me.finds("push button", "Pending changes (1)")
        me.presses("ctrl+h")
        view = me.window("Pending changes")
        me.clicks(me.finds("push button", "Edit …", within=view))
        dialog = me.window(re.compile("^Edit .*klanten"))
        me.clicks(me.finds("radio button", "Server: take yours, mine.example.com", within=dialog))
        confirms(me, dialog)
        me.clicks(me.finds("push button", re.compile("^Save to Acme test"), within=dialog))
        me.finds("status bar", re.compile("^Saved <klantenservice"))
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
        me.window("Pending changes")
        me.presses("Escape")
        me.window(TITLE)
        me.presses("ctrl+j")
        journal = me.window("Journal")
        me.until(lambda: me.finds("table", "Journal", within=journal).rows >= 4, "its lines")
        me.presses("Escape")
        me.ends()
    secrets = [secret.encode() for secret in (*PASSWORDS.values(), NEW_PASSWORD)]
    for file in filter(Path.is_file, home.rglob("*")):
        assert not any(secret in file.read_bytes() for secret in secrets), file
