"""Values and mailboxes as JSON, and back, without loss. Passwords are never included."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop_app.core.mailbox.mailbox import (
    Field,
    Mailbox,
    PasswordPresence,
    ServerType,
    UnknownValue,
    Value,
)
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight

JsonDict = dict[str, Any]
DECODE_ERRORS = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError),
    *(OverflowError, RecursionError),
)
"""Errors that decoding a body may raise if this program did not write it."""


def encode_values(values: Mapping[Field, Value]) -> JsonDict:
    """Return values as JSON, by the names of their fields."""
    return {field.name: encode_value(value) for field, value in values.items()}


def decode_values(data: Mapping[str, object]) -> dict[Field, Value]:
    """Return values from JSON. Raises one of DECODE_ERRORS."""
    return {Field[name]: decode_value(value) for name, value in data.items()}


def encode_value(value: Value) -> object:
    """Return one value as JSON; a number of any size stays a number."""
    if isinstance(value, ServerType):
        return {"type": value.name}
    if isinstance(value, UnknownValue):
        return {"odd": value.json}
    return value


def decode_value(data: object) -> Value:
    """Return one value from JSON. Raises one of DECODE_ERRORS."""
    if isinstance(data, dict):
        return ServerType[data["type"]] if "type" in data else UnknownValue(str(data["odd"]))
    if data is None or isinstance(data, str | int):
        return data
    raise TypeError(type(data).__name__)


def encode_rights(mailbox: Mailbox) -> str:
    """Return the rights of a mailbox as JSON; the text is the same for most mailboxes."""
    table = mailbox.table_right
    return to_json(
        {
            "table": None if table is None else encode_table_right(table),
            "fields": {name: _encode_field_right(r) for name, r in mailbox.field_rights.items()},
        }
    )


def decode_rights(text: str) -> tuple[TableRight | None, dict[str, FieldRight]]:
    """Return table right and field rights from JSON. Raises one of DECODE_ERRORS."""
    data = json.loads(text)
    table = data["table"]
    return (
        None if table is None else decode_table_right(table),
        {str(name): _decode_field_right(each) for name, each in data["fields"].items()},
    )


def encode_table_right(right: TableRight) -> list[object]:
    """Return a table right as JSON."""
    return [None if right.flags is None else int(right.flags), right.mask, right.reason]


def decode_table_right(data: list[Any]) -> TableRight:
    """Return a table right from JSON. Raises one of DECODE_ERRORS."""
    flags, mask, reason = data
    return TableRight(None if flags is None else TableFlag(flags), str(mask), str(reason))


def _encode_field_right(right: FieldRight) -> list[object]:
    flags = None if right.flags is None else int(right.flags)
    return [flags, right.mask, right.reason, right.stated, right.max_characters]


def _decode_field_right(data: list[Any]) -> FieldRight:
    flags, mask, reason, stated, size = data
    given = None if flags is None else FieldFlag(flags)
    return FieldRight(given, str(mask), str(reason), bool(stated), size)


def encode_mailbox(mailbox: Mailbox) -> str:
    """Return the field values and the presence of a password as JSON, without rights.

    Properties unknown to this program are left out: they may be secret, and every save reads them
    again from the server.
    """
    return to_json(
        {"values": encode_values(mailbox.values), "password": mailbox.password_presence.name},
    )


def decode_mailbox_values(text: str) -> dict[Field, Value]:
    """Return only the field values of a mailbox from JSON. Raises one of DECODE_ERRORS."""
    return decode_values(json.loads(text)["values"])


def decode_mailbox(
    mailbox_id: int, text: str, rights: tuple[TableRight | None, Mapping[str, FieldRight]]
) -> Mailbox:
    """Return a mailbox from JSON and its decoded rights. Raises one of DECODE_ERRORS."""
    data = json.loads(text)
    seen = PasswordPresence[data["password"]]
    return Mailbox(mailbox_id, decode_values(data["values"]), rights[0], rights[1], seen)


def to_json(data: object) -> str:
    """Return compact JSON; equal data in the same order gives the same text."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
