"""A slow server, and one that never answers: the window lives, and closes at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    SHOP_SAVED,
    TITLE,
    confirms,
    filters,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    starts_unlocked,
)
from tests.e2e.user import DesktopUser
from tests.servers.demo_process import demo_alone
from tests.servers.faults import silence
from tests.servers.hostile import HostileServer

LATENCY_MS = 2000
ALIVE_SECONDS = 1.0
"""How long the window may leave a screen reader waiting: half of what the server takes."""
PROMPT_SECONDS = 10.0
"""How long closing may take on a busy machine; the program's own time limits are 60 and more."""


def test_window_lives_while_it_loads(start: Start) -> None:
    with demo_alone("--latency-ms", str(LATENCY_MS)) as crm:
        user = start()
        makes_profile(user, crm.url, crm.username, crm.password)
        user.sees("Loading the mailboxes of Acme test…")
        answers = Answers(user)
        answers.keep_coming_until(lambda: user.sees_now("loading…"))
        user.presses("alt+m")
        answers.keep_coming_until(lambda: opened(user, "New mailbox"))
        user.presses("Escape")
        filters(user, "klanten")
        answers.keep_coming_until(lambda: user.sees_now("43 mailboxes, 1 shown"))
        table = sees_list(user)
        answers.keep_coming_until(lambda: "pop.example.com" in table.row(0))
        answers.keep_coming_until(lambda: user.sees_now("signed in as Kim Demo"))
        assert answers.slowest < ALIVE_SECONDS
        user.ends()


def edits_server(start: Start, crm: DemoServer) -> tuple[DesktopUser, AccessibleObject]:
    user = starts_unlocked(start, crm)
    dialog = opens(user, "klanten")
    sets_line(user, dialog, "Server", "alt+e", "mail.example.com")
    confirms(user, dialog)
    return user, dialog


def test_cancel_during_a_save(start: Start, crm: DemoServer) -> None:
    """Cancel stops the save and keeps what was typed; nothing has reached the server."""
    user, dialog = edits_server(start, crm)
    server = user.finds("text", "Server", within=dialog)
    user.goes_to(server, "alt+e")
    crm.latency_ms = LATENCY_MS
    user.presses("ctrl+s")
    user.finds("push button", "Saving…", within=dialog)
    user.presses("Escape")
    user.sees("The save was stopped before anything was sent.")
    user.reads(server, "mail.example.com")
    user.until(lambda: server.is_("focused"), "the keyboard back at the server")
    assert crm.request_count("SaveMailboxEntity") == 0
    crm.latency_ms = 0
    user.presses("ctrl+s")
    user.finds("label", SHOP_SAVED)
    user.ends()


def test_closing_during_a_save_asks(start: Start, crm: DemoServer) -> None:
    user, dialog = edits_server(start, crm)
    crm.latency_ms = LATENCY_MS
    user.presses("ctrl+s")
    user.finds("push button", "Saving…", within=dialog)
    user.clicks(user.finds("status bar"))
    user.window(TITLE)
    user.presses("ctrl+q")
    user.sees("A save is still running. Quit anyway?")
    user.presses("alt+q")
    assert user.program.ended(PROMPT_SECONDS) == 0


def test_closing_during_a_request(start: Start) -> None:
    """The server took the request and says nothing more, ever."""
    with HostileServer({"*": silence()}) as server:
        user = start()
        makes_profile(user, server.url, "kim", "canary")
        user.sees("Loading the mailboxes of Acme test…")
        assert server.arrived.wait(PROMPT_SECONDS)
        user.presses("alt+F4")
        assert user.program.ended(PROMPT_SECONDS) == 0


class Answers:
    """Looks at the window again and again, and remembers the longest time without an answer."""

    def __init__(self, user: DesktopUser) -> None:
        self._user = user
        self.slowest = 0.0

    def keep_coming_until(self, look: Callable[[], bool]) -> None:
        def timed() -> bool:
            started = time.monotonic()
            self._user.windows()
            self.slowest = max(self.slowest, time.monotonic() - started)
            return look()

        self._user.until(timed, "what was to come of a slow server")


def opened(user: DesktopUser, entry: str) -> bool:
    """Whether a menu is open that holds this."""
    return any(item.role == "menu item" and item.name == entry for item in user.shown())
