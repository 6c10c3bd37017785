"""A keyring that asks a person: waited for without limit, and what waits behind it is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from desktop_app.core.errors import SecretStoreError
from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.secret_store import SecretName
from tests.servers.prompting_secret_service import prompting_secret_service
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, store_on, waiting_for
from tests.unit.profiles.secrets.test_keyring_failures import join_abandoned

PROFILE = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
PASSWORD = SecretName.SIGN_IN_PASSWORD
TICKET = SecretName.TICKET
HOME = "https://crm.example.com:443/api"

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


def failure(call: Callable[[], object]) -> str:
    """The kind of the error with which a call ends, or ``none``."""
    try:
        call()
    except SecretStoreError as error:
        return error.kind.name
    return "none"


def when_shown(act: Callable[[], None]) -> Callable[[KeyringPrompt | None], None]:
    """What to do once the keyring asks."""

    def on_prompt(prompt: KeyringPrompt | None) -> None:
        if prompt is not None:
            act()

    return on_prompt


@pytest.mark.usefixtures("collected")
def test_a_prompt_answered_late_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with prompting_secret_service(answer_after=2.5) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.env["DBUS_SESSION_BUS_ADDRESS"])
        store = KeyringStore(timeout=1)
        assert failure(lambda: store.set(PROFILE, PASSWORD, "typed", HOME)) == "none"
        assert store.get(PROFILE, PASSWORD, HOME) == "typed"
        assert service.secrets()[f"{PROFILE}/sign-in password"] == "typed"
        assert service.count("Prompt") == 1, "nobody is asked twice"


@pytest.mark.usefixtures("collected")
def test_without_a_database_none_is_created(monkeypatch: pytest.MonkeyPatch) -> None:
    """KeePassXC while no database is open."""
    with prompting_secret_service(collection=False) as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.env["DBUS_SESSION_BUS_ADDRESS"])
        store = KeyringStore(timeout=2)
        told = {
            failure(store.probe),
            failure(lambda: store.get(PROFILE, PASSWORD, HOME)),
            failure(lambda: store.set(PROFILE, PASSWORD, "typed", HOME)),
        }
        assert (service.count("CreateCollection"), service.count("Prompt")) == (0, 0)
        assert told == {"NO_COLLECTION"}


def test_what_waited_is_kept_once_the_keyring_answers() -> None:
    """A keyring that asks in a way that cannot be seen, such as KWallet's or the Mac's."""
    backend, answer, calls = MemoryBackend(), threading.Event(), list[str]()
    backend.before = waiting_for(answer, calls)
    store = store_on(backend, time_limit=0.05)
    assert failure(lambda: store.set(PROFILE, PASSWORD, "typed", HOME)) == "TIMEOUT"
    answer.set()
    join_abandoned()
    assert failure(lambda: store.get(PROFILE, PASSWORD, HOME)) == "none", "usable by itself"
    assert store.get(PROFILE, PASSWORD, HOME) == "typed"


@pytest.mark.parametrize("retries", [True, False])
def test_the_last_secret_typed_meanwhile_counts(*, retries: bool) -> None:
    backend, answer, calls = MemoryBackend(), threading.Event(), list[str]()
    backend.before = waiting_for(answer, calls)
    store = store_on(backend, time_limit=0.05)
    for secret in ("first", "second", "third"):
        assert failure(lambda: store.set(PROFILE, PASSWORD, secret, HOME)) == "TIMEOUT"  # noqa: B023
        if retries:
            store.reset_failures()
    assert failure(lambda: store.set(PROFILE, TICKET, "another", HOME)) == "TIMEOUT"
    answer.set()
    join_abandoned()
    assert failure(lambda: store.get(PROFILE, PASSWORD, HOME)) == "none", "usable by itself"
    assert store.get(PROFILE, PASSWORD, HOME) == "third"
    assert store.get(PROFILE, TICKET, HOME) == "another"


def test_deleted_meanwhile_it_is_not_kept() -> None:
    backend, answer, calls = MemoryBackend(), threading.Event(), list[str]()
    backend.before = waiting_for(answer, calls)
    store = store_on(backend, time_limit=0.05)
    assert failure(lambda: store.set(PROFILE, PASSWORD, "typed", HOME)) == "TIMEOUT"
    assert failure(lambda: store.delete(PROFILE, PASSWORD)) == "TIMEOUT"
    answer.set()
    join_abandoned()
    assert failure(lambda: store.get(PROFILE, PASSWORD, HOME)) == "none", "usable by itself"
    assert store.get(PROFILE, PASSWORD, HOME) is None
    assert backend.entries == {}


@pytest.mark.usefixtures("collected")
def test_a_prompt_is_told_and_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    with prompting_secret_service() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.env["DBUS_SESSION_BUS_ADDRESS"])
        told: list[str] = []

        def cancel(prompt: KeyringPrompt | None) -> None:
            told.append("gone" if prompt is None else "shown")
            if prompt is not None:
                prompt.cancel()

        store = KeyringStore(timeout=1, on_prompt=cancel)
        assert failure(lambda: store.set(PROFILE, PASSWORD, "typed", HOME)) == "LOCKED"
        assert failure(store.probe) == "LOCKED"
        assert told == ["shown", "gone"], "nobody is asked twice for one thing"
        assert service.count("Dismiss") == 1
        assert service.secrets() == {}

        store = KeyringStore(timeout=1, on_prompt=when_shown(service.answer))
        assert failure(lambda: store.set(PROFILE, PASSWORD, "typed", HOME)) == "none"
        assert service.count("Prompt") == 2


@pytest.mark.usefixtures("collected")
def test_a_service_that_ends_while_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    with prompting_secret_service() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.env["DBUS_SESSION_BUS_ADDRESS"])
        store = KeyringStore(timeout=1, on_prompt=when_shown(service.end))
        assert failure(lambda: store.get(PROFILE, PASSWORD, HOME)) == "MISSING"
