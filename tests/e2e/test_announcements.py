"""What a screen reader says by itself: how a test, a save and a search ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.accessibility_events import EventListener, listener
from tests.e2e.conftest import Start
from tests.e2e.desktop import Desktop
from tests.e2e.steps import opens, sees_list, sets_port
from tests.e2e.user import DesktopUser


@pytest.fixture
def heard(screen: Desktop) -> Iterator[EventListener]:
    """A program that listens to everything that a screen reader is told."""
    with listener(screen.screen_reader_bus) as made:
        yield made


def hears(user: DesktopUser, heard: EventListener, words: str) -> None:
    """An announcement with these words comes."""

    def came() -> bool:
        heard.events(user.windows()[0])  # which waits for all that was sent before
        said = [text for e in heard.events() if e.member == "Announcement" for text in e.texts]
        return any(words in text for text in said)

    user.until(came, f"the announcement of “{words}”")


def test_a_connection_test_is_heard_and_read(start: Start, heard: EventListener) -> None:
    with DemoServer() as crm:
        user = start()
        user.sees("No profile yet")
        user.window("Mailbox Admin")
        user.presses("ctrl+shift+n")
        dialog = user.window("New profile")
        for key, text in (("alt+n", "Acme"), ("alt+a", crm.url), ("alt+u", "nobody")):
            user.presses(key)
            user.types(text)
        field = user.finds("text", "Password", within=dialog)
        user.goes_to(field, "alt+p")
        user.types("wrong")
        user.presses("alt+t")
        hears(user, heard, "did not accept")
        user.finds("label", user.sees("did not accept"), within=dialog)
        user.until(
            lambda: any("Address: passed." in item.name for item in dialog.shown()),
            "the stages in words",
        )
        user.until(lambda: field.is_("focused"), "the keyboard at the password to correct")
        user.presses("Escape")
        user.sees("Close without saving?")
        user.presses("alt+c")
        user.no_window("New profile")
        user.ends()


def test_a_save_and_a_search_are_heard(start: Start, heard: EventListener) -> None:
    user = start("--demo")
    table = sees_list(user)
    hears(user, heard, "43 mailboxes")
    assert table.rows == 43
    dialog = opens(user, "klanten")
    sets_port(user, dialog, "1995")
    user.presses("Return")
    hears(user, heard, "Saved and read back. klantenservice@example.com: Port 110 → 1995.")
    user.presses("ctrl+j")
    user.window("Journal — History")
    user.types("nobody")
    hears(user, heard, "No entries match.")
    user.presses("Escape")
    user.no_window("Journal — History")
    user.ends()
