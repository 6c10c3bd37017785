"""A proxy that was given: used as a tunnel for https, blamed for what is its own fault."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import DeadlineExceeded, NetworkFailure, Unreachable
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import strip_credentials, system_proxy
from desktop_app.net.tls_trust import Trust
from tests.servers.certificates import Authority
from tests.servers.faults import reply, silence, tunnel
from tests.servers.hostile import HostileServer
from tests.unit.net.outcomes import error_of, text_of


def save(origin: str, deadline: float = 20.0) -> HttpRequest:
    headers = {"Authorization": "SOTicket hidden-ticket"}
    return HttpRequest("POST", f"{origin}/Save", headers, b"{}", mutates=True, deadline=deadline)


def unreachable(proxy: str, origin: str) -> Unreachable:
    with HttpSession(proxies={"http": proxy, "https": proxy}) as session:
        error = error_of(lambda: session.call(save(origin)))
    assert isinstance(error, Unreachable)
    assert not error.may_have_run
    assert "hidden" not in f"{error!r} {vars(error)}"
    return error


def test_through_a_tunnel(authority: Authority) -> None:
    with HostileServer({"Save": reply(b"[]")}, tls=authority.good_remote()) as server:
        with HostileServer({"*": tunnel(server.port)}) as proxy:
            address = f"http://me:hidden-word@127.0.0.1:{proxy.port}"
            trust = Trust(str(authority.ca_file))
            with HttpSession(trust, proxies={"https": address}) as session:
                for _ in range(2):
                    assert session.call(save(server.remote_origin)).body == b"[]"
            assert proxy.seen[0].method == "CONNECT"
            assert proxy.seen[0].headers["proxy-authorization"].startswith("Basic ")
            assert b"hidden-ticket" not in proxy.raw
        assert server.count("Save") == 2
        assert b"proxy-authorization" not in server.raw.lower()


def test_a_tunnels_certificate_counts(authority: Authority) -> None:
    with (
        HostileServer({"Save": reply(b"[]")}, tls=authority.good_remote()) as server,
        HostileServer({"*": tunnel(server.port)}) as proxy,
    ):
        error = unreachable(proxy.origin, server.remote_origin)
        assert error.failure is NetworkFailure.TLS
        assert not server.seen


def test_a_proxy_that_cannot_be_reached() -> None:
    error = unreachable("http://127.0.0.1:1", "http://crm.example.com")
    assert error.failure is NetworkFailure.PROXY
    assert error.detail.startswith("REFUSED")


def test_an_address_that_is_no_proxy() -> None:
    error = unreachable("http://:0", "https://crm.example.com")
    assert error.failure is NetworkFailure.PROXY_ADDRESS


@pytest.mark.parametrize("status", [407, 403, 502])
def test_a_proxy_that_opens_no_tunnel(status: int) -> None:
    with HostileServer({"*": reply(b"who are you?", status)}) as proxy:
        address = f"http://me:hidden-word@127.0.0.1:{proxy.port}"
        error = unreachable(address, "https://crm.example.com")
    assert error.failure is (
        NetworkFailure.PROXY_SIGN_IN if status == 407 else NetworkFailure.PROXY
    )
    assert error.detail == f"HTTP {status}"


def test_a_proxy_that_is_silent_holds_no_save_back_as_unknown() -> None:
    with HostileServer({"*": silence()}) as proxy:
        with HttpSession(proxies={"https": proxy.origin}) as session:
            request = save("https://crm.example.com", deadline=0.3)
            error = error_of(lambda: session.call(request))
        assert isinstance(error, DeadlineExceeded)
        assert not error.may_have_run


ODD_PROXIES = ["http://[::1", "[", "http://", "http:/ /a", "http://a:b", "http://a:99999"]
ODD_PROXIES += ["http://a\u2100b:1", "http://a:1\r\nX-Odd: y", "http://\udcff:1", "me:pa/ss@host:1"]


@pytest.mark.parametrize("address", ODD_PROXIES)
def test_whatever_stands_in_the_environment_is_an_error_of_the_proxy(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("http_proxy", address)
    monkeypatch.delenv("no_proxy", raising=False)
    with HttpSession(proxies=system_proxy) as session:
        error = error_of(lambda: session.call(save("http://crm.example.com")))
    assert isinstance(error, Unreachable)
    assert (error.failure, error.may_have_run) == (NetworkFailure.PROXY_ADDRESS, False)
    assert "ss@" not in text_of(error)


@pytest.mark.parametrize(
    "password", ["hid den", "hid/den", "hid#den", "hid?den", "hid@den", "h://n"]
)
@pytest.mark.parametrize("scheme", ["", "http://"])
def test_no_part_of_a_proxys_password_is_shown(scheme: str, password: str) -> None:
    address = f"{scheme}me:{password}@proxy.example:8080/path"
    assert strip_credentials(address) == "http://proxy.example:8080"
