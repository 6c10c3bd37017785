"""A moment in the future that neither a sleeping computer nor a clock that was set can put off."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Deadline:
    """When something is over, by two clocks: what is first counts.

    The steady one may stand still while the computer sleeps; the other one can be set back.
    """

    steady: float
    of_day: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds, time.time() + seconds)

    @property
    def left(self) -> float:
        """Seconds until then; 0 once it is over."""
        return max(0.0, min(self.steady - time.monotonic(), self.of_day - time.time()))

    @property
    def is_over(self) -> bool:
        """Whether it has come."""
        return self.left <= 0


LOOK = 10.0
"""Seconds after which a timer looks at a deadline again: it too may have slept."""


def next_look(deadline: Deadline) -> int:
    """Milliseconds until a timer should look at this deadline."""
    return int(min(deadline.left, LOOK) * 1000) + 1
