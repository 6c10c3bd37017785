"""Ways to sign in: the right header, and no secret in sight."""

from __future__ import annotations

import base64

import pytest

from desktop_app.core.errors import SignInRefused
from desktop_app.webapi.sign_in.auth_schemes import (
    AuthScheme,
    BasicScheme,
    BearerScheme,
    BrowserSessionScheme,
    TicketScheme,
)


def test_basic_is_utf_8() -> None:
    value = BasicScheme("kåre", "pass:wörd€").headers()["Authorization"]
    scheme, token = value.split()
    assert scheme == "Basic"
    assert base64.b64decode(token).decode("utf-8") == "kåre:pass:wörd€"


def test_a_ticket_is_sent_as_it_is() -> None:
    assert TicketScheme(" 7T:abc=\n").headers() == {"Authorization": "SOTicket 7T:abc="}
    assert TicketScheme("7T:abc=", "app").headers()["SO-AppToken"] == "app"


def test_a_bearer_token() -> None:
    assert BearerScheme("8A:Cust1.x").headers() == {"Authorization": "Bearer 8A:Cust1.x"}


COOKIES = 'ASP=hidden-session; XSRF-TOKEN=a%2Fb; theme=1; odd={"x": 1}'


@pytest.mark.parametrize(
    "copied",
    [
        COOKIES,
        f" Cookie: {COOKIES}\n",
        f"Host: crm.example.com\r\ncookie: {COOKIES}\r\nX-XSRF-TOKEN: a/b\r\nAccept: */*",
    ],
)
def test_a_browser_session_as_it_is_copied(copied: str) -> None:
    assert BrowserSessionScheme(copied).headers() == {"Cookie": COOKIES, "X-XSRF-TOKEN": "a/b"}


def test_the_token_beside_the_cookies_counts() -> None:
    assert BrowserSessionScheme("Cookie: a=1\nX-XSRF-TOKEN: t").headers()["X-XSRF-TOKEN"] == "t"
    assert "X-XSRF-TOKEN" not in BrowserSessionScheme("a=1").headers()


def test_settings_among_the_cookies_are_no_secrets() -> None:
    secrets = BrowserSessionScheme(COOKIES).secrets()
    assert {"hidden-session", "a/b", COOKIES} <= set(secrets)
    assert "1" not in secrets


@pytest.mark.parametrize(
    "sign_in",
    [
        BrowserSessionScheme("hidden=å"),
        BrowserSessionScheme("a=1\nhidden: x"),
        BrowserSessionScheme(""),
        BasicScheme("a:b", "hidden"),
        BasicScheme("a", "hidden\ud800"),
        TicketScheme("hidden\r\nX: y"),
        TicketScheme(""),
        TicketScheme("7T:x", "hidden å"),
        BearerScheme("hidden €"),
    ],
)
def test_what_no_header_can_carry_is_refused_unsent(sign_in: AuthScheme) -> None:
    with pytest.raises(SignInRefused) as caught:
        sign_in.headers()
    assert "hidden" not in repr(caught.value)


@pytest.mark.parametrize("sign_in", [BasicScheme("me", "hidden"), TicketScheme("hidden", "hidden")])
def test_no_repr_shows_a_secret(sign_in: AuthScheme) -> None:
    assert "hidden" not in repr(sign_in)
    assert "hidden" in sign_in.secrets()


def test_what_is_sent_counts_as_secret() -> None:
    for sign_in in (
        BasicScheme("me", "hidden"),
        BearerScheme("hidden"),
        TicketScheme("hidden", "hidden2"),
    ):
        for value in sign_in.headers().values():
            assert value.split()[-1] in sign_in.secrets()
