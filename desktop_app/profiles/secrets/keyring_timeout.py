"""Keyring calls with a time limit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_backends import ChosenBackend, KeyringBackend
from desktop_app.profiles.secrets.keyring_call import KeyringCall
from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt

WAIT_SECONDS = 0.05
"""Seconds after which a prompt of the keyring is noticed."""

NO_KEYRING_FAILURES = (SecretStoreFailure.MISSING, SecretStoreFailure.UNSAFE)
"""Failures that last until a safe keyring is installed or chosen."""

T = TypeVar("T")


class KeyringCalls:
    """Runs calls one after the other, each in a daemon thread of its own. Worker threads.

    The thread of a keyring that does not answer cannot be stopped. After a timeout every call fails
    at once, until the late call comes back or ``reset``. A late call that only reads does nothing
    more when it wakes. One that writes is carried out, and after it what was to be written
    meanwhile, the last of each entry.

    The time in which the keyring is seen to ask a person does not count. After an answer of no
    every call fails at once, until ``reset``: nobody is asked twice for one thing that they do.
    ``on_prompt`` is called in the worker's thread with the prompt when the keyring begins to ask,
    and with None when it no longer does.
    """

    def __init__(
        self,
        find_backend: Callable[[], ChosenBackend],
        timeout: float,
        on_prompt: Callable[[KeyringPrompt | None], None] = lambda _prompt: None,
    ) -> None:
        self._find_backend = find_backend
        self._timeout = timeout
        self._on_prompt = on_prompt
        self._lock = threading.Lock()
        self._chosen: ChosenBackend | None = None
        self._late: list[KeyringCall[Any]] = []
        self._fails_at_once = False
        self._refusals = 0
        self._is_refused = False
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
            self._fails_at_once = self._is_refused = False
            self._chosen = None

    def run(self, function: Callable[[KeyringBackend], T], *, writes: str = "") -> T:
        """Return the result of ``function``. Raises SecretStoreError for any error in it.

        ``writes`` is the user name of the entry that ``function`` changes; empty if it only reads.
        """
        # A call that waited for one that timed out or was refused fails too: there is no second
        # wait, and nobody is asked again.
        refusals = self._refusals
        with self._lock:
            call = KeyringCall(function, self._find_backend, writes)
            if self._is_refused or refusals != self._refusals:
                error: SecretStoreError | None = SecretStoreError(SecretStoreFailure.LOCKED)
            else:
                error = self._run(call)
            self._no_keyring = error is not None and error.kind in NO_KEYRING_FAILURES
        try:
            if error is not None:
                raise error
            return call.results.pop()
        finally:
            del call, error  # they hold the secret, and the error's traceback holds this frame

    def _run(self, call: KeyringCall[Any]) -> SecretStoreError | None:
        self._late = [late for late in self._late if not late.has_ended]
        same = [late for late in self._late if late.will_write(call.writes)]
        if self._late and self._fails_at_once:
            (same or self._late)[-1].add_write(call)
            return SecretStoreError(SecretStoreFailure.TIMEOUT)
        follows = bool(same) and same[-1].add_write(call)
        if not follows:
            call.chosen = self._chosen
            call.start()
        error = self._wait(call)
        if call.asked_person and error and error.kind is SecretStoreFailure.LOCKED:
            self._is_refused, self._refusals = True, self._refusals + 1
        if call.is_late and not follows:
            self._late.append(call)
        # After an error a backend is chosen again: services may have stopped or started. That of
        # a late call stays with its thread.
        self._chosen = call.chosen if error is None and not follows else None
        self._name = call.chosen.name if call.chosen else self._name
        return error

    def _wait(self, call: KeyringCall[Any]) -> SecretStoreError | None:
        """Wait for a call, until the time limit if no person is asked."""
        deadline = time.monotonic() + self._timeout
        while not call.wait(min(WAIT_SECONDS, self._timeout)):
            prompt = call.chosen.prompt if call.chosen else None
            if prompt is not None and prompt.is_open:
                call.asked_person = True
                self._wait_for_person(prompt)
                deadline = time.monotonic() + self._timeout
            elif time.monotonic() >= deadline and call.give_up():
                self._fails_at_once = True
                return SecretStoreError(SecretStoreFailure.TIMEOUT)
        return call.error

    def _wait_for_person(self, prompt: KeyringPrompt) -> None:
        self._on_prompt(prompt)
        prompt.wait_until_closed()
        self._on_prompt(None)
