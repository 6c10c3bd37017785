"""A profiles file that is damaged, newer, or cannot be written: told, and nothing is lost."""

from __future__ import annotations

import json
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors import ProfilesDamaged, ProfilesNotWritten, ProfilesTooNew
from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.file_format import MAX_BYTES
from desktop_app.profiles.profile_store import LoadedProfilesFile, ProfileStore

ID = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
GOOD = {"id": ID, "name": "A", "address": "https://a/api", "user_name": "u"}


def file_of(*entries: object, version: object = 1) -> bytes:
    return json.dumps({"version": version, "profiles": entries}).encode()


DAMAGED = {
    "empty": b"",
    "cut": file_of(GOOD)[:-9],
    "zeros": bytes(4096),
    "not UTF-8": b'{"version": 1, "profiles": [], "x": "\xff"}',
    "UTF-16": file_of(GOOD).decode().encode("utf-16"),
    "a list": b"[]",
    "no version": b'{"profiles": []}',
    "version true": file_of(GOOD, version=True),
    "version 0": file_of(GOOD, version=0),
    "version text": file_of(GOOD, version="1"),
    "no profiles": b'{"version": 1}',
    "profiles an object": b'{"version": 1, "profiles": {}}',
    "an entry that is text": file_of(GOOD, "x"),
    "no id": file_of({k: v for k, v in GOOD.items() if k != "id"}),
    "id no UUID": file_of({**GOOD, "id": "../../etc"}),
    "id in another form": file_of({**GOOD, "id": f"{{{ID}}}"}),
    "two of one id": file_of(GOOD, {**GOOD, "id": ID.upper()}),
    "name a number": file_of({**GOOD, "name": 7}),
    "half a character": file_of({**GOOD, "name": "\ud800"}),
    "half a character in a registration": json.dumps(
        {"version": 2, "profiles": [], "oauth": {"online": {"client_id": "\ud800"}}}
    ).encode(),
    "user name null": file_of({**GOOD, "user_name": None}),
    "address with a login": file_of({**GOOD, "address": "https://u:hunter2@a/api"}),
    "address of no host": file_of({**GOOD, "address": "https:///api"}),
    "address of another scheme": file_of({**GOOD, "address": "file://a/api"}),
    "port out of range": file_of({**GOOD, "address": "https://a:99999/api"}),
    "unknown sign-in": file_of({**GOOD, "sign_in": "guess"}, version=2),
    "environment a list": file_of({**GOOD, "environment": []}, version=2),
    "read-only as text": file_of({**GOOD, "read_only": "false"}, version=2),
    "lock after never": file_of({**GOOD, "lock_after": -1}, version=2),
    "lock after true": file_of({**GOOD, "lock_after": True}, version=2),
    "proxy a text": file_of({**GOOD, "proxy": "http://p:8080"}, version=2),
    "proxy with a login": file_of(
        {**GOOD, "proxy": {"kind": "given", "address": "http://u:hunter2@p:1"}}, version=2
    ),
    "tenant that leads elsewhere": file_of({**GOOD, "tenant": {"id": "../evil"}}, version=2),
    "own cloud without address": file_of({**GOOD, "tenant": {"id": "C1", "cloud": "own"}}),
    "redirect to elsewhere": json.dumps(
        {"version": 2, "profiles": [GOOD], "oauth": {"online": {"redirect_host": "evil.example"}}}
    ).encode(),
    "oauth a list": b'{"version": 2, "profiles": [], "oauth": [1]}',
    "nested too deeply": b'{"version": 1, "profiles": [], "x": ' + b"[" * 100_000,
    "a number too long": b'{"version": 1, "profiles": [], "x": ' + b"9" * 5000 + b"}",
    "too large": b'{"version": 1, "profiles": [], "x": "' + b"x" * MAX_BYTES + b'"}',
}


@pytest.fixture
def store(tmp_path: Path, one: Profile, two: Profile) -> ProfileStore:
    """A store that holds profile two, and profile one in its backup."""
    store = ProfileStore(tmp_path / "data")
    store.save([one])
    store.save([two])
    return store


