"""Saves: one POST each, and the truth about whether it may have been executed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword
from tests.servers import faults
from tests.servers.faults import page, reply
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import error_of
from tests.unit.webapi.conftest import Connect

BOX = {"MailInFilterId": 5, "ServerType": "Pop", "Address": "a@b", "Server": "h", "Port": 110}
DRAFT = Draft(Mailbox(5, {Field.PORT: 110}), {Field.PORT: 995}, ReplacePassword("new-secret"))
NEW = Draft(Mailbox(0, {Field.PORT: 110}), {Field.PORT: 995})


def saving(connect: Connect, fault: Fault, draft: Draft = DRAFT) -> AppError:
    """The error of a save that is answered so; it was sent once."""
    with HostileServer({"SaveMailboxEntity": fault}) as server:
        error = error_of(lambda: connect(server).save(draft))
        assert len(server.seen) == 1
        return error


def test_a_save_gives_the_servers_answer(connect: Connect) -> None:
    with HostileServer({"SaveMailboxEntity": reply(BOX | {"Port": 996})}) as server:
        assert connect(server).save(DRAFT).values[Field.PORT] == 996
        assert connect(server).save(NEW).id == 5
        sent: dict[str, Any] = json.loads(server.seen[0].body)
        assert sent == {"MailInFilterId": 5, "Port": 995, "Password": "new-secret"}


UNPROVED = {
    "null": reply(b"null"),
    "empty": reply(b""),
    "204": faults.no_content(),
    "list": reply(b"[]"),
    "page": page(),
    "other id": reply(BOX | {"MailInFilterId": 6}),
    "no id": reply(BOX | {"MailInFilterId": 0}),
    "cut": faults.cut_at_length(),
    "cut without length": faults.cut_without_length(),
    "invalid": reply(b'{"MailInFilterId": 5, "Address": "\xff"}'),
    "error object": reply({"Message": "Something went wrong."}),
    "500": reply({"ErrorType": "SoDbAccessException"}, 500),
    "502": page("Bad Gateway", 502),
    "503": reply(b"", 503, {"Retry-After": "0"}),
    "504": page("Gateway Timeout", 504),
    "reset": faults.reset(),
    "closed": faults.close_unanswered(),
    "bomb": faults.gzip_bomb(),
}


@pytest.mark.parametrize("draft", [DRAFT, NEW])
@pytest.mark.parametrize("name", UNPROVED)
def test_a_save_without_proof_may_have_run(connect: Connect, name: str, draft: Draft) -> None:
    if name == "other id" and draft is NEW:
        name = "no id"
    assert saving(connect, UNPROVED[name], draft).may_have_run


REFUSED = {
    "400": reply({"Message": "no"}, 400),
    "401": reply(b"", 401),
    "403": reply({"ErrorType": "SoSentryException"}, 403),
    "sentry": reply({"Error": True, "ErrorType": "SoSentryException"}),
    "405": page("Method not allowed", 405),
    "407": page("Proxy", 407),
    "409": reply(b"", 409),
    "415": reply(b"", 415),
    "421": reply(b"Wrong subdomain used to access tenant", 421),
    "429": reply(b"", 429, {"Retry-After": "0"}),
    "redirect": faults.redirect(307, "http://elsewhere.example.com/"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_save_has_not_run(connect: Connect, name: str) -> None:
    assert not saving(connect, REFUSED[name]).may_have_run


def test_half_a_character_is_not_sent(connect: Connect) -> None:
    with HostileServer({"*": reply(BOX)}) as server:
        draft = Draft(Mailbox(5, {}), {Field.ADDRESS: "\ud800"})
        error = error_of(lambda: connect(server).save(draft))
        assert isinstance(error, errors.ValidationFailed)
        assert not server.seen
