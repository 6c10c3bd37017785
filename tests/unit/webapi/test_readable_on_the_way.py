"""No secret goes out over plain http to another computer, unless the profile says so.

Each server has a name of the internet, and every name leads to this computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from desktop_app.core.errors import AppError, InsecureHttp
from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, SignInKind, Tenant
from desktop_app.core.secrets.secret import Credentials
from desktop_app.net.cancel_token import CancelToken
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers.faults import reply
from tests.servers.hostile import Exchange, HostileServer
from tests.servers.local_names import lead_every_name_here
from tests.unit.net.outcomes import forms

WORDS = ("hidden-main", "hidden-app", "hidden-refresh", "hidden-client")
SECRETS = Credentials("hidden-main", "hidden-app", "hidden-refresh", "hidden-client")
COOKIES = Credentials("session=hidden-main")
TOKENS = {"access_token": "hidden-main", "refresh_token": "hidden-refresh", "expires_in": 600}


@pytest.fixture(autouse=True)
def local_names(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_every_name_here(monkeypatch)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A login server, the tenant's state and the API, all over plain http."""

    def state(exchange: Exchange) -> None:
        port = exchange.request.headers["host"].rpartition(":")[2]
        api = f"http://online.example.com:{port}/Cust1/api"
        reply({"ContextIdentifier": "Cust1", "IsRunning": True, "Api": api})(exchange)

    with HostileServer({"Cust1": state, "tokens": reply(TOKENS), "*": reply(b"[]")}) as server:
        yield server


def online(login: str, state: str, kind: SignInKind, *, plain_http: bool = False) -> Profile:
    tenant = Tenant("Cust1", OnlineEnvironment.CUSTOM, f"{login}/login", f"{state}/state")
    return Profile("p", "Acme", "", "me", tenant, kind, plain_http=plain_http)


def leaked(server: HostileServer) -> list[str]:
    """The words of secrets that the server got to see, in any form."""
    text = server.raw.decode("latin-1")
    words = [*WORDS, "me:hidden-main"]
    return [word for word in words if any(form in text for form in forms(word))]


def try_out(profile: Profile) -> AppError | None:
    """Test the connection and list the mailboxes; return the error of the latter."""
    secrets = COOKIES if profile.sign_in is SignInKind.BROWSER else SECRETS
    try:
        factory = ApiClientFactory(profile, secrets)
        with suppress(AppError):
            list(factory.probe(CancelToken()))
        with factory.client() as client:
            client.mailboxes()
    except AppError as error:
        return error
    return None


@pytest.mark.parametrize("kind", SignInKind)
def test_a_tenant_whose_addresses_are_plain_http(server: HostileServer, kind: SignInKind) -> None:
    here = f"http://online.example.com:{server.port}"
    error = try_out(online(here, here, kind))
    assert leaked(server) == []
    assert isinstance(error, InsecureHttp)
    assert not server.seen, "not even the state is asked: whoever answers decides on the API"


def test_only_the_login_is_plain_http(server: HostileServer) -> None:
    here = f"http://online.example.com:{server.port}"
    error = try_out(online(here, "https://online.example.com:9", SignInKind.OAUTH))
    assert leaked(server) == []
    assert isinstance(error, InsecureHttp)


@pytest.mark.parametrize("kind", SignInKind)
def test_only_the_state_is_plain_http(server: HostileServer, kind: SignInKind) -> None:
    """The tokens come from this computer, so that all ways of signing in get as far as the API."""
    login = f"http://127.0.0.1:{server.port}" if kind is SignInKind.OAUTH else "https://x.example"
    error = try_out(online(login, f"http://online.example.com:{server.port}", kind))
    assert not [seen for seen in server.seen if "/Cust1/api" in seen.path]
    assert isinstance(error, InsecureHttp)


@pytest.mark.parametrize("kind", SignInKind)
def test_a_state_on_this_computer_cannot_send_secrets_in_the_clear_elsewhere(
    server: HostileServer, kind: SignInKind
) -> None:
    here = f"http://127.0.0.1:{server.port}"
    error = try_out(online(here, here, kind))
    assert not [seen for seen in server.seen if "/Cust1/api" in seen.path]
    assert error is not None


@pytest.mark.parametrize("kind", SignInKind)
def test_with_the_users_word_it_goes(server: HostileServer, kind: SignInKind) -> None:
    here = f"http://online.example.com:{server.port}"
    assert try_out(online(here, here, kind, plain_http=True)) is None
    assert leaked(server)


@pytest.mark.parametrize("kind", SignInKind)
def test_an_address_on_site(server: HostileServer, kind: SignInKind) -> None:
    address = f"http://crm.example.com:{server.port}/api"
    error = try_out(Profile("p", "Acme", address, "me", sign_in=kind))
    assert isinstance(error, InsecureHttp)
    assert leaked(server) == []
