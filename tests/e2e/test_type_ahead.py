"""Whoever opens a dialog by a key and types the secret on at once loses not one letter of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    NAME,
    SHOP_TITLE,
    fills_profile,
    opens,
    sees_list,
    sets_port,
    starts_demo,
    starts_unlocked,
)
from tests.e2e.test_encrypted_file import DATA, keep_in_file
from tests.e2e.user import DesktopUser, Name

SECRET = "Secret-Pass-2026"
PAUSES_MS = (20, 60, 100)
"""Milliseconds between two keys: a fast typist's, and one who looks at the keyboard."""
RUNS = 3
"""Openings of a dialog in one test; a loss shows in most of them."""

MAIN_WINDOW = re.compile("Mailbox Admin$")

each_pause = pytest.mark.parametrize("pause_ms", PAUSES_MS)


def sees_letters(user: DesktopUser, box: AccessibleObject, count: int) -> None:
    """See as many letters or bullets as were typed."""
    user.until(lambda: len(box.text) == count, f"{count} letters, not {len(box.text)}")


def types_into(
    user: DesktopUser,
    keys: list[str],
    title: Name,
    pause_ms: int,
    typed: dict[str, str],
    before: Name = MAIN_WINDOW,
) -> None:
    """Open a dialog, type on at once, see every letter, and close the dialog; several times.

    ``typed`` is the text of each field, by name and in their order, ``before`` the title
    of the window that has the keyboard first.
    """
    for _ in range(RUNS):
        user.presses_and_types(keys, "\t".join(typed.values()), pause_ms)
        dialog = user.window(title)
        boxes = [user.finds("text", name, within=dialog) for name in typed]
        for box, text in zip(boxes, typed.values(), strict=True):
            sees_letters(user, box, len(text))
        for box in boxes:
            user.clicks(box)
            user.presses("ctrl+a", "BackSpace")
            user.reads(box, "")
        user.presses("Escape")
        user.no_window(title)
        user.window(before)


@each_pause
def test_password_that_was_refused(start: Start, crm: DemoServer, pause_ms: int) -> None:
    user = start()
    user.window("Mailbox Admin")
    fills_profile(user, NAME, crm.url, crm.credentials.username, "wrong")
    field = user.finds("text", "Password")
    for _ in range(RUNS):
        user.presses_and_types(["F6", "alt+w"], SECRET, pause_ms)
        sees_letters(user, field, len(SECRET))
        user.presses("ctrl+a", "BackSpace")
        user.reads(field, "")
    user.ends()


@each_pause
def test_passphrase_of_the_encrypted_file(start: Start, home: Path, pause_ms: int) -> None:
    with DemoServer() as crm:
        keep_in_file(home / DATA, crm)
        user = start()
        user.window("Unlock the password vault")
        user.presses("Escape")
        user.finds("push button", "Unlock the password vault…")
        types_into(user, ["alt+u"], "Unlock the password vault", pause_ms, {"Passphrase": SECRET})
        types_into(user, ["ctrl+shift+k"], "Password storage", pause_ms, {"Passphrase": SECRET})
        user.ends()


@each_pause
def test_password_of_a_new_profile(start: Start, pause_ms: int) -> None:
    user = start()
    user.window("Mailbox Admin")
    types_into(user, ["ctrl+shift+n", "alt+p"], "New profile", pause_ms, {"Password": SECRET})
    user.ends()


@each_pause
def test_first_line_of_a_rotation(start: Start, pause_ms: int) -> None:
    user = starts_demo(start)
    sees_list(user)
    line = {"Address or user name": "info@example.com", "Password": SECRET}
    types_into(user, ["ctrl+shift+v", "Tab"], "Replace passwords", pause_ms, line)
    user.ends()


@each_pause
def test_password_of_a_trial(start: Start, crm: DemoServer, pause_ms: int) -> None:
    user = starts_unlocked(start, crm)
    sets_port(user, opens(user, "klanten"), "1995")
    user.finds("push button", "Test this once…")
    title, line = "Test a save without the password", {"Mailbox password": SECRET}
    types_into(user, ["alt+n"], title, pause_ms, line, before=SHOP_TITLE)
    user.program.process.kill()
