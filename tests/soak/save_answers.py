"""What a server may make of a save: carried out before, late or never, answered in any way."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from tests.servers import faults
from tests.servers.crm import Entity
from tests.servers.faults import page, reply
from tests.servers.hostile import Exchange, Fault

MIB = 1 << 20


class Runs(Enum):
    """When the CRM carries a save out."""

    BEFORE = auto()
    LATE = auto()
    """After the program has looked: the outcome may only be "unknown"."""
    NEVER = auto()


def rude(exchange: Exchange) -> None:
    """RST in the middle of the headers."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Le")
    exchange.reset()


LOST: dict[str, Fault] = {
    "reset": faults.reset(),
    "reset in headers": rude,
    "keep-alive closed": faults.close_unanswered(),
    "cut at length": faults.cut_at_length(),
    "cut in chunk": faults.cut_in_chunk(),
    "cut without length": faults.cut_without_length(),
    "broken chunk": faults.broken_chunk(),
    "packed and cut": faults.packed(b'{"MailInFilterId": 1}', damage=4),
    "unknown packing": faults.packed(b"{}", "br"),
    "no http": faults.no_http(),
    "login page": page(),
    "null": reply(b"null"),
    "empty": reply(b""),
    "204": faults.no_content(),
    "list": reply(b"[]"),
    "text": reply(b'"saved"'),
    "invalid UTF-8": reply(b'{"MailInFilterId": 1, "Address": "\xff"}'),
    "half a character": reply(b'{"MailInFilterId": 1, "Address": "\\ud800"}'),
    "same name twice": reply(b'{"MailInFilterId": 1, "mailinfilterid": 2}'),
    "no id": reply({"Address": "a"}),
    "id 0": reply({"MailInFilterId": 0}),
    "another mailbox": reply({"MailInFilterId": 999_999_999}),
    "error object": reply({"Message": "Something went wrong."}),
    "error type": reply({"Error": True, "ErrorType": "SoServerException", "ErrorMessage": "x"}),
    "too large": reply(b" " * (MIB + 1)),
    "302": reply(b"", 302, {"Location": "/login"}),
    "303": reply(b"", 303, {"Location": "https://elsewhere.example/"}),
    "202": reply(b"", 202),
    "500": reply({"Error": True, "ErrorType": "SoDbAccessException", "ErrorMessage": "x"}, 500),
    "500 page": page("Runtime Error", 500),
    "502": page("Bad Gateway", 502),
    "503": reply(b"", 503, {"Retry-After": "1000000000"}),
    "504": page("Gateway Timeout", 504),
}
"""Answers that prove nothing: the save may have been carried out or not."""

SLOW: dict[str, Fault] = {
    "silence": faults.silence(),
    "silence after headers": faults.silence_after_headers(),
    "headers drip": faults.drip_headers(),
    "body drips": faults.drip_body(),
}
"""Answers that never end; the call's deadline, or its user, ends them."""

REFUSED: dict[str, Fault] = {
    "301": reply(b"", 301, {"Location": "/"}),
    "307": reply(b"", 307, {"Location": "https://elsewhere.example/"}),
    "400": reply({"Message": "The request is invalid."}, 400),
    "401": reply(b"", 401),
    "403": reply({"Message": "no"}, 403),
    "404": page("Not Found", 404),
    "405": page("No", 405),
    "409": reply(b"", 409),
    "413": page("Too large", 413),
    "421": reply("Wrong subdomain used to access tenant", 421),
    "429": reply(b"", 429),
    "no right": reply({"Error": True, "ErrorType": "SoSentryException", "ErrorMessage": "x"}),
    "invalid": reply({"ErrorType": "SoValidationException", "ErrorMessage": "x"}, 500),
}
"""Answers of a server that did not carry the save out, and says so."""


def honest(entity: Entity | None) -> Fault:
    """The saved mailbox, complete."""
    return reply(entity)


READ_FAULTS: dict[str, Callable[[], Fault]] = {
    "reset": faults.reset,
    "keep-alive closed": faults.close_unanswered,
    "cut": faults.cut_at_length,
    "null": lambda: reply(b"null"),
    "page": page,
    "500": lambda: reply(b"", 500),
    "503": lambda: reply(b"", 503, {"Retry-After": "0"}),
    "502": lambda: page("Bad Gateway", 502),
    "403": lambda: reply(b"", 403),
    "redirect": lambda: faults.redirect(302, "/login"),
    "body drips": faults.drip_body,
}
"""What may happen to the reads before and after a save."""
