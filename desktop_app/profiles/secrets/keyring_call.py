"""One call of a keyring, in a daemon thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, NoReturn, TypeVar

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_backends import ChosenBackend, KeyringBackend

THREAD_NAME = "keyring call"
"""Name of the daemon threads; one is left behind whenever a keyring never answers."""

NO_LOGON_SESSION = 1312
"""Windows error: in a network logon the credentials cannot be accessed."""

FAILURES_BY_ERROR: dict[str, SecretStoreFailure] = {
    "KeyringLocked": SecretStoreFailure.LOCKED,
    "InitError": SecretStoreFailure.LOCKED,
    "LockedException": SecretStoreFailure.LOCKED,
    "PromptDismissedException": SecretStoreFailure.LOCKED,
    "NoKeyringError": SecretStoreFailure.MISSING,
    "SecretServiceNotAvailableException": SecretStoreFailure.MISSING,
    "ModuleNotFoundError": SecretStoreFailure.MISSING,
}
"""Failures by the class name of keyring's and SecretStorage's errors, which avoids both imports."""

RESTARTED_FAILURES = (SecretStoreFailure.MISSING, SecretStoreFailure.FAILED)
"""Failures of a backend whose keyring service was restarted meanwhile."""

T = TypeVar("T")


@dataclass
class KeyringCall(Generic[T]):
    """One call and its outcome. ``writes`` is the entry that it changes, or empty."""

    function: Callable[[KeyringBackend], T]
    find_backend: Callable[[], ChosenBackend]
    writes: str = ""
    chosen: ChosenBackend | None = None
    results: list[T] = field(default_factory=list)
    error: SecretStoreError | None = None
    _abandoned: threading.Event = field(default_factory=threading.Event)
    _done: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next_writes: dict[str, KeyringCall[Any]] = field(default_factory=dict)
    has_ended: bool = False
    """Whether its thread has nothing more to do."""
    asked_person: bool = False
    """Whether the keyring was seen to ask a person."""
    is_late: bool = False
    """Whether nobody waits for the outcome any more."""

    def start(self) -> None:
        """Run the call in a thread, and after it the writes that were added meanwhile."""
        threading.Thread(target=self._run_all, name=THREAD_NAME, daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Wait for the outcome; return whether it is there."""
        return self._done.wait(seconds)

    def give_up(self) -> bool:
        """Wait no longer: a read does nothing more. Return False if the outcome came just now."""
        with self._lock:
            if self._done.is_set():
                return False
            if not self.writes:
                self._abandoned.set()
            self.is_late = True
            return True

    def will_write(self, entry: str) -> bool:
        """Return whether this call, or one after it, changes an entry."""
        with self._lock:
            return bool(entry) and entry in (self.writes, *self._next_writes)

    def add_write(self, call: KeyringCall[Any]) -> bool:
        """Run a write after this call, in place of an earlier one of the same entry.

        Returns whether it will run: a call that only reads never does.
        """
        with self._lock:
            if self.has_ended or not call.writes:
                return False
            self._next_writes.pop(call.writes, None)
            self._next_writes[call.writes] = call
            return True

    def _run_all(self) -> None:
        call: KeyringCall[Any] | None = self
        while call is not None:
            call._run()
            call = self._take_next()

    def _take_next(self) -> KeyringCall[Any] | None:
        with self._lock:
            if not self._next_writes:
                self.has_ended = True
                return None
            return self._next_writes.pop(next(iter(self._next_writes)))

    def _run(self) -> None:
        kept = self.chosen
        self._run_once()
        if kept and self.error and self.error.kind in RESTARTED_FAILURES:
            # The keyring may have been restarted since: try again on a new connection.
            self.chosen = self.error = None
            self._run_once()
        self.function = _forgotten
        with self._lock:
            self._done.set()

    def _run_once(self) -> None:
        try:
            self.chosen = self.chosen or self.find_backend()
            backend = _AbandonableBackend(self.chosen.backend, self._abandoned)
            if not self._abandoned.is_set():
                self.results.append(self.function(backend))
        except BaseException as error:  # a Rust panic is not an Exception
            self.error = secret_store_error(error)


def _forgotten(_backend: KeyringBackend) -> NoReturn:
    """Stand in for the function of a call that has run, which may hold a secret.

    Libraries keep frames in which they caught an exception, and the call is in such a frame.
    """
    raise AssertionError("a keyring call runs once")


@dataclass(frozen=True, slots=True)
class _AbandonableBackend:
    """A backend that refuses to be used once its call was abandoned."""

    backend: KeyringBackend
    abandoned: threading.Event

    def get_password(self, service: str, username: str) -> str | None:
        return self._backend_if_active().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._backend_if_active().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._backend_if_active().delete_password(service, username)

    def _backend_if_active(self) -> KeyringBackend:
        if self.abandoned.is_set():
            raise SecretStoreError(SecretStoreFailure.TIMEOUT)
        return self.backend


def secret_store_error(error: BaseException) -> SecretStoreError:
    """Return the SecretStoreError for an error of a backend.

    It holds only the error's type and number: the text or repr may hold the secret.
    """
    if isinstance(error, SecretStoreError):
        return SecretStoreError(error.kind, error.detail)
    number = getattr(error, "winerror", None) or getattr(error, "errno", None)
    detail = type(error).__name__ + (f" {number}" if isinstance(number, int) else "")
    if number == NO_LOGON_SESSION:
        return SecretStoreError(SecretStoreFailure.MISSING, detail)
    faults = [
        FAILURES_BY_ERROR[kind.__name__]
        for kind in type(error).__mro__
        if kind.__name__ in FAILURES_BY_ERROR
    ]
    return SecretStoreError(faults[0] if faults else SecretStoreFailure.FAILED, detail)
