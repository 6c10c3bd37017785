"""Profiles are made, changed, handed out and taken over with no network; then each signs in.

One signs in with user name and password, the other with a ticket and an application token.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from desktop_app.demo import DemoCredentials, DemoServer
from tests.e2e.conftest import Start
from tests.e2e.steps import chooses, fills_profile, sees_list, writes
from tests.e2e.user import DesktopUser
from tests.servers.ports import free_ports

PASSWORD, TICKET, APP_TOKEN = "canary-of-one", "7T:canary-of-two", "canary-of-the-app"
SECRETS = (PASSWORD, TICKET, APP_TOKEN)


def test_profiles_without_a_network(start: Start, bus: str, home: Path, tmp_path: Path) -> None:
    ports = free_ports(2)
    user = start(session_bus=bus)
    user.sees("No profile yet")
    user.window("Mailbox Admin")  # keys that come before the keyboard does are lost
    assert "Max core file size        0                    0 " in limits(user)
    fills_profile(user, "First", address(ports[0]), "kim", PASSWORD)
    user.window("First (production) — Mailbox Admin")
    user.sees("The server refuses connections.")
    fills_ticket_profile(user, "Second", address(ports[1]))
    user.window("Second (production) — Mailbox Admin")
    user.sees("The server refuses connections.")
    renames(user, "Second, renamed")
    hands_out(user, tmp_path / "handed out.json")
    takes_over(user, tmp_path / "handed out.json")
    user.ends()

    written = (tmp_path / "handed out.json").read_text("utf-8")
    assert [p["name"] for p in json.loads(written)["profiles"]] == ["First", "Second, renamed"]
    for file in (tmp_path / "handed out.json", *filter(Path.is_file, home.rglob("*"))):
        content = file.read_bytes()
        assert not any(secret.encode() in content for secret in SECRETS), file

    with server(ports[0]) as one, server(ports[1]) as two:
        user = start(session_bus=bus)
        user.sees("Choose a profile")
        for key, name, crm in (("ctrl+1", "First", one), ("ctrl+2", "Second, renamed", two)):
            user.presses(key)
            user.window(f"{name} (production) — Mailbox Admin")
            user.until(lambda: sees_list(user).rows == 43, f"the list of {name}")
            user.sees("signed in as Kim Demo")
            assert (
                crm.response_count("GetMailboxes", 200),
                crm.response_count("GetMailboxes", 401),
            ) == (1, 0)
        user.ends()


def server(port: int) -> DemoServer:
    return DemoServer(
        port=port, credentials=DemoCredentials("kim", PASSWORD, ticket=TICKET, app_token=APP_TOKEN)
    )


def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def limits(user: DesktopUser) -> str:
    return Path("/proc", str(user.program.process.pid), "limits").read_text("utf-8")


def fills_ticket_profile(user: DesktopUser, name: str, url: str) -> None:
    user.presses("ctrl+shift+n")
    dialog = user.window("New profile")
    writes(user, dialog, "Name", name)
    writes(user, dialog, "Address", url)
    chooses(user, "alt+i", "Ticket")
    writes(user, dialog, "Ticket", TICKET)
    writes(user, dialog, "Application token", APP_TOKEN)
    user.presses("Return")
    user.no_window("New profile")


def renames(user: DesktopUser, name: str) -> None:
    user.presses("ctrl+shift+e")
    user.window(re.compile("^Change profile — Second$"))
    user.presses("alt+n", "ctrl+a")
    user.types(name)
    user.presses("Return")
    user.no_window(re.compile("^Change profile"))
    user.window(f"{name} (production) — Mailbox Admin")


def hands_out(user: DesktopUser, file: Path) -> None:
    user.presses("ctrl+shift+p")
    user.window("All profiles")
    user.presses("alt+e")
    user.window("Export profiles")
    user.presses("ctrl+a")
    user.types(str(file))
    user.presses("Return")
    user.no_window("Export profiles")
    user.sees("exported, without passwords.")


def takes_over(user: DesktopUser, file: Path) -> None:
    """The same profiles again: nothing is doubled."""
    user.presses("alt+i")
    user.window("Import profiles")
    user.types(str(file))
    user.presses("Return")
    user.no_window("Import profiles")
    user.sees("Imported: 0 new, 0 changed.")
    user.presses("Escape")
    user.no_window("All profiles")
