"""A first real profile: made by hand, its password in a real keyring, and there the next time."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from desktop_app.demo import DemoCredentials, DemoServer
from tests.e2e.conftest import Start
from tests.e2e.steps import (
    NAME,
    SHOP,
    SHOP_SAVED,
    TITLE,
    confirms,
    encoded,
    holds_no_secret,
    makes_profile,
    opens,
    sees_list,
    sets_line,
    sets_port,
    unlocks,
)
from tests.servers.demo_process import demo_alone
from tests.servers.keyring_service import secret_tool

PROFILES = ".local/share/Mailbox Admin/profiles.json"


def test_first_profile(
    start: Start, keyring: dict[str, str], bus: str, home: Path, tmp_path: Path
) -> None:
    data = tmp_path / "crm.sqlite"
    with demo_alone("--data", str(data)) as crm:
        user = start(session_bus=bus)
        makes_profile(user, crm.url, crm.username, crm.password)
        assert sees_list(user).rows == 43
        assert kept_password(keyring, home) == crm.password

        unlocks(user)
        dialog = opens(user, "klanten")
        sets_port(user, dialog, "1995")
        user.finds("push button", "Save without the password", within=dialog)
        user.presses("Return")
        user.finds("label", SHOP_SAVED)
        assert stored(data, "port") == 1995

        holds_no_secret(user, *forms_of(crm.password, crm.username))
        user.ends()

        user = start(session_bus=bus)
        user.window(TITLE)
        assert sees_list(user).rows == 43
        unlocks(user)
        dialog = opens(user, "klanten")
        sets_line(user, dialog, "Server", "alt+e", "mail.example.com")
        confirms(user, dialog)
        user.presses("Return")
        user.finds("label", SHOP_SAVED)
        assert stored(data, "server") == "mail.example.com"
        holds_no_secret(user, *forms_of(crm.password, crm.username))
        user.ends()


def test_password_changed_in_superoffice(start: Start, keyring: dict[str, str], home: Path) -> None:
    """A refused password is sent once; a new one entered over the list replaces the kept one."""
    with DemoServer() as crm:
        user = start(session_bus=keyring["DBUS_SESSION_BUS_ADDRESS"])
        makes_profile(user, crm.url, crm.credentials.username, crm.credentials.password)
        sees_list(user)
        # else one of the details is refused first, and the list is not asked for any more
        user.until(lambda: crm.response_count("GetMailboxEntity", 200) >= 43, "all details")
        crm.credentials = DemoCredentials(password="changed-canary")
        user.presses("F5")
        user.sees("SuperOffice did not accept the user name or password.")
        user.sees("Showing the list from today")
        assert sees_list(user).rows == 43, "the list stays in sight"
        user.goes_to(user.finds("text", "Password"), "alt+w")
        user.types("changed-canary")
        user.presses("Return")
        user.sees("signed in as Kim Demo")
        user.until(lambda: not user.sees_now("Sign in to"), "that the sheet is gone")
        assert kept_password(keyring, home) == "changed-canary"
        holds_no_secret(user, *forms_of("changed-canary", crm.credentials.username))
        assert crm.response_count("GetMailboxes", 401) == 1
        user.ends()


def kept_password(keyring: dict[str, str], home: Path) -> str:
    """The password that the keyring holds for the only profile, told by libsecret's own tool."""
    (profile,) = json.loads((home / PROFILES).read_text("utf-8"))["profiles"]
    assert profile["name"] == NAME
    user = f"{profile['id']}/sign-in password"
    return secret_tool(keyring, "lookup", "service", "Mailbox Admin", "username", user)


def forms_of(password: str, user_name: str) -> list[bytes]:
    """Give the password in all forms that a file could hold."""
    return [*encoded(password), base64.b64encode(f"{user_name}:{password}".encode())]


def stored(data: Path, column: str) -> object:
    """What the demo server's file holds of the shop's mailbox."""
    with closing(sqlite3.connect(data)) as file:
        query = f"SELECT {column} FROM mailbox WHERE id = ?"
        return file.execute(query, (SHOP,)).fetchone()[0]
