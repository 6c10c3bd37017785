"""Calls to a keyring that end in time, whatever the keyring does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from desktop_app.core.errors import SecretStoreFault, SecretStoreTrouble
from desktop_app.profiles.secrets.keyring_backends import Backend, Chosen

THREAD_NAME = "keyring call"
"""The daemon threads' name: one may be left behind when a keyring never answers."""

NO_LOGON_SESSION = 1312
"""Windows: signed in over the network, the credentials cannot be reached."""

FAULTS: dict[str, SecretStoreFault] = {
    "KeyringLocked": SecretStoreFault.LOCKED,
    "InitError": SecretStoreFault.LOCKED,
    "LockedException": SecretStoreFault.LOCKED,
    "PromptDismissedException": SecretStoreFault.LOCKED,
    "NoKeyringError": SecretStoreFault.MISSING,
    "SecretServiceNotAvailableException": SecretStoreFault.MISSING,
    "ModuleNotFoundError": SecretStoreFault.MISSING,
}
"""Errors of keyring and SecretStorage by name, so that neither is imported for this."""

STALE = (SecretStoreFault.MISSING, SecretStoreFault.FAILED)
"""What a keyring that was restarted looks like to who used it before."""

NONE_TO_USE = (SecretStoreFault.MISSING, SecretStoreFault.UNSAFE)
"""What says that this computer has no keyring for us, until one is installed or chosen."""

T = TypeVar("T")


class KeyringCalls:
    """Runs calls one after the other, each in a daemon thread of its own.

    A keyring that does not answer cannot be stopped, so its thread is left behind; it does nothing
    more if it ever wakes. After a silence every call fails at once, until ``retry``.
    """

    def __init__(self, choose: Callable[[], Chosen], time_limit: float) -> None:
        self._choose = choose
        self._time_limit = time_limit
        self._lock = threading.Lock()
        self._chosen: Chosen | None = None
        self._silent = False
        self._name = ""
        self._found_none = False

    @property
    def found_none(self) -> bool:
        """Whether the last call found no keyring that may be used. Never waits."""
        return self._found_none

    @property
    def name(self) -> str:
        """The name of the keyring last chosen; empty before the first. Never waits."""
        return self._name

    def retry(self) -> None:
        """Let the next call choose a backend afresh, also after a silence."""
        with self._lock:
            self._silent = False
            self._chosen = None

    def run(self, work: Callable[[Backend], T]) -> T:
        """The result of ``work``. Raises SecretStoreTrouble for whatever goes wrong in it."""
        # Who waits behind a silent call hears of the silence with it: there is no second wait.
        with self._lock:
            if self._silent:
                raise SecretStoreTrouble(SecretStoreFault.SILENT)
            call = _Call(work, self._choose, self._chosen)
            trouble = call.within(self._time_limit)
            # After trouble the backend is chosen afresh: its service may have gone, or come.
            self._chosen = call.chosen if trouble is None else None
            self._name = call.chosen.name if call.chosen else self._name
            self._silent = trouble is not None and trouble.kind is SecretStoreFault.SILENT
            self._found_none = trouble is not None and trouble.kind in NONE_TO_USE
        if trouble is not None:
            raise trouble
        return call.results[0]


@dataclass
class _Call(Generic[T]):
    """One call and what became of it."""

    work: Callable[[Backend], T]
    choose: Callable[[], Chosen]
    chosen: Chosen | None
    results: list[T] = field(default_factory=list)
    trouble: SecretStoreTrouble | None = None
    abandoned: threading.Event = field(default_factory=threading.Event)

    def within(self, seconds: float) -> SecretStoreTrouble | None:
        thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
        thread.start()
        thread.join(seconds)
        if thread.is_alive():
            self.abandoned.set()
            return SecretStoreTrouble(SecretStoreFault.SILENT)
        return self.trouble

    def _run(self) -> None:
        kept = self.chosen
        self._attempt()
        if kept and self.trouble and self.trouble.kind in STALE:
            # The keyring may have been restarted since: once more, on a connection of today.
            self.chosen = self.trouble = None
            self._attempt()

    def _attempt(self) -> None:
        try:
            chosen = self.chosen or self.choose()
            if not self.abandoned.is_set():
                self.chosen = chosen
                self.results.append(self.work(_Gate(chosen.backend, self.abandoned)))
        except BaseException as error:  # a panic in a native library is no Exception
            self.trouble = trouble_of(error)


@dataclass(frozen=True, slots=True)
class _Gate:
    """A backend that is used no more once its call was abandoned."""

    backend: Backend
    abandoned: threading.Event

    def get_password(self, service: str, username: str) -> str | None:
        return self._open().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._open().delete_password(service, username)

    def _open(self) -> Backend:
        if self.abandoned.is_set():
            raise SecretStoreTrouble(SecretStoreFault.SILENT)
        return self.backend


def trouble_of(error: BaseException) -> SecretStoreTrouble:
    """What an error of a backend means.

    Only its type and number are told: its text, or its repr, may hold the secret.
    """
    if isinstance(error, SecretStoreTrouble):
        return SecretStoreTrouble(error.kind, error.detail)
    number = getattr(error, "winerror", None) or getattr(error, "errno", None)
    detail = type(error).__name__ + (f" {number}" if isinstance(number, int) else "")
    if number == NO_LOGON_SESSION:
        return SecretStoreTrouble(SecretStoreFault.MISSING, detail)
    faults = [FAULTS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in FAULTS]
    return SecretStoreTrouble(faults[0] if faults else SecretStoreFault.FAILED, detail)
