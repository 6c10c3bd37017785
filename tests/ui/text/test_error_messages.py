"""What a server or the network does wrong, and the sentence that a person reads of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_app.core.errors import AppError
from desktop_app.net.http_session import HttpSession
from desktop_app.ui.text.errors.explain import explain
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import (
    AuthScheme,
    BasicScheme,
    BearerScheme,
    BrowserSessionScheme,
    TicketScheme,
)
from tests.servers import faults
from tests.servers.faults import page, reply
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import error_of

NOT_THE_API = "but not the SuperOffice WebAPI"
IIS = {"Server": "Microsoft-IIS/10.0", "WWW-Authenticate": 'Basic realm="x"'}
BUSY = {"Retry-After": "3600"}
HASTY, PATIENT = 1.0, 60.0
"""Seconds for a list: some faults take them all, and unpacking 160 MiB takes its time."""

SENTENCES: dict[str, tuple[Fault, str]] = {
    # A: where a secret could go astray
    "redirect elsewhere": (
        faults.redirect(302, "https://elsewhere.example/x"),
        "redirects to https://elsewhere.example.",
    ),
    "redirect with the body": (
        faults.redirect(307, "http://other:81/"),
        "redirects to http://other:81.",
    ),
    "the proxy's login": (page("Proxy", 407), "proxy requires its own sign-in"),
    # E: what is no answer
    "a login page": (page("Sign in"), "with a web page (“Sign in”)"),
    "nothing at all": (reply(b""), NOT_THE_API),
    "another shape": (reply({"a": 1}), NOT_THE_API),
    "UTF-16": (reply("[]".encode("utf-16")), NOT_THE_API),
    "more behind it": (reply(b"[] []"), NOT_THE_API),
    "nested": (reply(b"[" * 100_000), NOT_THE_API),
    "brotli": (faults.packed(b"[]", "br"), NOT_THE_API),
    "no HTTP": (faults.no_http(), NOT_THE_API),
    "headers without end": (faults.endless_headers(), NOT_THE_API),
    "not modified": (reply(b"", 304), "with status 304"),
    "in part": (reply(b"[]", 206), "with status 206"),
    "teapot": (reply(b"", 418), "with status 418"),
    "upgrade": (reply(b"", 426), "with status 426"),
    "headers too large": (reply(b"", 431), "with status 431"),
    "cut at its length": (faults.cut_at_length(), "was cut off"),
    "cut in a chunk": (faults.cut_in_chunk(), "was cut off"),
    "cut without a length": (faults.cut_without_length(b'[{"MailInF'), "was cut off"),
    "cut while packed": (faults.packed(b"[]" * 999, damage=9), "was cut off"),
    "a bomb": (faults.gzip_bomb(), "larger than 160 MiB"),
    "dripping": (faults.drip_body(), "responds too slowly"),
    "silent": (faults.silence(), "responds too slowly"),
    "reset": (faults.reset(), "The server closed the connection."),
    "closed": (faults.close_unanswered(), "The server closed the connection."),
    # E: codes
    "400": (reply({"Message": "Bad"}, 400), "did not accept the request. The server says: “Bad”."),
    "401": (reply(b"", 401), "did not accept the user name or password"),
    "401 of IIS": (reply("<p>", 401, IIS, "text/html"), "(IIS) asks for a password"),
    "401 of Windows": (reply(b"", 401, {"WWW-Authenticate": "NTLM"}), "only Windows sign-in"),
    "403": (reply(b"", 403), "does not allow this user to do that"),
    "403 of a firewall": (
        page("Rejected", 403),
        "web server or firewall in front of SuperOffice refused",
    ),
    "404": (reply(b"", 404), "The server does not recognize this address."),
    "408": (reply(b"", 408), "did not answer in time"),
    "409": (reply(b"", 409), "because the data has changed"),
    "421": (reply(b"", 421), "has moved to another address"),
    "429": (reply(b"", 429, BUSY), "busy or under maintenance"),
    "500": (reply(b"", 500), "The server failed."),
    "502": (page("Bad Gateway", 502), "gateway could not reach SuperOffice"),
    "503": (reply(b"", 503, BUSY), "busy or under maintenance"),
    "511": (page("Welcome", 511), "requires you to sign in first"),
    "200 with an error": (reply({"Message": "No luck"}), "The server says: “No luck”."),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_fault_has_its_sentence(name: str) -> None:
    fault, sentence = SENTENCES[name]
    seconds = PATIENT if name == "a bomb" else HASTY
    message = explain(trouble_of_list(fault, BasicScheme("me", "word"), seconds))
    assert sentence in message.what
    assert message.advice


def trouble_of_list(fault: Fault, sign_in: AuthScheme, seconds: float = HASTY) -> AppError:
    with (
        HostileServer({"GetMailboxes": fault}) as server,
        Client(HttpSession(), server.url, sign_in, retry_delays=(), list_seconds=seconds) as client,
    ):
        return error_of(client.mailboxes)


WAYS: list[tuple[AuthScheme, str]] = [
    (BasicScheme("me", "word"), "the user name or password."),
    (TicketScheme("7T:x"), "the ticket."),
    (BearerScheme("8A:x"), "the access token."),
    (BrowserSessionScheme("a=b"), "the browser session."),
]


@pytest.mark.parametrize(("sign_in", "what"), WAYS)
def test_a_refusal_names_what_was_refused(sign_in: AuthScheme, what: str) -> None:
    message = explain(trouble_of_list(reply(b"", 401), sign_in))
    assert message.what == f"SuperOffice did not accept {what}"


UNSENDABLE: list[tuple[AuthScheme, str]] = [
    (BasicScheme("me:you", "word"), "The user name of this profile contains"),
    (BasicScheme("me\ud800", "word"), "The user name of this profile contains"),
    (BasicScheme("me", "hidden\ud800"), "The password cannot be sent"),
    (TicketScheme(""), "The ticket cannot be sent"),
    (TicketScheme("hidden\r\nX: y"), "The ticket cannot be sent"),
    (TicketScheme("7T:hidden", "hidden å"), "The app token cannot be sent"),
    (BearerScheme("hidden €"), "The access token cannot be sent"),
    (BrowserSessionScheme("hidden=å"), "The pasted cookies cannot be sent"),
    (BrowserSessionScheme("Cookie: a=hidden\nX-XSRF-TOKEN: å"), "The pasted cookies"),
    (BrowserSessionScheme("hidden"), "contains no cookies"),
]


@pytest.mark.parametrize(("sign_in", "what"), UNSENDABLE)
def test_what_cannot_be_sent_is_not_told_as_refused(sign_in: AuthScheme, what: str) -> None:
    with (
        HostileServer({"GetMailboxes": reply(b"", 401)}) as server,
        Client(HttpSession(), server.url, sign_in, retry_delays=()) as client,
    ):
        error = error_of(client.mailboxes)
        assert not server.seen
    message = explain(error)
    assert what in message.what
    assert "sent" in message.what
    assert "hidden" not in message.full_text + message.detail + repr(error)


UNREACHED: dict[str, tuple[str, str]] = {
    "no such name": ("http://nowhere.invalid/api", "The server's name was not found."),
    "nobody listens": ("http://127.0.0.1:1/api", "The server refuses connections."),
    "no address": ("http://300.1.2.3:99999/api", "The server's name was not found."),
}


@pytest.mark.parametrize("name", UNREACHED)
def test_every_way_that_leads_nowhere_has_its_sentence(name: str) -> None:
    address, sentence = UNREACHED[name]
    with Client(HttpSession(), address, BasicScheme("me", "word"), retry_delays=()) as client:
        list_them: Callable[[], object] = client.mailboxes
        assert explain(error_of(list_them)).what == sentence
