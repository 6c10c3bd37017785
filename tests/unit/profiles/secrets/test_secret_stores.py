"""The contract of every place for secrets. A new place joins by its name in ``PLACES``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop_app.core.secrets.secret import MAILBOX_SECRETS, PROFILE_SECRETS
from desktop_app.profiles.secrets.keyring_entries import MAX_ENTRY_UNITS, PARTS_MARKER, SERVICE
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.secret_store import (
    SecretName,
    SecretStorage,
    SecretStore,
    SessionSecretStore,
    StorageKind,
)
from tests.servers.keyring_service import secret_tool
from tests.unit.profiles.secrets.cheap_vault import open_vault
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, WindowsBackend, store_on

PLACES = ["gnome-keyring", "session", "memory backend", "windows limit", "vault"]
PROFILE = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
OTHER = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a11"
PASSWORD = SecretName.SIGN_IN_PASSWORD
HOME = "https://crm.example.com:443"
ELSEWHERE = "https://crm.example.com:8443"

AWKWARD = [
    "x",
    " with blanks ",
    "two\nlines\r\n",
    "€uro, æøå, 漢字 and 🔑",
    '"quoted" \\ {"json": 1}',
    f"{PARTS_MARKER}a 1",
    f"{PARTS_MARKER}",
    "x" * MAX_ENTRY_UNITS,
    "x" * (MAX_ENTRY_UNITS + 1),
    "🔑" * MAX_ENTRY_UNITS,
    "".join(chr(32 + n % 90) for n in range(10_000)),
]


@pytest.fixture(params=PLACES)
def store(request: pytest.FixtureRequest) -> SecretStore:
    if request.param == "gnome-keyring":
        request.getfixturevalue("real_keyring")
        return KeyringStore(timeout=60)
    if request.param == "session":
        return SessionSecretStore()
    if request.param == "vault":
        return open_vault(request.getfixturevalue("tmp_path"))
    return store_on(MemoryBackend() if request.param == "memory backend" else WindowsBackend())


def test_what_is_not_there_is_none(store: SecretStore) -> None:
    assert store.get(PROFILE, PASSWORD, HOME) is None
    assert store.origin_of(PROFILE, PASSWORD) is None


def test_deleting_what_is_not_there_is_fine(store: SecretStore) -> None:
    store.delete(PROFILE, PASSWORD)


@pytest.mark.parametrize("secret", AWKWARD, ids=range(len(AWKWARD)))
def test_every_text_comes_back_as_it_was(store: SecretStore, secret: str) -> None:
    store.set(PROFILE, PASSWORD, secret, HOME)
    assert store.get(PROFILE, PASSWORD, HOME) == secret
    assert store.origin_of(PROFILE, PASSWORD) == HOME


@pytest.mark.parametrize("old", ["short", "o" * 3000, "o" * 1500], ids=len)
@pytest.mark.parametrize("new", ["SHORT", "n" * 2500, "n" * 700], ids=len)
def test_a_newer_secret_replaces_the_older(store: SecretStore, old: str, new: str) -> None:
    store.set(PROFILE, PASSWORD, old, HOME)
    store.set(PROFILE, PASSWORD, new, HOME)
    assert store.get(PROFILE, PASSWORD, HOME) == new
    store.delete(PROFILE, PASSWORD)
    assert store.get(PROFILE, PASSWORD, HOME) is None
    assert store.origin_of(PROFILE, PASSWORD) is None


def test_a_secret_is_given_for_its_own_origin_only(store: SecretStore) -> None:
    store.set(PROFILE, PASSWORD, "for home", HOME)
    assert store.get(PROFILE, PASSWORD, ELSEWHERE) is None
    store.set(PROFILE, PASSWORD, "for elsewhere", ELSEWHERE)
    assert store.get(PROFILE, PASSWORD, HOME) is None
    assert store.get(PROFILE, PASSWORD, ELSEWHERE) == "for elsewhere"
    assert store.origin_of(PROFILE, PASSWORD) == ELSEWHERE


def test_secrets_do_not_meet(store: SecretStore) -> None:
    keys: list[tuple[str, SecretName, int | None]] = [
        (PROFILE, PASSWORD, None),
        (OTHER, PASSWORD, None),
        (PROFILE, SecretName.TICKET, None),
        (PROFILE, SecretName.MAILBOX_PASSWORD, 1),
        (PROFILE, SecretName.MAILBOX_PASSWORD, 11),
    ]
    for number, (profile, name, mailbox) in enumerate(keys):
        store.set(profile, name, f"secret {number}", HOME, mailbox)
    store.delete(OTHER, PASSWORD)
    found = [store.get(profile, name, HOME, mailbox) for profile, name, mailbox in keys]
    assert found == ["secret 0", None, "secret 2", "secret 3", "secret 4"]


def test_a_deleted_profile_leaves_no_secret(store: SecretStore) -> None:
    for name in SecretName:
        store.set(PROFILE, name, name.value, HOME)
    store.set(OTHER, PASSWORD, "of the other", HOME)
    for name in PROFILE_SECRETS:
        store.delete(PROFILE, name)
    left = [n for n in SecretName if store.get(PROFILE, n, HOME) is not None]
    assert set(left) == MAILBOX_SECRETS
    assert store.get(OTHER, PASSWORD, HOME) == "of the other"


def test_no_secret_is_refused(store: SecretStore) -> None:
    store.set(PROFILE, PASSWORD, "kept", HOME)
    with pytest.raises(ValueError, match="never kept"):
        store.set(PROFILE, PASSWORD, "", HOME)
    assert store.get(PROFILE, PASSWORD, HOME) == "kept"


def test_many_threads_at_once(store: SecretStore) -> None:
    def round_trip(mailbox: int) -> bool:
        secret = f"secret of {mailbox}"
        store.set(PROFILE, SecretName.MAILBOX_PASSWORD, secret, HOME, mailbox)
        return store.get(PROFILE, SecretName.MAILBOX_PASSWORD, HOME, mailbox) == secret

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(round_trip, range(16)))


def test_place_and_probe_agree(store: SecretStore, canary: str) -> None:
    store.set(PROFILE, PASSWORD, canary, HOME)
    store.reset_failures()
    assert store.probe() == store.storage
    assert canary not in repr(store) + str(store) + repr(vars(store).get("_calls", ""))


def test_places_have_the_names_their_users_know(real_keyring: dict[str, str]) -> None:
    assert real_keyring
    keyring = KeyringStore(timeout=60)
    assert keyring.storage == SecretStorage(StorageKind.KEYRING, "")
    assert keyring.probe() == SecretStorage(StorageKind.KEYRING, "GNOME Keyring")
    assert SessionSecretStore().storage == SecretStorage(StorageKind.SESSION)


def test_other_programs_see_the_secret(real_keyring: dict[str, str], canary: str) -> None:
    store = KeyringStore(timeout=60)
    store.set(PROFILE, PASSWORD, canary, HOME)
    entry = ("service", SERVICE, "username", f"{PROFILE}/sign-in password")
    assert secret_tool(real_keyring, "lookup", *entry) == canary
    secret_tool(real_keyring, "clear", *entry)
    assert store.get(PROFILE, PASSWORD, HOME) is None


def test_another_programs_duplicate_does_not_stay(real_keyring: dict[str, str]) -> None:
    store = KeyringStore(timeout=60)
    store.set(PROFILE, PASSWORD, "ours", HOME)
    entry = ("service", SERVICE, "username", f"{PROFILE}/sign-in password")
    secret_tool(real_keyring, "store", "--label=duplicate", *entry, secret="theirs")
    store.set(PROFILE, PASSWORD, "newer", HOME)
    assert store.get(PROFILE, PASSWORD, HOME) == "newer"
    store.delete(PROFILE, PASSWORD)
    assert secret_tool(real_keyring, "lookup", *entry) == ""


def test_the_secret_outlives_the_program(real_keyring: dict[str, str]) -> None:
    assert real_keyring
    KeyringStore(timeout=60).set(PROFILE, PASSWORD, "x" * 5000, HOME)
    assert KeyringStore(timeout=60).get(PROFILE, PASSWORD, HOME) == "x" * 5000
