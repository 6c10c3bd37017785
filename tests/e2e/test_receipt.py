"""Somebody saves the wrong port, hears what was saved, and undoes it without leaving the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.mailbox.mailbox import KeepBehaviour
from desktop_app.demo import DemoServer
from desktop_app.demo.static_endpoints import version_info
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.storage.database import open_database
from desktop_app.storage.server_facts import ServerFactStore
from tests.demo_mailboxes import stored_mailbox
from tests.e2e.accessibility_events import EventListener, listener
from tests.e2e.conftest import Start
from tests.e2e.desktop import Desktop
from tests.e2e.steps import (
    DEMO_TITLE,
    SHOP,
    TITLE,
    makes_profile,
    opens,
    sees_list,
    sets_port,
    starts_demo,
    unlocks,
)
from tests.e2e.test_announcements import hears
from tests.e2e.user import DesktopUser

SAVED = "Saved and read back. klantenservice@example.com: Port 110 → 1995."
UNDONE = "Undone. Saved and read back. klantenservice@example.com: Port 1995 → 110."


@pytest.fixture
def heard(screen: Desktop) -> Iterator[EventListener]:
    """A program that listens to everything that a screen reader is told."""
    with listener(screen.screen_reader_bus) as made:
        yield made


def starts_proved(start: Start, crm: DemoServer, bus: str, home: Path) -> DesktopUser:
    """Start with a profile on which a test has shown that the stored password is kept."""
    user = start(session_bus=bus)
    makes_profile(user, crm.url, crm.credentials.username, crm.credentials.password)
    sees_list(user)
    user.ends()
    folder = home / ".local/share/Mailbox Admin"
    (profile,) = ProfileStore(folder).load().profiles
    database = open_database(folder).connection
    facts = ServerFactStore(database)
    version = str(version_info("")["NetServerVersion"])
    facts.set_keep_behaviour(profile.id, version, KeepBehaviour.PROVED)
    facts.mark_saved(profile.id)
    database.close()
    user = start(session_bus=bus)
    user.window(TITLE)
    sees_list(user)
    unlocks(user)
    return user


def saves_wrong_port(user: DesktopUser, heard: EventListener, title: str) -> None:
    dialog = opens(user, "klanten")
    sets_port(user, dialog, "1995")
    user.presses("Return")
    hears(user, heard, SAVED)
    user.window(title)
    user.finds("label", SAVED)


def test_a_save_is_heard_and_undone_by_its_key(
    start: Start, heard: EventListener, bus: str, home: Path
) -> None:
    with DemoServer() as crm:
        user = starts_proved(start, crm, bus, home)
        saves_wrong_port(user, heard, TITLE)
        assert stored_mailbox(crm, SHOP).port == 1995
        box = user.finds("text", "Filter the mailboxes")
        user.until(lambda: box.is_("focused"), "the keyboard where it was")
        user.presses("F6")
        table = sees_list(user)
        user.until(lambda: table.is_("focused"), "the keyboard in the list")
        user.presses("ctrl+z")
        hears(user, heard, UNDONE)
        user.finds("label", UNDONE)
        assert table.is_("focused"), "nothing took the keyboard"
        assert stored_mailbox(crm, SHOP).port == 110
        assert crm.request_count("SaveMailboxEntity") == 2
        user.presses("ctrl+j")
        journal = user.window("Journal — History")
        lines = user.finds("table", "Journal", within=journal)
        user.until(lambda: lines.rows == 2, "both saves")
        told = [" ".join(lines.row(row)) for row in range(2)]
        assert "1995 → 110" in told[0]
        assert "110 → 1995" in told[1]
        user.presses("Escape")
        user.no_window("Journal — History")
        user.ends()


def test_the_receipt_is_reached_by_f6_and_closed_by_esc(start: Start, heard: EventListener) -> None:
    user = starts_demo(start)
    saves_wrong_port(user, heard, DEMO_TITLE)
    user.presses("F6", "F6")
    undo = user.finds("push button", "Undo")
    user.until(lambda: undo.is_("focused"), "the keyboard at Undo")
    user.presses("Escape")
    user.until(lambda: not user.sees_now(SAVED), "that the receipt is gone")
    user.until(lambda: sees_list(user).is_("focused"), "the keyboard back in the list")
    user.ends()
