"""What several stories do on their way, in the words of whoever sits at the program."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.user import DesktopUser

NAME = "Acme test"
PLACE = f"{NAME} (production)"
TITLE = f"{PLACE} — Mailbox Admin"
DEMO_TITLE = "Demo — Mailbox Admin"
SHOP = 6
"""The id of the mailbox SHOP_NAME in the demo's estate."""
SHOP_NAME = "<klantenservice@example.com> (Example B.V.)"
SHOP_ADDRESS = "klantenservice@example.com"
"""What the title of its window calls it."""
SHOP_TITLE = f"Edit {SHOP_ADDRESS} — {PLACE}"
SHOP_SAVED = re.compile("^Saved and read back[.] klantenservice@example[.]com: ")
"""The receipt of a save of this mailbox."""

SAVE = re.compile("^(Save|Create|Add to pending changes)")
"""The button of the edit dialog that saves, whatever it says besides."""

KEEP_THE_PASSWORD = "Store it on this computer after the save"
"""A choice beside the password, and no question."""


def sees_list(user: DesktopUser) -> AccessibleObject:
    """The list of mailboxes is there."""
    return user.finds("table", "Mailboxes")


def filters(user: DesktopUser, words: str) -> None:
    """Type words into the filter box, in place of what it held."""
    box = user.finds("text", "Filter the mailboxes")
    user.goes_to(box, "ctrl+f")
    user.presses("ctrl+a", "BackSpace")
    user.types(words)
    user.reads(box, words)


def opens(user: DesktopUser, words: str) -> AccessibleObject:
    """Filter until one mailbox is left, and open it by Enter; gives its dialog."""
    table = sees_list(user)
    filters(user, words)
    user.until(lambda: table.rows == 1, f"one mailbox with “{words}”")
    user.presses("Return")
    dialog = user.window(re.compile(f"^Edit .*{re.escape(words)}"))
    user.finds("text", "Address", within=dialog)
    return dialog


def sets_port(user: DesktopUser, dialog: AccessibleObject, port: str) -> None:
    """Put the cursor into the port by its key, and type over it."""
    field = user.finds("spin box", "Port", within=dialog)
    user.goes_to(field, "alt+o")
    user.presses("ctrl+a")
    user.types(port)
    user.reads(field, port)


def sets_line(user: DesktopUser, dialog: AccessibleObject, name: str, key: str, text: str) -> None:
    """Put the cursor into a line by its key, and type over it."""
    field = user.finds("text", name, within=dialog)
    user.goes_to(field, key)
    user.presses("ctrl+a")
    user.types(text)
    user.reads(field, text)


def port_of(user: DesktopUser, dialog: AccessibleObject) -> str:
    """What stands in the box of the port."""
    return user.finds("spin box", "Port", within=dialog).text


def line_of(user: DesktopUser, dialog: AccessibleObject, name: str) -> str:
    """What stands in a line."""
    return user.finds("text", name, within=dialog).text


def confirms(user: DesktopUser, dialog: AccessibleObject) -> None:
    """Tick what has to be confirmed before a save, if there is anything."""
    save = user.finds("push button", SAVE, within=dialog)
    user.until(lambda: save.is_("enabled"), "a button that saves")
    for box in _questions(dialog):
        ticks(user, box)


def _questions(dialog: AccessibleObject) -> list[AccessibleObject]:
    boxes = [item for item in dialog.shown() if item.role == "check box"]
    return [box for box in boxes if box.name != KEEP_THE_PASSWORD]


def ticks(user: DesktopUser, box: AccessibleObject) -> None:
    """Click a box, and see the tick."""
    user.clicks(box)
    user.until(lambda: box.is_("checked"), f"a tick at {box.name}")


def writes(user: DesktopUser, dialog: AccessibleObject, name: str, text: str) -> None:
    """Put the cursor into a line, and type."""
    field = user.finds("text", name, within=dialog)
    user.clicks(field)
    user.until(lambda: field.is_("focused"), f"the keyboard at {name}")
    user.presses("ctrl+a")
    user.types(text)


def chooses(user: DesktopUser, key: str, beginning: str) -> None:
    """Choose from a list by its key and the first letters."""
    user.presses(key)
    user.types(beginning)


def replaces_password(user: DesktopUser, dialog: AccessibleObject, password: str) -> None:
    """Choose to replace the stored password, and type the new one."""
    user.clicks(user.finds("radio button", "Replace it", within=dialog))
    field = user.finds("text", "Password", within=dialog)
    user.until(lambda: field.is_("focused"), "the keyboard at the password")
    user.types(password)


def saves(user: DesktopUser, dialog: AccessibleObject) -> None:
    """Save to the profile of makes_profile."""
    user.clicks(user.finds("push button", SAVE, within=dialog))


def is_killed(user: DesktopUser) -> None:
    """Kill the program."""
    user.program.process.kill()
    user.program.process.wait()


def starts_demo(start: Start) -> DesktopUser:
    """Start the demo, and wait for its list."""
    user = start("--demo")
    user.window(DEMO_TITLE)
    sees_list(user)
    return user


def starts_unlocked(start: Start, crm: DemoServer, **how: str) -> DesktopUser:
    """Start the program, make the first profile, and unlock it; ``how`` goes to ``start``."""
    user = start(**how)
    makes_profile(user, crm.url, crm.credentials.username, crm.credentials.password)
    sees_list(user)
    unlocks(user)
    return user


def count_stored(home: Path, table: str) -> int:
    """Count the rows of a table in the program's own database."""
    file = home / ".local" / "share" / "Mailbox Admin" / "offline.sqlite"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def holds_no_secret(user: DesktopUser, *secrets: bytes) -> None:
    """Check the program's files, and what others may see of its process, for secrets.

    Raises: AssertionError with the file that holds a secret.
    """
    process, program = Path("/proc", str(user.program.process.pid)), user.program
    files = [file for file in program.home.rglob("*") if file.is_file()]
    assert any(file.name == "profiles.json" for file in files)
    for file in (*files, process / "cmdline", process / "environ", program.output, program.errors):
        content = file.read_bytes()
        assert not any(secret in content for secret in secrets), file


def encoded(*secrets: str) -> list[bytes]:
    """Give the bytes of texts, in UTF-8 and in UTF-16 as Qt keeps them."""
    return [secret.encode(kind) for secret in secrets for kind in ("utf-8", "utf-16-le")]


def makes_profile(user: DesktopUser, url: str, user_name: str, password: str) -> None:
    """Make the first profile by hand, with nothing but the keyboard."""
    user.sees("No profile yet")
    user.window("Mailbox Admin")  # keys that come before the keyboard does are lost
    fills_profile(user, NAME, url, user_name, password)
    user.window(TITLE)


def fills_profile(user: DesktopUser, name: str, url: str, user_name: str, password: str) -> None:
    """Make a profile, a first one or another one."""
    user.presses("ctrl+shift+n")
    user.window("New profile")
    for key, text in (("alt+n", name), ("alt+a", url), ("alt+u", user_name), ("alt+p", password)):
        user.presses(key)
        user.types(text)
    user.presses("Return")
    user.no_window("New profile")


def unlocks(user: DesktopUser) -> None:
    """Unlock a profile whose connection has worked, so that mailboxes can be changed."""
    button = user.finds("push button", "Unlock")
    user.until(lambda: button.is_("enabled"), "a connection that has worked")
    user.presses("ctrl+u")
    user.finds("label", re.compile("Unlocked for .*"))
