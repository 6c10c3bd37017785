"""Answers that are cut, endless, packed with malice, or no HTTP at all."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest

from desktop_app.core.errors import (
    AppError,
    DeadlineExceeded,
    NetworkFailure,
    ResponseTooLarge,
    TruncatedResponse,
    UnexpectedResponse,
    Unreachable,
)
from desktop_app.net.http_call import MIB, HttpRequest
from desktop_app.net.http_session import HttpSession
from tests.servers import faults
from tests.servers.faults import bomb, reply
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import error_of


def broken(session: HttpSession, fault: Fault, **limits: float) -> AppError:
    """The error of a save that is answered so; it may always have run."""
    with HostileServer({"Save": fault}) as server:
        url = f"{server.url}/Save"
        settings = {"max_bytes": MIB, "deadline": 20.0, "read_timeout": 20.0, **limits}
        request = HttpRequest("POST", url, body=b"{}", mutates=True, **settings)  # type: ignore[arg-type]  # floats and an int by name
        error = error_of(lambda: session.call(request))
        assert error.may_have_run
        assert server.count("Save") == 1
        return error


CUT = [
    faults.cut_at_length(),
    faults.cut_at_length(b""),
    faults.cut_in_chunk(),
    faults.broken_chunk(),
    faults.packed(b"[1, 2, 3]" * 1000, damage=9),
]


@pytest.mark.parametrize("fault", CUT)
def test_a_cut_answer_is_told_apart(session: HttpSession, fault: Fault) -> None:
    assert isinstance(broken(session, fault), TruncatedResponse)


LARGE = [
    faults.gzip_bomb(),
    reply(bomb(), headers={"Content-Encoding": "gzip", "Content-Length": str(1 << 40)}),
    faults.endless_body(),
    faults.endless_continue(),
    faults.endless_continue(102),
    faults.endless_trailers(),
    reply(b" " * (MIB + 1)),
]


@pytest.mark.parametrize("fault", LARGE)
def test_an_answer_beyond_the_cap_is_refused(session: HttpSession, fault: Fault) -> None:
    error = broken(session, fault)
    assert isinstance(error, ResponseTooLarge)
    assert error.limit == MIB


def test_a_bomb_is_never_unpacked_beyond_the_cap(session: HttpSession) -> None:
    bomb()
    tracemalloc.start()
    try:
        assert isinstance(broken(session, faults.gzip_bomb()), ResponseTooLarge)
        assert tracemalloc.get_traced_memory()[1] < 6 * MIB
    finally:
        tracemalloc.stop()


def test_an_answer_of_just_the_cap_is_taken(session: HttpSession) -> None:
    with HostileServer({"Read": [reply(b" " * MIB), faults.packed(b" " * MIB)]}) as server:
        for _ in range(2):
            assert len(session.call(HttpRequest("GET", f"{server.url}/Read")).body) == MIB


NOT_HTTP = [
    faults.no_http(),
    faults.endless_headers(),
    faults.packed(b"[]", "br"),
    faults.packed(b"[]", "deflate"),
    reply(b"not packed at all", headers={"Content-Encoding": "gzip"}),
    reply(gzip.compress(b"[]") + b"more", headers={"Content-Encoding": "gzip"}),
    reply(b"[]", headers={"Content-Length": "2, 3"}),
    faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]x"),
    faults.raw(b"[]"),  # as HTTP/0.9 did
    faults.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    faults.raw(b"HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n[]"),
    faults.raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    faults.raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
    faults.raw(b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n"),
    faults.raw(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n"),
    faults.raw(b"HTTP/1.1 200 OK\r\n" + b"X-More: x\r\n" * 200 + b"\r\n"),
    faults.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\n[1]\r\n0\r\n\r\n"),
    faults.raw(b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n[]"),
    faults.packed(b"[]", "gzip, gzip"),
    faults.packed(b"[]", "zstd"),
]


@pytest.mark.parametrize("fault", NOT_HTTP)
def test_what_is_no_answer_is_not_the_api(session: HttpSession, fault: Fault) -> None:
    assert isinstance(broken(session, fault), UnexpectedResponse)


def going_on(data: bytes) -> Fault:
    """On a connection that stays open."""
    return faults.raw(data, ends=False)


UNUSUAL = {
    "hints before": faults.informed(reply(b"[1]")),
    "still at it": faults.informed(faults.informed(reply(b"[1]"), 102), 100),
    "chunk extensions and a trailer": faults.chunked(b"[1]", ';a="b;c"', "X-Trailer: 1\r\n"),
    "no length": faults.raw(b"HTTP/1.1 200 OK\r\n\r\n[1]"),
    "an old version": faults.raw(b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n[1]"),
    "bare line feeds": going_on(b"HTTP/1.1 200 OK\nContent-Length: 3\n\n[1]"),
    "no reason": going_on(b"HTTP/1.1 200\r\nContent-Length: 3\r\n\r\n[1]"),
    "one length twice": going_on(
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n[1]"
    ),
    "more than its length": going_on(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1][2]"),
    "a header that is no text": going_on(
        b"HTTP/1.1 200 OK\r\nX-Odd: \x00\xfe\xff\r\nContent-Length: 3\r\n\r\n[1]"
    ),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_read_all_the_same(session: HttpSession, name: str) -> None:
    """Twice, so that no bytes of the first answer are taken for the second."""
    with HostileServer({"Read": [UNUSUAL[name], UNUSUAL[name], reply(b"[3]")]}) as server:
        request = HttpRequest("GET", f"{server.url}/Read")
        found = [session.call(request).body for _ in range(3)]
    assert found == [b"[1]", b"[1]", b"[3]"]


@pytest.mark.parametrize("status", [300, 304, 305])
def test_a_redirect_to_nowhere_is_an_answer_of_its_status(
    session: HttpSession, status: int
) -> None:
    with HostileServer({"Read": reply(b"", status)}) as server:
        assert session.call(HttpRequest("GET", f"{server.url}/Read")).status == status


def test_two_packed_parts_are_one_answer(session: HttpSession) -> None:
    double = gzip.compress(b"[1,") + gzip.compress(b"2]")
    fault = reply(double, headers={"Content-Encoding": "gzip"})
    with HostileServer({"Read": fault}) as server:
        assert session.call(HttpRequest("GET", f"{server.url}/Read")).body == b"[1,2]"


SLOW = [faults.drip_body(), faults.drip_headers(), faults.silence(), faults.silence_after_headers()]


@pytest.mark.parametrize("fault", SLOW)
def test_the_deadline_holds_for_every_byte(session: HttpSession, fault: Fault) -> None:
    assert isinstance(broken(session, fault, deadline=0.5), DeadlineExceeded)


@pytest.mark.parametrize("fault", [faults.silence(), faults.silence_after_headers()])
def test_silence_is_told_apart_from_slowness(session: HttpSession, fault: Fault) -> None:
    error = broken(session, fault, read_timeout=0.2)
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.TIMED_OUT


def test_a_session_goes_on_after_each_of_these(session: HttpSession) -> None:
    several = [faults.cut_at_length(), faults.reset(), faults.gzip_bomb(), reply(b"[]")]
    with HostileServer({"Read": several}) as server:
        request = HttpRequest("GET", f"{server.url}/Read")
        for _ in several[:-1]:
            error_of(lambda: session.call(request))
        assert session.call(request).body == b"[]"
