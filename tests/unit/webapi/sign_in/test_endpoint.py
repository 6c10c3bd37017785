"""Tenants: the state endpoint, its cache, a tenant that moved, and one that does not run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_app.core.errors import TenantMoved, TenantNotRunning, TenantUnknown, UnexpectedResponse
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.profiles.profile import OnlineEnvironment, Tenant
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import BearerScheme
from desktop_app.webapi.sign_in.endpoint import (
    MAX_CACHE_SECONDS,
    MIN_CACHE_SECONDS,
    TenantEndpoint,
    decode_state,
)
from tests.servers import faults
from tests.servers.faults import page, reply
from tests.servers.hostile import Exchange, Fault, HostileServer, Plan
from tests.unit.net.outcomes import error_of

BOX = {"MailInFilterId": 5, "ServerType": "Pop", "Address": "a@b", "Server": "h", "Port": 110}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def state(**values: Any) -> Fault:
    """What the state endpoint says; the API is on the same server unless told otherwise."""

    def answer(exchange: Exchange) -> None:
        host = exchange.request.headers["host"]
        running = {"ContextIdentifier": "Cust1", "State": "Running", "IsRunning": True}
        there = {"Api": f"http://{host}/Cust1/api/", "ValidUntil": "2099-01-01T00:00:00Z"}
        reply({**running, **there, **values})(exchange)

    return answer


def place_of(server: HostileServer, clock: Clock | None = None) -> TenantEndpoint:
    tenant = Tenant(
        "Cust1", OnlineEnvironment.CUSTOM, f"{server.origin}/login", f"{server.origin}/state"
    )
    return TenantEndpoint(tenant, HttpSession, clock or Clock())


def client_of(place: TenantEndpoint) -> Client:
    return Client(HttpSession(), place, BearerScheme("hidden-token"), retry_delays=(0.0, 0.0))


def test_the_state_is_asked_once_and_without_credentials() -> None:
    with HostileServer({"Cust1": state(), "GetMailboxes": reply(b"[]")}) as server:
        place = place_of(server)
        for _ in range(2):
            with client_of(place) as client:
                client.mailboxes()
        assert server.count("Cust1") == 1
        [asked] = [seen for seen in server.seen if seen.name == "Cust1"]
        assert asked.method == "GET"
        assert not {"authorization", "so-apptoken", "cookie"} & asked.headers.keys()
        assert server.seen[1].path == "/Cust1/api/v1/Agents/CustomerService/GetMailboxes"


def test_the_state_is_asked_again_when_it_has_run_out() -> None:
    clock = Clock()
    with HostileServer({"Cust1": state(ValidUntil="2000-01-01T00:00:00")}) as server:
        place = place_of(server, clock)
        place.address(CancelToken())
        clock.now += MIN_CACHE_SECONDS - 1
        place.address(CancelToken())
        assert server.count("Cust1") == 1
        clock.now += 2
        place.address(CancelToken())
        assert server.count("Cust1") == 2


MOVED = reply("Wrong subdomain used to access tenant", 421)


def test_a_tenant_that_moved_is_followed_saves_too() -> None:
    with HostileServer({"SaveMailboxEntity": reply(BOX), "*": reply(b"[]")}) as there:
        elsewhere = state(Api=f"{there.origin}/Cust1/api")
        plan: Plan = {"Cust1": [state(), elsewhere], "*": MOVED}
        with HostileServer(plan) as here, client_of(place_of(here)) as client:
            draft = Draft(Mailbox(5, {Field.PORT: 1}), {Field.PORT: 110})
            assert client.save(draft).id == 5
            assert client.mailboxes().rows == []
            assert here.count("SaveMailboxEntity") == 1
            assert here.count("Cust1") == 2
        assert there.count("SaveMailboxEntity") == 1


def test_a_tenant_that_says_it_moved_but_did_not() -> None:
    with (
        HostileServer({"Cust1": state(), "*": MOVED}) as server,
        client_of(place_of(server)) as client,
    ):
        assert isinstance(error_of(client.mailboxes), TenantMoved)
        assert server.count("GetMailboxes") == 1


def test_after_a_failed_connection_the_state_is_asked_again() -> None:
    plan: Plan = {"Cust1": [state(Api="http://127.0.0.1:1/Cust1/api"), state()], "*": reply(b"[]")}
    with HostileServer(plan) as server, client_of(place_of(server)) as client:
        error_of(client.mailboxes)
        assert client.mailboxes().rows == []
        assert server.count("Cust1") == 2


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"State": "OfflineMaintenance", "IsRunning": False}, "OfflineMaintenance"),
        ({"State": 4, "IsRunning": None}, "Suspended"),
        ({"State": "Deleted", "IsRunning": None}, "Deleted"),
    ],
)
def test_a_tenant_that_does_not_run(values: dict[str, Any], word: str) -> None:
    plan: Plan = {"Cust1": [state(**values), state(State=5, IsRunning=True)], "*": reply(b"[]")}
    with HostileServer(plan) as server, client_of(place_of(server)) as client:
        error = error_of(client.mailboxes)
        assert isinstance(error, TenantNotRunning)
        assert error.state == word
        assert server.count("GetMailboxes") == 0
        assert client.mailboxes().rows == [], "it is asked again, and runs by now"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (reply(b"", 404), TenantUnknown),
        (page("Sign in"), UnexpectedResponse),
        (reply({"a": 1}), UnexpectedResponse),
        (state(ContextIdentifier="Cust2"), UnexpectedResponse),
        (state(Api=""), UnexpectedResponse),
        (state(Api="ftp://x"), UnexpectedResponse),
        (faults.cut_at_length(), Exception),
    ],
)
def test_what_is_no_state(fault: Fault, kind: type[Exception]) -> None:
    with HostileServer({"Cust1": fault}) as server:
        error = error_of(lambda: place_of(server).address(CancelToken()))
        assert isinstance(error, kind)


TENANT = Tenant("Cust1")


def decoded(**values: object) -> Any:
    body = json.dumps(
        {"State": "Running", "Api": "https://online3.superoffice.com/Cust1/api", **values}
    )
    return decode_state(body.encode(), TENANT, lambda: 0.0)


def test_credentials_go_over_https_only() -> None:
    with pytest.raises(UnexpectedResponse):
        decoded(Api="http://online3.superoffice.com/Cust1/api")
    assert decoded().api == "https://online3.superoffice.com/Cust1/api"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T01:00:00", 3600.0),
        ("1970-01-01T01:00:00Z", 3600.0),
        ("1970-01-01T02:00:00+01:00", 3600.0),
        ("2099-01-01T00:00:00Z", MAX_CACHE_SECONDS),
        ("1960-01-01T00:00:00Z", MIN_CACHE_SECONDS),
        ("soon", MIN_CACHE_SECONDS),
    ],
)
def test_valid_until(text: str, seconds: float) -> None:
    assert decoded(ValidUntil=text).max_age == seconds
