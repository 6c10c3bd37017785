"""The choice of the operating system's keyring: only backends known to be safe.

The only module that imports keyring, and only inside functions: the import takes 100 to 330 ms, and
a backend asked whether it works may hang for ever. Call them in a thread with a time limit.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt
from desktop_app.profiles.secrets.secret_service import share_connection

SECRET_SERVICE = "Secret Service"  # noqa: S105 - a name, not a secret
SECRET_SERVICE_BACKEND = "keyring.backends.SecretService.Keyring"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class SafeBackend:
    """A backend that encrypts its entries: its name for users, and the module it depends on."""

    name: str
    required_module: str


SAFE_BACKENDS: dict[str, SafeBackend] = {
    SECRET_SERVICE_BACKEND: SafeBackend(SECRET_SERVICE, "secretstorage"),
    "keyring.backends.libsecret.Keyring": SafeBackend(SECRET_SERVICE, "gi"),
    "keyring.backends.kwallet.DBusKeyring": SafeBackend("KWallet", "dbus"),
    "keyring.backends.kwallet.DBusKeyringKWallet4": SafeBackend("KWallet", "dbus"),
    "keyring.backends.macOS.Keyring": SafeBackend("macOS Keychain", "keyring.backends.macOS.api"),
    "keyring.backends.Windows.WinVaultKeyring": SafeBackend(
        "Windows Credential Locker", "win32ctypes.pywin32.win32cred"
    ),
}

SERVICE_PROCESSES: dict[str, str] = {
    "gnome-keyring-d": "GNOME Keyring",
    "keepassxc": "KeePassXC",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
    "ksecretd": "KWallet",
}
"""Providers of the Secret Service, by the first 15 characters of the process name."""


class KeyringBackend(Protocol):
    """The methods of a keyring backend that this program uses."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the entry's text, or None if there is no such entry."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Create or replace an entry."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove an entry."""
        ...


@dataclass(frozen=True, slots=True)
class ChosenBackend:
    """A safe backend, and the name that its users know.

    ``prompt`` tells whether the keyring asks a person; None if that cannot be seen.
    """

    backend: KeyringBackend
    name: str
    prompt: KeyringPrompt | None = None


def choose_backend() -> ChosenBackend:
    """Return the backend configured for keyring, or else the best safe one that works.

    Raises SecretStoreError: UNSAFE with the backend's name if the configured one, or the only one
    there is, is not known to be safe; MISSING if there is none. May hang.
    """
    backend = _configured_backend() or _best_safe_backend()
    if backend is None:
        raise _no_safe_backend_error()
    is_shared = _class_path(type(backend)) == SECRET_SERVICE_BACKEND
    prompt = share_connection(backend) if is_shared else None
    return ChosenBackend(backend, _display_name(backend), prompt)


def available_backends() -> list[str]:
    """Return the class paths of the importable safe backends, for ``--selftest``.

    No backend is used. It counts only if the module it depends on can be imported too: keyring's
    own modules import anywhere, even in a package that lacks secretstorage.
    """
    return [
        path
        for path, safe in SAFE_BACKENDS.items()
        if _load_class(path) and _can_import(safe.required_module)
    ]


def _configured_backend() -> Any:
    """Return the backend set by PYTHON_KEYRING_BACKEND or keyringrc.cfg; None if unset or a chain.

    A chain falls through to its next backend, safe or not, so the best safe one replaces it.
    """
    from keyring.core import load_config, load_env  # lazy: start

    try:
        backend = load_env() or load_config()
    except Exception as error:  # an unknown backend may raise anything
        raise SecretStoreError(SecretStoreFailure.MISSING, type(error).__name__) from None
    if backend is None or _is_chain(backend):
        return None
    if _class_path(type(backend)) not in SAFE_BACKENDS:
        raise SecretStoreError(SecretStoreFailure.UNSAFE, _class_path(type(backend)))
    return backend


def _best_safe_backend() -> Any:
    classes = [c for c in map(_load_class, SAFE_BACKENDS) if c is not None and c.viable]
    best = max(classes, key=lambda c: c.priority, default=None)
    return None if best is None else best()


def _no_safe_backend_error() -> SecretStoreError:
    """Return the error that names the backend keyring itself would have used silently."""
    import keyring  # lazy: start

    backend: Any = keyring.get_keyring()
    if _is_chain(backend):
        backend = backend.backends[0]
    path = _class_path(type(backend))
    if path in SAFE_BACKENDS or path == "keyring.backends.fail.Keyring":
        return SecretStoreError(SecretStoreFailure.MISSING)
    return SecretStoreError(SecretStoreFailure.UNSAFE, path)


def _is_chain(backend: object) -> bool:
    return _class_path(type(backend)) == "keyring.backends.chainer.ChainerBackend"


def _class_path(backend_class: type) -> str:
    return f"{backend_class.__module__}.{backend_class.__qualname__}"


def _load_class(path: str) -> Any:
    module, _, name = path.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except Exception:  # a backend for another system may fail in any way
        return None


def _can_import(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:  # a module for another system may fail in any way
        return False
    return True


def _display_name(backend: object) -> str:
    name = SAFE_BACKENDS[_class_path(type(backend))].name
    return (_service_provider() or name) if name == SECRET_SERVICE else name


def _service_provider() -> str | None:
    """Return the name of the program that provides the Secret Service, or None if it is unknown."""
    try:
        process = _service_process_id()
        return SERVICE_PROCESSES.get(Path(f"/proc/{process}/comm").read_text("utf-8").strip())
    except Exception:  # only a display name: the keyring works without it
        return None


def _service_process_id() -> int:
    # Types ignored because jeepney has none. jeepney comes with keyring, on Linux only.
    from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]  # lazy: start
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # lazy: start

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    call = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
    with open_dbus_connection() as connection:
        return int(connection.send_and_get_reply(call, timeout=1).body[0])
