"""The client: what it sends, and what it makes of each answer."""

from __future__ import annotations

import pytest

from desktop_app import VERSION
from desktop_app.core import errors
from desktop_app.core.errors import (
    AppError,
    Cancelled,
    MailboxNotFound,
    ServerBusy,
    UnexpectedResponse,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.client import MAX_RETRY_WAIT, Client
from desktop_app.webapi.client_factory import open_client
from desktop_app.webapi.sign_in.auth_schemes import BasicScheme, TicketScheme
from tests.servers import faults
from tests.servers.faults import page, reply
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import PATIENCE, Background, error_of
from tests.unit.webapi.conftest import Connect

BOX = {"MailInFilterId": 5, "ServerType": "Pop", "Address": "a@b", "Server": "h", "Port": 110}
DRAFT = Draft(Mailbox(5, {Field.PORT: 110}), {Field.PORT: 995}, ReplacePassword("new-secret"))
NEW = Draft(Mailbox(0, {Field.PORT: 110}), {Field.PORT: 995})


def test_every_call_says_who_and_what(connect: Connect) -> None:
    plan = {"GetMailboxes": reply(b"[]"), "SaveMailboxEntity": reply(BOX)}
    with HostileServer(plan) as server:
        client = connect(server, TicketScheme("7T:abc", "app"))
        client.mailboxes()
        client.save(DRAFT)
        listed, saved = server.seen
    for seen in (listed, saved):
        assert seen.method == "POST"
        assert seen.headers["authorization"] == "SOTicket 7T:abc"
        assert seen.headers["so-apptoken"] == "app"
        assert seen.headers["accept"] == "application/json"
        assert seen.headers["accept-language"] == seen.headers["so-language"] == "nb"
        assert seen.headers["user-agent"] == f"MailboxAdmin/{VERSION}"
    assert "content-type" not in listed.headers
    assert listed.body == b""
    assert saved.headers["content-type"].startswith("application/json")
    assert saved.path == "/api/v1/Agents/CustomerService/SaveMailboxEntity"


def test_a_language_that_is_none_is_not_sent() -> None:
    with (
        HostileServer({"*": reply(b"[]")}) as server,
        Client(HttpSession(), server.url, BasicScheme("a", "b"), "en\r\nX: y") as client,
    ):
        client.mailboxes()
        assert server.seen[0].headers["so-language"] == "en"


def test_a_profile_opens_a_client() -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        profile = Profile.new("n", server.origin, "kåre")
        with open_client(profile, "wörd€", "de") as client:
            client.mailboxes()
        token = server.seen[0].headers["authorization"]
        assert token == BasicScheme("kåre", "wörd€").headers()["Authorization"]


def test_reading_one(connect: Connect) -> None:
    with HostileServer({"GetMailboxEntity": reply(BOX)}) as server:
        assert connect(server).mailbox(5).values[Field.PORT] == 110
        assert server.seen[0].path.endswith("/GetMailboxEntity?mailboxEntityId=5")


GONE = {
    "null": reply(b"null"),
    "empty": reply(b""),
    "204": faults.no_content(),
    "404": reply({"ErrorType": "SoNotFoundException", "ErrorMessage": "x"}, 404),
}


@pytest.mark.parametrize("name", GONE)
def test_a_mailbox_that_is_gone(connect: Connect, name: str) -> None:
    with HostileServer({"GetMailboxEntity": GONE[name]}) as server:
        assert isinstance(error_of(lambda: connect(server).mailbox(5)), MailboxNotFound)


def test_a_web_servers_404_is_not_the_mailboxs(connect: Connect) -> None:
    with HostileServer({"GetMailboxEntity": page("Not Found", 404)}) as server:
        assert isinstance(error_of(lambda: connect(server).mailbox(5)), errors.EndpointNotFound)


def test_another_mailbox_than_the_one_asked_for(connect: Connect) -> None:
    with HostileServer({"GetMailboxEntity": reply(BOX)}) as server:
        assert isinstance(error_of(lambda: connect(server).mailbox(6)), UnexpectedResponse)


def test_the_default_mailbox(connect: Connect) -> None:
    answers = [reply(BOX | {"MailInFilterId": 0}), reply(BOX), reply(b"null")]
    with HostileServer({"CreateDefaultMailboxEntity": answers}) as server:
        client = connect(server)
        assert client.default_mailbox().id == 0
        for _ in range(2):
            assert isinstance(error_of(client.default_mailbox), UnexpectedResponse)


def test_who_and_version(connect: Connect) -> None:
    me = {"AssociateId": 3, "FullName": "Å B", "UserName": "ab", "FunctionRights": ["cs-system", 1]}
    nobody = {"AssociateId": 0, "UserType": "AnonymousAssociate", "FullName": None}
    plan = {
        "currentPrincipal": [reply(me), reply(nobody), reply({"a": 1}), reply([])],
        "api": [reply({"v1": "x", "NetServerVersion": "11.1", "NetServerLabel": 5}), reply({})],
    }
    with HostileServer(plan) as server:
        client = connect(server)
        assert client.current_principal() == Principal(
            "Å B", "ab", anonymous=False, function_rights=("cs-system",)
        )
        assert client.current_principal() == Principal("", "", anonymous=True)
        for _ in range(2):
            assert isinstance(error_of(client.current_principal), UnexpectedResponse)
        assert client.version() == ServerVersion("11.1")
        assert isinstance(error_of(client.version), UnexpectedResponse)
        assert {seen.method for seen in server.seen} == {"GET"}


TRANSIENT: dict[str, Fault] = {
    "429": reply(b"", 429),
    "503": reply(b"", 503, {"Retry-After": "0"}),
    "502": page("Bad Gateway", 502),
    "504": page("Gateway Timeout", 504),
    "reset": faults.reset(),
    "closed": faults.close_unanswered(),
    "cut": faults.cut_at_length(),
}


@pytest.mark.parametrize("name", TRANSIENT)
def test_a_read_is_tried_again(connect: Connect, name: str) -> None:
    fault = TRANSIENT[name]
    with HostileServer({"GetMailboxes": [fault, fault, reply(b"[]")]}) as server:
        assert connect(server).mailboxes().rows == []
        assert len(server.seen) == 3


@pytest.mark.parametrize("name", TRANSIENT)
def test_a_read_is_not_tried_for_ever(connect: Connect, name: str) -> None:
    with HostileServer({"GetMailboxes": TRANSIENT[name]}) as server:
        error_of(connect(server).mailboxes)
        assert len(server.seen) == 3


LASTING: dict[str, tuple[Fault, type[AppError]]] = {
    "401": (reply(b"", 401), errors.SignInRefused),
    "403": (reply(b"", 403), errors.Forbidden),
    "404": (reply(b"", 404), errors.NotFound),
    "500": (reply(b"", 500), errors.ServerFailure),
    "page": (page("Sign in"), errors.UnexpectedResponse),
    "json": (reply({"a": 1}), errors.UnexpectedResponse),
    "null": (reply(b"null"), errors.UnexpectedResponse),
    "empty": (reply(b""), errors.UnexpectedResponse),
    "nested": (reply(b"[" * 100_000), errors.UnexpectedResponse),
    "UTF-16": (reply("[]".encode("utf-16")), errors.UnexpectedResponse),
    "NUL": (reply(b"\x00\x00[]"), errors.UnexpectedResponse),
    "more behind it": (reply(b'[]{"a": 1}'), errors.UnexpectedResponse),
    "not UTF-8": (reply(b'[{"MailInFilterId": 1, "Address": "\xff"}]'), errors.UnexpectedResponse),
    "in part": (reply(b"[]", 206), errors.UnexpectedResponse),
    "not modified": (reply(b"", 304), errors.UnexpectedResponse),
    "blocked": (page("Request rejected", 403), errors.BlockedByGateway),
    "no such page": (page("404", 404), errors.EndpointNotFound),
    "hotel": (page("Welcome", 511), errors.Unreachable),
    "redirect": (faults.redirect(302, "/login"), errors.RedirectRefused),
    "no http": (faults.no_http(), errors.UnexpectedResponse),
    "later": (reply(b"", 503, {"Retry-After": "3600"}), errors.ServerBusy),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_will_not_pass_is_reported_at_once(connect: Connect, name: str) -> None:
    fault, kind = LASTING[name]
    with HostileServer({"GetMailboxes": fault}) as server:
        error = error_of(connect(server).mailboxes)
        assert type(error) is kind
        assert not error.may_have_run
        assert len(server.seen) == 1


def test_a_busy_server_says_when(connect: Connect) -> None:
    with HostileServer({"GetMailboxes": reply(b"", 429, {"Retry-After": "3600"})}) as server:
        error = error_of(connect(server).mailboxes)
        assert isinstance(error, ServerBusy)
        assert error.retry_after == 60.0


def test_a_page_with_status_200_is_named_by_its_title(connect: Connect) -> None:
    with HostileServer({"GetMailboxes": page("<b>Sign in</b>")}) as server:
        error = error_of(connect(server).mailboxes)
    assert isinstance(error, UnexpectedResponse)
    assert error.title == "<b>Sign in</b>"


def test_the_pause_before_another_try_can_be_cancelled() -> None:
    with (
        HostileServer({"*": reply(b"", 503)}) as server,
        Client(
            HttpSession(), server.url, BasicScheme("a", "b"), retry_delays=(MAX_RETRY_WAIT,)
        ) as client,
    ):
        call = Background(client.mailboxes)
        assert server.arrived.wait(PATIENCE)
        call.cancel.cancel()
        assert isinstance(call.outcome(), Cancelled)
        assert len(server.seen) == 1


def test_a_large_list_is_taken_and_a_large_mailbox_is_not(connect: Connect) -> None:
    rows = [{**BOX, "MailInFilterId": n, "Extra": "x" * 1000} for n in range(1, 3001)]
    plan = {"GetMailboxes": reply(rows), "GetMailboxEntity": reply(rows)}
    with HostileServer(plan) as server:
        assert len(connect(server).mailboxes().rows) == 3000
        error = error_of(lambda: connect(server).mailbox(5))
        assert isinstance(error, errors.ResponseTooLarge)
