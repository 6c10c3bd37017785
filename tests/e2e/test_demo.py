"""Somebody practises on the demo: reads the list, edits, creates, filters, and closes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.steps import (
    confirms,
    filters,
    line_of,
    opens,
    port_of,
    sees_list,
    sets_line,
    sets_port,
)

TITLE = "Demo — Mailbox Admin"
SHOP = "<klantenservice@example.com> (Example B.V.)"


@pytest.fixture
def me(start: Start) -> Person:
    me = start("--demo")
    me.window(TITLE)
    sees_list(me)
    new = me.finds("push button", "New mailbox")
    me.until(lambda: new.is_("enabled"), "that the list can be worked with")
    return me


def test_list(me: Person, home: Path) -> None:
    me.finds("label", "DEMO")
    assert sees_list(me).rows == 43
    me.sees("43 mailboxes · loaded ")
    me.sees("signed in as Kim Demo")
    me.until(lambda: "imap.example.com" in sees_list(me).row(1), "the server of the second row")
    me.ends()
    assert not list((home / "tmp").iterdir()), "the demo's temporary folder was left behind"
    assert not list(home.rglob("profiles.json"))


def test_keyboard_begins_in_the_list(me: Person) -> None:
    me.until(lambda: sees_list(me).is_("focused"), "the keyboard in the list")
    me.presses("Down", "Down", "Return")
    me.window("Edit arkiv@example.org — Demo")


def test_edit(me: Person) -> None:
    dialog = opens(me, "klanten")
    sets_port(me, dialog, "1995")
    sets_line(me, dialog, "Server", "alt+e", "mail.example.com")
    me.sees("Port: “110” → “1995”")
    me.sees("Server: “pop.example.com” → “mail.example.com”")
    me.presses("Return")
    me.no_window(dialog_title(SHOP))
    me.finds("status bar", f"Saved {SHOP}.")
    row = [SHOP, "Customer service", "Low", "POP, no TLS", "no TLS", "mail.example.com", "1995"]
    me.until(lambda: sees_list(me).row(0)[:7] == row, f"the row {row}")
    me.presses("F5")
    again = opens(me, "klanten")
    assert port_of(me, again) == "1995"
    assert line_of(me, again, "Server") == "mail.example.com"


def test_undo_leaves_nothing_to_save(me: Person) -> None:
    dialog = opens(me, "klanten")
    sets_port(me, dialog, "1995")
    save = me.finds("push button", "Save to Demo", within=dialog)
    assert save.is_("enabled")
    sets_port(me, dialog, "110")
    me.until(lambda: not save.is_("enabled"), "that there is nothing to save")
    me.presses("Escape")
    me.no_window(dialog_title(SHOP))


def test_create(me: Person) -> None:
    me.presses("ctrl+n")
    dialog = me.window("New mailbox — Demo")
    server_type = me.finds("combo box", within=dialog)
    assert server_type.label == "Server type"
    me.until(lambda: server_type.is_("focused"), "the keyboard at the type")
    me.presses("Down")
    me.until(lambda: server_type.name == "IMAP over TLS", "the type IMAP over TLS")
    me.until(lambda: port_of(me, dialog) == "993", "the usual port")
    sets_line(me, dialog, "Address", "alt+a", "<new@example.com> (Example, new)")
    sets_line(me, dialog, "User name", "alt+u", "new")
    me.goes_to(me.finds("text", "Password", within=dialog), "alt+w")
    me.types("geheim")
    sets_line(me, dialog, "Server", "alt+e", "imap.example.com")
    assert "geheim" not in me.sees("Password: ")
    confirms(me, dialog)
    me.presses("ctrl+s")
    me.no_window("New mailbox — Demo")
    told = me.finds("status bar", re.compile("^Saved <new@example.com>"))
    assert "SuperOffice does not show passwords: watch for new mail." in told.name
    me.presses("F5")
    me.sees("44 mailboxes")
    dialog = opens(me, "new@example.com")
    assert line_of(me, dialog, "User name") == "new"
    assert port_of(me, dialog) == "993"


def test_create_demands_what_is_missing(me: Person) -> None:
    me.presses("ctrl+n")
    dialog = me.window("New mailbox — Demo")
    server_type = me.finds("combo box", within=dialog)
    me.until(lambda: server_type.is_("focused"), "the keyboard at the type")
    me.presses("ctrl+s")
    me.sees("Choose how SuperOffice is to fetch the mail.")
    me.until(lambda: "Choose how" in server_type.description, "the reason told with the field")
    me.presses("Escape")
    me.no_window("New mailbox — Demo")


def test_filter(me: Person) -> None:
    table = sees_list(me)
    me.until(lambda: table.is_("focused"), "the keyboard in the list")
    me.types("pop")
    me.reads(me.finds("text", "Filter the mailboxes"), "pop")
    me.until(lambda: 0 < table.rows < 43, "fewer rows")
    assert all("pop" in " ".join(table.row(row)).lower() for row in range(table.rows))
    filters(me, "nowhere-at-all")
    me.sees("Nothing matches the filter")
    me.clicks(me.finds("push button", "Clear the filter"))
    assert sees_list(me).rows == 43


def test_locked_mailbox(me: Person) -> None:
    lock = "This mailbox is run by head office and can be read only."
    filters(me, "hovedkontor")
    me.until(lambda: sees_list(me).cell(0, 0).description == lock, "the lock in the list")
    dialog = opens(me, "hovedkontor")
    me.sees(f"SuperOffice says: “{lock[:-1]}”.")
    address = me.finds("text", "Address", within=dialog)
    me.until(lambda: address.is_("focused"), "the keyboard at the address")
    assert address.is_("read-only")
    me.types("x")
    me.presses("ctrl+s")
    me.reads(address, "hovedkontor@example.com")
    assert not me.finds("push button", "Save to Demo", within=dialog).is_("enabled")
    me.presses("Escape")
    me.no_window("Edit hovedkontor@example.com — Demo")


def test_closing_asks_about_unsaved_work(me: Person) -> None:
    dialog = opens(me, "klanten")
    sets_line(me, dialog, "Server", "alt+e", "mail.example.com")
    me.presses("alt+F4")
    me.sees("Close without saving?")
    me.presses("Escape")
    me.window(dialog_title(SHOP))
    assert line_of(me, dialog, "Server") == "mail.example.com"
    me.presses("ctrl+q")
    me.sees("Close without saving?")
    me.presses("alt+c")
    assert me.program.ended() == 0


def dialog_title(address: str) -> str:
    return f"Edit {address} — Demo"
