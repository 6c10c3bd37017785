"""What is meant for this computer stays here: no proxy gets it, whoever named the proxy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.core.profiles.profile import Profile, Proxy, ProxyKind, SignInKind
from desktop_app.core.profiles.urls import is_insecure
from desktop_app.core.secrets.secret import Credentials
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import fixed_proxy, proxy_for, proxy_resolver, system_proxy
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer

HERE = ("127.0.0.1", "localhost", "LOCALHOST", "[::1]", "127.8.9.10", "[::ffff:127.0.0.1]")
ELSEWHERE = (
    *("crm.example.com", "127.0.0.1.example.com", "localhost.example.com", "1.127.0.0"),
    *("0.0.0.0", "[::]", "[::2]", "10.0.0.1", "192.168.0.1", "[fe80::1]", "localhosts"),
)


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    """A proxy that the environment names for everything, and that writes down what it gets."""
    with HostileServer({"*": reply(b"[]")}) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        monkeypatch.setenv("no_proxy", "")
        yield proxy


@pytest.mark.usefixtures("spy")
@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", HERE)
def test_this_computer_is_reached_without_a_proxy(host: str, scheme: str) -> None:
    url = f"{scheme}://{host}:8080/api"
    given = Proxy(ProxyKind.CUSTOM, "http://proxy.example:8080", "me")
    ways = [system_proxy, proxy_resolver(Proxy()), proxy_resolver(given, "pass-word")]
    ways.append(fixed_proxy({"http": "http://p.example:1", "https": "http://p.example:1"}))
    assert [proxy_for(url, way) for way in ways] == [""] * 4
    assert not is_insecure(url), "so nobody is asked"


@pytest.mark.parametrize("host", ELSEWHERE)
def test_any_other_computer_is_asked_about_and_has_its_proxy(host: str, spy: HostileServer) -> None:
    url = f"http://{host}:8080/api"
    assert is_insecure(url)
    assert proxy_for(url, system_proxy) == spy.origin


@pytest.mark.parametrize("kind", [kind for kind in SignInKind if kind is not SignInKind.OAUTH])
@pytest.mark.parametrize("named_by_profile", [False, True])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_proxy_gets_a_secret_meant_for_this_computer(
    host: str, named_by_profile: bool, kind: SignInKind, spy: HostileServer
) -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        proxy = Proxy(ProxyKind.CUSTOM, spy.origin) if named_by_profile else Proxy()
        address = f"http://{host}:{server.port}/api"
        profile = Profile("p", "Acme", address, "me", sign_in=kind, proxy=proxy)
        with ApiClientFactory(profile, Credentials("hidden=secret")).client() as client:
            client.mailboxes()
        assert bytes(spy.raw) == b""
        assert server.count("GetMailboxes") == 1


def test_the_trace_names_no_proxy_for_this_computer(spy: HostileServer) -> None:
    with (
        HostileServer({"*": reply(b"[]")}) as server,
        HttpSession(proxies=system_proxy) as session,
    ):
        session.call(HttpRequest("GET", server.url))
        assert (session.trace.proxy, bytes(spy.raw)) == ("", b"")
