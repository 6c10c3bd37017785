"""Programs that are started to be measured."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    """Ours, but with byte code written and used, as in a program that was started before."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def seconds_until_reported(command: Sequence[str], more: Mapping[str, str] | None = None) -> float:
    """Seconds from just before the start of a program to the moment that it tells.

    ``more`` is laid over its environment.

    It prints its monotonic clock, which is the same for all processes of a Linux machine.
    """
    started = time.monotonic()
    ended = subprocess.run(
        command,
        env={**environment(), **(more or {})},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    return float(ended.stdout) - started
