"""A first real profile: made by hand, its password in a real keyring, and there the next time."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.demo import DemoCredentials, DemoServer
from tests.e2e.conftest import Start
from tests.e2e.program import Program
from tests.e2e.steps import (
    NAME,
    TITLE,
    confirms,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    sets_port,
    unlocks,
)
from tests.servers.demo_alone import demo_alone
from tests.servers.keyring_service import keyring_service, secret_tool

SHOP = 6
"""The id of <klantenservice@example.com> in the demo's estate."""


@pytest.fixture
def keyring() -> Iterator[dict[str, str]]:
    with keyring_service() as made:
        yield made


def test_first_profile(start: Start, keyring: dict[str, str], home: Path, tmp_path: Path) -> None:
    bus, data = keyring["DBUS_SESSION_BUS_ADDRESS"], tmp_path / "crm.sqlite"
    with demo_alone("--data", str(data)) as crm:
        me = start(session_bus=bus)
        makes_profile(me, crm.url, crm.username, crm.password)
        assert sees_list(me).rows == 43
        assert kept_password(keyring, home) == crm.password

        unlocks(me)
        dialog = opens(me, "klanten")
        sets_port(me, dialog, "1995")
        asked = confirms(me, dialog)
        assert asked == ["Save without the password", "Folder and interval are noted"]
        me.presses("Return")
        me.finds("status bar", "Saved <klantenservice@example.com> (Example B.V.).")
        assert stored(data, "port") == 1995

        holds_no_secret(me.program, crm.password, crm.username)
        me.ends()

        me = start(session_bus=bus)
        me.window(TITLE)
        assert sees_list(me).rows == 43
        unlocks(me)
        dialog = opens(me, "klanten")
        sets_line(me, dialog, "Server", "alt+e", "mail.example.com")
        confirms(me, dialog)
        me.presses("Return")
        me.finds("status bar", "Saved <klantenservice@example.com> (Example B.V.).")
        assert stored(data, "server") == "mail.example.com"
        holds_no_secret(me.program, crm.password, crm.username)
        me.ends()


def test_password_changed_in_superoffice(start: Start, keyring: dict[str, str], home: Path) -> None:
    """A refused password is sent once; a new one typed in the profile replaces the kept one."""
    with DemoServer() as crm:
        me = start(session_bus=keyring["DBUS_SESSION_BUS_ADDRESS"])
        makes_profile(me, crm.url, crm.credentials.username, crm.credentials.password)
        sees_list(me)
        # else one of the details is refused first, and the list is not asked for any more
        me.until(lambda: crm.response_count("GetMailboxEntity", 200) >= 43, "all details")
        crm.credentials = DemoCredentials(password="changed-canary")
        me.presses("F5")
        me.sees("SuperOffice did not accept the user name or password.")
        me.clicks(me.finds("push button", "Type the password …"))
        dialog = me.window("Change profile")
        line = me.finds("text", "Password", within=dialog)
        me.until(lambda: line.is_("focused"), "the keyboard at the password")
        me.types("changed-canary")
        me.presses("Return")
        me.no_window("Change profile")
        assert sees_list(me).rows == 43
        assert kept_password(keyring, home) == "changed-canary"
        holds_no_secret(me.program, "changed-canary", crm.credentials.username)
        assert crm.response_count("GetMailboxes", 401) == 1
        me.ends()


def kept_password(keyring: dict[str, str], home: Path) -> str:
    """The password that the keyring holds for the only profile, told by libsecret's own tool."""
    (profile,) = json.loads(profiles_file(home).read_text("utf-8"))["profiles"]
    assert profile["name"] == NAME
    user = f"{profile['id']}/sign-in password"
    return secret_tool(keyring, "lookup", "service", "Mailbox Admin", "username", user)


def profiles_file(home: Path) -> Path:
    return home / ".local" / "share" / "Mailbox Admin" / "profiles.json"


def stored(data: Path, column: str) -> object:
    """What the demo server's file holds of the shop's mailbox."""
    with closing(sqlite3.connect(data)) as file:
        query = f"SELECT {column} FROM mailbox WHERE id = ?"
        return file.execute(query, (SHOP,)).fetchone()[0]


def holds_no_secret(program: Program, password: str, user_name: str) -> None:
    """Neither the program's files nor what others may see of its process hold the password."""
    pair = f"{user_name}:{password}"
    canaries = [password.encode(), password.encode("utf-16-le"), base64.b64encode(pair.encode())]
    process = Path("/proc", str(program.process.pid))
    files = [file for file in program.home.rglob("*") if file.is_file()]
    assert profiles_file(program.home) in files
    for file in (*files, process / "cmdline", process / "environ", program.output, program.errors):
        content = file.read_bytes()
        assert not any(canary in content for canary in canaries), file
