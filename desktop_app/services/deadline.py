"""A time limit that holds even if the computer sleeps or its clock is set."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Deadline:
    """A moment on two clocks, in seconds; the deadline expires when either clock reaches it.

    The monotonic clock may stop while the computer sleeps; the wall clock can be set back.
    """

    monotonic: float
    wall_clock: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds, time.time() + seconds)

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline; 0.0 once it has expired."""
        return max(0.0, min(self.monotonic - time.monotonic(), self.wall_clock - time.time()))

    @property
    def is_expired(self) -> bool:
        """Whether the deadline has passed."""
        return self.seconds_left <= 0


CHECK_SECONDS = 10.0
"""Longest time between two checks of a deadline: timers also stop while the computer sleeps."""


def next_check_ms(deadline: Deadline) -> int:
    """Return the milliseconds until a timer should check this deadline: 1 to 10,001."""
    return int(min(deadline.seconds_left, CHECK_SECONDS) * 1000) + 1
