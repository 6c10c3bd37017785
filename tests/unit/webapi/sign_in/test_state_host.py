"""Where a tenant's state may send the program: into its own domain, and nowhere else with a token.

Each server has a name of the internet, and every name leads to this computer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from desktop_app.core.errors import ApiOutsideDomain, AppError
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.profiles.connection_test import StagePassed
from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, SignInKind, Tenant
from desktop_app.core.secrets.secret import Credentials
from desktop_app.net.cancel_token import CancelToken
from desktop_app.ui.text.errors.explain import explain
from desktop_app.webapi.client import Client
from desktop_app.webapi.client_factory import ApiClientFactory
from desktop_app.webapi.sign_in.endpoint import decode_state
from tests.servers.faults import reply
from tests.servers.hostile import Exchange, Fault, HostileServer
from tests.servers.local_names import lead_every_name_here
from tests.unit.net.outcomes import error_of

MOVED = reply("Wrong subdomain used to access tenant", 421)
DRAFT = Draft(Mailbox(5, {Field.PORT: 1}), {Field.PORT: 110})


@pytest.fixture(autouse=True)
def local_names(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_every_name_here(monkeypatch)


@pytest.fixture
def thief() -> Iterator[HostileServer]:
    """Answers everything, and keeps what it got."""
    with HostileServer({"*": reply(b"[]")}) as server:
        yield server


def state(api: str) -> Fault:
    """A state that names this address, in which ``PORT`` is the port of the state itself."""

    def answer(exchange: Exchange) -> None:
        port = exchange.request.headers["host"].rpartition(":")[2]
        reply({"IsRunning": True, "Api": api.replace("PORT", port)})(exchange)

    return answer


def profile_of(server: HostileServer) -> Profile:
    here = f"http://state.example.com:{server.port}"
    tenant = Tenant("Cust1", OnlineEnvironment.CUSTOM, f"{here}/login", f"{here}/state")
    return Profile("p", "Acme", "", "", tenant, SignInKind.BEARER, plain_http=True)


def client_of(server: HostileServer) -> Client:
    return ApiClientFactory(profile_of(server), Credentials("hidden-token")).client()


def test_after_421_the_token_does_not_follow_to_a_strange_host(thief: HostileServer) -> None:
    strange = f"http://evil.example.net:{thief.port}/Cust1/api"
    states = [state("http://api.example.com:PORT/Cust1/api"), state(strange)]
    with (
        HostileServer({"Cust1": states, "*": MOVED}) as server,
        client_of(server) as client,
    ):
        with suppress(AppError):
            client.save(DRAFT)
        assert b"hidden-token" not in thief.raw
        assert server.count("SaveMailboxEntity") == 1
        message = explain(error_of(client.mailboxes)).text
    assert "evil.example.net" in message
    assert "example.com" in message
    assert "Nothing was sent" in message


def test_nor_at_the_first_look_nor_after_a_lost_connection(thief: HostileServer) -> None:
    strange = state(f"http://evil.example.net:{thief.port}/Cust1/api")
    gone = state("http://api.example.com:1/Cust1/api")
    for states in ([strange], [gone, strange]):
        with HostileServer({"Cust1": states}) as server, client_of(server) as client:
            for _ in states:
                with suppress(AppError):
                    client.mailboxes()
            assert server.count("Cust1") == len(states)
    assert b"hidden-token" not in thief.raw
    assert not thief.seen


def test_the_connection_test_says_so_and_asks_the_strange_host_nothing(
    thief: HostileServer,
) -> None:
    strange = state(f"http://evil.example.net:{thief.port}/Cust1/api")
    with HostileServer({"Cust1": strange}) as server:
        factory = ApiClientFactory(profile_of(server), Credentials("hidden-token"))
        found = list(factory.probe(CancelToken()))
    assert not thief.seen
    assert found[-1].stage.name == "TENANT"


def test_a_host_that_the_user_allowed_gets_the_token(thief: HostileServer) -> None:
    """It is no thief then; the connection test is led there too."""
    with HostileServer({"Cust1": state(f"http://API.partner.example:{thief.port}/api")}) as server:
        profile = profile_of(server).accepting_api_host("api.partner.example")
        factory = ApiClientFactory(profile, Credentials("hidden-token"))
        with factory.client() as client:
            assert client.mailboxes().rows == []
        stages = {found.stage.name: found for found in factory.probe(CancelToken())}
    assert b"hidden-token" in thief.raw
    assert isinstance(stages["TENANT"], StagePassed)


@pytest.mark.parametrize(
    "allowed", ["partner.example", "www.api.partner.example", "api.partner.example.", "", "example"]
)
def test_consent_for_another_host_is_none(thief: HostileServer, allowed: str) -> None:
    strange = state(f"http://api.partner.example:{thief.port}/Cust1/api")
    with HostileServer({"Cust1": strange}) as server:
        profile = profile_of(server).accepting_api_host(allowed)
        with ApiClientFactory(profile, Credentials("hidden-token")).client() as client:
            assert isinstance(error_of(client.mailboxes), ApiOutsideDomain)
    assert not thief.seen


def test_consent_for_another_address_of_the_profile_is_none(thief: HostileServer) -> None:
    strange = state(f"http://api.partner.example:{thief.port}/Cust1/api")
    with HostileServer({"Cust1": strange}) as server:
        profile = profile_of(server)
        elsewhere = replace(profile, ca_file="/other.pem").accepting_api_host("api.partner.example")
        profile = replace(profile, api_host_consent=elsewhere.api_host_consent)
        with ApiClientFactory(profile, Credentials("hidden-token")).client() as client:
            assert isinstance(error_of(client.mailboxes), ApiOutsideDomain)
    assert not thief.seen


def test_a_tenant_that_moved_within_its_domain_is_followed() -> None:
    states = [
        state("http://api.example.com:PORT/old/api"),
        state("http://api7.example.com:PORT/new/api"),
    ]
    plan: dict[str, Fault | list[Fault]] = {"Cust1": states, "GetMailboxes": [MOVED, reply(b"[]")]}
    with HostileServer(plan) as server, client_of(server) as client:
        assert client.mailboxes().rows == []
        assert server.seen[-1].path.startswith("/new/api/")


def address(tenant: Tenant, api: str) -> str:
    return decode_state(json.dumps({"IsRunning": True, "Api": api}).encode(), tenant).api


def own(state_address: str) -> Tenant:
    return Tenant("Cust1", OnlineEnvironment.CUSTOM, "https://login.example", state_address)


VENDOR = [environment for environment in OnlineEnvironment if environment.value != "own"]


@pytest.mark.parametrize("environment", VENDOR)
@pytest.mark.parametrize(
    "host",
    [
        "online3.superoffice.com",
        "superoffice.com",
        "SOD2.SuperOffice.com:8443",
        "a.b.superoffice.com",
    ],
)
def test_the_vendor_stays_in_its_domain(environment: OnlineEnvironment, host: str) -> None:
    assert address(Tenant("Cust1", environment), f"https://{host}/Cust1").startswith("https://")


@pytest.mark.parametrize("environment", VENDOR)
@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "superoffice.com.evil.example", "evilsuperoffice.com", "com", "10.0.0.1"),
        *("127.0.0.1", "localhost", "[::1]", "xn--superffice-ivi.com"),
        "super\u043effice.com",
        f"{'x.' * 119}superoffice.com.evil.example",
    ],
)
def test_the_vendor_never_sends_elsewhere(environment: OnlineEnvironment, host: str) -> None:
    with pytest.raises(AppError):
        address(Tenant("Cust1", environment), f"https://{host}/Cust1")


@pytest.mark.parametrize(
    ("state_host", "api_host"),
    [
        ("online.partner.example", "online.partner.example:8443"),
        ("online.partner.example", "API.partner.example"),
        ("online.partner.example", "partner.example"),
        ("partner.example", "a.b.partner.example"),
        ("crm.firma.co.uk", "api.firma.co.uk"),
        ("crm.firma.no", "api.firma.no"),
        ("state.oslo.kommune.no", "api.oslo.kommune.no"),
        ("state.b\u00fccher.example", "api.xn--bcher-kva.example"),
        ("acme.azurewebsites.net", "acme.azurewebsites.net"),
        ("intranet", "intranet:81"),
        ("10.0.0.5", "10.0.0.5:81"),
        ("[fd00::5]", "[FD00:0::5]:81"),
        ("localhost", "127.0.0.1:81"),
    ],
)
def test_own_addresses_stay_in_the_domain_of_the_state(state_host: str, api_host: str) -> None:
    assert address(own(f"https://{state_host}/state"), f"https://{api_host}/Cust1")


@pytest.mark.parametrize(
    ("state_host", "api_host"),
    [
        ("online.partner.example", "other.example"),
        ("online.partner.example", "partner.example.evil.example"),
        ("online.partner.example", "evilpartner.example"),
        ("crm.firma.co.uk", "evil.co.uk"),
        ("firma.com.au", "evil.com.au"),
        ("oslo.kommune.no", "bergen.kommune.no"),
        ("acme.azurewebsites.net", "evil.azurewebsites.net"),
        ("acme.westeurope.cloudapp.azure.com", "evil.westeurope.cloudapp.azure.com"),
        ("intranet", "extranet"),
        ("intranet", "api.intranet.example"),
        ("10.0.0.5", "10.0.0.6"),
        ("1.2.3.4", "5.2.3.4"),
        ("[fd00::5]", "[fd00::6]"),
        ("localhost", "crm.example"),
    ],
)
def test_own_addresses_never_send_elsewhere(state_host: str, api_host: str) -> None:
    with pytest.raises(AppError):
        address(own(f"https://{state_host}/state"), f"https://{api_host}/Cust1")
