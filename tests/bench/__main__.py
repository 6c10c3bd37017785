"""``python -m tests.bench [--rounds N] [--short] [ROW...]``: the numbers, to build/bench.json.

Runs on a screen of its own. The exit status is 0 if every bar holds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.bench.child import ROOT
from tests.bench.measurements import ROUNDS, Result, Row, measured
from tests.bench.rows import ROWS
from tests.bench.screen import screen
from tests.bench.size import SHORT

OUTPUT = ROOT / "build" / "bench.json"


def main() -> int:
    chosen = _parser().parse_args()
    if chosen.alone:
        return _measure_here(ROWS[chosen.alone], chosen.rounds)
    rounds = 1 if chosen.short else chosen.rounds
    if chosen.short:
        os.environ[SHORT] = "1"
    rows = [ROWS[name] for name in chosen.rows or ROWS]
    results = _measure_all(rows, rounds)
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    chosen.output.write_text(json.dumps([asdict(r) for r in results], indent=2) + "\n", "utf-8")
    sys.stdout.write(_table(results))
    return 0 if chosen.short or all(result.holds for result in results) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--short", action="store_true", help="one round, to see that it works")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where the numbers go")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    return parser


def _measure_all(rows: list[Row], rounds: int) -> list[Result]:
    """Each row in a process of its own, on one screen."""
    with (
        tempfile.TemporaryDirectory(prefix="mailbox-admin-bench-") as name,
        screen(Path(name)) as env,
    ):
        return [_measure_apart(row, rounds, env) for row in rows]


def _measure_apart(row: Row, rounds: int, env: dict[str, str]) -> Result:
    sys.stderr.write(f"{row.name}…\n")
    env = {**env, SHORT: os.environ.get(SHORT, "")}
    command = [sys.executable, "-m", "tests.bench", "--alone", row.name, "--rounds", str(rounds)]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return Result(**json.loads(done.stdout))


def _measure_here(row: Row, rounds: int) -> int:
    result, seconds = measured(row, rounds)
    for number, (ours, baseline) in enumerate(seconds, start=1):
        text = f"  {number:2} {row.text(ours)} against {row.text(baseline)}"
        sys.stderr.write(f"{text}: {row.value(ours, baseline):.2f}\n")
    sys.stdout.write(json.dumps(asdict(result)))
    return 0


def _table(results: list[Result]) -> str:
    lines = [f"{'row':12} {'median':>8} {'worst':>8} {'bar':>6} {'aim':>6}  holds"]
    for r in results:
        holds = "yes" if r.holds else "NO"
        lines.append(f"{r.name:12} {r.median:8.2f} {r.worst:8.2f} {r.bar:6} {r.aim:6}  {holds}")
    return "\n".join([*lines, f"load of this machine: {os.getloadavg()[0]:.1f}", ""])


if __name__ == "__main__":
    sys.exit(main())
