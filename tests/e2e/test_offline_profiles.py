"""Profiles are made, changed, handed out and taken over with no network; then each signs in.

One signs in with user name and password, the other with a ticket and an application token.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.demo import DemoCredentials, DemoServer
from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.steps import chooses, fills_profile, sees_list, writes
from tests.servers.keyring_service import keyring_service

PASSWORD, TICKET, APP_TOKEN = "canary-of-one", "7T:canary-of-two", "canary-of-the-app"
SECRETS = (PASSWORD, TICKET, APP_TOKEN)


@pytest.fixture
def keyring() -> Iterator[dict[str, str]]:
    with keyring_service() as made:
        yield made


def free_ports() -> tuple[int, int]:
    """Two ports of this computer that nobody listens on."""
    with socket.socket() as one, socket.socket() as two:
        for each in (one, two):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def test_profiles_without_a_network(
    start: Start, keyring: dict[str, str], home: Path, tmp_path: Path
) -> None:
    bus, ports = keyring["DBUS_SESSION_BUS_ADDRESS"], free_ports()
    me = start(session_bus=bus)
    me.sees("No profile yet")
    me.window("Mailbox Admin")  # keys that come before the keyboard does are lost
    assert "Max core file size        0                    0 " in limits(me)
    fills_profile(me, "First", address(ports[0]), "kim", PASSWORD)
    me.window("First (production) — Mailbox Admin")
    me.sees("The server refuses connections.")
    fills_ticket_profile(me, "Second", address(ports[1]))
    me.window("Second (production) — Mailbox Admin")
    me.sees("The server refuses connections.")
    renames(me, "Second, renamed")
    hands_out(me, tmp_path / "handed out.json")
    takes_over(me, tmp_path / "handed out.json")
    me.ends()

    written = (tmp_path / "handed out.json").read_text("utf-8")
    assert [p["name"] for p in json.loads(written)["profiles"]] == ["First", "Second, renamed"]
    for file in (tmp_path / "handed out.json", *filter(Path.is_file, home.rglob("*"))):
        content = file.read_bytes()
        assert not any(secret.encode() in content for secret in SECRETS), file

    with server(ports[0]) as one, server(ports[1]) as two:
        me = start(session_bus=bus)
        me.sees("Choose a profile")
        for key, name, crm in (("ctrl+1", "First", one), ("ctrl+2", "Second, renamed", two)):
            me.presses(key)
            me.window(f"{name} (production) — Mailbox Admin")
            me.until(lambda: sees_list(me).rows == 43, f"the list of {name}")
            me.sees("signed in as Kim Demo")
            assert (
                crm.response_count("GetMailboxes", 200),
                crm.response_count("GetMailboxes", 401),
            ) == (1, 0)
        me.ends()


def server(port: int) -> DemoServer:
    return DemoServer(
        port=port,
        credentials=DemoCredentials("kim", PASSWORD, ticket=TICKET, app_token=APP_TOKEN),
    )


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def limits(me: Person) -> str:
    return Path("/proc", str(me.program.process.pid), "limits").read_text("utf-8")


def fills_ticket_profile(me: Person, name: str, url: str) -> None:
    me.presses("ctrl+shift+n")
    dialog = me.window("New profile")
    writes(me, dialog, "Name", name)
    writes(me, dialog, "Address", url)
    chooses(me, "alt+i", "Ticket")
    writes(me, dialog, "Ticket", TICKET)
    writes(me, dialog, "Application token", APP_TOKEN)
    me.presses("Return")
    me.no_window("New profile")


def renames(me: Person, name: str) -> None:
    me.presses("ctrl+shift+e")
    me.window("Change profile")
    me.presses("alt+n", "ctrl+a")
    me.types(name)
    me.presses("Return")
    me.no_window("Change profile")
    me.window(f"{name} (production) — Mailbox Admin")


def hands_out(me: Person, file: Path) -> None:
    me.presses("ctrl+shift+p")
    me.window("All profiles")
    me.presses("alt+e")
    me.window("Export profiles")
    me.presses("ctrl+a")
    me.types(str(file))
    me.presses("Return")
    me.no_window("Export profiles")
    me.sees("2 profiles exported, without any secret.")


def takes_over(me: Person, file: Path) -> None:
    """The same profiles again: nothing is doubled."""
    me.presses("alt+i")
    me.window("Import profiles")
    me.types(str(file))
    me.presses("Return")
    me.no_window("Import profiles")
    me.sees("Taken over: 0 new, 0 changed.")
    me.presses("Escape")
    me.no_window("All profiles")
