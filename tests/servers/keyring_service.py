"""A real gnome-keyring-daemon on a private bus, unlocked, with a home of its own."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.private_bus import private_bus, running, wait_for_service


@contextmanager
def keyring_service() -> Iterator[dict[str, str]]:
    """Run it; gives what a child process needs in its environment to use this keyring.

    These are DBUS_SESSION_BUS_ADDRESS, HOME, XDG_RUNTIME_DIR, XDG_DATA_HOME and XDG_CONFIG_HOME,
    to be laid over ``os.environ``.
    """
    with keyring_home() as env, keyring_daemon(env):
        yield env


@contextmanager
def keyring_daemon(env: dict[str, str]) -> Iterator[None]:
    """Run the daemon alone, in an environment that names a bus and a home."""
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with running(command, env={**_without_display(), **env}, stdin=subprocess.PIPE) as daemon:
        assert daemon.stdin is not None
        daemon.stdin.write(b"passphrase of the tests' own keyring")
        daemon.stdin.close()
        wait_for_service(env["DBUS_SESSION_BUS_ADDRESS"])
        yield


@contextmanager
def keyring_home() -> Iterator[dict[str, str]]:
    """A bus and a home without a daemon, for those who start and end it themselves."""
    with tempfile.TemporaryDirectory(prefix="keyring-") as folder, private_bus() as address:
        yield {"DBUS_SESSION_BUS_ADDRESS": address, **_home(Path(folder))}


def _home(folder: Path) -> dict[str, str]:
    names = {"HOME": "home", "XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": "data"}
    places = {key: folder / name for key, name in names.items()}
    for place in places.values():
        place.mkdir(mode=0o700)
    return {
        **{key: str(place) for key, place in places.items()},
        "XDG_CONFIG_HOME": folder.as_posix(),
    }


def _without_display() -> dict[str, str]:
    """With a display, a locked keyring would wait for somebody to answer its prompt."""
    return {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}


def secret_tool(env: dict[str, str], *arguments: str, secret: str = "") -> str:
    """Run libsecret's own program on this keyring; gives what it prints."""
    done = subprocess.run(
        ["secret-tool", *arguments],
        env={**os.environ, **env},
        input=secret.encode(),
        capture_output=True,
        check=False,
    )
    return done.stdout.decode()
