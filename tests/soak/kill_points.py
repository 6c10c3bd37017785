"""Kills the program in the middle of a step of a scenario, and lists the points for that.

A process of its own runs the steps, behind a proxy that counts their requests.
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
from tests.soak.killing_proxy import KillingProxy, KillMoment

ROOT = Path(__file__).parents[2]
PREPARED = "prepared"
TWICE = 0.2
"""The share of the histories with a kill at a second point."""


@dataclass(frozen=True)
class Kill:
    """One kill: in which step, at which request or which write to the disk, counted from 1."""

    step: str
    number: int
    moment: KillMoment | None = None
    """The moment of the request; None for a write."""

    def __str__(self) -> str:
        point = f"request {self.number}, {self.moment.value}" if self.moment else ""
        return f"{self.step}: {point or f'write {self.number}'}"


@dataclass
class RunReport:
    """How one run of the program ended, and what the step reported."""

    killed: bool
    failed: bool
    reported: list[dict[str, Any]]

    def values(self, name: str) -> list[Any]:
        """All values that the step reported under a name."""
        return [each[name] for each in self.reported if name in each]


class ScenarioProcess:
    """The process that runs the steps of a scenario."""

    def __init__(self, process: subprocess.Popen[str], proxy: KillingProxy) -> None:
        self._process = process
        self.proxy = proxy

    def run(self, step: str, folder: Path, kill: Kill | None = None) -> RunReport:
        """Run one step in a new process of the program, killed or not."""
        disk = kill.number if kill is not None and kill.moment is None else 0
        order = {"step": step, "folder": str(folder), "url": self.proxy.server.url,
                 "password": "practice-only", "dies_at": disk}  # fmt: skip
        pid = self._ask(order)["pid"]
        if kill is not None and kill.moment is not None:
            self.proxy.aim(pid, kill.number, kill.moment)
        else:
            self.proxy.aim(pid)
        self.proxy.up = step != "offline"
        return RunReport(**self._ask({}))

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def prepare(self, step: str, folder: Path) -> None:
        """Run the step of an earlier day, from which every history starts."""
        with DemoServer() as crm:
            self.proxy.target = crm.url
            report = self.run(step, folder / PREPARED)
            assert not report.failed, report.reported


@contextmanager
def scenario_process(careless: str = "") -> Iterator[ScenarioProcess]:
    """Start the proxy, and the process behind it; the tests must notice a careless one."""
    proxy = KillingProxy()
    command = [sys.executable, "-m", "tests.soak.scenario_process", careless]
    with (
        proxy.server,
        subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process,
    ):
        try:
            yield ScenarioProcess(process, proxy)
        finally:
            process.kill()


@dataclass
class KillSummary:
    """How many points had a kill, and what was wrong."""

    points: int = 0
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    """How many kills were of which kind."""


@dataclass(frozen=True)
class KillPoints:
    """Where a history can have its first kill, and where a second one."""

    first: list[Kill]
    second: list[Kill]


def points_of(step: str, requests: int, writes: int) -> list[Kill]:
    """List every moment of every request, and every write to the disk."""
    numbers = range(1, requests + 1)
    found = [Kill(step, number, moment) for number in numbers for moment in KillMoment]
    return found + [Kill(step, number) for number in range(1, writes + 1)]


def kill_at_points(
    folder: Path,
    points: KillPoints,
    check: Callable[[Path, list[Kill]], list[str]],
    seed: int,
    most: int | None,
) -> KillSummary:
    """Check a history for every point, or for so many random ones; some have two kills.

    ``check`` gives what is wrong with one history.
    """
    chance = random.Random(seed)
    summary = KillSummary()
    chosen = points.first if most is None else _sample(points.first, most, chance)
    for number, kill in enumerate(chosen):
        kills = [kill]
        if chance.random() < TWICE:
            kills.append(chance.choice(points.second))
        names = " and then ".join(map(str, kills))
        summary.wrong += [f"{names}: {each}" for each in check(folder / str(number), kills)]
        summary.points += 1
        summary.kinds[kill.moment.name if kill.moment else "WRITE"] += 1
    return summary


def _sample(points: list[Kill], most: int, chance: random.Random) -> list[Kill]:
    """Choose as many requests as writes, which are many more."""
    requests = [kill for kill in points if kill.moment is not None]
    writes = [kill for kill in points if kill.moment is None]
    return chance.sample(requests, most // 2) + chance.sample(writes, most - most // 2)
