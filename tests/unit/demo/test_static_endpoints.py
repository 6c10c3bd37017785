from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop_app.demo import DemoServer
from tests.unit.demo.caller import AGENT, Caller


def test_version_is_json_when_json_is_asked_for_and_needs_no_sign_in(
    crm: DemoServer, caller: Caller
) -> None:
    reply = caller.send("GET", "", headers={"Accept": "application/json"}, sign_in=False)
    assert reply.status == 200
    answer = reply.json()
    assert answer["v1"] == f"{crm.url}/v1/"
    assert {"Version", "NetServerVersion", "NetServerLabel", "Services"} <= set(answer)


@pytest.mark.parametrize("accept", [{}, {"Accept": "*/*"}, {"Accept": "text/html,*/*;q=0.8"}])
def test_version_is_html_otherwise(caller: Caller, accept: dict[str, str]) -> None:
    reply = caller.send("GET", "/", headers=accept, sign_in=False)
    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/html")
    assert b"NetServerVersion" in reply.body


def test_endpoints_map_absolute_urls_to_verbs_and_descriptions(
    crm: DemoServer, caller: Caller
) -> None:
    endpoints = caller.send("GET", "/v1").json()
    save = endpoints[f"{crm.url}/v1/Agents/CustomerService/SaveMailboxEntity"]
    assert list(save) == ["POST"]
    assert isinstance(save["POST"], str)
    assert caller.send("GET", "/v1", sign_in=False).status == 401


def test_current_principal_is_the_signed_in_administrator(crm: DemoServer, caller: Caller) -> None:
    who = caller.send("GET", "/v1/User/currentPrincipal").json()
    assert who["UserName"] == crm.credentials.username
    assert who["UserType"] == "InternalAssociate"
    assert who["FunctionRights"] == sorted(who["FunctionRights"])
    assert "cs-system" in who["FunctionRights"]
    assert "EMailAddress" in who


def test_tenant_state_points_at_the_api_and_is_valid_for_a_while(
    crm: DemoServer, caller: Caller
) -> None:
    state = caller.send("GET", "/state/cust12345", sign_in=False).json()
    assert state["Api"] == crm.url
    assert state["State"] == "Running"
    assert state["IsRunning"] is True
    assert state["ContextIdentifier"] == "Cust12345"
    assert datetime.fromisoformat(state["ValidUntil"]) > datetime.now(UTC)


def test_another_tenant_is_unknown_and_nonsense_is_not_found(caller: Caller) -> None:
    other = caller.send("GET", "/state/Cust99", sign_in=False).json()
    assert (other["State"], other["IsRunning"], other["Api"]) == ("Unknown", False, "")
    assert caller.send("GET", "/state/Example", sign_in=False).status == 404


@pytest.mark.parametrize("path", ["/v2", "/v1/Agents/CustomerService/TestSmtpServer", "/state/a/b"])
def test_unknown_addresses_are_404_in_the_aspnet_envelope(caller: Caller, path: str) -> None:
    reply = caller.send("POST", path)
    assert reply.status == 404
    assert set(reply.json()) == {"Message", "MessageDetail"}


def test_an_unknown_address_tells_a_stranger_nothing(caller: Caller) -> None:
    assert caller.send("POST", "/v1/anything", sign_in=False).status == 401


def test_get_describes_an_agent_method_and_does_not_run_it(crm: DemoServer, caller: Caller) -> None:
    before = crm.store.mailboxes()
    reply = caller.send("GET", f"{AGENT}/SaveMailboxEntity?mailboxEntityId=1")
    assert reply.status == 200
    assert reply.json()["Method"] == "POST"
    assert "MailInFilterId" not in reply.json()
    assert crm.store.mailboxes() == before


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_verbs_are_405_with_what_is_allowed(caller: Caller, verb: str) -> None:
    reply = caller.send(verb, f"{AGENT}/SaveMailboxEntity", b"{}")
    assert reply.status == 405
    assert "POST" in reply.headers["Allow"]
    assert "Message" in reply.json()
    assert "POST" not in caller.send("POST", "/v1").headers["Allow"]


def test_paths_match_without_regard_to_case_or_trailing_slash(caller: Caller) -> None:
    path = "/V1/agents/CUSTOMERSERVICE/getmailboxentity/?MAILBOXENTITYID=2"
    assert caller.send("POST", path).json()["MailInFilterId"] == 2
