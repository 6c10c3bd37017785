"""Which of the operating system's keyrings is used: only those known to be safe.

The only file that imports keyring, and only inside its functions: the import costs 100 to 330 ms,
and asking a backend whether it works can hang for ever. Call them in a thread with a time limit.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.secret_service import share_connection

SECRET_SERVICE = "Secret Service"  # noqa: S105 - a name, not a secret
SECRET_SERVICE_BACKEND = "keyring.backends.SecretService.Keyring"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class SafeBackend:
    """A backend that encrypts what it keeps: the name its users know, the module it stands on."""

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
"""Programs that answer as Secret Service: the first 15 characters of the process's name."""


class KeyringBackend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """The entry's text, or None if there is no such entry."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Make or replace an entry."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove an entry."""
        ...


@dataclass(frozen=True, slots=True)
class ChosenBackend:
    """A backend that may be used, and the name that its users know."""

    backend: KeyringBackend
    name: str


def choose_backend() -> ChosenBackend:
    """The backend that the user configured for keyring, else the best safe one that works.

    Raises SecretStoreError: UNSAFE with the backend's name if the one configured, or the only
    one there is, is not known to be safe; MISSING if there is none. May hang.
    """
    backend = _configured_backend() or _best_safe_backend()
    if backend is None:
        raise _no_safe_backend_error()
    if _class_path(type(backend)) == SECRET_SERVICE_BACKEND:
        share_connection(backend)
    return ChosenBackend(backend, _display_name(backend))


def available_backends() -> list[str]:
    """The safe backends that can be imported here, for ``--selftest``. Asks none of them.

    A backend counts only with the module that it stands on: keyring's own modules import anywhere,
    so that a package that lacks secretstorage would not be noticed by them.
    """
    return [
        path
        for path, safe in SAFE_BACKENDS.items()
        if _load_class(path) and _can_import(safe.required_module)
    ]


def _configured_backend() -> Any:
    """What PYTHON_KEYRING_BACKEND or keyringrc.cfg demands; None if nothing, or the chain of all.

    The chain would go on to the next backend, safe or not, so the best safe one replaces it.
    """
    from keyring.core import load_config, load_env  # lazy: start

    try:
        backend = load_env() or load_config()
    except Exception as error:  # whatever a backend unknown to us raises
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
    """Why there is no backend, naming the one that keyring itself would have taken silently."""
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
    """Which program answers as Secret Service, if it is one whose name is known."""
    try:
        process = _service_process_id()
        return SERVICE_PROCESSES.get(Path(f"/proc/{process}/comm").read_text("utf-8").strip())
    except Exception:  # only a name for people: no reason to do without the keyring
        return None


def _service_process_id() -> int:
    # Types ignored because jeepney has none. It comes with keyring, on Linux only.
    from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]  # lazy: start
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]  # lazy: start

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    call = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
    with open_dbus_connection() as connection:
        return int(connection.send_and_get_reply(call, timeout=1).body[0])
