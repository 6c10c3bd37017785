"""Two people edit the same mailbox, and a program is killed in the middle of an edit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.screen_reader import Thing
from tests.e2e.steps import (
    TITLE,
    confirms,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    sets_port,
    unlocks,
)
from tests.servers.keyring_service import keyring_service

SHOP = 6
"""The id of <klantenservice@example.com> in the demo's estate."""
SAVED = "Saved <klantenservice@example.com> (Example B.V.)."


@pytest.fixture
def bus() -> Iterator[str]:
    with keyring_service() as made:
        yield made["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def crm() -> Iterator[DemoServer]:
    with DemoServer() as server:
        yield server


def begins(start: Start, crm: DemoServer, bus: str) -> Person:
    me = start(session_bus=bus)
    makes_profile(me, crm.url, crm.credentials.username, crm.credentials.password)
    sees_list(me)
    unlocks(me)
    return me


def someone_else(crm: DemoServer, server: str, port: int) -> None:
    """Another administrator changes the mailbox in SuperOffice."""
    box = crm.store.mailbox(SHOP)
    assert box is not None
    crm.store.update(replace(box, server=server, port=port))


def holds(crm: DemoServer) -> tuple[str, int]:
    box = crm.store.mailbox(SHOP)
    assert box is not None
    return box.server, box.port


def picks(me: Person, dialog: Thing, choice: str) -> None:
    """Choose one side of a conflict."""
    me.clicks(me.finds("radio button", choice, within=dialog))


def test_a_conflict_is_picked_and_the_rest_is_merged(
    start: Start, crm: DemoServer, bus: str
) -> None:
    me = begins(start, crm, bus)
    dialog = opens(me, "klanten")
    someone_else(crm, "theirs.example.com", 4110)
    sets_line(me, dialog, "Server", "alt+e", "mine.example.com")
    confirms(me, dialog)
    me.presses("Return")
    me.sees("Changed by someone else. SuperOffice has other values now: Server.")
    assert holds(crm) == ("theirs.example.com", 4110), "nothing was sent"
    picks(me, dialog, "Server: take yours, mine.example.com")
    me.clicks(me.finds("push button", "Save to Acme test (production)", within=dialog))
    me.finds("status bar", SAVED)
    assert holds(crm) == ("mine.example.com", 4110), "their port is merged"
    assert crm.request_count("SaveMailboxEntity") == 1
    me.ends()


def test_an_edit_survives_a_kill(start: Start, crm: DemoServer, bus: str, home: Path) -> None:
    me = begins(start, crm, bus)
    dialog = opens(me, "klanten")
    sets_port(me, dialog, "1995")
    me.until(lambda: kept(home), "the edit on the disk")
    me.program.process.kill()
    me.program.process.wait()
    someone_else(crm, "theirs.example.com", 110)

    me = start(session_bus=bus)
    me.window(TITLE)
    me.sees("Changes that were not saved when the program ended")
    unlocks(me)
    me.clicks(me.finds("push button", "Go on with them"))
    dialog = me.window("Edit <klantenservice@example.com> (Example B.V.) — Acme test (production)")
    me.sees("Port: “110” → “1995”")
    confirms(me, dialog)
    me.clicks(me.finds("push button", "Save to Acme test (production)", within=dialog))
    me.finds("status bar", SAVED)
    assert holds(crm) == ("theirs.example.com", 1995)
    assert not kept(home)
    me.ends()


def kept(home: Path) -> bool:
    """Whether an unsaved edit lies in the data folder."""
    file = home / ".local" / "share" / "Mailbox Admin" / "offline.sqlite"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return bool(database.execute("SELECT count(*) FROM draft").fetchone()[0])
