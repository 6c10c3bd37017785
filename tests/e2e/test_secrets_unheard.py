"""Nothing but bullets leaves a secret field on the accessibility bus, whatever is done in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.accessibility_events import EventListener, listener
from tests.e2e.conftest import Start
from tests.e2e.desktop import Desktop
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.user import DesktopUser
from tests.servers.private_bus import running

TYPED = "Zq7#vK9!xW"
PASTED = "Jk4$pL8&yU"
CLIPBOARD = [sys.executable, "-m", "tests.e2e.clipboard", "put"]
PROJECT = Path(__file__).parents[2]


@pytest.fixture
def heard(screen: Desktop) -> Iterator[EventListener]:
    """A program that listens to everything that a screen reader is told."""
    with listener(screen.screen_reader_bus) as made:
        yield made


@contextmanager
def on_the_clipboard(user: DesktopUser, text: str) -> Iterator[None]:
    """Another program holds this text, copied and selected."""
    read = subprocess.PIPE
    with running(CLIPBOARD, env=dict(user.env), cwd=PROJECT, stdin=read, stdout=read) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(text.encode())
        other.stdin.close()
        other.stdout.readline()
        yield


def opens_password(start: Start) -> tuple[DesktopUser, AccessibleObject]:
    """Open the dialog of a new profile, and go to its password."""
    user = start()
    user.sees("No profile yet")
    user.window("Mailbox Admin")
    user.presses("ctrl+shift+n")
    field = user.finds("text", "Password", within=user.window("New profile"))
    assert field.is_secret
    user.goes_to(field, "alt+p")
    return user, field


def leaves(user: DesktopUser) -> None:
    """Empty the field, close the dialog, and quit."""
    user.presses("ctrl+a", "BackSpace", "Escape")
    user.no_window("New profile")
    user.ends()


def holds(user: DesktopUser, field: AccessibleObject, length: int) -> None:
    """See how many characters the field has; a screen reader can say no more of it."""
    user.until(lambda: field.length == length, f"{length} characters, not {field.length}")
    assert field.text.strip("•*●") == ""


def told_nothing(heard: EventListener, field: AccessibleObject, *secrets: str) -> None:
    """Check that the field sent events with nothing but bullets, and nobody a piece of a secret."""
    own = [event for event in heard.events(field) if event.member == "TextChanged"]
    said = {text for event in own for text in event.texts}
    assert {character for text in said for character in text} == {"•"}
    pieces = {secret[i : i + 3] for secret in secrets for i in range(len(secret) - 2)}
    texts = {text for event in heard.events() for text in event.texts}
    assert not [text for text in texts if any(piece in text for piece in pieces)]


def test_typed_corrected_replaced_and_undone(start: Start, heard: EventListener) -> None:
    user, field = opens_password(start)
    user.types(TYPED)
    holds(user, field, len(TYPED))
    user.presses("BackSpace", "Home", "Delete", "shift+Right", "shift+Right")
    user.types("x")  # a letter that is on the keyboard: for others xdotool changes the keyboard
    holds(user, field, len(TYPED) - 3)
    user.presses("ctrl+z")
    holds(user, field, 0)
    user.types(TYPED)
    user.presses("ctrl+a")
    user.types(TYPED[::-1])
    holds(user, field, len(TYPED))
    user.presses("ctrl+a", "Delete")
    holds(user, field, 0)
    told_nothing(heard, field, TYPED, TYPED[::-1])
    leaves(user)


def test_pasted_by_key_mouse_and_menu(start: Start, heard: EventListener) -> None:
    user, field = opens_password(start)
    with on_the_clipboard(user, PASTED):
        user.presses("ctrl+v")
        holds(user, field, len(PASTED))
        user.presses("shift+Insert")
        holds(user, field, 2 * len(PASTED))
        user.clicks(field, button=2)
        holds(user, field, 3 * len(PASTED))
        user.clicks(field, button=3)
        user.presses("p")
        holds(user, field, 4 * len(PASTED))
    told_nothing(heard, field, PASTED)
    leaves(user)


def test_shown_while_held(start: Start, heard: EventListener) -> None:
    user, field = opens_password(start)
    user.types(TYPED)
    holds(user, field, len(TYPED))
    button = user.finds("push button", "Show Password while held")
    with user.holds_down(button):
        user.until(lambda: button.is_("pressed"), "the held button")
        assert field.is_secret
        holds(user, field, len(TYPED))
    told_nothing(heard, field, TYPED)
    leaves(user)
