"""The proxy settings of this computer: obeyed as by curl and browsers, or told."""

from __future__ import annotations

import os

import pytest

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import proxy_for, system_proxy
from desktop_app.ui.text.errors.explain import explain
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.unit.net.outcomes import assert_unseen, error_of, text_of

PROXY = "http://proxy.example:3128"


@pytest.fixture(autouse=True)
def no_proxy_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", PROXY)
    monkeypatch.setenv("HTTPS_PROXY", PROXY)


EXCEPTIONS = [
    ("10.0.0.0/8", "http://10.1.2.3/api"),
    ("crm.test, 10.0.0.0/8 ,x.test", "https://10.255.0.1:8443/api"),
    ("10.1.2.3/8", "http://10.9.9.9"),
    ("10.1.2.3", "https://10.1.2.3:8443/api"),
    ("10.1.2.3:8443", "https://10.1.2.3:8443/api"),
    ("192.168.*", "http://192.168.3.4/api"),
    ("fd00::/8", "http://[fd00::5]/api"),
    ("[fd00::5]", "http://[fd00::5]:81/api"),
    ("fd00:0:0::5", "http://[fd00::5]/api"),
    ("[fd00::5]:81", "http://[fd00::5]:81/api"),
    ("crm.example.com:8443", "https://crm.example.com:8443/api"),
    ("crm.example.com:443", "https://crm.example.com/api"),
    ("example.com:80", "http://crm.example.com/api"),
    (".example.com", "https://crm.example.com/api"),
    ("..example.com", "https://crm.example.com/api"),
    (".example.com", "https://example.com/api"),
    ("*.example.com", "https://crm.example.com/api"),
    ("EXAMPLE.com.", "https://crm.Example.com/api"),
    ("a.test b.test", "https://b.test/api"),
    ("a.test;b.test", "https://b.test/api"),
    ("*", "https://crm.example.com/api"),
    (" a.test , * ", "https://crm.example.com/api"),
    ("<local>", "http://intranet/api"),
    ("b\u00fccher.example", "https://xn--bcher-kva.example/api"),
    ("'crm.example.com'", "https://crm.example.com/api"),
]


@pytest.mark.usefixtures("behind")
@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
@pytest.mark.parametrize(("exceptions", "url"), EXCEPTIONS)
def test_an_exception_is_reached_directly(
    exceptions: str, url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, exceptions)
    assert proxy_for(url, system_proxy) == ""


@pytest.mark.usefixtures("behind")
@pytest.mark.parametrize(
    ("exceptions", "url"),
    [
        ("", "https://crm.example.com/api"),
        ("10.0.0.0/8", "http://11.0.0.1/api"),
        ("10.0.0.0/8", "http://10.example.com/api"),
        ("0.0.0.0/0", "http://[fd00::5]/api"),
        ("10.0.0.0/99", "http://10.0.0.1/api"),
        ("10.0.0.1", "http://10.0.0.10/api"),
        ("fd00::/8", "http://[fe00::5]/api"),
        ("[fd00::5]:81", "http://[fd00::5]:82/api"),
        ("crm.example.com:8443", "https://crm.example.com/api"),
        ("ample.com", "https://example.com/api"),
        ("example.com.evil", "https://example.com/api"),
        ("<local>", "http://crm.example.com/api"),
        (",,;  .", "https://crm.example.com/api"),
        ("crm.example.com:port", "https://crm.example.com/api"),
        ("x" * 70_000, "https://crm.example.com/api"),
    ],
)
def test_anything_else_goes_through_the_proxy(
    exceptions: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", exceptions)
    assert proxy_for(url, system_proxy) == PROXY


@pytest.mark.parametrize(
    ("value", "proxy"),
    [
        (f'"{PROXY}"', PROXY),
        (f"'{PROXY}'", PROXY),
        (f"  {PROXY}  ", PROXY),
        ("'proxy.example:3128'", "proxy.example:3128"),
        ('" http://me:word@proxy.example:3128/ "', "http://me:word@proxy.example:3128/"),
    ],
)
@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_quotes_and_spaces_around_an_address_are_no_part_of_it(
    value: str, proxy: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert proxy_for("http://crm.example.com/api", system_proxy) == proxy


UNUSABLE = [
    *("socks5://proxy.example:1080", "socks5h://me:hidden-word@proxy.example:1080"),
    *("socks4://proxy.example:1080", "SOCKS://proxy.example:1080", "ftp://proxy.example:21"),
    *('"socks5://proxy.example:1080"', "quic://proxy.example"),
]


@pytest.mark.parametrize("value", UNUSABLE)
@pytest.mark.parametrize("name", ["http_proxy", "all_proxy", "ALL_PROXY", "socks_proxy"])
def test_a_proxy_that_is_not_spoken_is_told_and_not_passed_by(
    value: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        monkeypatch.setenv(name, value)
        with HttpSession(proxies=system_proxy) as session:
            request = HttpRequest("GET", server.remote_origin, {"Authorization": "Bearer hidden"})
            error = error_of(lambda: session.call(request))
        assert not server.seen
    assert isinstance(error, Unreachable)
    message = explain(error)
    assert "http proxy" in message.text
    assert "nothing was sent" in message.text
    assert "proxy.example" in message.detail
    assert_unseen({"hidden-word"}, text_of(error), message.text, message.detail)


def test_an_http_proxy_goes_before_one_that_is_not_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://proxy.example:1080")
    monkeypatch.setenv("http_proxy", PROXY)
    assert proxy_for("http://crm.example.com", system_proxy) == PROXY
    with pytest.raises(Unreachable):
        proxy_for("https://crm.example.com", system_proxy)
    monkeypatch.setenv("no_proxy", "example.com")
    assert proxy_for("https://crm.example.com", system_proxy) == ""


@pytest.mark.parametrize("value", ['""', "' '", "   "])
def test_an_empty_setting_is_none(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", value)
    assert proxy_for("http://crm.example.com", system_proxy) == ""


def test_an_unusable_address_is_no_refusal_of_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://a:b")
    with pytest.raises(Unreachable) as caught:
        proxy_for("http://crm.example.com", system_proxy)
    assert caught.value.failure is not NetworkFailure.PROXY, "nobody stopped the call"
