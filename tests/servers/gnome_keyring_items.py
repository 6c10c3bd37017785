"""The items that version 0.1.0 put into a real GNOME Keyring, and their way back into one."""

from __future__ import annotations

import json
from pathlib import Path

import secretstorage

from tests.servers.keyring_service import secret_tool
from tests.servers.private_bus import connected

ITEMS = Path(__file__).parents[1] / "data" / "version_0_1_0" / "gnome_keyring.json"
PROFILE_ID = "10000000-0000-4000-8000-000000000002"
ORIGIN = "https://crm.example.com:8443"


def fill_keyring(env: dict[str, str], changes: dict[str, str] | None = None) -> None:
    """Create the items in the keyring of this environment.

    ``changes`` replaces texts in their labels, attributes and secrets, such as PROFILE_ID.
    """
    text = ITEMS.read_text("ascii")
    for old, new in (changes or {}).items():
        text = text.replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
    with connected(env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
        collection = secretstorage.get_default_collection(bus)
        for item in json.loads(text):
            collection.create_item(
                item["label"],
                item["attributes"],
                item["secret"].encode(),
                content_type=item["content_type"],
            )


def stored_secret(env: dict[str, str], user: str) -> str:
    """The text of an entry of this program, told by libsecret's own tool."""
    return secret_tool(env, "lookup", "service", "Mailbox Admin", "username", user)
