"""The body of a save turned into its argument, as strictly as Json.NET or stricter.

Property names match without regard to case, unknown ones and the rights are ignored, and what
a body leaves out becomes the .NET default: only Password tells "left out" from a value. Unlike
Json.NET, a number in quotes and a number where text is due are refused, so that a client that
sends them is found out here.
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
    """What a save asks for; `password` None keeps the stored one."""

    id: int
    server_type: str
    address: str
    username: str
    password: str | None
    server: str
    port: int


def bind_mailbox(text: str) -> PostedMailbox:
    """Bind a request body; raises a 400 Fault naming the property that does not fit."""
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
    """Parse JSON; raises a 400 Fault for anything that is not (NaN and endless nesting too)."""
    try:
        value: object = json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        raise binding_error(_ARGUMENT, "The body is not valid JSON.") from None
    return value


def _reject_constant(name: str) -> None:
    raise ValueError(name)


def parse_int32(text: str, name: str) -> int:
    """Read a whole number of a query; raises a 400 Fault when it is none or does not fit."""
    try:
        number = int(text)
    except ValueError:
        number = INT32_RANGE.stop
    if number not in INT32_RANGE or not text.isascii() or "_" in text:
        raise binding_error(name, f"The value is not valid for {name}.")
    return number


class _PostedProperties:
    """The properties of a posted entity, found without regard to case; the last one wins."""

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
