"""A pause before a call is tried again, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import Trouble


@dataclass(frozen=True, slots=True)
class Waiting:
    """A read pauses for ``seconds`` because of ``trouble``; then comes attempt no. ``attempt``.

    ``stop`` gives the whole call up, from any thread; it also tells which call it is.
    """

    seconds: float
    attempt: int
    trouble: Trouble
    stop: Callable[[], None] = field(repr=False)
