"""A mailbox's password is kept in the real keyring, and sent by a later run of the program."""

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
    KEEP_THE_PASSWORD,
    TITLE,
    confirms,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    ticks,
    unlocks,
)
from tests.servers.keyring_service import keyring_service

SHOP = 6
"""The id of <klantenservice@example.com> in the demo's estate."""
SAVE = "Save to Acme test (production)"
SEND = "Send the one kept on this computer"


@pytest.fixture
def bus() -> Iterator[str]:
    with keyring_service() as made:
        yield made["DBUS_SESSION_BUS_ADDRESS"]


def stored(crm: DemoServer) -> str:
    found = crm.store.mailbox(SHOP)
    assert found is not None
    return found.password or ""


def saves(me: Person, dialog: Thing) -> None:
    """Confirm what is asked, save, and read that it worked."""
    confirms(me, dialog)
    me.clicks(me.finds("push button", SAVE, within=dialog))
    me.no_window("Edit <klantenservice@example.com> (Example B.V.) — Acme test (production)")


def in_files(home: Path, text: str) -> list[Path]:
    """The files of the program in which a text stands."""
    files = [file for file in home.rglob("*") if file.is_file()]
    return [file for file in files if text.encode() in file.read_bytes()]


def test_kept_sent_and_forgotten(start: Start, bus: str, home: Path) -> None:
    with DemoServer() as crm:
        me = start(session_bus=bus)
        makes_profile(me, crm.url, crm.credentials.username, crm.credentials.password)
        sees_list(me)
        unlocks(me)
        dialog = opens(me, "klanten")
        me.clicks(me.finds("radio button", "Replace it", within=dialog))
        me.types("c4nary-of-the-shop")
        ticks(me, me.finds("check box", KEEP_THE_PASSWORD, within=dialog))
        saves(me, dialog)
        assert stored(crm) == "c4nary-of-the-shop"
        me.until(lambda: kept(home), "the password in the index")
        me.ends()

        other = crm.store.mailbox(SHOP)
        assert other is not None
        crm.store.update(replace(other, password="lost"))
        me = start(session_bus=bus)
        me.window(TITLE)
        sees_list(me)
        unlocks(me)
        dialog = opens(me, "klanten")
        me.clicks(me.finds("radio button", SEND, within=dialog))
        me.sees("Password: the one kept on this computer")
        sets_line(me, dialog, "Server", "alt+e", "mail2.example.com")
        me.sees("With this save SuperOffice uses it for")
        saves(me, dialog)
        assert stored(crm) == "c4nary-of-the-shop"
        me.presses("ctrl+shift+w")
        window = me.window("Kept mailbox passwords")
        me.clicks(me.finds("push button", "Forget all", within=window))
        me.sees("No password of a mailbox is kept on this computer.")
        assert not kept(home)
        assert in_files(home, "c4nary-of-the-shop") == []
        me.presses("Escape")
        me.ends()


def kept(home: Path) -> bool:
    """Whether the index names a password."""
    file = home / ".local" / "share" / "Mailbox Admin" / "offline.sqlite"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        (count,) = database.execute("SELECT count(*) FROM kept_password").fetchone()
    return bool(count)
