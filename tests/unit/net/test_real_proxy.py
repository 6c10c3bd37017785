"""Through a real HTTP proxy: the profile's choice, its sign-in, and whose fault it is."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.profiles.profile import Proxy, ProxyKind
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import proxy_resolver, strip_credentials, system_proxy
from desktop_app.net.tls_trust import Trust
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import BearerScheme
from tests.servers.certificates import Authority
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.servers.http_proxy import http_proxy, log
from tests.unit.net.outcomes import assert_unseen, error_of, text_of

PASSWORD = "hidden-proxy-word"


def save(server: HostileServer) -> HttpRequest:
    return HttpRequest(
        "POST", f"{server.remote_origin}/Save", {"SO-AppToken": "hidden-app"}, b"{}", True
    )


def given(port: int, user_name: str = "") -> Proxy:
    return Proxy(ProxyKind.CUSTOM, f"http://127.0.0.1:{port}", user_name)


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("signed_in", [True, False])
def test_through_a_given_proxy(
    secure: bool, signed_in: bool, authority: Authority, tmp_path: Path
) -> None:
    user = "me" if signed_in else ""
    tls = authority.good_remote() if secure else None
    with (
        HostileServer({"Save": reply(b"[]")}, tls=tls) as server,
        http_proxy(tmp_path, user, PASSWORD) as port,
        HttpSession(
            Trust(str(authority.ca_file)), proxy_resolver(given(port, user), PASSWORD)
        ) as session,
    ):
        assert session.call(save(server)).body == b"[]"
        assert session.trace.proxy == f"http://127.0.0.1:{port}"
        assert server.count("Save") == 1
        assert "proxy-authorization" not in server.seen[0].headers
        assert f"0.0.0.0:{server.port}" in log(tmp_path)
        if secure:
            assert "hidden-app" not in log(tmp_path)
    packed = base64.b64encode(f"me:{PASSWORD}".encode())
    assert packed not in server.raw
    assert PASSWORD.encode() not in server.raw


@pytest.mark.parametrize("user", ["", "me"])
def test_a_proxy_that_wants_a_sign_in(user: str, authority: Authority, tmp_path: Path) -> None:
    with (
        HostileServer({"Save": reply(b"[]")}, tls=authority.good_remote()) as server,
        http_proxy(tmp_path, "me", PASSWORD) as port,
        HttpSession(
            Trust(str(authority.ca_file)), proxy_resolver(given(port, user), "wrong")
        ) as session,
    ):
        error = error_of(lambda: session.call(save(server)))
        assert server.seen == []
    assert isinstance(error, Unreachable)
    assert (error.failure, error.may_have_run) == (NetworkFailure.PROXY_SIGN_IN, False)
    assert_unseen({"wrong"}, text_of(error))


def test_a_proxy_that_wants_a_sign_in_for_plain_http(tmp_path: Path) -> None:
    with (
        HostileServer({"*": reply(b"[]")}) as server,
        http_proxy(tmp_path, "me", PASSWORD) as port,
        HttpSession(proxies=proxy_resolver(given(port))) as session,
    ):
        client = Client(
            session, f"{server.remote_origin}/api", BearerScheme("hidden"), retry_delays=()
        )
        error = error_of(client.version)
        assert server.seen == []
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.PROXY_SIGN_IN


def test_a_name_that_only_the_proxy_cannot_find(tmp_path: Path) -> None:
    with http_proxy(tmp_path) as port, HttpSession(proxies=proxy_resolver(given(port))) as session:
        request = HttpRequest("GET", "https://nowhere.invalid/")
        error = error_of(lambda: session.call(request))
        assert isinstance(error, Unreachable)
        assert error.failure is NetworkFailure.PROXY


def test_none_means_none_and_system_means_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://me:word@127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "inside.example.com")
    url = "http://crm.example.com/api"
    assert proxy_resolver(Proxy(ProxyKind.NONE))(url) == ""
    assert proxy_resolver(Proxy())(url) == "http://me:word@127.0.0.1:1"
    assert system_proxy("http://inside.example.com/") == ""
    assert strip_credentials(system_proxy(url)) == "http://127.0.0.1:1"
    with HostileServer({"*": reply(b"[]")}) as server:
        monkeypatch.setenv("no_proxy", "")
        with HttpSession(proxies=proxy_resolver(Proxy(ProxyKind.NONE))) as session:
            assert session.call(HttpRequest("GET", server.url)).status == 200
        with HttpSession(proxies=proxy_resolver(Proxy())) as session:
            error = error_of(lambda: session.call(HttpRequest("GET", server.remote_origin)))
            assert isinstance(error, Unreachable)
            assert error.failure is NetworkFailure.PROXY


def test_a_password_that_is_no_latin_1() -> None:
    proxy = proxy_resolver(given(1, "kåre"), "wörd€:@/")("https://x/")
    with HttpSession() as session:
        header = session._adapter.proxy_headers(proxy)["Proxy-Authorization"]
    assert base64.b64decode(header.split()[1]).decode() == "kåre:wörd€:@/"
