"""The stop after a refused password, also a proxy's: clients run every attempt through it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from desktop_app.core.errors import (
    AppError,
    SecretMissing,
    SignInHalted,
    SignInRefused,
    Unreachable,
)

Result = TypeVar("Result")


class CircuitBreaker:
    """Runs calls until a sign-in is refused or lacks its secret; then none until ``reset``.

    Any thread. ``on_open`` is called in the thread of that call, once until the next ``reset``.
    Calls that are running at that moment, in up to eight other threads, cannot be stopped.
    """

    def __init__(self, on_open: Callable[[AppError], None]) -> None:
        self._on_open = on_open
        self._reason: AppError | None = None
        self._lock = threading.Lock()

    @property
    def reason(self) -> AppError | None:
        """The error that stopped all calls; None if calls may run."""
        return self._reason

    def reset(self) -> None:
        """Let calls run again."""
        self._reason = None

    def run(self, call: Callable[[], Result]) -> Result:
        """Run a call. Raises SignInHalted instead if stopped, and any error of the call."""
        if self._reason is not None:
            raise SignInHalted(self._reason.detail)
        try:
            return call()
        except (SignInRefused, SecretMissing) as error:
            self._trip(error)
            raise
        except Unreachable as error:
            if error.is_refusal:
                self._trip(error)
            raise

    def _trip(self, error: AppError) -> None:
        with self._lock:
            first, self._reason = self._reason is None, self._reason or error
        if first:
            self._on_open(error)
