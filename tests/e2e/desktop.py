"""A desktop of the tests' own: a screen, a window manager, and the bus of the screen readers.

Nothing of it is the developer's: display, buses, home and settings are made for it and go with it.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.waiting import wait_for
from tests.servers.private_bus import private_bus, running, wait_for_service

SCREEN = "1366x768x24"
"""The smallest screen that people still work on."""
REGISTRY = "org.a11y.atspi.Registry"


@dataclass(frozen=True)
class Desktop:
    """Where programs can be started and seen."""

    display: str
    session_bus: str
    screen_reader_bus: str

    def env(self, home: Path, session_bus: str = "") -> dict[str, str]:
        """The whole environment of a program on this desktop; ``home`` holds all it writes."""
        for folder in ("run", "tmp"):
            (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TMPDIR": str(home / "tmp"),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "DISPLAY": self.display,
            "DBUS_SESSION_BUS_ADDRESS": session_bus or self.session_bus,
            "AT_SPI_BUS_ADDRESS": self.screen_reader_bus,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LC_ALL": "C.UTF-8",
            "LANG": "C.UTF-8",
            "PYTHONWARNINGS": "default",
        }


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Run a desktop, with ``folder`` as its home."""
    with ExitStack() as parts:
        made = Desktop(
            display=parts.enter_context(_screen()),
            session_bus=parts.enter_context(private_bus()),
            screen_reader_bus=parts.enter_context(private_bus()),
        )
        env = made.env(folder)
        parts.enter_context(running(["/usr/libexec/at-spi2-registryd"], env=env))
        wait_for_service(made.screen_reader_bus, REGISTRY)
        parts.enter_context(_window_manager(env))
        yield made
    nothing_runs(folder)


@contextmanager
def _screen() -> Iterator[str]:
    """A virtual screen; gives its display once it takes connections."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with (
        os.fdopen(reader) as described,
        subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as screen,
    ):
        os.close(writer)
        try:
            yield f":{described.readline().strip()}"
        finally:
            screen.terminate()  # and it takes its lock file away


@contextmanager
def _window_manager(env: Mapping[str, str]) -> Iterator[None]:
    with running(["openbox"], env=dict(env)):
        assert wait_for(lambda: _manages(env)), "no window manager"
        yield


def _manages(env: Mapping[str, str]) -> bool:
    command = ["xdotool", "get_num_desktops"]
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode == 0


def nothing_runs(home: Path) -> None:
    """Fail if a process still runs that was started with this home; it is ended first."""
    if wait_for(lambda: not _processes(home)):
        return
    left = _processes(home)
    for process in left:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    raise AssertionError(f"left running: {left}")


def _processes(home: Path) -> dict[int, str]:
    """What runs with this home: id and command line."""
    return {
        int(place.parent.name): _read(place.parent / "cmdline").replace("\0", " ")
        for place in Path("/proc").glob("[0-9]*/environ")
        if f"HOME={home}" in _read(place).split("\0")
    }


def _read(file: Path) -> str:
    """A file of /proc; empty once its process has gone, or if it is somebody else's."""
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""
