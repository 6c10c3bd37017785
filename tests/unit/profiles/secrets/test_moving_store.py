"""What version 0.1.0 left in a real GNOME Keyring moves to the whole address, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName
from desktop_app.profiles.former_origins import FormerOrigins
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.moving_store import MovingStore
from tests.servers.gnome_keyring_items import ORIGIN, PROFILE_ID, fill_keyring, stored_secret

HERE = Profile(PROFILE_ID, "Acme test", f"{ORIGIN}/service/api", "kim")
OTHER_PATH = replace(HERE, address=f"{ORIGIN}/other/api")
LOGIN = " | mailbox bills@imap.example.com"


@pytest.fixture
def store(real_keyring: dict[str, str], tmp_path: Path) -> MovingStore:
    """The keyring as it was filled by version 0.1.0, after the first start of this version."""
    fill_keyring(real_keyring)
    FormerOrigins(tmp_path).record([HERE])
    return MovingStore(KeyringStore(timeout=60), FormerOrigins(tmp_path))


@pytest.mark.parametrize(
    ("name", "mailbox_id", "login", "beginning"),
    [
        (SecretName.SIGN_IN_PASSWORD, None, "", "test password"),
        (SecretName.BROWSER_SESSION, None, "", "ABCDEFGH"),
        (SecretName.MAILBOX_PASSWORD, 3, LOGIN, "test-bills"),
    ],
)
def test_it_moves_and_no_other_path_gets_it(
    store: MovingStore,
    real_keyring: dict[str, str],
    name: SecretName,
    mailbox_id: int | None,
    login: str,
    beginning: str,
) -> None:
    here, there = (f"{p.secret_origin}{login}" for p in (HERE, OTHER_PATH))
    user = f"{PROFILE_ID}/{name.value}" + (f"/{mailbox_id}" if mailbox_id else "")
    assert stored_secret(real_keyring, f"{user}@origin") == f"{ORIGIN}{login}"
    assert store.get(PROFILE_ID, name, there, mailbox_id) is None
    assert store.origin_of(PROFILE_ID, name, mailbox_id) == here
    moved = store.get(PROFILE_ID, name, here, mailbox_id)
    assert moved is not None
    assert moved.startswith(beginning)
    assert stored_secret(real_keyring, f"{user}@origin") == here
    assert store.get(PROFILE_ID, name, there, mailbox_id) is None
