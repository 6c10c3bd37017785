"""Which backend is chosen: a safe one that works, or none, with the name of what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_backends import (
    SAFE_BACKENDS,
    available_backends,
    choose_backend,
)
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.secret_store import SecretName
from tests.servers.keyring_service import keyring_daemon, keyring_home, keyring_service
from tests.servers.private_bus import private_bus

NULL = "keyring.backends.null.Keyring"
PROFILE = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
HOME = "https://crm.example.com:443"
SECRET_SERVICE = "keyring.backends.SecretService.Keyring"


def refusal() -> SecretStoreError:
    with pytest.raises(SecretStoreError) as caught:
        choose_backend()
    return caught.value


def test_no_session_bus() -> None:
    assert refusal().kind is SecretStoreFailure.MISSING


def test_a_bus_without_a_secret_service(monkeypatch: pytest.MonkeyPatch) -> None:
    with private_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        assert refusal().kind is SecretStoreFailure.MISSING


def test_the_null_backend_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", NULL)
    assert (refusal().kind, refusal().detail) == (SecretStoreFailure.UNSAFE, NULL)


@pytest.mark.usefixtures("real_keyring")
def test_an_unsafe_backend_in_keyrings_own_settings_is_refused(tmp_path: Path) -> None:
    settings = tmp_path / "config" / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[backend]\ndefault-keyring={NULL}\n", "utf-8")
    assert (refusal().kind, refusal().detail) == (SecretStoreFailure.UNSAFE, NULL)


@pytest.mark.parametrize("name", ["no.such.Keyring", "keyring.backends.null.Nothing", "x"])
def test_a_configured_backend_that_is_not_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    assert refusal().kind is SecretStoreFailure.MISSING


@pytest.mark.usefixtures("real_keyring")
@pytest.mark.parametrize("configured", [SECRET_SERVICE, "keyring.backends.chainer.ChainerBackend"])
def test_a_safe_backend_may_be_configured(configured: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", configured)
    chosen = choose_backend()
    kind = type(chosen.backend)
    assert (f"{kind.__module__}.{kind.__qualname__}", chosen.name) == (
        SECRET_SERVICE,
        "GNOME Keyring",
    )


def test_a_keyring_that_comes_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyringStore(timeout=60)
    with pytest.raises(SecretStoreError):
        store.probe()
    with keyring_service() as env:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"])
        assert store.probe().name == "GNOME Keyring"
    with pytest.raises(SecretStoreError) as caught:
        store.probe()
    assert caught.value.kind in (SecretStoreFailure.MISSING, SecretStoreFailure.FAILED)


def test_a_keyring_that_was_restarted_is_used_on(monkeypatch: pytest.MonkeyPatch) -> None:
    store, canary = KeyringStore(timeout=60), "kept through the restart"
    with keyring_home() as env:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"])
        with keyring_daemon(env):
            store.set(PROFILE, SecretName.TICKET, canary, HOME)
        with keyring_daemon(env):
            assert store.get(PROFILE, SecretName.TICKET, HOME) == canary


@pytest.mark.usefixtures("real_keyring")
def test_one_connection_serves_all_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    store = KeyringStore(timeout=60)
    store.probe()
    monkeypatch.setattr(secretstorage, "dbus_init", None)
    store.set(PROFILE, SecretName.TICKET, "x" * 3000, HOME)
    assert store.get(PROFILE, SecretName.TICKET, HOME) == "x" * 3000
    store.delete(PROFILE, SecretName.TICKET)


@pytest.mark.usefixtures("real_keyring")
def test_another_collection_may_be_preferred(monkeypatch: pytest.MonkeyPatch) -> None:
    collection = "/org/freedesktop/secrets/collection/session"
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", collection)
    KeyringStore(timeout=60).set(PROFILE, SecretName.TICKET, "for now", HOME)
    with closing(secretstorage.dbus_init()) as bus:
        items = list(secretstorage.Collection(bus, collection).get_all_items())
        assert {item.get_secret() for item in items} == {b"for now", HOME.encode()}


PLAIN_TEXT = """
import json, pathlib
from keyring.backend import KeyringBackend

class PlaintextKeyring(KeyringBackend):
    '''Stands for keyrings.alt: chosen silently by keyring where nothing better works.'''
    priority = 0.5
    def get_password(self, service, username):
        return pathlib.Path("plain.txt").read_text()
    def set_password(self, service, username, password):
        pathlib.Path("plain.txt").write_text(password)

import keyring
assert isinstance(keyring.get_keyring(), PlaintextKeyring)
from desktop_app.core.errors import SecretStoreError
from desktop_app.profiles.secrets.keyring_store import KeyringStore
from desktop_app.profiles.secrets.secret_store import SecretName
try:
    KeyringStore(timeout=60).set("p", SecretName.TICKET, "secret", "https://a:443")
except SecretStoreError as trouble:
    print(json.dumps([trouble.kind.name, trouble.detail]))
"""


def test_a_plain_text_backend_is_refused_by_name(tmp_path: Path) -> None:
    told = json.loads(in_new_python(PLAIN_TEXT, tmp_path))
    assert told == ["UNSAFE", "__main__.PlaintextKeyring"]
    assert [path.name for path in tmp_path.iterdir()] == []


IMPORTS = """
import sys
import desktop_app.profiles.profile_store, desktop_app.profiles.data_folder
import desktop_app.profiles.secrets.keyring_store, desktop_app.profiles.secrets.secret_store
heavy = ("keyring", "jeepney", "secretstorage", "platformdirs", "requests", "msgspec", "PySide6")
print([name for name in heavy if name in sys.modules])
"""


def test_nothing_heavy_is_imported_before_it_is_needed(tmp_path: Path) -> None:
    assert in_new_python(IMPORTS, tmp_path).strip() == "[]"


def test_backends_that_could_be_imported_are_named() -> None:
    names = available_backends()
    assert SECRET_SERVICE in names
    assert set(names) <= set(SAFE_BACKENDS)


def test_a_backend_without_what_it_stands_on_is_not_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "secretstorage", None)
    assert SECRET_SERVICE not in available_backends()


def in_new_python(code: str, folder: Path) -> str:
    root = str(Path(__file__).parents[4])
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
