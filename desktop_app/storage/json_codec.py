"""Values and mailboxes as JSON, and back, exactly. A password is never among them."""

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
"""What reading a body that this program did not write may raise."""


def encode_values(values: Mapping[Field, Value]) -> JsonDict:
    """Values by the names of their fields."""
    return {field.name: encode_value(value) for field, value in values.items()}


def decode_values(data: Mapping[str, object]) -> dict[Field, Value]:
    """The values again. Raises one of UNREADABLE."""
    return {Field[name]: decode_value(value) for name, value in data.items()}


def encode_value(value: Value) -> object:
    """One value; a number of any size stays itself."""
    if isinstance(value, ServerType):
        return {"type": value.name}
    if isinstance(value, UnknownValue):
        return {"odd": value.json}
    return value


def decode_value(data: object) -> Value:
    """One value again. Raises one of UNREADABLE."""
    if isinstance(data, dict):
        return ServerType[data["type"]] if "type" in data else UnknownValue(str(data["odd"]))
    if data is None or isinstance(data, str | int):
        return data
    raise TypeError(type(data).__name__)


def encode_rights(mailbox: Mailbox) -> str:
    """The rights of a mailbox; those of most are the same text."""
    table = mailbox.table_right
    return to_json(
        {
            "table": None if table is None else encode_table_right(table),
            "fields": {name: _encode_field_right(r) for name, r in mailbox.field_rights.items()},
        }
    )


def decode_rights(text: str) -> tuple[TableRight | None, dict[str, FieldRight]]:
    """The rights again. Raises one of UNREADABLE."""
    data = json.loads(text)
    table = data["table"]
    return (
        None if table is None else decode_table_right(table),
        {str(name): _decode_field_right(each) for name, each in data["fields"].items()},
    )


def encode_table_right(right: TableRight) -> list[object]:
    """A row's right."""
    return [None if right.flags is None else int(right.flags), right.mask, right.reason]


def decode_table_right(data: list[Any]) -> TableRight:
    """A row's right again. Raises one of UNREADABLE."""
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
    """What the six fields hold, and the class of the password, without rights.

    Properties that this program does not know are left out: nobody knows whether they are secret,
    and every save reads them anew.
    """
    return to_json(
        {"values": encode_values(mailbox.values), "password": mailbox.password_presence.name},
    )


def decode_mailbox_values(text: str) -> dict[Field, Value]:
    """What the fields of a mailbox held, without the rest. Raises one of UNREADABLE."""
    return decode_values(json.loads(text)["values"])


def decode_mailbox(
    mailbox_id: int, text: str, rights: tuple[TableRight | None, Mapping[str, FieldRight]]
) -> Mailbox:
    """The mailbox again. Raises one of UNREADABLE."""
    data = json.loads(text)
    seen = PasswordPresence[data["password"]]
    return Mailbox(mailbox_id, decode_values(data["values"]), rights[0], rights[1], seen)


def to_json(data: object) -> str:
    """JSON, the same for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
