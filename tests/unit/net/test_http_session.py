"""HttpSession: what it sends, what it never sends, and what it keeps."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import RedirectRefused, Unreachable
from desktop_app.net import http_session as session_module
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.tls_trust import Trust
from tests.servers.certificates import Authority
from tests.servers.faults import (
    close_unanswered,
    no_content,
    packed,
    redirect,
    reply,
    reset,
    then_close,
)
from tests.servers.hostile import HostileServer
from tests.unit.net.outcomes import PATIENCE, error_of


def save(server: HostileServer, body: bytes = b"{}") -> HttpRequest:
    return HttpRequest("POST", f"{server.url}/Save", {"X-Mine": "1"}, body, mutates=True)


def read(server: HostileServer) -> HttpRequest:
    return HttpRequest("POST", f"{server.url}/Read")


def test_a_request_is_sent_as_given(session: HttpSession) -> None:
    with HostileServer({"Save": reply(b"done", 201, {"X-Theirs": "2"})}) as server:
        answer = session.call(save(server, b"\xc3\xa5"))
    assert (answer.status, answer.body, answer.headers["x-theirs"]) == (201, b"done", "2")
    [seen] = server.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/api/Save", b"\xc3\xa5")
    assert seen.headers["x-mine"] == "1"
    assert seen.headers["accept-encoding"] == "gzip"


def test_a_large_body_is_sent_whole(session: HttpSession) -> None:
    body = bytes(range(256)) * 40_000
    with HostileServer({"Save": reply(b"[]")}) as server:
        session.call(save(server, body))
        assert server.seen[0].body == body


def test_a_large_body_is_sent_whole_over_tls(authority: Authority) -> None:
    body = bytes(range(256)) * 40_000
    with (
        HostileServer({"Save": reply(b"[]")}, tls=authority.good()) as server,
        HttpSession(Trust(str(authority.ca_file))) as session,
    ):
        session.call(save(server, body))
        assert server.seen[0].body == body


def test_a_packed_answer_is_unpacked(session: HttpSession) -> None:
    text = b"[1, 2, 3]" * 100_000
    with HostileServer({"Read": [packed(text), packed(b"", "GZIP"), packed(b"x", "x-gzip")]}) as s:
        assert [session.call(read(s)).body for _ in range(3)] == [text, b"", b"x"]


def test_an_answer_without_a_body(session: HttpSession) -> None:
    with HostileServer({"Read": [no_content(), reply(b"")]}) as server:
        assert session.call(read(server)).status == 204
        assert session.call(read(server)).body == b""


def test_the_connection_is_kept(session: HttpSession) -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        session.call(read(server))
        session.call(save(server))
        assert not server.closed.is_set()


def test_a_connection_that_was_idle_is_not_used_again(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        session.call(read(server))
        later = time.time() + session_module.IDLE_SECONDS + 1
        monkeypatch.setattr(session_module, "_clocks", lambda: (time.monotonic(), later))
        session.call(read(server))
        assert server.closed.wait(5)


def test_a_connection_closed_before_a_save_is_replaced(session: HttpSession) -> None:
    with HostileServer({"Read": then_close(reply(b"[]")), "Save": reply(b"{}")}) as server:
        session.call(read(server))
        assert server.closed.wait(5)
        assert session.call(save(server)).status == 200
        assert server.count("Save") == 1


@pytest.mark.parametrize("fault", [close_unanswered, reset])
def test_a_save_on_a_dropped_connection_is_attempted_once(
    session: HttpSession, fault: type
) -> None:
    with HostileServer({"Read": reply(b"[]"), "Save": fault()}) as server:
        session.call(read(server))
        error = error_of(lambda: session.call(save(server)))
        assert isinstance(error, Unreachable)
        assert error.may_have_run
        assert server.count("Save") == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["other", "same", "relative", "odd"])
def test_redirects_are_refused(session: HttpSession, status: int, target: str) -> None:
    with HostileServer({"*": reply(b"[]")}) as other:
        targets = {
            "other": f"{other.origin}/landing?ticket=secret",
            "relative": "/landing",
            "odd": "http://[::1/",
        }
        where = targets.get(target, f"{other.origin}/")
        with HostileServer({"Save": redirect(status, where)}) as server:
            error = error_of(lambda: session.call(save(server)))
            assert isinstance(error, RedirectRefused)
            assert error.target == (other.origin if target in ("other", "same") else server.origin)
            assert error.may_have_run == (status in (302, 303))
            assert "ticket" not in f"{error} {error.target}"
            assert [seen.name for seen in server.seen] == ["Save"]
        assert not other.raw


def test_the_environment_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HostileServer({"*": reply(b"[]")}) as proxy, HostileServer({"*": reply(b"[]")}) as server:
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\ndefault login c\n")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.origin)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with HttpSession() as session:
            session.call(read(server))
            session.call(
                HttpRequest("POST", f"{server.url}/Read", {"Authorization": "SOTicket 7T"})
            )
        assert "authorization" not in server.seen[0].headers
        assert server.seen[1].headers["authorization"] == "SOTicket 7T"
        assert not proxy.raw


def test_cookies_stay_in_their_session() -> None:
    with HostileServer({"*": reply(b"[]", headers={"Set-Cookie": "sid=1; Path=/"})}) as server:
        with HttpSession() as first, HttpSession() as second:
            for each in (first, first, second):
                each.call(read(server))
        assert [seen.headers.get("cookie") for seen in server.seen] == [None, "sid=1", None]


def test_a_given_proxy_is_used() -> None:
    with HostileServer({"*": reply(b"[]")}) as proxy:
        with HttpSession(proxies={"http": proxy.origin}) as session:
            session.call(HttpRequest("GET", "http://crm.example.com/api"))
        assert proxy.seen[0].path == "http://crm.example.com/api"


def test_a_header_that_no_header_can_carry_is_a_fault_of_ours(session: HttpSession) -> None:
    with pytest.raises(ValueError, match="X-Odd") as caught:
        session.call(HttpRequest("GET", "http://127.0.0.1/", {"X-Odd": "secret\r\nX: y"}))
    assert "secret" not in str(caught.value)


def test_no_repr_shows_what_is_sent() -> None:
    assert "secret" not in repr(HttpRequest("POST", "http://h/", {"A": "secret"}, b"secret"))


def test_a_session_can_be_closed_twice() -> None:
    session = HttpSession()
    session.close()
    session.close()


def test_closing_closes_what_an_error_still_refers_to() -> None:
    """Tracebacks hold the library's pools: their connections must not live as long as they do."""
    with HostileServer({"*": reply(b"[]")}) as server:
        session = HttpSession()
        session.call(read(server))
        held = [session._adapter.poolmanager.pools.get(key) for key in _keys(session)]
        assert held
        session.close()
        assert server.closed.wait(PATIENCE)


def _keys(session: HttpSession) -> list[Any]:
    return list(session._adapter.poolmanager.pools.keys())
