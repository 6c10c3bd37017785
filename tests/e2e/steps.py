"""What several stories do on their way, in the words of whoever sits at the program."""

from __future__ import annotations

import re

from tests.e2e.person import Person
from tests.e2e.screen_reader import Thing

NAME = "Acme test"
TITLE = f"{NAME} (production) — Mailbox Admin"

KEEP_THE_PASSWORD = "After a save that worked, keep it on this computer"
"""A choice beside the password, and no question."""


def sees_list(me: Person) -> Thing:
    """The list of mailboxes is there."""
    return me.finds("table", "Mailboxes")


def filters(me: Person, words: str) -> None:
    """Type words into the filter box, in place of what it held."""
    box = me.finds("text", "Filter the mailboxes")
    me.goes_to(box, "ctrl+f")
    me.presses("ctrl+a", "BackSpace")
    me.types(words)
    me.reads(box, words)


def opens(me: Person, words: str) -> Thing:
    """Filter until one mailbox is left, and open it by Enter; gives its dialog."""
    table = sees_list(me)
    filters(me, words)
    me.until(lambda: table.rows == 1, f"one mailbox with “{words}”")
    me.presses("Return")
    dialog = me.window(re.compile(f"^Edit .*{re.escape(words)}"))
    me.finds("text", "Address", within=dialog)
    return dialog


def sets_port(me: Person, dialog: Thing, port: str) -> None:
    """Put the cursor into the port by its key, and type over it."""
    field = me.finds("spin box", "Port", within=dialog)
    me.goes_to(field, "alt+o")
    me.presses("ctrl+a")
    me.types(port)
    me.reads(field, port)


def sets_line(me: Person, dialog: Thing, name: str, key: str, text: str) -> None:
    """Put the cursor into a line by its key, and type over it."""
    field = me.finds("text", name, within=dialog)
    me.goes_to(field, key)
    me.presses("ctrl+a")
    me.types(text)
    me.reads(field, text)


def port_of(me: Person, dialog: Thing) -> str:
    """What stands in the box of the port."""
    return me.finds("spin box", "Port", within=dialog).text


def line_of(me: Person, dialog: Thing, name: str) -> str:
    """What stands in a line."""
    return me.finds("text", name, within=dialog).text


def confirms(me: Person, dialog: Thing) -> list[str]:
    """Tick all that has to be confirmed before a save; gives what it was."""
    me.until(lambda: bool(_questions(dialog)), "something to confirm")
    boxes = _questions(dialog)
    for box in boxes:
        ticks(me, box)
    return [box.name for box in boxes]


def _questions(dialog: Thing) -> list[Thing]:
    boxes = [thing for thing in dialog.shown() if thing.role == "check box"]
    return [box for box in boxes if box.name != KEEP_THE_PASSWORD]


def ticks(me: Person, box: Thing) -> None:
    """Click a box, and see the tick."""
    me.clicks(box)
    me.until(lambda: box.is_("checked"), f"a tick at {box.name}")


def writes(me: Person, dialog: Thing, name: str, text: str) -> None:
    """Put the cursor into a line, and type."""
    field = me.finds("text", name, within=dialog)
    me.clicks(field)
    me.until(lambda: field.is_("focused"), f"the keyboard at {name}")
    me.presses("ctrl+a")
    me.types(text)


def chooses(me: Person, key: str, beginning: str) -> None:
    """Choose from a list by its key and the first letters."""
    me.presses(key)
    me.types(beginning)


def makes_profile(me: Person, url: str, user_name: str, password: str) -> None:
    """Make the first profile by hand, with nothing but the keyboard."""
    me.sees("No profile yet")
    me.window("Mailbox Admin")  # keys that come before the keyboard does are lost
    fills_profile(me, NAME, url, user_name, password)
    me.window(TITLE)


def fills_profile(me: Person, name: str, url: str, user_name: str, password: str) -> None:
    """Make a profile, a first one or another one."""
    me.presses("ctrl+shift+n")
    me.window("New profile")
    for key, text in (("alt+n", name), ("alt+a", url), ("alt+u", user_name), ("alt+p", password)):
        me.presses(key)
        me.types(text)
    me.presses("Return")
    me.no_window("New profile")


def unlocks(me: Person) -> None:
    """Unlock a profile whose connection has worked, so that mailboxes can be changed."""
    button = me.finds("push button", "Unlock")
    me.until(lambda: button.is_("enabled"), "a connection that has worked")
    me.presses("ctrl+u")
    me.finds("status bar", re.compile("Unlocked for .*"))
