"""The first start after the update: passwords in the keyring move to their whole address."""

from __future__ import annotations

import json
from pathlib import Path

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.steps import TITLE, encoded, holds_no_secret, sees_list
from tests.servers.gnome_keyring_items import ORIGIN, PROFILE_ID, fill_keyring, stored_secret

PROFILES = ".local/share/Mailbox Admin/profiles.json"


def test_moved_once_and_not_to_another_path(
    start: Start, keyring: dict[str, str], home: Path
) -> None:
    with DemoServer() as crm:
        address = crm.url.removesuffix("/").removesuffix("/api")
        password = crm.credentials.password
        fill_keyring(keyring, {ORIGIN: address, "test password, \u00e6rlig": password})
        writes_profile(home, f"{address}/api", crm.credentials.username)
        bus = keyring["DBUS_SESSION_BUS_ADDRESS"]

        user = start(session_bus=bus)
        user.window(TITLE)
        assert sees_list(user).rows == 43
        entry = f"{PROFILE_ID}/sign-in password@origin"
        assert stored_secret(keyring, entry) == f"{address}/api"
        holds_no_secret(user, *encoded(password))
        user.ends()

        lists = crm.response_count("GetMailboxes", 200)
        writes_profile(home, f"{address}/other/api", crm.credentials.username)
        user = start(session_bus=bus)
        user.window(TITLE)
        user.sees(f"This profile now signs in to {address}/other/api instead of {address}/api.")
        user.sees("The password was not sent.")
        assert crm.response_count("GetMailboxes", 200) == lists
        user.ends()


def writes_profile(home: Path, address: str, user_name: str) -> None:
    """Write the profiles file as version 0.1.0 left it, or as another hand changed it."""
    file = home / PROFILES
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    profile = {
        "id": PROFILE_ID,
        "name": "Acme test",
        "address": address,
        "user_name": user_name,
        "environment": "production",
        "sign_in": "basic",
        "tested": True,
        "read_only": True,
    }
    file.write_text(json.dumps({"version": 2, "profiles": [profile]}), "utf-8")
