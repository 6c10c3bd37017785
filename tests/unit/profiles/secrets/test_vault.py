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
from desktop_app.profiles.secrets.vault_file import MAX_BYTES, encrypt_vault
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from tests.unit.profiles.secrets.cheap_vault import CHEAP, PASSPHRASE, open_vault
from tests.unit.profiles.test_profile_store_damage import full_disk

PROFILE = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
NAME = SecretName.SIGN_IN_PASSWORD
HOME = "https://crm.example.com:443"
OLD_VAULT = Path(__file__).parents[3] / "data/version_0_1_0/data_folder/secrets.vault"
OLD_PASSPHRASE = "only for tests: \u00e6rlig talt"


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


@pytest.mark.parametrize("bit", range(8))
def test_every_changed_byte_is_damage_and_no_wrong_passphrase(vault: VaultStore, bit: int) -> None:
    whole = vault.path.read_bytes()
    told = set()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        vault.path.write_bytes(changed)
        told.add(why(vault))
    assert told == {SecretStoreFailure.DAMAGED}


def forge(
    data: bytes, sealed: bytes | None = None, changes: dict[str, object] | None = None
) -> bytes:
    """The file with another sealed part or head, and a checksum that fits: anyone can make it."""
    line, _, old = data.partition(b"\n")
    sealed = old if sealed is None else sealed
    head = {**json.loads(line), **(changes or {}), "length": len(sealed)}
    del head["sha256"]
    start = b"" if head["format"].endswith(" 1") else _spelt(head) + b"\n"
    head["sha256"] = hashlib.sha256(start + sealed).hexdigest()
    return _spelt(head) + b"\n" + sealed


def _spelt(head: dict[str, object]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def test_sealed_by_someone_without_the_passphrase_it_is_forged(vault: VaultStore) -> None:
    whole = vault.path.read_bytes()
    vault.path.write_bytes(forge(whole, bytes(len(whole.partition(b"\n")[2]))))
    assert why(vault) is SecretStoreFailure.TAMPERED
    vault.path.write_bytes(forge(whole, changes={"generation": 99}))
    assert why(vault) is SecretStoreFailure.TAMPERED


@pytest.mark.parametrize("former", [True, False], ids=["version 1", "version 2"])
@pytest.mark.parametrize("length", [0, 1, 7, 8, 11, 12, 13, 27, 28])
def test_a_forged_file_is_told_as_such_however_short(
    vault: VaultStore, length: int, *, former: bool
) -> None:
    passphrase = OLD_PASSPHRASE if former else PASSPHRASE
    whole = OLD_VAULT.read_bytes() if former else vault.path.read_bytes()
    vault.path.write_bytes(forge(whole, bytes(length)))
    try:
        again(vault, passphrase)
        told = "opened"
    except (SecretStoreError, ValueError) as error:
        told = error.kind.name if isinstance(error, SecretStoreError) else type(error).__name__
    assert told == "TAMPERED"


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": 0},
        {"generation": -1},
        {"generation": 1 << 60},
        {"generation": True},
        {"generation": "1"},
        {"generation": 1.0},
        {"vault": 7},
        {"vault": "x" * 1000},
        {"format": "Mailbox Admin vault 3"},
        {"salt": "\u00e6" * 22},
        {"salt": ["a"]},
        {"proof": ""},
        {"more": 1},
    ],
    ids=str,
)
def test_a_strange_head_is_damage(vault: VaultStore, changes: dict[str, object]) -> None:
    vault.path.write_bytes(forge(vault.path.read_bytes(), changes=changes))
    assert why(vault) is SecretStoreFailure.DAMAGED


def test_an_older_vault_under_a_newer_head_is_forged(vault: VaultStore) -> None:
    """Each half is ours, but they do not belong together."""
    old = vault.path.read_bytes().partition(b"\n")[2]
    vault.change_passphrase("another passphrase")
    vault.path.write_bytes(forge(vault.path.read_bytes(), old))
    assert why(vault, "another passphrase") is SecretStoreFailure.TAMPERED


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 1 << 30},
        {"memory_kib": 256 * 1024 + 1},
        {"passes": 9},
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
    vault.path.write_bytes(forge(vault.path.read_bytes(), changes=cost))
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
    files = sorted(p.name for p in vault.path.parent.iterdir())
    with full_disk(64), pytest.raises(SecretStoreError) as caught:
        vault.set(PROFILE, SecretName.TICKET, "new", HOME)
    assert caught.value.kind is SecretStoreFailure.NOT_WRITTEN
    assert vault.get(PROFILE, SecretName.TICKET, HOME) is None
    assert again(vault).get(PROFILE, NAME, HOME) == canary
    assert sorted(p.name for p in vault.path.parent.iterdir()) == files


def test_the_same_secrets_are_never_sealed_alike(vault: VaultStore) -> None:
    assert vault._keys is not None
    one, two = (encrypt_vault({}, vault._keys, "id", 1) for _ in range(2))
    assert one != two


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
