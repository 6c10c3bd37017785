"""Values and mailboxes as JSON, and back, exactly. A password is never among them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop_app.core.mailbox.mailbox import Field, Mailbox, Odd, PasswordSeen, ServerType, Value
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight

Plain = dict[str, Any]
UNREADABLE = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError),
    *(OverflowError, RecursionError),
)
"""What reading a body that this program did not write may raise."""


def plain_values(values: Mapping[Field, Value]) -> Plain:
    """Values by the names of their fields."""
    return {which.name: plain_value(value) for which, value in values.items()}


def values_of(data: Mapping[str, object]) -> dict[Field, Value]:
    """The values again. Raises one of UNREADABLE."""
    return {Field[name]: value_of(value) for name, value in data.items()}


def plain_value(value: Value) -> object:
    """One value; a number of any size stays itself."""
    if isinstance(value, ServerType):
        return {"type": value.name}
    if isinstance(value, Odd):
        return {"odd": value.json}
    return value


def value_of(data: object) -> Value:
    """One value again. Raises one of UNREADABLE."""
    if isinstance(data, dict):
        return ServerType[data["type"]] if "type" in data else Odd(str(data["odd"]))
    if data is None or isinstance(data, str | int):
        return data
    raise TypeError(type(data).__name__)


def plain_rights(mailbox: Mailbox) -> str:
    """The rights of a mailbox; those of most are the same text."""
    table = mailbox.table_right
    return dumped(
        {
            "table": None if table is None else plain_table_right(table),
            "fields": {name: _plain_right(r) for name, r in mailbox.field_rights.items()},
        }
    )


def rights_of(text: str) -> tuple[TableRight | None, dict[str, FieldRight]]:
    """The rights again. Raises one of UNREADABLE."""
    data = json.loads(text)
    table = data["table"]
    return (
        None if table is None else table_right_of(table),
        {str(name): _right_of(each) for name, each in data["fields"].items()},
    )


def plain_table_right(right: TableRight) -> list[object]:
    """A row's right."""
    return [None if right.flags is None else int(right.flags), right.mask, right.reason]


def table_right_of(data: list[Any]) -> TableRight:
    """A row's right again. Raises one of UNREADABLE."""
    flags, mask, reason = data
    return TableRight(None if flags is None else TableFlag(flags), str(mask), str(reason))


def _plain_right(right: FieldRight) -> list[object]:
    flags = None if right.flags is None else int(right.flags)
    return [flags, right.mask, right.reason, right.stated, right.max_characters]


def _right_of(data: list[Any]) -> FieldRight:
    flags, mask, reason, stated, size = data
    given = None if flags is None else FieldFlag(flags)
    return FieldRight(given, str(mask), str(reason), bool(stated), size)


def plain_mailbox(mailbox: Mailbox) -> str:
    """What the six fields hold, and the class of the password, without rights.

    Properties that this program does not know are left out: nobody knows whether they are secret,
    and every save reads them anew.
    """
    return dumped(
        {"values": plain_values(mailbox.values), "password": mailbox.password_seen.name},
    )


def mailbox_values(text: str) -> dict[Field, Value]:
    """What the fields of a mailbox held, without the rest. Raises one of UNREADABLE."""
    return values_of(json.loads(text)["values"])


def mailbox_of(
    number: int, text: str, rights: tuple[TableRight | None, Mapping[str, FieldRight]]
) -> Mailbox:
    """The mailbox again. Raises one of UNREADABLE."""
    data = json.loads(text)
    seen = PasswordSeen[data["password"]]
    return Mailbox(number, values_of(data["values"]), rights[0], rights[1], seen)


def dumped(data: object) -> str:
    """JSON, the same for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
