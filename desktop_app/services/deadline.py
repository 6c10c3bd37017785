"""A moment in the future that neither a sleeping computer nor a clock that was set can put off."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Deadline:
    """When something is over, by two clocks: what is first counts.

    The steady one may stand still while the computer sleeps; the other one can be set back.
    """

    monotonic: float
    wall_clock: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(time.monotonic() + seconds, time.time() + seconds)

    @property
    def seconds_left(self) -> float:
        """Seconds until then; 0 once it is over."""
        return max(0.0, min(self.monotonic - time.monotonic(), self.wall_clock - time.time()))

    @property
    def is_expired(self) -> bool:
        """Whether it has come."""
        return self.seconds_left <= 0


CHECK_SECONDS = 10.0
"""Seconds after which a timer looks at a deadline again: it too may have slept."""


def next_check_ms(deadline: Deadline) -> int:
    """Milliseconds until a timer should look at this deadline."""
    return int(min(deadline.seconds_left, CHECK_SECONDS) * 1000) + 1
