"""The vault file: damage, a wrong passphrase and forgery are three things, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.core.secrets.secret import SecretName, VaultState
from desktop_app.profiles.secrets.vault_file import MAX_BYTES, KdfCost, encrypt_vault
from desktop_app.profiles.secrets.vault_store import VaultStore
from tests.unit.profiles.secrets.cheap_vault import CHEAP, PASSPHRASE, open_vault
from tests.unit.profiles.test_profile_store_damage import full_disk

PROFILE = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
NAME = SecretName.SIGN_IN_PASSWORD
HOME = "https://crm.example.com:443"


@pytest.fixture
def vault(tmp_path: Path, canary: str) -> VaultStore:
    """An open vault with one secret."""
    vault = open_vault(tmp_path)
    vault.set(PROFILE, NAME, canary, HOME)
    return vault


def again(vault: VaultStore, passphrase: str = PASSPHRASE) -> VaultStore:
    """The vault as the next start of the program finds it."""
    found = VaultStore(vault.path.parent, CHEAP)
    found.open(passphrase)
    return found


def why(vault: VaultStore, passphrase: str = PASSPHRASE) -> SecretStoreFailure:
    with pytest.raises(SecretStoreError) as caught:
        again(vault, passphrase)
    assert not passphrase or passphrase not in repr(caught.value) + str(vars(caught.value))
    return caught.value.kind


def test_the_secret_outlives_the_program(vault: VaultStore, canary: str) -> None:
    assert again(vault).get(PROFILE, NAME, HOME) == canary


def test_the_file_holds_no_secret_in_clear(vault: VaultStore, canary: str) -> None:
    data = vault.path.read_bytes()
    for text in (canary, canary[8:], HOME, PROFILE, PASSPHRASE):
        assert text.encode() not in data
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.path.parent.stat().st_mode) == 0o700


def test_no_secret_is_in_what_the_program_says(vault: VaultStore, canary: str) -> None:
    assert canary not in repr(vault)
    assert vault._keys is not None
    assert repr(vault._keys.key) not in repr(vault._keys)


def test_a_wrong_passphrase_is_no_damage(vault: VaultStore) -> None:
    before = vault.path.read_bytes()
    for wrong in ("", PASSPHRASE[:-1], PASSPHRASE.upper()):
        assert why(vault, wrong) is SecretStoreFailure.WRONG_PASSPHRASE
    assert vault.path.read_bytes() == before


def test_cut_anywhere_it_is_damage_and_kept(vault: VaultStore) -> None:
    whole = vault.path.read_bytes()
    for length in range(len(whole)):
        vault.path.write_bytes(whole[:length])
        assert why(vault) is SecretStoreFailure.DAMAGED
        assert vault.path.read_bytes() == whole[:length]


def test_a_changed_byte_of_the_sealed_part_is_damage(vault: VaultStore) -> None:
    whole = vault.path.read_bytes()
    for place in range(whole.index(b"\n") + 1, len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        vault.path.write_bytes(changed)
        assert why(vault) is SecretStoreFailure.DAMAGED


def test_a_changed_byte_of_the_head_never_opens(vault: VaultStore) -> None:
    whole = vault.path.read_bytes()
    refused = {
        SecretStoreFailure.DAMAGED,
        SecretStoreFailure.WRONG_PASSPHRASE,
        SecretStoreFailure.TAMPERED,
    }
    for place in range(whole.index(b"\n")):
        changed = bytearray(whole)
        changed[place] ^= 1
        vault.path.write_bytes(changed)
        assert why(vault) in refused


def test_sealed_by_someone_without_the_passphrase_it_is_forged(vault: VaultStore) -> None:
    line, _, sealed = vault.path.read_bytes().partition(b"\n")
    forged = bytes(len(sealed))
    head = {**json.loads(line), "sha256": hashlib.sha256(forged).hexdigest()}
    vault.path.write_bytes(json.dumps(head).encode() + b"\n" + forged)
    assert why(vault) is SecretStoreFailure.TAMPERED


def test_an_older_vault_under_a_newer_head_is_forged(vault: VaultStore) -> None:
    """Each half is ours, but they do not belong together."""
    old = vault.path.read_bytes().partition(b"\n")[2]
    vault.change_passphrase("another passphrase")
    head = json.loads(vault.path.read_bytes().partition(b"\n")[0])
    head |= {"length": len(old), "sha256": hashlib.sha256(old).hexdigest()}
    vault.path.write_bytes(json.dumps(head).encode() + b"\n" + old)
    assert why(vault, "another passphrase") is SecretStoreFailure.TAMPERED


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 1 << 30},
        {"passes": 1 << 20},
        {"lanes": 1000},
        {"passes": 0},
        {"memory_kib": True},
    ],
    ids=str,
)
def test_a_file_cannot_make_the_program_work_for_hours(
    vault: VaultStore, cost: dict[str, object]
) -> None:
    line, _, sealed = vault.path.read_bytes().partition(b"\n")
    vault.path.write_bytes(json.dumps({**json.loads(line), **cost}).encode() + b"\n" + sealed)
    assert why(vault) is SecretStoreFailure.DAMAGED


def test_shut_it_gives_nothing(vault: VaultStore) -> None:
    states = [vault.state]
    vault.lock()
    assert [*states, vault.state] == [VaultState.UNLOCKED, VaultState.LOCKED]
    for call in (
        lambda: vault.get(PROFILE, NAME, HOME),
        lambda: vault.set(PROFILE, NAME, "x", HOME),
        lambda: vault.delete(PROFILE, NAME),
        vault.probe,
    ):
        with pytest.raises(SecretStoreError) as caught:
            call()
        assert caught.value.kind is SecretStoreFailure.VAULT_LOCKED


def test_a_new_passphrase_takes_the_place_of_the_old(vault: VaultStore, canary: str) -> None:
    vault.change_passphrase("the new one")
    assert again(vault, "the new one").get(PROFILE, NAME, HOME) == canary
    assert why(vault) is SecretStoreFailure.WRONG_PASSPHRASE


def test_a_new_vault_sets_the_old_one_aside(vault: VaultStore, canary: str) -> None:
    before = vault.path.read_bytes()
    new = VaultStore(vault.path.parent, CHEAP)
    new.create("another")
    assert new.get(PROFILE, NAME, HOME) is None
    [old] = [p for p in vault.path.parent.iterdir() if ".old-" in p.name]
    assert old.read_bytes() == before
    os.replace(old, vault.path)
    assert again(vault).get(PROFILE, NAME, HOME) == canary


def test_where_no_vault_is() -> None:
    vault = VaultStore(Path("/nonexistent/here"), CHEAP)
    assert vault.state is VaultState.ABSENT
    with pytest.raises(SecretStoreError) as caught:
        vault.open(PASSPHRASE)
    assert caught.value.kind is SecretStoreFailure.MISSING
    with pytest.raises(ValueError, match="empty"):
        vault.create("")


def test_a_full_disk_leaves_the_old_vault(vault: VaultStore, canary: str) -> None:
    with full_disk(64), pytest.raises(SecretStoreError) as caught:
        vault.set(PROFILE, SecretName.TICKET, "new", HOME)
    assert caught.value.kind is SecretStoreFailure.NOT_WRITTEN
    assert vault.get(PROFILE, SecretName.TICKET, HOME) is None
    assert again(vault).get(PROFILE, NAME, HOME) == canary
    assert [p.name for p in vault.path.parent.iterdir()] == [vault.path.name]


def test_the_same_secrets_are_never_sealed_alike(vault: VaultStore) -> None:
    assert vault._keys is not None
    assert encrypt_vault({}, vault._keys) != encrypt_vault({}, vault._keys)


def test_the_usual_cost_is_what_is_recommended() -> None:
    cost = KdfCost()
    assert (cost.memory_kib, cost.passes, cost.lanes) == (65536, 3, 4)
    assert cost.is_acceptable


@pytest.mark.parametrize("made", ["caf\u00e9 \ud55c", "cafe\u0301 \u1112\u1161\u11ab"])
@pytest.mark.parametrize("typed", ["caf\u00e9 \ud55c", "cafe\u0301 \u1112\u1161\u11ab"])
def test_a_passphrase_of_another_keyboard(tmp_path: Path, made: str, typed: str) -> None:
    VaultStore(tmp_path, CHEAP).create(made)
    VaultStore(tmp_path, CHEAP).open(typed)
    with pytest.raises(SecretStoreError) as caught:
        VaultStore(tmp_path, CHEAP).open("cafe \ud55c")
    assert caught.value.kind is SecretStoreFailure.WRONG_PASSPHRASE


def test_more_than_could_be_read_again_is_not_written(vault: VaultStore, canary: str) -> None:
    with pytest.raises(SecretStoreError) as caught:
        vault.set(PROFILE, SecretName.TICKET, "x" * MAX_BYTES, HOME)
    assert caught.value.kind is SecretStoreFailure.NOT_WRITTEN
    assert again(vault).get(PROFILE, NAME, HOME) == canary
