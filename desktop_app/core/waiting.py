"""A pause before a call is tried again, for whoever wants to show it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.errors import Trouble


@dataclass(frozen=True, slots=True)
class Waiting:
    """A read pauses for ``seconds`` because of ``trouble``; then comes attempt no. ``attempt``."""

    seconds: float
    attempt: int
    trouble: Trouble
