"""Ports of this computer: free, taken by a program that was started, or full."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

HOST = "127.0.0.1"
LISTEN_SECONDS = 10.0
"""Seconds that a program may take until it listens."""


def free_ports(count: int) -> list[int]:
    """Return ports on which nobody listens, free for TCP and UDP."""
    with ExitStack() as held:
        ports = []
        for _ in range(count):
            tcp = held.enter_context(socket.create_server((HOST, 0)))
            ports.append(tcp.getsockname()[1])
            udp = held.enter_context(socket.socket(type=socket.SOCK_DGRAM))
            udp.bind((HOST, ports[-1]))
        return ports


def wait_until_listening(process: subprocess.Popen[bytes], *ports: int) -> None:
    """Wait until a program listens on all of these ports.

    Raises: AssertionError if the program ends, or takes longer than LISTEN_SECONDS.
    """
    end = time.monotonic() + LISTEN_SECONDS
    while not all(map(_is_open, ports)):
        assert process.poll() is None, f"{process.args!r} ended at once"
        assert time.monotonic() < end, f"{process.args!r} does not listen"
        time.sleep(0.02)


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


@contextmanager
def full_port() -> Iterator[int]:
    """Give a port whose queue is full: connections are neither accepted nor refused."""
    with silent_address(HOST, 0) as port:
        yield port


@contextmanager
def silent_address(host: str, port: int) -> Iterator[int]:
    """Make a port of an address silent, any free port for 0, and give its number."""
    with ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind((host, port))
        listener.listen(0)
        for _ in range(4):
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
