"""Kills the program in the middle of a scene, and says at which points that can be done.

The scenes are played by a process of its own, behind a tap that counts their requests.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.demo import DemoServer
from tests.soak.tap import Tap, When

ROOT = Path(__file__).parents[2]
PREPARED = "prepared"
MOST_RUNS = 6
"""How often a scene is begun again before something is wrong."""
TWICE = 0.2
"""How many of the histories are killed at a second point."""


@dataclass(frozen=True)
class Kill:
    """One kill: in which scene, at which request or which write to the disk, counted from 1."""

    scene: str
    number: int
    when: When | None = None
    """The moment of the request; None for a write."""

    def __str__(self) -> str:
        what = f"request {self.number}, {self.when.value}" if self.when else f"write {self.number}"
        return f"{self.scene}: {what}"


@dataclass
class Told:
    """How one run ended."""

    killed: bool
    failed: bool
    said: list[dict[str, Any]]

    def of(self, name: str) -> list[Any]:
        """Everything that was said under a name."""
        return [each[name] for each in self.said if name in each]


class Stage:
    """The process that plays the scenes."""

    def __init__(self, process: subprocess.Popen[str], tap: Tap) -> None:
        self._process = process
        self._tap = tap

    def play(self, scene: str, folder: Path, kill: Kill | None = None) -> Told:
        """One run of the program, killed or not."""
        disk = kill.number if kill is not None and kill.when is None else 0
        order = {"scene": scene, "folder": str(folder), "url": self._tap.server.url,
                 "password": "practice-only", "dies_at": disk}  # fmt: skip
        pid = self._asked(order)["pid"]
        if kill is not None and kill.when is not None:
            self._tap.aim(pid, kill.number, kill.when)
        else:
            self._tap.aim(pid)
        self._tap.up = scene != "away"
        return Told(**self._asked({}))

    def _asked(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def prepare(self, scene: str, tap: Tap, folder: Path) -> None:
        """An earlier day, from which every history starts."""
        with DemoServer() as crm:
            tap.target = crm.url
            told = self.play(scene, folder / PREPARED)
            assert not told.failed, told.said


@contextmanager
def stage(careless: str = "") -> Iterator[tuple[Stage, Tap]]:
    """The tap, and the process that plays behind it; a careless one must be noticed."""
    tap = Tap()
    command = [sys.executable, "-m", "tests.soak.story_stage", careless]
    with (
        tap.server,
        subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process,
    ):
        try:
            yield Stage(process, tap), tap
        finally:
            process.kill()


@dataclass
class Tally:
    """How many points there were, how many of them killed, and what was wrong."""

    points: int = 0
    wrong: list[str] = field(default_factory=list)
    fell: Counter[str] = field(default_factory=Counter)
    """How many kills were of which kind."""


@dataclass(frozen=True)
class Points:
    """Where a history can be killed, and where a second time."""

    first: list[Kill]
    again: list[Kill]


def points_of(scene: str, requests: int, writes: int) -> list[Kill]:
    """Every moment of every request, and every write to the disk."""
    found = [Kill(scene, number, when) for number in range(1, requests + 1) for when in When]
    return found + [Kill(scene, number) for number in range(1, writes + 1)]


def kill_at_points(
    folder: Path,
    points: Points,
    wrong: list[str],
    tell: Callable[[Path, list[Kill]], list[str]],
    seed: int,
    most: int | None,
) -> Tally:
    """Tell a history for every point, or for so many by chance; some are killed twice.

    ``wrong`` is what was wrong without a kill; ``tell`` gives what is wrong with one history.
    """
    chance = random.Random(seed)
    tally = Tally(wrong=[f"not killed: {each}" for each in wrong])
    chosen = points.first if most is None else _sample(points.first, most, chance)
    for number, kill in enumerate(chosen):
        kills = [kill]
        if chance.random() < TWICE:
            kills.append(chance.choice(points.again))
        names = " and then ".join(map(str, kills))
        tally.wrong += [f"{names}: {each}" for each in tell(folder / str(number), kills)]
        tally.points += 1
        tally.fell[kill.when.name if kill.when else "WRITE"] += 1
    return tally


def _sample(points: list[Kill], most: int, chance: random.Random) -> list[Kill]:
    """As many requests as writes, which are many more."""
    requests = [kill for kill in points if kill.when is not None]
    writes = [kill for kill in points if kill.when is None]
    return chance.sample(requests, most // 2) + chance.sample(writes, most - most // 2)
