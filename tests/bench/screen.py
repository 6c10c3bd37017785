"""A screen of the bench's own, with a window manager, so that windows are really mapped."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "1366x768x24"


@contextmanager
def screen(folder: Path) -> Iterator[dict[str, str]]:
    """Run Xvfb and openbox; gives the environment of a program on that screen.

    ``folder`` becomes the home of everything that is started there.
    """
    with _xvfb() as display:
        env = _environment(folder, display)
        with _openbox(env, folder):
            yield env


def _environment(home: Path, display: str) -> dict[str, str]:
    run = home / "run"
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(run),
        "DISPLAY": display,
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8",
    }


@contextmanager
def _xvfb() -> Iterator[str]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with (
        os.fdopen(reader) as text,
        subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server,
    ):
        os.close(writer)
        try:
            yield f":{text.readline().strip()}"
        finally:
            server.kill()


@contextmanager
def _openbox(env: dict[str, str], folder: Path) -> Iterator[None]:
    """A window manager; it opens the pipe, and so lets us go on, once it manages windows."""
    ready = folder / "openbox-is-ready"
    os.mkfifo(ready)
    command = ["openbox", "--sm-disable", "--startup", f"sh -c ': > {ready}'"]
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as manager:
        try:
            ready.read_bytes()
            yield
        finally:
            manager.kill()
