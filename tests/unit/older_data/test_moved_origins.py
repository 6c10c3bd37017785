"""Secrets of version 0.1.0 belonged to a host; they move to the whole address, once, unasked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import PasswordLoginMismatch, SecretOriginMismatch, SecretStoreError
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import PROFILE_SECRETS, SecretName, StorageKind
from desktop_app.profiles.former_origins import FILE_NAME, FormerOrigins
from desktop_app.profiles.merged_store import MergedStore
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.moving_store import MovingStore
from desktop_app.profiles.secrets.secret_store import SecretStore, SessionSecretStore
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.profiles.profile_repository import ProfileRepository, save_profile
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.store.lazy_store import LazyStore
from tests.unit.older_data.files import ROOT, copy_file, json_of
from tests.unit.older_data.others import PASSPHRASE, PASSWORDS, SECRETS
from tests.unit.older_data.profiles import ACME, ACME_TEST, MACHINE_WIDE
from tests.unit.older_data.test_secrets import CHEAP, keyring_on, secret_of
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, cut_at

OTHER_PATH = replace(ACME_TEST, address="https://crm.example.com:8443/other/api")
OLD_ORIGIN = ACME_TEST.former_secret_origin


@pytest.fixture
def backend() -> MemoryBackend:
    """The entries that version 0.1.0 put into a keyring."""
    backend = MemoryBackend()
    for service, user, text in json_of(ROOT / "keyring.json"):
        backend.entries[service, user] = text
    return backend


@pytest.fixture
def open_program(
    folder: Path, backend: MemoryBackend
) -> Callable[[], tuple[ProfileRepository, SecretManager]]:
    """Puts the program's parts together on the old data folder and loads the profiles."""

    def one() -> tuple[ProfileRepository, SecretManager]:
        former, vault = FormerOrigins(folder), VaultStore(folder, CHEAP)
        vault.open(PASSPHRASE)
        stores = OpenedStores(
            MovingStore(keyring_on(backend), former),
            SessionSecretStore(),
            vault,
            SavedPasswordIndex(LazyStore(lambda: folder, print), former),
            MovingStore(vault, former),
        )
        manager = SecretManager(lambda: stores)
        repository = ProfileRepository(
            ProfileStore(folder), manager, SettingsFile(folder), FormerOrigins(folder)
        )
        repository.load()
        manager.configure(StorageKind.KEYRING, may_store=True)
        return repository, manager

    return one


Open = Callable[[], tuple[ProfileRepository, SecretManager]]


def origins_in(backend: MemoryBackend, profile_id: str) -> set[str]:
    users = ((user, text) for (_service, user), text in backend.entries.items())
    return {
        text
        for user, text in users
        if user.startswith(profile_id) and user.endswith("@origin") and "mailbox" not in user
    }


def test_the_keyrings_entries_move(open_program: Open, backend: MemoryBackend) -> None:
    _, manager = open_program()
    found = {name: manager.get(ACME_TEST, name) for name in PROFILE_SECRETS}
    assert found == SECRETS
    assert origins_in(backend, ACME_TEST.id) == {ACME_TEST.secret_origin}
    _, again = open_program()
    assert {name: again.get(ACME_TEST, name) for name in PROFILE_SECRETS} == SECRETS


@pytest.mark.parametrize("kind", [StorageKind.VAULT, StorageKind.KEYRING])
def test_the_passwords_of_mailboxes_move(open_program: Open, kind: StorageKind) -> None:
    _, manager = open_program()
    passwords = manager.mailbox_passwords
    assert passwords is not None
    ours = [saved for saved in passwords.list_saved(ACME.id) if saved.storage is kind]
    assert [replace(saved, origin=ACME.former_secret_origin) for saved in ours] == [
        saved for saved in PASSWORDS if saved.storage is kind
    ]
    for saved in ours:
        assert saved.matches(ACME, saved.login)
        assert passwords.get(ACME, saved.mailbox_id, saved.login, saved.name) == secret_of(saved)
        stored = manager.store_for(kind)
        assert bound_to(stored, saved) == saved.secret_origin


