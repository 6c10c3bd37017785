"""The five commonest jobs cost no more keys and clicks than tests/bench/keystrokes.json says.

A key, a click and a typed value count as one each. The table may only fall: a job that costs less
than its line fails too, until the line is lowered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.steps import SHOP_ADDRESS, fills_profile, sees_list, starts_demo
from tests.e2e.user import DesktopUser
from tests.servers.ports import free_ports

TABLE = Path(__file__).parents[1] / "bench/keystrokes.json"


@dataclass(frozen=True)
class CountedUser(DesktopUser):
    """A person whose keys, clicks and typed values are counted."""

    actions: list[str] = field(default_factory=list)

    def _hand(self, *command: str) -> None:
        match command:
            case ("key", *keys):
                self.actions.extend(keys)
            case ("type", *_):
                self.actions.append("a value")
            case ("click", *_):
                self.actions.append("a click")
        super()._hand(*command)


@contextmanager
def counted(user: DesktopUser, job: str) -> Iterator[CountedUser]:
    """Count what a job costs, and compare it with the table."""
    person = CountedUser(user.program, user.bus, user.env)
    yield person
    assert len(person.actions) == json.loads(TABLE.read_text("utf-8"))[job], person.actions


def test_the_mailbox_jobs(start: Start) -> None:
    user = starts_demo(start)
    table = sees_list(user)
    user.until(lambda: table.rows == 43 and table.is_("focused"), "the keyboard in the list")
    with counted(user, "find a mailbox and open it") as person:
        person.types("klanten")
        person.presses("Return")
        dialog = person.window(f"Edit {SHOP_ADDRESS} — Demo")
    user.presses("Escape")
    user.no_window(f"Edit {SHOP_ADDRESS} — Demo")
    user.presses("Escape")
    user.until(lambda: table.rows == 43, "the whole list")

    with counted(user, "replace a password") as person:
        person.types("klanten")
        person.presses("Return")
        dialog = person.window(f"Edit {SHOP_ADDRESS} — Demo")
        person.presses("alt+r")
        secret = person.finds("text", "Password", within=dialog)
        person.until(lambda: secret.is_("focused"), "the keyboard at the password")
        person.types("geheim")
        person.presses("Return")
        person.no_window(f"Edit {SHOP_ADDRESS} — Demo")
    user.presses("Escape")
    user.until(lambda: table.rows == 43, "the whole list")

    with counted(user, "see why mail has stopped") as person:
        person.presses("shift+F7")
        person.window(re.compile("Mail has stopped"))


def test_many_mailboxes_are_moved(start: Start) -> None:
    user = starts_demo(start)
    table = sees_list(user)
    user.until(lambda: table.rows == 43 and table.is_("focused"), "the keyboard in the list")
    user.until(lambda: "imap.example.com" in table.row(1), "the details of the rows")
    with counted(user, "move all mailboxes of a server") as person:
        person.types("pop.example.com")
        person.until(lambda: 1 < table.rows < 43, "some of the rows")
        person.presses("F6")
        person.until(lambda: table.is_("focused"), "the keyboard in the list")
        person.presses("ctrl+a", "ctrl+shift+m")
        dialog = person.window(re.compile("^Bulk edit: "))
        box = person.finds("check box", "Server", within=dialog)
        person.until(lambda: box.is_("enabled"), "the details")
        person.presses("alt+e")
        person.until(lambda: box.is_("checked"), "a tick at the server")
        person.types("pop.newhost.example")
        person.finds("push button", re.compile(r"Save \d+ to Demo"), within=dialog)
        person.presses("alt+s")
        person.sees(" saved and read back")


def test_another_customer(start: Start, bus: str) -> None:
    first, second = free_ports(2)
    with DemoServer(port=first) as one, DemoServer(port=second) as two:
        user = start(session_bus=bus)
        user.sees("No profile yet")
        user.window("Mailbox Admin")
        for name, crm in (("First", one), ("Second", two)):
            fills_profile(user, name, crm.url, crm.credentials.username, crm.credentials.password)
            user.window(f"{name} (production) — Mailbox Admin")
            user.until(lambda: sees_list(user).rows == 43, "the list")
        with counted(user, "go to another customer") as person:
            person.presses("ctrl+p")
            person.types("First")
            person.presses("Return")
            person.window("First (production) — Mailbox Admin")
