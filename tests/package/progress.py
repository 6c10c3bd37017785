"""What the proof says while it goes on: steps with their time, and facts below them."""

from __future__ import annotations

import sys
import time

_started = time.monotonic()
_steps = 0


def step(text: str) -> None:
    """A step begins."""
    global _steps
    _steps += 1
    _write(f"\n[{round(time.monotonic() - _started):4} s] {_steps}. {text}")


def fact(text: str) -> None:
    """What was seen in it."""
    _write("".join(f"         {line}\n" for line in text.splitlines()).rstrip())


def done() -> None:
    """All of it held."""
    _write(f"\nAll {_steps} steps held, in {round(time.monotonic() - _started)} s.")


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
