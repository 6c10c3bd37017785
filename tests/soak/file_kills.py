"""Writes each file of the data folder again and again, each time killed at a later call.

Prints what was left, one line of JSON for each kill. Run as a program, it starts no threads, so
that it may fork: one interpreter for all kills. ``make test`` goes through every kill point once;
``make soak`` also cuts long histories of saves at random ones.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from tests.soak.killed_files import CASES, Case

CALLS = ("open", "write", "fsync", "replace", "rename", "link", "mkdir", "unlink", "close")


def main(folder: Path, case: Case) -> None:
    """Cut each call in turn until a save goes through."""
    for number in count(1):
        place = folder / str(number)
        case.prepare(place)
        killed = killed_at(number, partial(case.save, place))
        found = case.look(place)
        print(json.dumps({**found, "killed": killed, "left over": left_over(place)}))
        shutil.rmtree(place, ignore_errors=True)
        if not killed:
            return


def history(folder: Path, case: Case, seed: int, steps: int) -> list[str]:
    """Cut save after save at random calls, on what the kill before has left; gives what is wrong.

    Whatever happened, the next start finds the old or the new state, and no save after it fails.
    """
    chance, wrong = random.Random(seed), list[str]()
    place = folder / f"history {seed}"
    case.prepare(place)
    for step in range(steps):
        killed_at(chance.randrange(1, 24), partial(case.save, place))
        found = case.look(place)
        if found["holds"] not in case.states or left_over(place):
            wrong.append(f"{case.name}, seed {seed}, step {step}: {found}")
        if chance.random() < 0.3:
            case.restore(place)
    shutil.rmtree(place, ignore_errors=True)
    return wrong


def left_over(place: Path) -> list[str]:
    """Temporary files that not even the next start has removed."""
    return [path.name for path in place.rglob("*.tmp")]


def killed_at(number: int, work: Callable[[], None]) -> bool:
    """Whether the work, in a process of its own, was killed before its end."""
    child = os.fork()
    if child == 0:
        kill_at(number)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


def kill_at(number: int) -> None:
    """Kill this process in the ``number``-th of the calls; a write is cut in its middle."""
    left = number

    def cutting(name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                if name == "write":
                    really(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return really(*arguments, **named)

        return call

    for name in CALLS:
        setattr(os, name, cutting(name, getattr(os, name)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), CASES[sys.argv[2]])