def files(store: ProfileStore) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.path.parent.iterdir()}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_set_aside_and_the_backup_offered(
    data: bytes, store: ProfileStore, one: Profile, two: Profile
) -> None:
    store.path.write_bytes(data)
    loaded = store.load()
    assert isinstance(loaded.error, ProfilesDamaged)
    assert loaded.damaged_copy is not None
    assert loaded.damaged_copy.name.startswith("profiles.json.corrupt-")
    assert (loaded.profiles, loaded.read_only, loaded.backup) == ((), False, (one,))
    assert "hunter2" not in repr(loaded.error)
    assert store.load() == LoadedProfilesFile(backup=(one,)), "offered until something is saved"
    store.save([two])
    assert store.load().profiles == (two,)
    assert loaded.damaged_copy.read_bytes() == data


def test_a_file_damaged_while_the_program_runs_is_not_overwritten(
    store: ProfileStore, two: Profile
) -> None:
    store.load()
    store.path.write_bytes(b"damaged")
    store.save([two])
    found = files(store)
    assert [data for name, data in found.items() if ".corrupt-" in name] == [b"damaged"]
    assert store.load() == LoadedProfilesFile((two,))


def test_every_damaged_file_is_kept(store: ProfileStore) -> None:
    asides = set()
    for number in range(3):
        store.path.write_bytes(b"damage %d" % number)
        asides.add(store.load().damaged_copy)
    assert {aside.read_bytes() for aside in asides if aside} == {
        b"damage 0",
        b"damage 1",
        b"damage 2",
    }


def test_a_damaged_backup_is_not_offered(store: ProfileStore) -> None:
    store.path.unlink()
    store.backup_path.write_bytes(b"x")
    assert store.load() == LoadedProfilesFile()


def test_a_file_that_cannot_be_set_aside_is_left_alone(
    store: ProfileStore, one: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path.write_bytes(b"damaged")

    def refuse(*_paths: Path) -> None:
        raise PermissionError(13, "Permission denied", "/a/path/that/is/not/told")

    monkeypatch.setattr("os.rename", refuse)
    loaded = store.load()
    assert isinstance(loaded.error, ProfilesDamaged)
    assert (loaded.damaged_copy, loaded.read_only, loaded.backup) == (None, True, (one,))
    with pytest.raises(ProfilesNotWritten, match="Permission denied"):
        store.save([one])
    assert store.path.read_bytes() == b"damaged"


def test_a_file_that_cannot_be_read_is_left_alone(store: ProfileStore, one: Profile) -> None:
    store.path.unlink()
    store.path.mkdir()
    loaded = store.load()
    assert isinstance(loaded.error, ProfilesDamaged)
    assert (loaded.damaged_copy, loaded.read_only, loaded.backup) == (None, True, (one,))
    with pytest.raises(ProfilesNotWritten):
        store.save([one])
    assert store.path.is_dir()


@pytest.mark.parametrize("extra", [{}, {"profiles": None}, {"profiles": [GOOD, 7, GOOD, {}]}])
def test_a_newer_file_is_read_only(store: ProfileStore, extra: dict[str, object]) -> None:
    data = json.dumps({"version": 99, "profiles": [GOOD], **extra}).encode()
    store.path.write_bytes(data)
    before = files(store)
    loaded = store.load()
    assert isinstance(loaded.error, ProfilesTooNew)
    assert (loaded.read_only, loaded.damaged_copy, loaded.backup) == (True, None, None)
    assert [profile.name for profile in loaded.profiles] == (
        [] if extra == {"profiles": None} else ["A"]
    )
    with pytest.raises(ProfilesTooNew):
        store.save(loaded.profiles)
    assert files(store) == before


def test_a_file_that_became_newer_is_not_stamped_down(store: ProfileStore) -> None:
    loaded = store.load()
    store.path.write_bytes(file_of(GOOD, version=99))
    with pytest.raises(ProfilesTooNew):
        store.save(loaded.profiles)
    assert store.path.read_bytes() == file_of(GOOD, version=99)


@pytest.mark.parametrize(
    "wrong",
    [
        Profile("no uuid", "A", "https://a/api", "u"),
        Profile(ID, "A", "https://u:hunter2@a/api", "u"),
        Profile(ID, "\ud800", "https://a/api", "u"),
    ],
    ids=["id", "login", "half a character"],
)
def test_what_could_not_be_read_back_is_not_written(store: ProfileStore, wrong: Profile) -> None:
    before = files(store)
    with pytest.raises(ProfilesNotWritten) as caught:
        store.save([wrong])
    assert "hunter2" not in repr(caught.value)
    assert files(store) == before


def test_a_folder_that_cannot_be_made(tmp_path: Path, one: Profile) -> None:
    (tmp_path / "home").touch()
    store = ProfileStore(tmp_path / "home" / "data")
    assert store.load().profiles == ()
    with pytest.raises(ProfilesNotWritten):
        store.save([one])


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file may grow over this many bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 100, 1000, 60_000])
def test_a_full_disk_leaves_the_old_file(
    store: ProfileStore, one: Profile, two: Profile, room: int
) -> None:
    many = [Profile.new(f"Customer {n}", "https://a", "u") for n in range(1000)]
    with full_disk(room), pytest.raises(ProfilesNotWritten, match="File too large"):
        store.save(many)
    assert sorted(files(store)) == ["profiles.json", "profiles.json.bak"]
    assert store.load() == LoadedProfilesFile((two,))
    store.path.unlink()
    assert store.load().backup in ((one,), (two,))


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_any_failed_call_leaves_the_old_file(
    store: ProfileStore, two: Profile, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(store)

    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(f"os.{call}", fail)
        with pytest.raises(ProfilesNotWritten, match="No space left on device"):
            store.save([])
    assert files(store) == before
    assert store.load() == LoadedProfilesFile((two,))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["version", "profiles", *GOOD, "x"]), inner, max_size=5)
    ),
    max_leaves=12,
)
ENTRIES = st.fixed_dictionaries({k: st.just(v) | JSON for k, v in GOOD.items()}) | JSON
FILES = st.fixed_dictionaries({"version": st.just(1) | JSON, "profiles": st.lists(ENTRIES) | JSON})


