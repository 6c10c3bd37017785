"""Cancelling a call in each of its phases. It is the other side that waits for ever, never we."""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

import pytest

from desktop_app.core.errors import Cancelled, DeadlineExceeded, NetworkFailure, Unreachable
from desktop_app.net import call_limits, dns_lookup
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from tests.servers import faults
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import PATIENCE, Background, error_of
from tests.unit.silent_resolver import SilentNames


def calling(url: str) -> Background:
    """A save under way, in a session of its own."""

    def call(cancel: CancelToken) -> object:
        with HttpSession() as session:
            request = HttpRequest("POST", url, body=b"{}", mutates=True, deadline=PATIENCE)
            return session.call(request, cancel)

    return Background(call)


def assert_cancelled(call: Background, *, may_have_run: bool) -> None:
    call.cancel.cancel()
    outcome = call.outcome()
    assert isinstance(outcome, Cancelled)
    assert outcome.may_have_run == may_have_run


PHASES = [
    faults.silence(),
    faults.drip_headers(),
    faults.silence_after_headers(),
    faults.drip_body(),
    faults.endless_continue(),
]


@pytest.mark.parametrize("fault", PHASES)
def test_while_the_answer_is_awaited(fault: Fault) -> None:
    with HostileServer({"*": fault}) as server:
        call = calling(server.url)
        assert server.arrived.wait(PATIENCE)
        assert_cancelled(call, may_have_run=True)


def test_during_the_handshake() -> None:
    with HostileServer(mute=True) as server:
        call = calling(f"https://127.0.0.1:{server.port}/")
        assert server.arrived.wait(PATIENCE)
        assert_cancelled(call, may_have_run=False)


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set as soon as a call waits for a socket."""
    event, wait = threading.Event(), call_limits.CallLimits._wait

    def announce(
        self: call_limits.CallLimits, socks: Sequence[socket.socket], kind: int, at_most: float
    ) -> Sequence[socket.socket]:
        event.set()
        return wait(self, socks, kind, at_most)

    monkeypatch.setattr(call_limits.CallLimits, "_wait", announce)
    return event


def test_while_connecting(full_port: int, waiting: threading.Event) -> None:
    call = calling(f"http://127.0.0.1:{full_port}/")
    assert waiting.wait(PATIENCE)
    assert_cancelled(call, may_have_run=False)


def test_connecting_has_a_deadline(session: HttpSession, full_port: int) -> None:
    request = HttpRequest("GET", f"http://127.0.0.1:{full_port}/", deadline=0.3)
    assert isinstance(error_of(lambda: session.call(request)), DeadlineExceeded)


def test_connecting_takes_only_so_long(
    session: HttpSession, full_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.net.http_adapter.CONNECT_SECONDS", 0.1)
    error = error_of(lambda: session.call(HttpRequest("GET", f"http://127.0.0.1:{full_port}/")))
    assert isinstance(error, Unreachable)
    assert (error.failure, error.may_have_run) == (NetworkFailure.TIMED_OUT, False)


def test_during_the_look_up(names: SilentNames) -> None:
    call = calling("http://crm.example.com/")
    assert names.asked.wait(PATIENCE)
    assert_cancelled(call, may_have_run=False)
    assert [(t.name, t.daemon) for t in names.threads] == [(dns_lookup.ABANDONED_THREAD_NAME, True)]


def test_a_look_up_has_a_deadline(session: HttpSession, names: SilentNames) -> None:
    request = HttpRequest("GET", "http://crm.example.com/", deadline=0.2)
    assert isinstance(error_of(lambda: session.call(request)), DeadlineExceeded)
    assert names.threads[0].name == dns_lookup.ABANDONED_THREAD_NAME


def test_a_look_up_takes_only_so_long(
    session: HttpSession, names: SilentNames, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.net.http_adapter.CONNECT_SECONDS", 0.1)
    error = error_of(lambda: session.call(HttpRequest("GET", "http://crm.example.com/")))
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.TIMED_OUT
    assert names.threads[0].name == dns_lookup.ABANDONED_THREAD_NAME


def test_before_it_begins(session: HttpSession) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with HostileServer({"*": faults.reply(b"[]")}) as server:
        error = error_of(lambda: session.call(HttpRequest("GET", server.url), cancel))
        assert isinstance(error, Cancelled)
        assert not server.raw


def test_an_old_cancel_does_not_disturb_the_next_call(session: HttpSession) -> None:
    with HostileServer({"slow": faults.silence(), "*": faults.reply(b"[]")}) as server:
        slow = Background(
            lambda cancel: session.call(HttpRequest("GET", f"{server.origin}/slow"), cancel)
        )
        assert server.arrived.wait(PATIENCE)
        slow.cancel.cancel()
        slow.outcome()
        slow.cancel.cancel()
        assert session.call(HttpRequest("GET", server.url)).body == b"[]"


@pytest.mark.parametrize("place", ["connecting", "reading"])
def test_a_late_ring_for_the_call_before_is_passed_over(
    place: str, session: HttpSession, full_port: int, waiting: threading.Event
) -> None:
    with HostileServer({"*": faults.silence()}) as server:
        port = full_port if place == "connecting" else server.port
        request = HttpRequest("GET", f"http://127.0.0.1:{port}/", deadline=PATIENCE)
        call = Background(lambda cancel: session.call(request, cancel))
        assert waiting.wait(PATIENCE)
        for _ in range(100):
            session._wakeup.wake()
        assert_cancelled(call, may_have_run=False)
