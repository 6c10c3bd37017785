"""Headers, visible pauses, and ways of signing in that are told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import AppError, InsecureHttp, SignInRefused
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.core.retry import RetryNotice
from desktop_app.core.secrets.secret import Credentials
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.api_transport import RequestLocale
from desktop_app.webapi.client import Client
from desktop_app.webapi.client_factory import ApiClientFactory
from desktop_app.webapi.sign_in.auth_schemes import AuthScheme, BasicScheme, BearerScheme
from tests.servers.faults import page, reply
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import error_of

DRAFT = Draft(Mailbox(5, {Field.PORT: 1}), {Field.PORT: 2})


def test_every_documented_header() -> None:
    manner = RequestLocale("nb-NO", "nn-NO", "NO")
    with (
        HostileServer({"*": reply(b"[]")}) as server,
        Client(HttpSession(), server.url, BearerScheme("t"), manner) as client,
    ):
        client.mailboxes()
        headers = server.seen[0].headers
    assert headers["authorization"] == "Bearer t"
    assert headers["accept"] == "application/json"
    assert headers["accept-language"] == headers["so-language"] == "nb-NO"
    assert (headers["so-culture"], headers["so-timezone"]) == ("nn-NO", "NO")


def test_what_is_no_culture_or_zone_is_not_sent() -> None:
    assert RequestLocale("x\r\ny", "a b", "a;b").headers() == {
        "Accept-Language": "en",
        "SO-Language": "en",
    }


def profile(address: str, kind: SignInKind, **values: str) -> Profile:
    return Profile("p", "n", address, "me", sign_in=kind, **values)  # type: ignore[arg-type]


WAYS: list[tuple[SignInKind, Credentials, dict[str, str]]] = [
    (SignInKind.BASIC, Credentials("pass"), {"authorization": "Basic bWU6cGFzcw=="}),
    (SignInKind.TICKET, Credentials("7T:x"), {"authorization": "SOTicket 7T:x"}),
    (SignInKind.TICKET, Credentials("7T:x", "app"), {"so-apptoken": "app"}),
    (SignInKind.BEARER, Credentials("8A:x"), {"authorization": "Bearer 8A:x"}),
    (
        SignInKind.BROWSER,
        Credentials("a=b; XSRF-TOKEN=t%2F1"),
        {"cookie": "a=b; XSRF-TOKEN=t%2F1", "x-xsrf-token": "t/1"},
    ),
]


@pytest.mark.parametrize(("kind", "credentials", "expected"), WAYS)
def test_each_way_of_signing_in(
    kind: SignInKind, credentials: Credentials, expected: dict[str, str]
) -> None:
    with HostileServer({"*": reply(b"[]", headers={"Set-Cookie": "a=other"})}) as server:
        with ApiClientFactory(profile(server.url, kind), credentials).client() as client:
            client.mailboxes()
            client.mailboxes()
        for seen in server.seen:
            assert expected.items() <= seen.headers.items()
        if kind is SignInKind.BROWSER:
            assert "authorization" not in seen.headers
    assert "pass" not in repr(credentials)


def test_no_cookie_line_that_could_break_out() -> None:
    access = ApiClientFactory(
        profile("https://x/api", SignInKind.BROWSER), Credentials("a=b\r\nX: y")
    )
    with pytest.raises(SignInRefused):
        access.auth_scheme.headers()


def test_a_secret_over_plain_http_needs_consent() -> None:
    plain = profile("http://crm.example.com/api", SignInKind.BASIC)
    with pytest.raises(InsecureHttp):
        ApiClientFactory(plain, Credentials("x"))
    ApiClientFactory(Profile("p", "n", plain.address, "me", plain_http=True), Credentials("x"))


def test_a_pause_is_reported_before_it_begins() -> None:
    told: list[RetryNotice] = []
    plan = {"*": [reply(b"", 503, {"Retry-After": "0"}), page("x", 502), reply(b"[]")]}
    with (
        HostileServer(plan) as server,
        Client(
            HttpSession(), server.url, BasicScheme("a", "b"), retry_delays=(0.0, 0.01)
        ) as client,
    ):
        client.set_retry_listener(told.append)
        client.mailboxes()
    assert [(w.seconds, w.attempt) for w in told] == [(0.0, 2), (0.01, 3)]
    assert isinstance(told[0].error, errors.ServerBusy)


class Renewed(AuthScheme):
    """A sign-in that has a fresh token whenever it is asked for one."""

    def __init__(self) -> None:
        self.number = 1

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer token{self.number}"}

    def secrets(self) -> tuple[str, ...]:
        return (f"token{self.number}",)

    def renew(self, refused: object, cancel: CancelToken) -> bool:
        del refused, cancel
        self.number += 1
        return True


SESSION_OVER = reply({"ErrorType": "SoSessionException", "ErrorMessage": "x"}, 500)
BOX = {"MailInFilterId": 5, "Port": 2}


@pytest.mark.parametrize(
    ("first", "read_again", "saved_again"),
    [
        (reply(b"", 401), True, True),
        (reply(b"", 403), True, False),
        (SESSION_OVER, True, False),
        (reply({"ErrorType": "SoSentryException", "ErrorMessage": "no"}, 500), False, False),
    ],
)
def test_what_is_sent_again_with_a_fresh_token(
    first: Fault, read_again: bool, saved_again: bool
) -> None:
    def tried(call: Callable[[Client], object]) -> tuple[int, bool]:
        with (
            HostileServer({"*": [first, reply(BOX)]}) as server,
            Client(HttpSession(), server.url, Renewed(), retry_delays=()) as client,
        ):
            try:
                call(client)
            except AppError:
                return len(server.seen), False
            return len(server.seen), True

    assert tried(lambda client: client.mailbox(5)) == (1 + read_again, read_again)
    assert tried(lambda client: client.save(DRAFT)) == (1 + saved_again, saved_again)


@pytest.mark.parametrize("status", [401, 403])
def test_never_more_than_once(status: int) -> None:
    with (
        HostileServer({"*": reply(b"", status)}) as server,
        Client(HttpSession(), server.url, Renewed(), retry_delays=()) as client,
    ):
        error_of(lambda: client.mailbox(5))
        assert len(server.seen) == 2


class Persons(BearerScheme):
    """Another person each time ``number`` changes."""

    number = 0

    @property
    def account_generation(self) -> int:
        return type(self).number


def test_a_cookie_ends_with_the_sign_in_it_was_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        HostileServer({"*": reply(b"[]", headers={"Set-Cookie": "session=old"})}) as server,
        Client(HttpSession(), server.url, Persons("t")) as client,
    ):
        client.mailboxes()
        client.mailboxes()
        monkeypatch.setattr(Persons, "number", 1)
        client.mailboxes()
    assert [seen.headers.get("cookie") for seen in server.seen] == [None, "session=old", None]


IIS = {"WWW-Authenticate": 'Basic realm="crm"', "Server": "Microsoft-IIS/10.0"}


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (page("401", 401), errors.SignInRefused),
        (reply({"Message": "no"}, 401, {"WWW-Authenticate": "Negotiate"}), errors.WindowsAuthOnly),
        (reply(b"", 401, {"WWW-Authenticate": "Negotiate, NTLM"}), errors.WindowsAuthOnly),
        (reply(b"", 401, {"WWW-Authenticate": "Negotiate, Basic"}), errors.SignInRefused),
        (reply("<html>401</html>", 401, IIS, "text/html"), errors.WebServerAuthRequired),
        (reply({"Message": "no"}, 401, IIS), errors.SignInRefused),
    ],
)
def test_who_asks_is_told_apart(fault: Fault, kind: type[AppError]) -> None:
    with (
        HostileServer({"*": fault}) as server,
        Client(HttpSession(), server.url, BasicScheme("a", "b")) as client,
    ):
        assert type(error_of(client.mailboxes)) is kind
        assert len(server.seen) == 1
