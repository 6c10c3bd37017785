"""A mailbox's password is kept in the real keyring, and sent by a later run of the program."""

from __future__ import annotations

from pathlib import Path

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    KEEP_THE_PASSWORD,
    SHOP,
    SHOP_TITLE,
    TITLE,
    confirms,
    count_stored,
    opens,
    replaces_password,
    saves,
    sees_list,
    sets_line,
    starts_unlocked,
    ticks,
    unlocks,
)
from tests.e2e.user import DesktopUser

SEND = "Send the one stored on this computer"


def stored(crm: DemoServer) -> str:
    return stored_mailbox(crm, SHOP).password


def saves_all(user: DesktopUser, dialog: AccessibleObject) -> None:
    """Confirm what is asked, save, and wait for the end."""
    confirms(user, dialog)
    saves(user, dialog)
    user.no_window(SHOP_TITLE)


def in_files(home: Path, text: str) -> list[Path]:
    """The files of the program in which a text stands."""
    files = [file for file in home.rglob("*") if file.is_file()]
    return [file for file in files if text.encode() in file.read_bytes()]


def test_kept_sent_and_forgotten(start: Start, bus: str, home: Path) -> None:
    with DemoServer() as crm:
        user = starts_unlocked(start, crm, session_bus=bus)
        dialog = opens(user, "klanten")
        replaces_password(user, dialog, "c4nary-of-the-shop")
        ticks(user, user.finds("check box", KEEP_THE_PASSWORD, within=dialog))
        saves_all(user, dialog)
        assert stored(crm) == "c4nary-of-the-shop"
        user.until(lambda: count_stored(home, "kept_password"), "the password in the index")
        user.ends()

        change_mailbox(crm, SHOP, password="lost")
        user = start(session_bus=bus)
        user.window(TITLE)
        sees_list(user)
        unlocks(user)
        dialog = opens(user, "klanten")
        user.clicks(user.finds("radio button", SEND, within=dialog))
        user.sees("the password stored on this computer")
        sets_line(user, dialog, "Server", "alt+e", "mail2.example.com")
        user.sees("After this save SuperOffice uses it for")
        saves_all(user, dialog)
        assert stored(crm) == "c4nary-of-the-shop"
        user.presses("ctrl+shift+w")
        window = user.window("Kept mailbox passwords")
        user.clicks(user.finds("push button", "Delete all", within=window))
        user.sees("No mailbox passwords are kept on this computer.")
        assert not count_stored(home, "kept_password")
        assert in_files(home, "c4nary-of-the-shop") == []
        user.presses("Escape")
        user.ends()
