"""``python -m tests.soak [rounds] [seed]``: 10,000 rounds unless told otherwise.

The stories of a change set and of a batch are told once for each point at which they can be
killed, whatever is said.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.soak.killed_files import CASES, HISTORIES
from tests.soak.kills import history

if TYPE_CHECKING:  # it starts threads, and what forks comes first
    from tests.soak.killing import Tally

ROUNDS = 10_000
PATIENCE = 60.0
"""Seconds without which nothing of a batch may go on."""
STEPS = 100
"""Killed saves in one history; each is a round."""


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else ROUNDS
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(1 << 32)
    wrong = _kills(rounds, seed) + _stories(seed) + _faults(rounds, seed) + _batches(rounds, seed)
    return int(wrong > 0)


def _kills(rounds: int, seed: int) -> int:
    """Before the other: it forks, and so must come before any thread."""
    print(f"{rounds} writes of the data folder, killed, seed {seed}", flush=True)
    started = time.perf_counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(max(1, rounds // STEPS // len(HISTORIES))):
            for name in HISTORIES:
                wrong += history(Path(folder), CASES[name], seed + number, STEPS)
    print(f"{len(wrong)} lost or damaged, {time.perf_counter() - started:.0f} s", flush=True)
    print("\n".join(wrong[:20]))
    return len(wrong)


def _stories(seed: int) -> int:
    from tests.soak import bulk_run_kills, story_kills

    told = {"a change set": story_kills.run, "a batch of saves": bulk_run_kills.run}
    return sum(_story(name, run, seed) for name, run in told.items())


def _story(name: str, run: Callable[[Path, int], Tally], seed: int) -> int:
    print(f"the story of {name}, killed at every point, seed {seed}", flush=True)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(Path(folder), seed)
    fell = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.fell.items()))
    seconds = time.perf_counter() - started
    print(f"{tally.points} points ({fell}), {len(tally.wrong)} wrong, {seconds:.0f} s", flush=True)
    print("\n".join(tally.wrong[:20]))
    return len(tally.wrong)


def _faults(rounds: int, seed: int) -> int:
    from tests.soak.rounds import run

    print(f"{rounds} saves with an injected fault each, seed {seed}", flush=True)
    started = time.perf_counter()
    tally = run(rounds, seed)
    print(
        f"{tally.twice} saved twice, {len(tally.wrong)} untrue outcomes, "
        f"{tally.executed} executed, {len(tally.answers)} kinds of answer, "
        f"{time.perf_counter() - started:.0f} s"
    )
    print("\n".join(tally.wrong[:20]))
    return len(tally.wrong) + tally.twice


def _batches(rounds: int, seed: int) -> int:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from tests.soak.bulk_run_faults import ROWS, run

    app = QCoreApplication.instance() or QCoreApplication([])
    runs = max(1, rounds // ROWS // 5)

    def wait(look: Callable[[], object]) -> None:
        until = time.monotonic() + PATIENCE
        while not look():
            if time.monotonic() > until:
                raise TimeoutError("a batch goes on no more")
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    print(f"{runs} batches of {ROWS}, a third of the rows fails, seed {seed}", flush=True)
    started = time.perf_counter()
    tally = run(runs, seed, wait)
    print(
        f"{tally.twice} saved twice, {len(tally.wrong)} untrue lines, {tally.executed} executed, "
        f"{len(tally.met)} kinds of fault, {time.perf_counter() - started:.0f} s"
    )
    print("\n".join(tally.wrong[:20]))
    return len(tally.wrong) + tally.twice


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
