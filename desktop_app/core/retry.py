"""A pause before a call is tried again, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import AppError


@dataclass(frozen=True, slots=True)
class RetryNotice:
    """A read pauses for ``seconds`` because of ``error``; then comes attempt no. ``attempt``.

    ``cancel`` gives the whole call up, from any thread; it also tells which call it is.
    """

    seconds: float
    attempt: int
    error: AppError
    cancel: Callable[[], None] = field(repr=False)
