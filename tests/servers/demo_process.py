"""The demo server in a process of its own, as a person starts it from a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.private_bus import running

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Announced:
    """What the server's first line says."""

    url: str
    username: str
    password: str
    ticket: str
    token: str


@contextmanager
def demo_alone(*arguments: str) -> Iterator[Announced]:
    """Run ``python -m desktop_app.demo`` on a free port; gives what it announces."""
    command = [sys.executable, "-m", "desktop_app.demo", "--port", "0", *arguments]
    with running(command, stdout=subprocess.PIPE, cwd=PROJECT) as server:
        assert server.stdout is not None
        yield Announced(**json.loads(server.stdout.readline()))