def cut_and_flip(data: bytes, at: int, flip: int, cut: int) -> bytes:
    at %= len(data)
    return data[:at] + bytes([data[at] ^ flip]) + data[at + 1 + cut :]


FUZZ: dict[str, st.SearchStrategy[bytes]] = {
    "bytes": st.binary(max_size=200),
    "shapes": FILES.map(lambda shape: json.dumps(shape).encode()),
    "flips": st.builds(
        cut_and_flip,
        st.just(file_of(GOOD, {**GOOD, "id": ID.replace("6", "7")})),
        st.integers(0, 1000),
        st.integers(0, 255),
        st.integers(0, 30),
    ),
}


@pytest.mark.parametrize("kind", FUZZ)
def test_no_bytes_crash_it_or_get_lost(kind: str) -> None:
    @given(FUZZ[kind])
    @settings(derandomize=True, database=None, deadline=None, max_examples=150)
    def check(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = ProfileStore(Path(folder))
            store.path.write_bytes(data)
            loaded = store.load()
            survives(store, loaded, data)

    run: Callable[[], None] = check
    run()


def survives(store: ProfileStore, loaded: LoadedProfilesFile, data: bytes) -> None:
    """What was in the file is still in the folder, before and after a save."""
    if loaded.read_only:
        with pytest.raises(ProfilesTooNew):
            store.save(loaded.profiles)
        assert store.path.read_bytes() == data
        return
    kept = loaded.damaged_copy or store.path
    assert kept.read_bytes() == data
    store.save(loaded.profiles)
    assert store.load() == LoadedProfilesFile(loaded.profiles)
    assert (loaded.damaged_copy or store.backup_path).read_bytes() == data


def test_what_could_not_be_read_again_for_its_size_is_not_written(
    tmp_path: Path, one: Profile
) -> None:
    store = ProfileStore(tmp_path)
    store.save([one])
    with pytest.raises(ProfilesNotWritten):
        store.save([replace(one, note="x" * MAX_BYTES)])
    with pytest.raises(ProfilesNotWritten):
        store.export_to(tmp_path / "export.json", [replace(one, note="\u20ac" * (MAX_BYTES // 6))])
    assert store.load().profiles == (one,)
    assert not (tmp_path / "export.json").exists()
