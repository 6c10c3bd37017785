"""No test here reaches the developer's keyring, and none leaves a thread or a secret behind."""

from __future__ import annotations

import gc
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.secrets.keyring_call import THREAD_NAME
from tests.servers.keyring_service import keyring_service
from tests.servers.mute_secret_service import mute_secret_service


@pytest.fixture(autouse=True)
def _no_real_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    yield
    # A call that was abandoned ends when its bus does, which is before this.
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def collected() -> Iterator[None]:
    """Collects what keyring leaves open, while the test's own warning filter still holds."""
    yield
    gc.collect()


@pytest.fixture
def real_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A gnome-keyring-daemon of this test's own; gives the environment that leads to it."""
    with keyring_service() as env:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"])
        yield env


@pytest.fixture
def mute_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Secret Service that never answers."""
    with mute_secret_service() as env:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"])
        yield


@pytest.fixture
def canary(caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """A secret of this test's own, which must not be in any log afterwards."""
    caplog.set_level(0)
    secret = f"cänary €{secrets.token_hex(16)}"
    yield secret
    assert secret not in caplog.text
    assert secret[8:] not in caplog.text


@pytest.fixture
def one() -> Profile:
    return Profile.new("Åse's Øl", "https://crm.example.com/SuperOffice", "åse")


@pytest.fixture
def two() -> Profile:
    return Profile.new("Test", "http://127.0.0.1:8080", "TEST\\jens")
