"""The real program, in a process of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
END_SECONDS = 30.0

HARMLESS = (
    "qt.accessibility.atspi: Could not find accessible on path",
    "qt.accessibility.atspi: Received text event for invalid interface.",
)
"""How lines on the standard error begin that are not the program's fault. Each has its reason:
Qt tells the screen reader, not the user, that it asked about something that has just gone; and, as
soon as somebody listens for texts, that it drops the event of a line that is still being built."""


@dataclass(frozen=True)
class Program:
    """The program while it runs, and what it leaves behind."""

    process: subprocess.Popen[bytes]
    home: Path
    output: Path
    errors: Path

    def ended(self, seconds: float = END_SECONDS) -> int:
        """The exit status, once it has ended by itself. Raises TimeoutExpired."""
        return self.process.wait(seconds)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    @property
    def complaints(self) -> list[str]:
        """Tracebacks, warnings of Python and Qt, log lines: all that a clean run never writes."""
        lines = self.errors.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if not line.startswith(HARMLESS)]

    @property
    def said(self) -> str:
        """What it wrote to its standard output."""
        return self.output.read_text("utf-8", "replace")


def command() -> list[str]:
    """What starts the program: the source tree, unless the environment names a packaged one."""
    packaged = shlex.split(os.environ.get("MAILBOX_ADMIN_COMMAND", ""))
    return packaged or [sys.executable, "-m", "desktop_app"]


@contextmanager
def program(home: Path, env: Mapping[str, str], *arguments: str) -> Iterator[Program]:
    """Run ``mailbox-admin`` with these arguments; what still runs in the end is ended."""
    home.mkdir(parents=True, exist_ok=True)
    output, errors = _file(home, "output"), _file(home, "errors")
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(
            [*command(), *arguments],
            cwd=PROJECT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    try:
        yield Program(process, home, output, errors)
    finally:
        process.terminate()
        process.wait()


def _file(home: Path, name: str) -> Path:
    """A file beside the home, so that it is not taken for one of the program's own."""
    count = len(list(home.parent.glob(f"{home.name}-{name}-*")))
    return home.with_name(f"{home.name}-{name}-{count}")
