"""The halt after a refused password, the proxy's too; clients run every attempt in it."""

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
    """Lets calls through until one is refused; from then on none, until it is released.

    ``on_open`` is called in the refused call's thread, once until the next release. What is under
    way at that moment, in up to eight other threads, cannot be called back.
    """

    def __init__(self, on_open: Callable[[AppError], None]) -> None:
        self._on_open = on_open
        self._reason: AppError | None = None
        self._lock = threading.Lock()

    @property
    def reason(self) -> AppError | None:
        """The trouble that stopped everything, if it did."""
        return self._reason

    def reset(self) -> None:
        """Let calls through again."""
        self._reason = None

    def run(self, call: Callable[[], Result]) -> Result:
        """Do one call. Raises SignInHalted instead of sending it, and whatever the call raises."""
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
