"""A real HTTP proxy, tinyproxy from Debian, on a port of 127.0.0.1."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 10.0


@contextmanager
def http_proxy(folder: Path, user_name: str = "", password: str = "") -> Iterator[int]:
    """Its port; with a user name it wants a sign-in. ``log(folder)`` tells its requests."""
    program = shutil.which("tinyproxy", path="/usr/bin:/usr/local/bin:/usr/sbin")
    assert program, "tinyproxy is missing: packaging/debian/install test"
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    login = f"BasicAuth {user_name} {password}\n" if user_name else ""
    config = folder / "tinyproxy.conf"
    config.write_text(
        f"Port {port}\nListen {HOST}\nTimeout 20\nLogLevel Connect\n"
        f'LogFile "{folder / "tinyproxy.log"}"\n{login}'
    )
    process = subprocess.Popen([program, "-d", "-c", str(config)], stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.kill()  # asked to end, it waits for its connections
        process.wait(PATIENCE)


def log(folder: Path) -> str:
    """What the proxy wrote of its requests."""
    return (folder / "tinyproxy.log").read_text("utf-8", "replace")


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "tinyproxy ended at once"
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
    raise AssertionError("tinyproxy does not listen")
