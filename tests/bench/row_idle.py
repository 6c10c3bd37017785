"""idle: how often the program wakes up by itself in 60 s, more than a bare window does.

All rounds run at the same time, each a program and a bare window of its own: nothing is timed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.child import ROOT, environment
from tests.bench.measurements import ROUNDS, Pair, Row
from tests.bench.running_program import Login, server
from tests.bench.size import size
from tests.bench.yardsticks import IDLE_WINDOW

SECONDS = 60.0
SETTLED = 35.0
"""Seconds after which a start has no echo: Qt lets its own pooled threads go after 30."""
PROGRAM = Path(__file__).with_name("idle_program.py")
SWITCHES = "voluntary_ctxt_switches:"


def wakes(process: subprocess.Popen[str]) -> dict[str, int]:
    """How often each thread of a process has gone to sleep so far."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return {task.name: _sleeps((task / "status").read_text()) for task in tasks}


def _sleeps(status: str) -> int:
    line = next(line for line in status.splitlines() if line.startswith(SWITCHES))
    return int(line.removeprefix(SWITCHES))


class Idle:
    """Gives the numbers of one program and one bare window after another."""

    def __init__(self, programs: list[int], windows: list[int]) -> None:
        self._programs, self._windows = iter(programs), iter(windows)

    def measure(self) -> float:
        return next(self._programs)

    def baseline(self) -> float:
        return next(self._windows)


def ready(stack: ExitStack, command: list[str]) -> subprocess.Popen[str]:
    """Start a program that prints a line when it is ready."""
    process = stack.enter_context(
        subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    )
    stack.callback(process.kill)
    return process


def counted(processes: list[subprocess.Popen[str]]) -> list[int]:
    """How often each of them wakes up from now on; threads that end meanwhile do not count."""
    before = [wakes(process) for process in processes]
    time.sleep(size(SECONDS, 2.0))
    return [
        sum(count - old.get(thread, 0) for thread, count in wakes(process).items())
        for process, old in zip(processes, before, strict=True)
    ]


def program_command(login: Login) -> list[str]:
    return [sys.executable, str(PROGRAM), login.url, login.username, login.password]


@contextmanager
def prepare() -> Iterator[Pair]:
    rounds = 1 + size(ROUNDS, 1)  # one more, which warms up
    with ExitStack() as stack:
        login = stack.enter_context(server(100))
        programs = [ready(stack, program_command(login)) for _ in range(rounds)]
        windows = [ready(stack, [sys.executable, "-c", IDLE_WINDOW]) for _ in range(rounds)]
        processes = [*programs, *windows]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        time.sleep(size(SETTLED, 1.0))
        found = counted(processes)
        yield Idle(found[:rounds], found[rounds:])


ROWS = [Row("idle", bar=0, aim=0, prepare=prepare, unit="wake-ups", is_difference=True)]
