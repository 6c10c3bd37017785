"""Binds the JSON body of a save to its argument, at least as strictly as Json.NET.

Property names match in any case, unknown properties and the rights are ignored, and missing
properties get the .NET default; only Password distinguishes missing from a value. Unlike Json.NET,
a number in quotes and a number in place of text are refused, to reveal clients that send them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from desktop_app.demo.carriers import SERVER_TYPES
from desktop_app.demo.faults import ErrorResponse, aspnet_error, binding_error

INT32_RANGE = range(-(2**31), 2**31)
_ARGUMENT = "mailboxEntity"
_SERVER_TYPES_BY_NAME = {name.lower(): name for name in SERVER_TYPES}


@dataclass(frozen=True)
class PostedMailbox:
    """The mailbox that a save posts; `id` 0 creates one, `password` None keeps the stored one."""

    id: int
    server_type: str
    address: str
    username: str
    password: str | None
    server: str
    port: int


def bind_mailbox(text: str) -> PostedMailbox:
    """Return the mailbox in a request body.

    Raises: ErrorResponse (400) that names the invalid property.
    """
    body = _PostedProperties(_entity_object(text))
    return PostedMailbox(
        id=body.integer("MailInFilterId"),
        server_type=body.server_type(),
        address=body.text("Address") or "",
        username=body.text("Username") or "",
        password=body.text("Password"),
        server=body.text("Server") or "",
        port=body.integer("Port"),
    )


def _entity_object(text: str) -> dict[str, object]:
    value = parse_json(text) if text.strip() else None
    if value is None:
        raise aspnet_error(
            400, "The request is invalid.", "The parameter mailboxEntity is required."
        )
    if not isinstance(value, dict):
        raise binding_error(_ARGUMENT, "A JSON object was expected.")
    return value


def parse_json(text: str) -> object:
    """Parse JSON. Raises ErrorResponse (400) for invalid JSON, NaN and too deep nesting."""
    try:
        value: object = json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        raise binding_error(_ARGUMENT, "The body is not valid JSON.") from None
    return value


def _reject_constant(name: str) -> None:
    raise ValueError(name)


def parse_int32(text: str, name: str) -> int:
    """Return an integer of a query. Raises ErrorResponse (400) if it is not an Int32."""
    try:
        number = int(text)
    except ValueError:
        number = INT32_RANGE.stop
    if number not in INT32_RANGE or not text.isascii() or "_" in text:
        raise binding_error(name, f"The value is not valid for {name}.")
    return number


class _PostedProperties:
    """The properties of a posted entity by name in any case; of duplicates the last one wins."""

    def __init__(self, entity: dict[str, object]) -> None:
        self._values = {name.lower(): value for name, value in entity.items()}

    def text(self, name: str) -> str | None:
        value = self._values.get(name.lower())
        if value is None:
            return None
        if not isinstance(value, str):
            raise _property_error(name, "Unexpected type: text was expected.")
        # .NET text is UTF-16: half a surrogate pair cannot be written as UTF-8 and is replaced.
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def integer(self, name: str) -> int:
        value = self._values.get(name.lower(), 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise _property_error(name, "Unexpected type: a whole number was expected.")
        if value not in INT32_RANGE:
            raise _property_error(name, "The number is too large or too small for an Int32.")
        return value

    def server_type(self) -> str:
        value = self._values.get("servertype", SERVER_TYPES[0])
        if isinstance(value, str) and value.lower() in _SERVER_TYPES_BY_NAME:
            return _SERVER_TYPES_BY_NAME[value.lower()]
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10:
            return SERVER_TYPES[value]
        raise _property_error("ServerType", "The value is not one of MailboxType.")


def _property_error(name: str, reason: str) -> ErrorResponse:
    return binding_error(f"{_ARGUMENT}.{name}", reason)
