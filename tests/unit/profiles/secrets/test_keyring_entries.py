"""How a secret lies in the keyring, and that it survives a kill at any call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_entries import PARTS_MARKER, SERVICE, KeyringEntry
from tests.unit.profiles.secrets.fake_backends import (
    Cut,
    DuplicatingBackend,
    ForgetfulBackend,
    MemoryBackend,
    TruncatingBackend,
    cut_at,
)

USER = "profile/sign-in password"
HOME, ELSEWHERE = "https://crm.example.com:443", "https://evil.example.com:443"
SHORT, LONG, LONGER = "short", "l" * 1500, "L" * 3500
PAIRS = [(old, new) for old in (SHORT, LONG, LONGER) for new in ("SHORT", "n" * 1300, "N" * 4000)]


def entry(backend: MemoryBackend) -> KeyringEntry:
    return KeyringEntry(backend, USER)


def users(backend: MemoryBackend) -> list[str]:
    assert {service for service, _ in backend.entries} <= {SERVICE}
    return sorted(user for _, user in backend.entries)


def test_the_main_entry_is_the_secret_itself() -> None:
    backend = MemoryBackend()
    entry(backend).write(SHORT, HOME)
    assert backend.entries == {(SERVICE, USER): SHORT, (SERVICE, f"{USER}@origin"): HOME}


def test_a_long_secret_lies_in_numbered_parts() -> None:
    backend = MemoryBackend()
    entry(backend).write(LONG, HOME)
    parts = [f"{USER} part a.{n}" for n in (1, 2, 3)]
    assert users(backend) == [USER, *parts, f"{USER}@origin"]
    entry(backend).write(LONG, HOME)
    assert users(backend) == [USER, *[p.replace("a.", "b.") for p in parts], f"{USER}@origin"]


@pytest.mark.parametrize("secret", [SHORT, LONG, LONGER], ids=len)
def test_nothing_is_left_of_a_removed_secret(secret: str) -> None:
    backend = MemoryBackend()
    entry(backend).write(secret, HOME)
    entry(backend).delete()
    assert backend.entries == {}


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_secret_without_one_of_its_parts_is_none(missing: int) -> None:
    backend = MemoryBackend()
    entry(backend).write(LONG, HOME)
    del backend.entries[SERVICE, f"{USER} part a.{missing}"]
    assert entry(backend).read() is None


@pytest.mark.parametrize(
    "head",
    [
        f"{PARTS_MARKER}",
        f"{PARTS_MARKER}a",
        f"{PARTS_MARKER}c 2",
        f"{PARTS_MARKER}a x",
        f"{PARTS_MARKER}a 0",
    ],
)
def test_a_switch_that_leads_nowhere_is_none(head: str) -> None:
    backend = MemoryBackend()
    backend.entries[SERVICE, USER] = head
    assert entry(backend).read() is None


def write_cut(backend: MemoryBackend, at: int, secret: str, origin: str) -> bool:
    """Write until the ``at``-th call; gives whether it was cut there."""
    backend.before = cut_at(at)
    try:
        entry(backend).write(secret, origin)
    except Cut:
        return True
    finally:
        backend.before = lambda _call: None
    return False


def backends_after_cut_writes(old: str, new: str, origin: str) -> Iterator[MemoryBackend]:
    """Write an old secret, then a new one that is cut at each call in turn, at last at none."""
    was_cut = True
    for at in count(1):
        if not was_cut:
            return
        backend = MemoryBackend()
        entry(backend).write(old, HOME)
        was_cut = write_cut(backend, at, new, origin)
        yield backend


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda secret: len(secret))
def test_cut_anywhere_the_old_or_the_new_secret_is_there(old: str, new: str) -> None:
    seen = set()
    for backend in backends_after_cut_writes(old, new, HOME):
        assert entry(backend).origin() == HOME
        seen.add(entry(backend).read())
        entry(backend).delete()
        assert backend.entries == {}, "what a cut write leaves is found by the next delete"
    assert seen == {old, new}


@pytest.mark.parametrize("old", [SHORT, LONG, LONGER], ids=len)
def test_the_next_write_leaves_nothing_of_one_that_was_cut(old: str) -> None:
    for backend in backends_after_cut_writes(old, "x" * 6000, HOME):
        entry(backend).write("next" * 500, HOME)
        assert len(users(backend)) == len(["main", "origin"]) + 4
        assert entry(backend).read() == "next" * 500


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda secret: len(secret))
def test_cut_anywhere_no_secret_is_bound_to_anothers_origin(old: str, new: str) -> None:
    seen = set()
    for backend in backends_after_cut_writes(old, new, ELSEWHERE):
        origin = entry(backend).origin()
        seen.add((origin, entry(backend).read() if origin else None))
    assert seen == {(HOME, old), (None, None), (ELSEWHERE, new)}


@pytest.mark.parametrize("secret", ["a secret", LONG], ids=len)
@pytest.mark.parametrize("kind", [ForgetfulBackend, TruncatingBackend])
def test_what_is_not_kept_whole_is_not_kept_at_all(kind: type[MemoryBackend], secret: str) -> None:
    backend = kind()
    with pytest.raises(SecretStoreError) as caught:
        entry(backend).write(f"{secret}{secret}", "https:")
    assert caught.value.kind is SecretStoreFailure.NOT_PERSISTED
    assert backend.entries == {}


def test_an_origin_that_is_not_kept_whole_is_reported() -> None:
    backend = TruncatingBackend()
    with pytest.raises(SecretStoreError):
        entry(backend).write(SHORT, HOME)
    assert entry(backend).origin() is None


def test_a_keyring_that_forgets_its_parts_keeps_the_old_secret() -> None:
    backend = MemoryBackend()
    entry(backend).write(SHORT, HOME)
    broken = TruncatingBackend()
    broken.entries = backend.entries
    with pytest.raises(SecretStoreError):
        entry(broken).write(LONG, HOME)
    assert (entry(backend).read(), entry(backend).origin()) == (SHORT, HOME)
    assert users(backend) == [USER, f"{USER}@origin"]


def test_duplicates_of_other_programs_are_removed() -> None:
    backend = DuplicatingBackend(["theirs", "theirs too"])
    entry(backend).write(SHORT, HOME)
    assert (entry(backend).read(), backend.others) == (SHORT, [])


def test_an_entry_that_cannot_be_removed_is_reported() -> None:
    backend = DuplicatingBackend(["again"] * 20)
    with pytest.raises(SecretStoreError) as caught:
        entry(backend).delete()
    assert caught.value.kind is SecretStoreFailure.NOT_PERSISTED
