"""Canaries through the whole client: a server that echoes, breaks, or sends us elsewhere."""

from __future__ import annotations

import base64
import http.client
import logging
import secrets
from collections.abc import Callable

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import (
    AuthScheme,
    BasicScheme,
    BearerScheme,
    BrowserSessionScheme,
    TicketScheme,
)
from tests.servers import faults
from tests.servers.hostile import Exchange, Fault, HostileServer
from tests.unit.net.outcomes import assert_unseen, text_of

CARRIERS = ("authorization", "so-apptoken", "cookie", "x-xsrf-token")
"""The only headers that a secret may stand in."""


def echo(status: int, kind: str) -> Fault:
    """Sends back all that it got: in an envelope, as a page, or as a new password."""

    def answer(exchange: Exchange) -> None:
        body = exchange.request.body.decode()
        sent = [exchange.request.headers.get(name, "") for name in CARRIERS]
        got = " ".join([*sent, body])
        answers: dict[str, object] = {
            "envelope": {"Error": True, "ErrorType": got, "ErrorMessage": got},
            "page": f"<html><title>{got}</title></html>",
            "text": got,
            "carrier": {"MailInFilterId": 5, "Password": body, "Port": "x"},
            "wrong": {"MailInFilterId": 6, "Address": body},
        }
        faults.reply(answers[kind], status)(exchange)

    return answer


FAULTS: dict[str, Fault] = {
    f"{kind} {status}": echo(status, kind)
    for kind in ("envelope", "page", "text", "carrier", "wrong")
    for status in (200, 400, 401, 405, 500)
} | {"cut": faults.cut_at_length(), "reset": faults.reset()}

SIGN_INS: list[Callable[[str], AuthScheme]] = [
    lambda secret: BasicScheme("me", f"{secret}å€\"'"),
    lambda secret: TicketScheme(secret, f"{secret}app"),
    BearerScheme,
    lambda secret: BrowserSessionScheme(f"sid={secret}sid; theme=1; XSRF-TOKEN={secret}%2Fxsrf"),
]


def _plain(header: str) -> str:
    """A header, with Basic's packing undone."""
    packed = header.removeprefix("Basic ")
    return header if packed == header else base64.b64decode(packed).decode()


@pytest.mark.parametrize("sign_in", SIGN_INS)
@pytest.mark.parametrize("name", FAULTS)
def test_no_secret_is_reported(
    name: str,
    sign_in: Callable[[str], AuthScheme],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="urllib3")
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    mine, password = secrets.token_urlsafe(12), f"{secrets.token_urlsafe(12)}\"'å€\\/<&"
    draft = Draft(Mailbox(5, {Field.PORT: 1}), {Field.PORT: 2}, ReplacePassword(password))
    told = ""
    with (
        HostileServer({"*": FAULTS[name]}) as server,
        Client(HttpSession(), server.url, sign_in(mine)) as client,
    ):
        try:
            told = repr(client.save(draft))
        except AppError as error:
            told = text_of(error)
        [seen] = server.seen
        others = {name: value for name, value in seen.headers.items() if name not in CARRIERS}
        assert mine not in f"{seen.path} {others} {seen.body!r}"
        assert mine in repr([_plain(seen.headers.get(name, "")) for name in CARRIERS])
    out = capfd.readouterr()
    known = {mine, password, *sign_in(mine).secrets()}
    assert_unseen(known, caplog.text, out.out, out.err, told, repr(draft))


@pytest.mark.parametrize("sign_in", SIGN_INS)
def test_a_stranger_hears_nothing(sign_in: Callable[[str], AuthScheme]) -> None:
    """Neither a redirect nor a cookie of the server's takes a secret elsewhere."""
    mine = secrets.token_urlsafe(12)
    with HostileServer({"*": faults.reply(b"[]")}) as other:
        away = faults.redirect(307, f"{other.origin}/api")
        with (
            HostileServer({"*": away}) as server,
            Client(HttpSession(), server.url, sign_in(mine), retry_delays=()) as client,
        ):
            for call in (client.mailboxes, client.current_principal, client.version):
                with pytest.raises(AppError) as caught:
                    call()
                assert_unseen({mine}, text_of(caught.value))
            assert len(server.seen) == 3
        assert not other.raw
