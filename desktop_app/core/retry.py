"""The notice that a failed read pauses before its next attempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError


@dataclass(frozen=True, slots=True)
class RetryNotice:
    """A read pauses for ``seconds`` because of ``error``, then makes attempt number ``attempt``.

    ``cancel`` cancels the whole call, from any thread; it also identifies the call.
    """

    seconds: float
    attempt: int
    error: AppError
    cancel: Callable[[], None] = field(repr=False)
