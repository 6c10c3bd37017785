"""The vault against older copies, other files in its place, other programs, and of version 1."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.secrets.secret import SecretName
from desktop_app.profiles.secrets.vault_store import VaultStore
from tests.unit.profiles.secrets.cheap_vault import CHEAP, PASSPHRASE, open_vault
from tests.unit.profiles.secrets.test_vault import HOME, OLD_PASSPHRASE, OLD_VAULT, PROFILE
from tests.unit.profiles.test_profile_store_damage import full_disk

NAME, TICKET = SecretName.SIGN_IN_PASSWORD, SecretName.TICKET
MANY = 20


def failure(call: Callable[[], object]) -> str:
    """The kind of the error with which a call ends, or ``none``."""
    try:
        call()
    except SecretStoreError as error:
        return error.kind.name
    return "none"


@pytest.fixture
def vault(tmp_path: Path) -> VaultStore:
    """An open vault with one secret."""
    vault = open_vault(tmp_path)
    vault.set(PROFILE, NAME, "first", HOME)
    return vault


@pytest.fixture
def former(tmp_path: Path) -> VaultStore:
    """A vault as version 0.1.0 left it, locked."""
    vault = VaultStore(tmp_path / "data", CHEAP)
    vault.path.parent.mkdir()
    vault.path.write_bytes(OLD_VAULT.read_bytes())
    return vault


def next_start(vault: VaultStore) -> VaultStore:
    return VaultStore(vault.path.parent, CHEAP)


def test_an_older_copy_in_its_place_is_told_before_it_opens(vault: VaultStore) -> None:
    old = vault.path.read_bytes()
    vault.set(PROFILE, NAME, "second", HOME)
    vault.path.write_bytes(old)
    found = next_start(vault)
    assert failure(lambda: found.open(PASSPHRASE)) == "VAULT_OLDER"
    assert failure(lambda: found.get(PROFILE, NAME, HOME)) == "VAULT_LOCKED"
    assert failure(lambda: next_start(vault).open(PASSPHRASE)) == "VAULT_OLDER", "not accepted yet"
    assert failure(lambda: found.open("wrong")) == "WRONG_PASSPHRASE"
    assert failure(lambda: found.open(PASSPHRASE)) == "none", "the user put it back"
    assert found.get(PROFILE, NAME, HOME) == "first"
    assert failure(lambda: next_start(vault).open(PASSPHRASE)) == "none", "told once"


@pytest.mark.parametrize("text", ["", "[]", '{"vaults": {"x": "y"}}', "[" * 100_000])
def test_without_the_record_of_generations_it_opens(vault: VaultStore, text: str) -> None:
    (vault.path.parent / "vault_generations.json").write_text(text, "ascii")
    found = next_start(vault)
    found.open(PASSPHRASE)
    assert found.get(PROFILE, NAME, HOME) == "first"


def test_an_older_file_behind_an_open_vault_is_not_overwritten(vault: VaultStore) -> None:
    old = vault.path.read_bytes()
    vault.set(PROFILE, NAME, "second", HOME)
    vault.path.write_bytes(old)
    assert failure(lambda: vault.set(PROFILE, TICKET, "third", HOME)) == "VAULT_CHANGED"
    assert failure(lambda: vault.delete(PROFILE, NAME)) == "VAULT_CHANGED"
    assert failure(lambda: vault.change_passphrase("another")) == "VAULT_CHANGED"
    assert vault.path.read_bytes() == old


@pytest.mark.parametrize("content", [b"", b"not a vault", None], ids=["empty", "text", "another"])
def test_another_file_behind_an_open_vault_is_not_overwritten(
    vault: VaultStore, tmp_path: Path, content: bytes | None
) -> None:
    if content is None:
        content = open_vault(tmp_path / "another").path.read_bytes()
    vault.path.write_bytes(content)
    assert failure(lambda: vault.set(PROFILE, TICKET, "third", HOME)) == "VAULT_CHANGED"
    assert vault.path.read_bytes() == content
    assert vault.get(PROFILE, NAME, HOME) == "first", "what was opened is still there"


def test_what_another_program_has_written_meanwhile_is_kept(vault: VaultStore) -> None:
    other = next_start(vault)
    other.open(PASSPHRASE)
    other.set(PROFILE, TICKET, "of the other", HOME)
    vault.set(PROFILE, NAME, "of this one", HOME)
    other.set(PROFILE, SecretName.APP_TOKEN, "again", HOME)
    found = next_start(vault)
    found.open(PASSPHRASE)
    assert [found.get(PROFILE, name, HOME) for name in (TICKET, NAME, SecretName.APP_TOKEN)] == [
        "of the other",
        "of this one",
        "again",
    ]


def test_a_file_that_is_gone_is_written_again(vault: VaultStore) -> None:
    os.unlink(vault.path)
    vault.set(PROFILE, TICKET, "second", HOME)
    found = next_start(vault)
    found.open(PASSPHRASE)
    assert found.get(PROFILE, NAME, HOME) == "first"


def test_a_file_of_version_1_is_converted(former: VaultStore) -> None:
    profile = "10000000-0000-4000-8000-000000000001"
    origin = "http://127.0.0.1:9 | no proxy"
    former.open(OLD_PASSPHRASE)
    assert former.get(profile, NAME, origin) == "test password of Acme"
    head = json.loads(former.path.read_bytes().partition(b"\n")[0])
    assert (head["format"], head.get("generation")) == ("Mailbox Admin vault 2", 1)
    assert former.was_converted
    found = next_start(former)
    found.open(OLD_PASSPHRASE)
    assert (found.get(profile, NAME, origin), found.was_converted) == (
        "test password of Acme",
        False,
    )
    former.path.write_bytes(OLD_VAULT.read_bytes())
    assert failure(lambda: next_start(former).open(OLD_PASSPHRASE)) == "VAULT_OLDER"


def test_a_file_of_version_1_opens_where_nothing_can_be_written(former: VaultStore) -> None:
    with full_disk(64):
        former.open(OLD_PASSPHRASE)
    assert former.path.read_bytes() == OLD_VAULT.read_bytes()
    former.set(PROFILE, NAME, "later", HOME)
    assert b"Mailbox Admin vault 2" in former.path.read_bytes()


def store_many(vault: VaultStore, name: str) -> list[str]:
    """Store MANY secrets for a profile, and return the kinds of failures."""
    return [failure(partial(vault.set, name, TICKET, "x", HOME, number)) for number in range(MANY)]


def test_two_programs_that_write_at_the_same_time_lose_nothing(vault: VaultStore) -> None:
    other = next_start(vault)
    other.open(PASSPHRASE)
    failures: list[str] = []
    thread = threading.Thread(target=lambda: failures.extend(store_many(other, "two")))
    thread.start()
    failures += store_many(vault, "one")
    thread.join()
    assert set(failures) == {"none"}
    found = next_start(vault)
    found.open(PASSPHRASE)
    secrets = [found.get(name, TICKET, HOME, n) for name in ("one", "two") for n in range(MANY)]
    assert secrets == ["x"] * 2 * MANY


def test_a_second_start_does_not_disturb_a_write(vault: VaultStore) -> None:
    starts, is_over = next_start(vault), threading.Event()
    failures: list[str] = []

    def start_again() -> None:
        while not is_over.is_set():
            failures.append(failure(lambda: starts.open(PASSPHRASE)))

    thread = threading.Thread(target=start_again)
    thread.start()
    failures += store_many(vault, PROFILE)
    is_over.set()
    thread.join()
    assert set(failures) == {"none"}
