"""``python -m tests.soak [rounds] [seed]``: 10,000 rounds unless told otherwise.

A change set and a bulk run are always run once for each point at which they can be killed, and a
save once for each point at which its journal can meet an error of the disk.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.soak.file_kills import history
from tests.soak.killed_files import CASES, HISTORIES

if TYPE_CHECKING:  # it starts threads, and what forks comes first
    from tests.soak.kill_points import KillSummary

ROUNDS = 10_000
WAIT_SECONDS = 60.0
"""The longest wait in a bulk run, in seconds."""
STEPS = 100
"""Killed saves in one history; each is a round."""


def main(arguments: list[str]) -> int:
    rounds = int(arguments[0]) if arguments else ROUNDS
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(1 << 32)
    wrong = (
        _kills(rounds, seed)
        + _scenarios(seed)
        + _disk_errors()
        + _faults(rounds, seed)
        + _bulk_runs(rounds, seed)
    )
    return int(wrong > 0)


def _kills(rounds: int, seed: int) -> int:
    """Run before the others: this forks, which needs a process without threads."""
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


def _scenarios(seed: int) -> int:
    from tests.soak import bulk_run_kills, change_set_kills

    scenarios = {"a change set": change_set_kills.run, "a bulk run": bulk_run_kills.run}
    return sum(_scenario(name, run, seed) for name, run in scenarios.items())


def _scenario(name: str, run: Callable[[Path, int], KillSummary], seed: int) -> int:
    print(f"{name}, killed at every point, seed {seed}", flush=True)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        done = run(Path(folder), seed)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(done.kinds.items()))
    seconds = time.perf_counter() - started
    print(f"{done.points} points ({kinds}), {len(done.wrong)} wrong, {seconds:.0f} s", flush=True)
    print("\n".join(done.wrong[:20]))
    return len(done.wrong)


def _disk_errors() -> int:
    from tests.soak.journal_faults import run

    print("saves whose journal meets an error of the disk at every point", flush=True)
    started = time.perf_counter()
    done = run()
    seconds = time.perf_counter() - started
    print(
        f"{done.points} points, {done.twice} saved twice, {len(done.wrong)} told wrongly or stuck, "
        f"{seconds:.0f} s",
        flush=True,
    )
    print("\n".join(done.wrong[:20]))
    return len(done.wrong) + done.twice


def _faults(rounds: int, seed: int) -> int:
    from tests.soak.save_rounds import run

    print(f"{rounds} saves with an injected fault each, seed {seed}", flush=True)
    started = time.perf_counter()
    done = run(rounds, seed)
    print(
        f"{done.twice} saved twice, {len(done.wrong)} untrue outcomes, "
        f"{done.executed} executed, {len(done.answers)} kinds of answer, "
        f"{time.perf_counter() - started:.0f} s"
    )
    print("\n".join(done.wrong[:20]))
    return len(done.wrong) + done.twice


def _bulk_runs(rounds: int, seed: int) -> int:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from tests.soak.bulk_run_faults import ROWS, run

    app = QCoreApplication.instance() or QCoreApplication([])
    runs = max(1, rounds // ROWS // 5)

    def wait(look: Callable[[], object]) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while not look():
            if time.monotonic() > until:
                raise TimeoutError("a bulk run does not go on")
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    print(f"{runs} bulk runs of {ROWS}, a third of the rows fails, seed {seed}", flush=True)
    started = time.perf_counter()
    done = run(runs, seed, wait)
    print(
        f"{done.twice} saved twice, {len(done.wrong)} untrue lines, {done.executed} executed, "
        f"{len(done.met)} kinds of fault, {time.perf_counter() - started:.0f} s"
    )
    print("\n".join(done.wrong[:20]))
    return len(done.wrong) + done.twice


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
