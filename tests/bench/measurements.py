"""What a row of the bench is, and how its rounds become one number.

A row is measured in rounds, each time right beside its baseline, so that other work on the
machine hits both. Medians are compared, single rounds are not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from typing import Protocol

ROUNDS = 11
"""The fewest rounds that a number is taken from."""


class Pair(Protocol):
    """A row, ready to be measured as often as wanted. Both give seconds, or the row's unit."""

    def measure(self) -> float:
        """What this program takes."""

    def baseline(self) -> float:
        """What the same would take at best, or idle."""


@dataclass(frozen=True)
class Row:
    """One line of the issue's table: a ratio, unless it ``is_difference``.

    A name that ends in ms is a difference in milliseconds. ``unit`` says what is measured.
    """

    name: str
    bar: float
    aim: float
    prepare: Callable[[], AbstractContextManager[Pair]]
    unit: str = "ms"
    is_difference: bool = False

    @property
    def is_ms(self) -> bool:
        """Whether the number is in milliseconds."""
        return self.name.endswith("ms")

    def value(self, measured: float, baseline: float) -> float:
        """The number of one round."""
        if self.is_ms:
            return (measured - baseline) * 1000
        return measured - baseline if self.is_difference else measured / baseline

    def text(self, measured: float) -> str:
        """What was measured, for people."""
        number = measured * 1000 if self.unit == "ms" else measured
        return f"{number:8.1f} {self.unit}"


@dataclass(frozen=True)
class Result:
    """A line of build/bench.json."""

    name: str
    median: float
    worst: float
    bar: float
    aim: float
    holds: bool


def measured(row: Row, rounds: int) -> tuple[Result, list[tuple[float, float]]]:
    """A row's number, and the seconds that it comes from: ours and the baseline's, by round."""
    with row.prepare() as pair:
        pair.baseline()  # warm up: files into the cache, bodies into the server's memory
        pair.measure()
        seconds = [(pair.measure(), pair.baseline()) for _ in range(rounds)]
    values = [row.value(*both) for both in seconds]
    middle = median(values)
    result = Result(
        row.name, round(middle, 3), round(max(values), 3), row.bar, row.aim, middle <= row.bar
    )
    return result, seconds
