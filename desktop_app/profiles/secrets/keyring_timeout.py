"""Keyring calls with a time limit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

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

NO_KEYRING_FAILURES = (SecretStoreFailure.MISSING, SecretStoreFailure.UNSAFE)
"""Failures that last until a safe keyring is installed or chosen."""

T = TypeVar("T")


class KeyringCalls:
    """Runs calls one after the other, each in a daemon thread of its own. Worker threads.

    The thread of a keyring that does not answer cannot be stopped. It is left behind, and does
    nothing more if it ever wakes. After a timeout every call fails at once, until ``reset``.
    """

    def __init__(self, find_backend: Callable[[], ChosenBackend], timeout: float) -> None:
        self._find_backend = find_backend
        self._timeout = timeout
        self._lock = threading.Lock()
        self._chosen: ChosenBackend | None = None
        self._timed_out = False
        self._name = ""
        self._no_keyring = False

    @property
    def no_keyring(self) -> bool:
        """Whether the last call found no safe keyring. Never waits."""
        return self._no_keyring

    @property
    def name(self) -> str:
        """The name of the last keyring chosen; empty before the first. Never waits."""
        return self._name

    def reset(self) -> None:
        """Let the next call choose a backend again, even after a timeout."""
        with self._lock:
            self._timed_out = False
            self._chosen = None

    def run(self, function: Callable[[KeyringBackend], T]) -> T:
        """Return the result of ``function``. Raises SecretStoreError for any error in it."""
        # A call that waited for a call that timed out fails too: there is no second wait.
        with self._lock:
            if self._timed_out:
                raise SecretStoreError(SecretStoreFailure.TIMEOUT)
            call = _KeyringCall(function, self._find_backend, self._chosen)
            error = call.run_within(self._timeout)
            # After an error a backend is chosen again: services may have stopped or started.
            self._chosen = call.chosen if error is None else None
            self._name = call.chosen.name if call.chosen else self._name
            self._timed_out = error is not None and error.kind is SecretStoreFailure.TIMEOUT
            self._no_keyring = error is not None and error.kind in NO_KEYRING_FAILURES
        if error is not None:
            raise error
        return call.results[0]


@dataclass
class _KeyringCall(Generic[T]):
    """One call and its outcome."""

    function: Callable[[KeyringBackend], T]
    find_backend: Callable[[], ChosenBackend]
    chosen: ChosenBackend | None
    results: list[T] = field(default_factory=list)
    error: SecretStoreError | None = None
    abandoned: threading.Event = field(default_factory=threading.Event)

    def run_within(self, seconds: float) -> SecretStoreError | None:
        thread = threading.Thread(target=self._run, name=THREAD_NAME, daemon=True)
        thread.start()
        thread.join(seconds)
        if thread.is_alive():
            self.abandoned.set()
            return SecretStoreError(SecretStoreFailure.TIMEOUT)
        return self.error

    def _run(self) -> None:
        kept = self.chosen
        self._run_once()
        if kept and self.error and self.error.kind in RESTARTED_FAILURES:
            # The keyring may have been restarted since: try again on a new connection.
            self.chosen = self.error = None
            self._run_once()

    def _run_once(self) -> None:
        try:
            chosen = self.chosen or self.find_backend()
            if not self.abandoned.is_set():
                self.chosen = chosen
                self.results.append(
                    self.function(_AbandonableBackend(chosen.backend, self.abandoned))
                )
        except BaseException as error:  # a Rust panic is not an Exception
            self.error = secret_store_error(error)


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
