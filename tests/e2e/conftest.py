"""One desktop for all stories; each test starts programs of its own on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

from tests.e2e.desktop import Desktop, desktop, nothing_runs
from tests.e2e.program import program
from tests.e2e.user import DesktopUser
from tests.servers.keyring_service import keyring_service
from tests.servers.private_bus import connected

Start = Callable[..., DesktopUser]
"""``start(*arguments, session_bus="", path="")`` starts the program; gives the person who uses it.

``path`` is a folder whose commands come before all others; ``proxy`` is the environment's;
``scale`` is how many pixels of the screen a logical pixel has."""


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    with desktop(tmp_path_factory.mktemp("desktop")) as made:
        yield made


@pytest.fixture(scope="session")
def screen_reader(screen: Desktop) -> Iterator[DBusConnection]:
    with connected(screen.screen_reader_bus) as bus:
        yield bus


@pytest.fixture
def keyring() -> Iterator[dict[str, str]]:
    """The environment of programs that use a real keyring."""
    with keyring_service() as environment:
        yield environment


@pytest.fixture
def bus(keyring: dict[str, str]) -> str:
    """The address of a session bus with a real keyring."""
    return keyring["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home, the same for all programs of a test."""
    return tmp_path / "home"


@pytest.fixture
def start(screen: Desktop, screen_reader: DBusConnection, home: Path) -> Iterator[Start]:
    """Starts programs; in the end none of them may have complained."""
    users: list[DesktopUser] = []
    with ExitStack() as programs:

        def start(
            *arguments: str,
            session_bus: str = "",
            path: str = "",
            trusted: str = "",
            proxy: str = "",
            scale: int = 1,
        ) -> DesktopUser:
            env = screen.env(home, session_bus) | {"QT_SCALE_FACTOR": str(scale)}
            if proxy:
                env |= dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), proxy)
            if trusted:
                env["SSL_CERT_FILE"] = trusted
            env["PATH"] = f"{path}{os.pathsep}{env['PATH']}" if path else env["PATH"]
            run = programs.enter_context(program(home, env, *arguments))
            users.append(DesktopUser(run, screen_reader, env))
            return users[-1]

        yield start
    nothing_runs(home)
    complaints = [line for person in users for line in person.program.complaints]
    assert not complaints, "\n".join(complaints)
