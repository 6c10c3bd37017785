"""A slow server, and one that never answers: the window lives, and closes at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.steps import (
    TITLE,
    confirms,
    filters,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    unlocks,
)
from tests.servers.demo_alone import demo_alone
from tests.servers.faults import silence
from tests.servers.hostile import HostileServer

LATENCY_MS = 2000
ALIVE_SECONDS = 1.0
"""How long the window may leave a screen reader waiting: half of what the server takes."""
PROMPT_SECONDS = 10.0
"""How long closing may take on a busy machine; the program's own time limits are 60 and more."""


def test_window_lives_while_it_loads(start: Start) -> None:
    with demo_alone("--latency-ms", str(LATENCY_MS)) as crm:
        me = start()
        makes_profile(me, crm.url, crm.username, crm.password)
        me.sees("Loading the mailboxes of Acme test …")
        answers = Answers(me)
        answers.keep_coming_until(lambda: me.sees_now("loading …"))
        me.presses("alt+m")
        answers.keep_coming_until(lambda: opened(me, "New mailbox"))
        me.presses("Escape")
        filters(me, "klanten")
        answers.keep_coming_until(lambda: me.sees_now("43 mailboxes, 1 shown"))
        table = sees_list(me)
        answers.keep_coming_until(lambda: "pop.example.com" in table.row(0))
        answers.keep_coming_until(lambda: me.sees_now("signed in as Kim Demo"))
        assert answers.slowest < ALIVE_SECONDS
        me.ends()


def test_cancel_during_a_save(start: Start) -> None:
    """Cancel stops the save and keeps what was typed; nothing has reached the server."""
    with DemoServer() as crm:
        me = start()
        makes_profile(me, crm.url, crm.credentials.username, crm.credentials.password)
        unlocks(me)
        dialog = opens(me, "klanten")
        sets_line(me, dialog, "Server", "alt+e", "mail.example.com")
        confirms(me, dialog)
        server = me.finds("text", "Server", within=dialog)
        me.goes_to(server, "alt+e")
        crm.latency_ms = LATENCY_MS
        me.presses("ctrl+s")
        me.finds("push button", "Saving …", within=dialog)
        me.presses("Escape")
        me.sees("The save was stopped before anything was sent.")
        me.reads(server, "mail.example.com")
        me.until(lambda: server.is_("focused"), "the keyboard back at the server")
        assert crm.request_count("SaveMailboxEntity") == 0
        crm.latency_ms = 0
        me.presses("ctrl+s")
        me.finds("status bar", "Saved <klantenservice@example.com> (Example B.V.).")
        me.ends()


def test_closing_during_a_save_asks(start: Start) -> None:
    with DemoServer() as crm:
        me = start()
        makes_profile(me, crm.url, crm.credentials.username, crm.credentials.password)
        unlocks(me)
        dialog = opens(me, "klanten")
        sets_line(me, dialog, "Server", "alt+e", "mail.example.com")
        confirms(me, dialog)
        crm.latency_ms = LATENCY_MS
        me.presses("ctrl+s")
        me.finds("push button", "Saving …", within=dialog)
        me.clicks(me.finds("status bar"))
        me.window(TITLE)
        me.presses("ctrl+q")
        me.sees("A save is under way. Quit all the same?")
        me.presses("alt+q")
        assert me.program.ended(PROMPT_SECONDS) == 0


def test_closing_during_a_request(start: Start) -> None:
    """The server took the request and says nothing more, ever."""
    with HostileServer({"*": silence()}) as server:
        me = start()
        makes_profile(me, server.url, "kim", "canary")
        me.sees("Loading the mailboxes of Acme test …")
        assert server.arrived.wait(PROMPT_SECONDS)
        me.presses("alt+F4")
        assert me.program.ended(PROMPT_SECONDS) == 0


class Answers:
    """Looks at the window again and again, and remembers the longest time without an answer."""

    def __init__(self, me: Person) -> None:
        self._me = me
        self.slowest = 0.0

    def keep_coming_until(self, look: Callable[[], bool]) -> None:
        def timed() -> bool:
            started = time.monotonic()
            self._me.windows()
            self.slowest = max(self.slowest, time.monotonic() - started)
            return look()

        self._me.until(timed, "what was to come of a slow server")


def opened(me: Person, item: str) -> bool:
    """Whether a menu is open that holds this."""
    return any(thing.role == "menu item" and thing.name == item for thing in me.shown())
