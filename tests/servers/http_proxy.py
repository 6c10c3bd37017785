"""A real HTTP proxy, tinyproxy from Debian, on a port of 127.0.0.1."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.ports import HOST, LISTEN_SECONDS, free_ports, wait_until_listening


@contextmanager
def http_proxy(folder: Path, user_name: str = "", password: str = "") -> Iterator[int]:
    """Its port; with a user name it wants a sign-in. ``log(folder)`` tells its requests."""
    program = shutil.which("tinyproxy", path="/usr/bin:/usr/local/bin:/usr/sbin")
    assert program, "tinyproxy is missing: packaging/debian/install test"
    (port,) = free_ports(1)
    login = f"BasicAuth {user_name} {password}\n" if user_name else ""
    config = folder / "tinyproxy.conf"
    config.write_text(
        f"Port {port}\nListen {HOST}\nTimeout 20\nLogLevel Connect\n"
        f'LogFile "{folder / "tinyproxy.log"}"\n{login}'
    )
    process = subprocess.Popen([program, "-d", "-c", str(config)], stdout=subprocess.DEVNULL)
    try:
        wait_until_listening(process, port)
        yield port
    finally:
        process.kill()  # asked to end, it waits for its connections
        process.wait(LISTEN_SECONDS)


def log(folder: Path) -> str:
    """What the proxy wrote of its requests."""
    return (folder / "tinyproxy.log").read_text("utf-8", "replace")
