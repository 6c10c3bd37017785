"""Somebody practises on the demo: reads the list, edits, creates, filters, and closes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.e2e.steps import (
    SAVE,
    SHOP_ADDRESS,
    SHOP_NAME,
    confirms,
    filters,
    line_of,
    opens,
    port_of,
    sees_list,
    sets_line,
    sets_port,
    starts_demo,
)
from tests.e2e.user import DesktopUser


@pytest.fixture
def user(start: Start) -> DesktopUser:
    user = starts_demo(start)
    new = user.finds("push button", "New mailbox")
    user.until(lambda: new.is_("enabled"), "that the list can be worked with")
    return user


def test_list(user: DesktopUser, home: Path) -> None:
    user.finds("label", "DEMO")
    assert sees_list(user).rows == 43
    user.sees("43 mailboxes · loaded ")
    user.sees("signed in as Kim Demo")
    user.until(lambda: "imap.example.com" in sees_list(user).row(1), "the server of the second row")
    user.ends()
    assert not list((home / "tmp").iterdir()), "the demo's temporary folder was left behind"
    assert not list(home.rglob("profiles.json"))


def test_keyboard_begins_in_the_list(user: DesktopUser) -> None:
    user.until(lambda: sees_list(user).is_("focused"), "the keyboard in the list")
    user.presses("Down", "Down", "Return")
    user.window("Edit arkiv@example.org — Demo")


def test_edit(user: DesktopUser) -> None:
    dialog = opens(user, "klanten")
    sets_port(user, dialog, "1995")
    sets_line(user, dialog, "Server", "alt+e", "mail.example.com")
    user.sees("Port 110 → 1995")
    user.sees("Server “pop.example.com” → “mail.example.com”")
    user.presses("Return")
    user.no_window(dialog_title(SHOP_ADDRESS))
    user.finds("status bar", f"Saved {SHOP_NAME}.")
    row = ["klantenservice@example.com", "Example B.V.", "Customer service", "Low", "POP, no TLS"]
    row += ["mail.example.com", "1995", "no TLS"]
    user.until(lambda: sees_list(user).row(0)[1:9] == row, f"the row {row}")
    user.presses("F5")
    again = opens(user, "klanten")
    assert port_of(user, again) == "1995"
    assert line_of(user, again, "Server") == "mail.example.com"


def test_undo_leaves_nothing_to_save(user: DesktopUser) -> None:
    dialog = opens(user, "klanten")
    sets_port(user, dialog, "1995")
    save = user.finds("push button", SAVE, within=dialog)
    assert save.is_("enabled")
    sets_port(user, dialog, "110")
    user.until(lambda: not save.is_("enabled"), "that there is nothing to save")
    user.presses("Escape")
    user.no_window(dialog_title(SHOP_ADDRESS))


def test_create(user: DesktopUser) -> None:
    user.presses("ctrl+n")
    dialog = user.window("New mailbox — Demo")
    server_type = user.finds("combo box", within=dialog)
    assert server_type.label == "Server type"
    address = user.finds("text", "Address", within=dialog)
    user.until(lambda: address.is_("focused"), "the keyboard at the address")
    user.presses("alt+t", "Down")
    user.until(lambda: server_type.name == "IMAP over TLS", "the type IMAP over TLS")
    user.until(lambda: port_of(user, dialog) == "993", "the usual port")
    sets_line(user, dialog, "Address", "alt+a", "<new@example.com> (Example, new)")
    sets_line(user, dialog, "User name", "alt+u", "new")
    user.goes_to(user.finds("text", "Password", within=dialog), "alt+w")
    user.types("geheim")
    sets_line(user, dialog, "Server", "alt+e", "imap.example.com")
    assert "geheim" not in user.sees("New mailbox: ")
    confirms(user, dialog)
    user.presses("ctrl+s")
    user.no_window("New mailbox — Demo")
    described = user.finds("status bar", re.compile("^Saved <new@example.com>"))
    assert "SuperOffice does not show passwords. Check that new mail arrives." in described.name
    user.presses("F5")
    user.sees("44 mailboxes")
    dialog = opens(user, "new@example.com")
    assert line_of(user, dialog, "User name") == "new"
    assert port_of(user, dialog) == "993"


def test_create_demands_what_is_missing(user: DesktopUser) -> None:
    user.presses("ctrl+n")
    dialog = user.window("New mailbox — Demo")
    server_type = user.finds("combo box", within=dialog)
    user.presses("ctrl+s")
    user.sees("Choose how SuperOffice collects the mail.")
    user.until(lambda: "Choose how" in server_type.description, "the reason told with the field")
    user.presses("Escape")
    user.no_window("New mailbox — Demo")


def test_filter(user: DesktopUser) -> None:
    table = sees_list(user)
    user.until(lambda: table.is_("focused"), "the keyboard in the list")
    user.types("pop")
    user.reads(user.finds("text", "Filter the mailboxes"), "pop")
    user.until(lambda: 0 < table.rows < 43, "fewer rows")
    assert all("pop" in " ".join(table.row(row)).lower() for row in range(table.rows))
    filters(user, "nowhere-at-all")
    user.sees("No mailboxes match the filter")
    user.clicks(user.finds("push button", "Clear the filter"))
    assert sees_list(user).rows == 43


def test_locked_mailbox(user: DesktopUser) -> None:
    lock = "This mailbox is run by head office and can be read only."
    filters(user, "hovedkontor")
    user.until(lambda: lock in sees_list(user).cell(0, 1).description, "the lock in the list")
    assert sees_list(user).cell(0, 0).name.startswith(f"Locked by SuperOffice: {lock}")
    dialog = opens(user, "hovedkontor")
    user.sees(f"SuperOffice says: “{lock[:-1]}”.")
    address = user.finds("text", "Address", within=dialog)
    user.until(lambda: address.is_("focused"), "the keyboard at the address")
    assert address.is_("read-only")
    user.types("x")
    user.presses("ctrl+s")
    user.reads(address, "hovedkontor@example.com")
    user.finds("push button", "Close", within=dialog)
    assert not [item for item in dialog.shown() if SAVE.match(item.name)], "nothing to save"
    user.presses("Escape")
    user.no_window("Edit hovedkontor@example.com — Demo")


def test_closing_asks_about_unsaved_work(user: DesktopUser) -> None:
    dialog = opens(user, "klanten")
    sets_line(user, dialog, "Server", "alt+e", "mail.example.com")
    user.presses("alt+F4")
    user.sees("Close without saving?")
    user.presses("Escape")
    user.window(dialog_title(SHOP_ADDRESS))
    assert line_of(user, dialog, "Server") == "mail.example.com"
    user.presses("ctrl+q")
    user.sees("Close without saving?")
    user.presses("alt+c")
    assert user.program.ended() == 0


def dialog_title(address: str) -> str:
    return f"Edit {address} — Demo"
