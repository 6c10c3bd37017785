"""Keyring backends in memory: one that works, and ones that fail as real ones do."""

from __future__ import annotations

import threading
from collections.abc import Callable

from desktop_app.profiles.secrets.keyring_backends import ChosenBackend
from desktop_app.profiles.secrets.keyring_store import KeyringStore


class MemoryBackend:
    """A backend that keeps what it is given, as keyring's own do."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.before: Callable[[str], None] = lambda _call: None

    def get_password(self, service: str, username: str) -> str | None:
        self.before("get")
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.before("set")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.before("delete")
        del self.entries[service, username]  # keyring too raises for what is not there


class ForgetfulBackend(MemoryBackend):
    """Takes a secret without complaint and keeps nothing, as keyring's null backend does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password)
        self.entries.clear()


class TruncatingBackend(MemoryBackend):
    """Keeps only the beginning of a text."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:8])


class WindowsBackend(MemoryBackend):
    """Refuses what the Windows Credential Locker refuses."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "CredWrite: The stub received bad data", password)
        super().set_password(service, username, password)


class DuplicatingBackend(MemoryBackend):
    """Has an entry of the same name from another program, which is found first."""

    def __init__(self, others: list[str]) -> None:
        super().__init__()
        self.others = others

    def get_password(self, service: str, username: str) -> str | None:
        return self.others[-1] if self.others else super().get_password(service, username)

    def delete_password(self, service: str, username: str) -> None:
        if self.others:
            self.others.pop()
        else:
            super().delete_password(service, username)


class Cut(BaseException):
    """The process was killed here."""


def cut_at(number: int) -> Callable[[str], None]:
    """A hook that stops for good before the ``number``-th call, the first being 1."""
    left = number

    def before(_call: str) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise Cut

    return before


def raising(error: BaseException) -> Callable[[str], None]:
    """A hook that fails every call."""

    def before(_call: str) -> None:
        raise error

    return before


def waiting_for(event: threading.Event, calls: list[str]) -> Callable[[str], None]:
    """A hook that notes every call and holds it until the event."""

    def before(call: str) -> None:
        calls.append(call)
        event.wait(20)

    return before


def store_on(backend: MemoryBackend, *, time_limit: float = 20) -> KeyringStore:
    """A KeyringStore that uses this backend; the limit is long unless the test is about it."""
    return KeyringStore(lambda: ChosenBackend(backend, "fake keyring"), timeout=time_limit)