def bound_to(store: SecretStore, saved: SavedPassword) -> str | None:
    return store.origin_of(saved.profile_id, saved.name, saved.mailbox_id)


def test_a_password_of_a_mailbox_stays_with_its_path(open_program: Open) -> None:
    _, manager = open_program()
    assert manager.mailbox_passwords is not None
    moved = replace(ACME, address="http://127.0.0.1:9/other/api")
    for saved in PASSWORDS:
        with pytest.raises(PasswordLoginMismatch):
            manager.mailbox_passwords.get(moved, saved.mailbox_id, saved.login, saved.name)


@pytest.mark.parametrize("asked_before", [True, False], ids=["moved already", "not moved yet"])
def test_another_path_of_the_host_gets_nothing(open_program: Open, *, asked_before: bool) -> None:
    _, manager = open_program()
    if asked_before:
        manager.get(ACME_TEST)
    with pytest.raises(SecretOriginMismatch) as caught:
        manager.get(OTHER_PATH)
    assert (caught.value.before, caught.value.now) == (
        ACME_TEST.secret_origin,
        OTHER_PATH.secret_origin,
    )


def test_the_profiles_file_changed_after_the_update_gets_nothing(
    open_program: Open, folder: Path
) -> None:
    open_program()
    ProfileStore(folder).save([OTHER_PATH])
    _, manager = open_program()
    with pytest.raises(SecretOriginMismatch):
        manager.get(OTHER_PATH)


def test_an_edit_drops_what_has_not_moved(open_program: Open, backend: MemoryBackend) -> None:
    repository, manager = open_program()
    save_profile(repository, OTHER_PATH, {SecretName.TICKET: "typed for the other path"})
    assert manager.get(OTHER_PATH) == "typed for the other path"
    assert origins_in(backend, ACME_TEST.id) == {OTHER_PATH.secret_origin}


def test_a_profile_that_came_later_has_no_old_secret(
    open_program: Open, backend: MemoryBackend
) -> None:
    _, manager = open_program()
    later = replace(ACME_TEST, id="10000000-0000-4000-8000-000000000099")
    user = f"{later.id}/sign-in password"
    backend.entries["Mailbox Admin", user] = "old"
    backend.entries["Mailbox Admin", f"{user}@origin"] = OLD_ORIGIN
    with pytest.raises(SecretOriginMismatch):
        manager.get(later, SecretName.SIGN_IN_PASSWORD)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"profiles": []}',
        '{"profiles": {"x": 1}}',
        '{"profiles": {"x": [1]}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_record_hands_out_nothing(open_program: Open, folder: Path, text: str) -> None:
    (folder / FILE_NAME).write_text(text, "ascii")
    _, manager = open_program()
    with pytest.raises(SecretOriginMismatch):
        manager.get(ACME_TEST, SecretName.SIGN_IN_PASSWORD)


@pytest.mark.parametrize("number", range(1, 14))
def test_killed_at_any_call_it_moves_the_next_time(
    open_program: Open, backend: MemoryBackend, number: int
) -> None:
    _, manager = open_program()
    backend.before = cut_at(number)
    with suppress(SecretStoreError):
        manager.get(ACME_TEST, SecretName.BROWSER_SESSION)
    backend.before = lambda _call: None
    _, again = open_program()
    name = SecretName.BROWSER_SESSION
    assert again.get(ACME_TEST, name) == SECRETS[name]


def test_a_test_of_the_connection_still_counts_for_its_address(
    folder: Path, tmp_path: Path
) -> None:
    given = copy_file("machine_wide.json", tmp_path / "given")
    store = MergedStore(ProfileStore(folder), given)
    first = store.load().profiles
    assert first[0] == MACHINE_WIDE
    FormerOrigins(folder).record(first)
    assert store.load().profiles == first
    document = given.read_text("utf-8").replace(
        "https://delta.example.com", "https://delta.example.com/other"
    )
    given.write_text(document, "utf-8")
    moved = MergedStore(ProfileStore(folder), given).load().profiles[0]
    assert moved.address == "https://delta.example.com/other/api"
    assert (moved.tested, moved.read_only) == (False, True)
