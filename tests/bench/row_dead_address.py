"""dead address: a call to a name whose first address is silent, and again after idle seconds.

Both may take half as long again as the same call to a healthy name; the rest is the number, in ms.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from desktop_app.net import dns_lookup
from desktop_app.net.happy_eyeballs import ANSWERED
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import IDLE_SECONDS, HttpSession
from tests.bench.measurements import Pair, Row
from tests.servers.faults import reply
from tests.servers.hostile import HOST, HostileServer
from tests.servers.ports import silent_address

DEAD = "127.0.0.3"
HALF_DEAD, HEALTHY = "half-dead.example.com", "healthy.example.com"
HALF_AS_LONG_AGAIN = 1.5


class DeadAddress:
    """The first answer of a session, or that after an idle time, against a healthy name."""

    def __init__(self, port: int, *, after_idle: bool) -> None:
        self._port = port
        self._after_idle = after_idle

    def measure(self) -> float:
        ANSWERED.clear()
        return self._call(HALF_DEAD)

    def baseline(self) -> float:
        return self._call(HEALTHY) * HALF_AS_LONG_AGAIN

    def _call(self, host: str) -> float:
        request = HttpRequest("GET", f"http://{host}:{self._port}/api", deadline=60.0)
        with HttpSession() as session:
            if self._after_idle:
                session.call(request)
                monotonic, clock = session._last_used
                session._last_used = (monotonic - IDLE_SECONDS - 1, clock - IDLE_SECONDS - 1)
            started = time.perf_counter()
            answer = session.call(request)
            ended = time.perf_counter()
        assert answer.status == 200
        return ended - started


def _addresses(host: str, port: int) -> list[dns_lookup.AddressInfo]:
    hosts = [DEAD, HOST] if host == HALF_DEAD else [HOST]
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in hosts]


@contextmanager
def _prepare(*, after_idle: bool) -> Iterator[Pair]:
    with ExitStack() as stack:
        stack.enter_context(patch.object(dns_lookup, "_addresses", _addresses))
        server = stack.enter_context(HostileServer({"*": reply(b"[]")}))
        stack.enter_context(silent_address(DEAD, server.port))
        yield DeadAddress(server.port, after_idle=after_idle)


@contextmanager
def first() -> Iterator[Pair]:
    with _prepare(after_idle=False) as pair:
        yield pair


@contextmanager
def after_idle() -> Iterator[Pair]:
    with _prepare(after_idle=True) as pair:
        yield pair


ROWS = [
    Row("dead address ms", bar=300.0, aim=260.0, prepare=first),
    Row("dead address after idle ms", bar=300.0, aim=5.0, prepare=after_idle),
]
