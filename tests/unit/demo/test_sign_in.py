from __future__ import annotations

import pytest

from desktop_app.demo import DemoCredentials, DemoServer
from tests.unit.demo.caller import AGENT, Caller, basic, calling

WHO = DemoCredentials(
    username="Åse", password="blåbær:€7", ticket="7T:YQ==", token="8A:x", app_token="p"
)


@pytest.fixture
def crm() -> object:
    with DemoServer(credentials=WHO) as server:
        yield server


def status(caller: Caller, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.send("POST", f"{AGENT}/GetMailboxes", headers=named, sign_in=False).status


@pytest.mark.parametrize(
    "authorization",
    [
        basic("Åse", "blåbær:€7"),
        basic("åSE", "blåbær:€7"),
        basic("Åse", "blåbær:€7").replace("Basic", "BASIC"),
        "SOTicket 7T:YQ==",
        "SoTicket 7T:YQ==",
        "SOTICKET 7T:YQ==",
        "Bearer 8A:x",
        "bearer 8A:x",
    ],
)
def test_every_scheme_in_any_case_signs_in(caller: Caller, authorization: str) -> None:
    assert status(caller, Authorization=authorization) == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic YQ==",
        basic("Åse", "BLÅBÆR:€7"),
        basic("Åse", "blåbær"),
        basic("Åse", "blåbær:7", "latin-1"),
        "SOTicket 7t:yq==",
        "SOTicket N1Q6WVE9PQ==",
        "Bearer 7T:YQ==",
        "Negotiate abc",
        "7T:YQ==",
    ],
)
def test_anything_else_is_401_with_a_challenge(caller: Caller, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    reply = caller.send("POST", f"{AGENT}/GetMailboxes", headers=headers, sign_in=False)
    assert reply.status == 401
    schemes = [value.split()[0] for value in reply.headers.get_all("WWW-Authenticate") or []]
    assert schemes == ["Basic", "SOTicket", "Bearer"]
    assert "denied" in reply.json()["Message"]


def test_the_app_token_is_optional_but_not_to_be_wrong(caller: Caller) -> None:
    job = "SOTicket 7T:YQ=="
    assert status(caller, Authorization=job, SO_AppToken="p") == 200
    assert status(caller, Authorization=job, SO_AppToken="") == 200
    assert status(caller, Authorization=job, SO_AppToken="q") == 401


def test_a_browsers_session_needs_both_cookie_and_header(caller: Caller) -> None:
    assert status(caller, Cookie=WHO.cookies, X_XSRF_TOKEN=WHO.xsrf_token) == 200
    assert status(caller, Cookie=WHO.cookies) == 403
    assert status(caller, Cookie=WHO.cookies, X_XSRF_TOKEN="other") == 403
    assert status(caller, Cookie="theme=1", X_XSRF_TOKEN=WHO.xsrf_token) == 401


def test_where_there_is_an_authorization_it_decides(caller: Caller) -> None:
    session = {"Cookie": WHO.cookies, "X_XSRF_TOKEN": WHO.xsrf_token}
    assert status(caller, Authorization="Bearer other", **session) == 401


def test_a_refused_save_is_not_carried_out(crm: DemoServer, caller: Caller) -> None:
    before = crm.store.mailboxes()
    crm.credentials = DemoCredentials(password="changed meanwhile")
    assert caller.save({"Address": "x@example.com"}).status == 401
    assert crm.store.mailboxes() == before
    assert crm.response_count("SaveMailboxEntity", 401) == 1


def test_new_credentials_let_the_new_in(crm: DemoServer) -> None:
    crm.credentials = DemoCredentials()
    with calling(crm) as caller:
        assert caller.post("GetMailboxes").status == 200


def test_credentials_do_not_show_in_a_repr() -> None:
    assert WHO.password not in repr(WHO)
