"""A program is killed in the middle of an edit; its production profile is locked at the start."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import stored_mailbox
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
    line_of,
    opens,
    saves,
    sets_line,
    starts_unlocked,
)
from tests.e2e.user import DesktopUser

MINE = "mail.example.com"


def is_killed_while_editing(start: Start, crm: DemoServer, bus: str, home: Path) -> None:
    """Type into a mailbox, and kill the program once the edit is on the disk."""
    user = starts_unlocked(start, crm, session_bus=bus)
    sets_line(user, opens(user, "klanten"), "Server", "alt+e", MINE)
    user.until(lambda: count_stored(home, "draft") == 1, "the edit on the disk")
    is_killed(user)


def finds_edit_again(start: Start, bus: str) -> tuple[DesktopUser, AccessibleObject]:
    """Start the program again, and continue the edit of the run before."""
    user = start(session_bus=bus)
    user.window(TITLE)
    user.clicks(user.finds("push button", "Continue editing"))
    dialog = user.window(SHOP_TITLE)
    user.sees("Your unsaved changes are back.")
    return user, dialog


def test_an_edit_in_a_locked_profile_is_shown_kept_unlocked_and_saved(
    start: Start, crm: DemoServer, bus: str, home: Path
) -> None:
    is_killed_while_editing(start, crm, bus, home)
    user, dialog = finds_edit_again(start, bus)
    assert line_of(user, dialog, "Server") == MINE
    user.presses("Escape")
    user.sees("Close without saving?")
    user.presses("Escape")
    user.window(SHOP_TITLE)
    assert count_stored(home, "draft") == 1
    is_killed(user)

    user, dialog = finds_edit_again(start, bus)
    user.clicks(user.finds("push button", "Unlock to save", within=dialog))
    confirms(user, dialog)
    saves(user, dialog)
    user.finds("label", SHOP_SAVED)
    assert stored_mailbox(crm, SHOP).server == MINE
    assert count_stored(home, "draft") == 0
    user.ends()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_end_by_signal_keeps_the_last_letter(
    start: Start, crm: DemoServer, home: Path, number: signal.Signals
) -> None:
    """As at the end of a desktop session, or Ctrl+C in the terminal."""
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    sets_line(user, dialog, "Server", "alt+e", MINE)
    user.types(".uk")
    user.reads(user.finds("text", "Server", within=dialog), f"{MINE}.uk")
    user.program.process.send_signal(number)
    assert user.program.ended() == -number
    assert f'"{MINE}.uk"' in stored_draft(home)


def stored_draft(home: Path) -> str:
    """The edit on the disk, as it is written there."""
    file = home / ".local" / "share" / "Mailbox Admin" / "offline.sqlite"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT body FROM draft").fetchall()
    return "".join(body for (body,) in rows)
