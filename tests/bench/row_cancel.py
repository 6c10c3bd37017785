"""cancel ms: from Cancel to the freed window, in the slowest phase that a call can be in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import Cancelled
from desktop_app.net import dns_lookup
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue
from tests.bench.heartbeat import run_event_loop, wait_until
from tests.bench.measurements import Pair, Row
from tests.servers import faults
from tests.servers.hostile import HOST, HostileServer
from tests.servers.ports import full_port

SILENT_NAME = "silent.example.com"
SETTLED = 0.02
"""Seconds after the start of a call until it waits in its phase."""


@dataclass(frozen=True)
class Phase:
    """Where a call hangs; ``reached`` tells when it does."""

    url: str
    reached: Callable[[], bool]


class Cancelling:
    """A call in each phase, cancelled as a person does, through the lanes of a session."""

    def __init__(self, phases: list[Phase]) -> None:
        self._phases = phases
        self._courier = MainThreadDispatcher()

    def measure(self) -> float:
        return max(self._cancel(phase) for phase in self._phases)

    def baseline(self) -> float:
        """From a job that does nothing to its outcome."""
        ended: list[float] = []
        queue = WorkQueue("idle", 1, _Nothing, self._courier)
        started = time.perf_counter()
        queue.submit(lambda _nothing, _stop: None, lambda _done: ended.append(time.perf_counter()))
        wait_until(lambda: bool(ended))
        queue.close()
        return ended[0] - started

    def _cancel(self, phase: Phase) -> float:
        ended: list[tuple[float, Success[object] | Failure]] = []
        queue = WorkQueue("call", 1, HttpSession, self._courier)
        request = HttpRequest("POST", phase.url, body=b"{}", mutates=True, deadline=60.0)

        def call(session: HttpSession, stop: CancelToken) -> object:
            return session.call(request, stop)

        job = queue.submit(call, lambda done: ended.append((time.perf_counter(), done)))
        wait_until(phase.reached)
        run_event_loop(SETTLED)
        started = time.perf_counter()
        job.cancel()
        wait_until(lambda: bool(ended))
        queue.close()
        at, outcome = ended[0]
        assert isinstance(outcome, Failure)
        assert isinstance(outcome.error, Cancelled)
        return at - started


class _Nothing:
    def close(self) -> None:
        pass


@contextmanager
def prepare() -> Iterator[Pair]:
    application = QApplication.instance() or QApplication([])
    with ExitStack() as stack:
        phases = [_look_up(stack), _connect(stack), _handshake(stack)]
        waits = (
            faults.silence(),
            faults.drip_headers(),
            faults.silence_after_headers(),
            faults.drip_body(),
        )
        for fault in waits:
            server = stack.enter_context(HostileServer({"*": fault}))
            phases.append(Phase(server.url, server.arrived.is_set))
        yield Cancelling(phases)
    del application


def _look_up(stack: ExitStack) -> Phase:
    """A name service that does not answer."""
    asked, answer = threading.Event(), threading.Event()
    real = dns_lookup._addresses

    def silent(host: str, port: int) -> list[dns_lookup.AddressInfo]:
        if host != SILENT_NAME:
            return real(host, port)
        asked.set()
        answer.wait()
        return []

    stack.enter_context(patch.object(dns_lookup, "_addresses", silent))
    stack.callback(answer.set)
    return Phase(f"http://{SILENT_NAME}/", asked.is_set)


def _connect(stack: ExitStack) -> Phase:
    return Phase(f"http://{HOST}:{stack.enter_context(full_port())}/", lambda: True)


def _handshake(stack: ExitStack) -> Phase:
    """A server that accepts and is mute."""
    server = stack.enter_context(HostileServer(mute=True))
    return Phase(f"https://{HOST}:{server.port}/", server.arrived.is_set)


ROWS = [Row("cancel ms", bar=100.0, aim=20.0, prepare=prepare)]
