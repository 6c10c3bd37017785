"""Keyrings that are missing, locked, silent, unsafe or broken: told apart, in time, no secret."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import traceback
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_backends import ChosenBackend
from desktop_app.profiles.secrets.keyring_call import THREAD_NAME, secret_store_error
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.secret_store import SecretName, SecretStorage, StorageKind
from tests.unit.profiles.secrets.fake_backends import (
    ForgetfulBackend,
    MemoryBackend,
    TruncatingBackend,
    raising,
    store_on,
    waiting_for,
)

PROFILE = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
PASSWORD = SecretName.SIGN_IN_PASSWORD
HOME = "https://crm.example.com:443"

# keyring and SecretStorage leave their connection open when they fail.
leaves_sockets = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


class Panic(BaseException):
    """What a native library raises when it gives up."""


class Win32Error(Exception):
    """What the Windows backend raises."""

    def __init__(self, winerror: int, text: str) -> None:
        super().__init__(winerror, text)
        self.winerror = winerror


def trouble_in(store: KeyringStore) -> SecretStoreError:
    with pytest.raises(SecretStoreError) as caught:
        store.get(PROFILE, PASSWORD, HOME)
    return caught.value


def named(name: str, base: type[BaseException] = Exception) -> BaseException:
    error = type(name, (base,), {})("text")
    assert isinstance(error, BaseException)
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (named("KeyringLocked"), SecretStoreFailure.LOCKED),
        (named("InitError"), SecretStoreFailure.LOCKED),
        (named("Derived", type(named("KeyringLocked"))), SecretStoreFailure.LOCKED),
        (named("NoKeyringError", RuntimeError), SecretStoreFailure.MISSING),
        (named("SecretServiceNotAvailableException"), SecretStoreFailure.MISSING),
        (ModuleNotFoundError("keyring"), SecretStoreFailure.MISSING),
        (Win32Error(1312, "no logon session"), SecretStoreFailure.MISSING),
        (Win32Error(1783, "bad data"), SecretStoreFailure.FAILED),
        (SecretStoreError(SecretStoreFailure.UNSAFE, "x"), SecretStoreFailure.UNSAFE),
        (RuntimeError("anything"), SecretStoreFailure.FAILED),
        (Panic("anything"), SecretStoreFailure.FAILED),
    ],
    ids=repr,
)
def test_errors_of_backends_are_told_apart(error: BaseException, kind: SecretStoreFailure) -> None:
    backend = MemoryBackend()
    backend.before = raising(error)
    assert trouble_in(store_on(backend)).kind is kind


def test_where_there_is_no_keyring_a_secret_lives_for_the_session() -> None:
    backend = MemoryBackend()
    store = store_on(backend)
    backend.before = raising(SecretStoreError(SecretStoreFailure.MISSING))
    trouble_in(store)
    assert store.storage == SecretStorage(StorageKind.SESSION)
    backend.before = raising(SecretStoreError(SecretStoreFailure.LOCKED))
    trouble_in(store)
    assert store.storage.kind is StorageKind.KEYRING, "it is there, and may be opened"


def test_the_errors_told_apart_are_those_that_exist() -> None:
    import keyring.errors

    for error in (keyring.errors.KeyringLocked(), keyring.errors.InitError()):
        assert secret_store_error(error).kind is SecretStoreFailure.LOCKED
    for name in ("LockedException", "PromptDismissedException"):
        assert secret_store_error(getattr(secretstorage, name)()).kind is SecretStoreFailure.LOCKED
    for missing in (
        keyring.errors.NoKeyringError(),
        secretstorage.SecretServiceNotAvailableException(),
    ):
        assert secret_store_error(missing).kind is SecretStoreFailure.MISSING


@pytest.mark.parametrize("kind", [ForgetfulBackend, TruncatingBackend])
def test_a_keyring_that_forgets_is_reported(kind: type[MemoryBackend], canary: str) -> None:
    store = store_on(kind())
    with pytest.raises(SecretStoreError) as caught:
        store.set(PROFILE, PASSWORD, canary, HOME)
    assert caught.value.kind is SecretStoreFailure.NOT_PERSISTED
    assert store.get(PROFILE, PASSWORD, HOME) is None


@pytest.mark.parametrize("kind", [RuntimeError, OSError, Panic, ValueError])
def test_no_secret_is_in_an_error(kind: type[BaseException], canary: str) -> None:
    backend = MemoryBackend()
    backend.before = raising(kind(7, f"cannot store {canary!r}"))
    with pytest.raises(SecretStoreError) as caught:
        store_on(backend).set(PROFILE, PASSWORD, canary, HOME)
    told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert canary not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_text_that_no_keyring_takes_is_not_repeated(real_keyring: dict[str, str]) -> None:
    assert real_keyring
    with pytest.raises(SecretStoreError) as caught:
        KeyringStore(timeout=60).set(PROFILE, PASSWORD, "half a pair: \ud83d", HOME)
    assert caught.value.kind is SecretStoreFailure.FAILED
    assert "half" not in repr(caught.value)


def test_after_an_error_the_keyring_is_asked_again() -> None:
    backend = MemoryBackend()
    store = store_on(backend)
    store.set(PROFILE, PASSWORD, "kept", HOME)
    backend.before = raising(named("KeyringLocked"))
    assert trouble_in(store).kind is SecretStoreFailure.LOCKED
    assert store.storage == SecretStorage(StorageKind.KEYRING, "fake keyring")
    backend.before = lambda _call: None
    assert store.get(PROFILE, PASSWORD, HOME) == "kept"


def test_a_silent_keyring_is_asked_once_until_it_answers() -> None:
    backend, answer, calls = MemoryBackend(), threading.Event(), list[str]()
    backend.before = waiting_for(answer, calls)
    store = store_on(backend, time_limit=0.05)
    assert trouble_in(store).kind is SecretStoreFailure.TIMEOUT
    assert [trouble_in(store).kind for _ in range(3)] == [SecretStoreFailure.TIMEOUT] * 3
    assert calls == ["get"], "no second wait"
    answer.set()
    join_abandoned()
    assert calls == ["get"], "a call that was given up does nothing more"
    assert store.get(PROFILE, PASSWORD, HOME) is None


def test_who_waits_behind_a_silent_call_hears_it_too() -> None:
    backend, answer, calls = MemoryBackend(), threading.Event(), list[str]()
    backend.before = waiting_for(answer, calls)
    store = store_on(backend, time_limit=0.1)
    kinds: list[SecretStoreFailure] = []
    callers = [
        threading.Thread(target=lambda: kinds.append(trouble_in(store).kind)) for _ in range(4)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert kinds == [SecretStoreFailure.TIMEOUT] * 4
    assert calls == ["get"]
    answer.set()


def test_a_backend_that_is_found_too_late_is_not_used() -> None:
    backend, answer, calls = MemoryBackend(), threading.Event(), list[str]()
    backend.before = calls.append

    def choose() -> ChosenBackend:
        answer.wait(20)
        return ChosenBackend(backend, "late")

    store = KeyringStore(choose, timeout=0.05)
    assert trouble_in(store).kind is SecretStoreFailure.TIMEOUT
    answer.set()
    join_abandoned()
    assert calls == []


def join_abandoned() -> None:
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            assert thread.daemon, "it must not hold up the end of the program"
            thread.join(20)


@leaves_sockets
@pytest.mark.usefixtures("collected", "mute_keyring")
def test_a_mute_secret_service() -> None:
    store = KeyringStore(timeout=1)
    kinds = [trouble_in(store).kind for _ in range(3)]
    assert kinds == [SecretStoreFailure.TIMEOUT] * 3
    left = [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]
    assert len(left) == 1


MUTE = """
from desktop_app.profiles.secrets.keyring_store import KeyringStore
try:
    KeyringStore(timeout=1).probe()
except Exception as error:
    print(error.kind.name)
"""


@pytest.mark.usefixtures("mute_keyring")
def test_a_mute_secret_service_does_not_hold_up_the_end_of_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MUTE],
        cwd=Path(__file__).parents[4],
        env=os.environ,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.decode().strip()) == (0, "TIMEOUT")


def test_a_locked_keyring(real_keyring: dict[str, str], canary: str) -> None:
    assert real_keyring
    store = KeyringStore(timeout=60)
    store.set(PROFILE, PASSWORD, canary, HOME)
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    assert trouble_in(store).kind is SecretStoreFailure.LOCKED
    with pytest.raises(SecretStoreError) as caught:
        store.probe()
    assert caught.value.kind is SecretStoreFailure.LOCKED
    assert canary not in repr(caught.value)
