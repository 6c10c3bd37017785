"""A stored mailbox as the two carriers that travel: the list row and the entity."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from desktop_app.demo.samples import sample_rights
from desktop_app.demo.samples.localisation import in_json, plain
from desktop_app.demo.samples.store import StoredMailbox

Carrier = dict[str, object]

SERVER_TYPES = (
    "Unknown",
    "Pop",
    "Imap",
    "Mapi",
    "Facebook",
    "Pops",
    "Imaps",
    "SmsPlugin",
    "Mailgun",
    "ImapOAuth",
)
# What .NET gives for a property that a user may not read, or that a request leaves out.
DEFAULTS: Mapping[str, str | int] = {
    "ServerType": "Unknown",
    "Address": "",
    "Username": "",
    "Server": "",
    "Port": 0,
}
_LISTED = ("MailInFilterId", "Address")
_NAME_OF_ANOTHER_TABLE = {
    "FieldRight": {"Mask": "Read", "Reason": ""},
    "FieldType": "System.String",
    "FieldLength": 0,
}


def shown(box: StoredMailbox) -> dict[str, str | int]:
    """Give what a read shows of the editable properties (Password apart)."""
    rules = sample_rights.field_rules(box.field_properties)
    held: dict[str, str | int] = {
        "ServerType": box.server_type,
        "Address": box.address,
        "Username": box.username,
        "Server": box.server,
        "Port": box.port,
    }
    return {
        name: value if rules.get(name, sample_rights.FREE).readable else DEFAULTS[name]
        for name, value in held.items()
    }


def entity(box: StoredMailbox, language: str | None) -> Carrier:
    """Give the MailboxEntity carrier; text that may not be read is null, as is .NET's own."""
    values = shown(box)
    hidden = {name for name, rule in _rules(box) if not rule.readable}
    return {
        "MailInFilterId": box.id,
        "ServerType": values["ServerType"],
        "Address": None if "Address" in hidden else values["Address"],
        "Username": None if "Username" in hidden else values["Username"],
        "Password": box.password_reading,
        "Server": None if "Server" in hidden else values["Server"],
        "Port": values["Port"],
        "TableRight": json.loads(in_json(box.table_right, language)),
        "FieldProperties": json.loads(in_json(box.field_properties, language)),
    }


def _rules(box: StoredMailbox) -> Iterable[tuple[str, sample_rights.FieldRule]]:
    return sample_rights.field_rules(box.field_properties).items()


def list_row(box: StoredMailbox, language: str | None) -> str:
    """Give the Mailbox carrier as JSON text, put together from parts that many rows share."""
    rule = sample_rights.field_rules(box.field_properties).get("Address", sample_rights.FREE)
    address = as_json(box.address) if rule.readable else "null"
    return (
        f'{{"MailInFilterId":{box.id},"Address":{address},'
        f'"CategoryName":{_name(box.category, language)},'
        f'"PriorityName":{_name(box.priority, language)},'
        f'"TableRight":{in_json(box.table_right, language)},'
        f'"FieldProperties":{_list_properties(box.field_properties, language)}}}'
    )


@lru_cache(maxsize=1024)
def _name(text: str, language: str | None) -> str:
    return as_json(plain(text, language))


@lru_cache(maxsize=1024)
def _list_properties(field_properties: str, language: str | None) -> str:
    """Give the FieldProperties of a list row: only what the row has."""
    stated = json.loads(in_json(field_properties, language))
    if not stated:
        return as_json(stated)
    kept = {
        key: value for key, value in stated.items() if sample_rights.property_of(key) in _LISTED
    }
    return as_json(
        kept | {"CategoryName": _NAME_OF_ANOTHER_TABLE, "PriorityName": _NAME_OF_ANOTHER_TABLE}
    )


def select(carrier: Carrier, names: str) -> Carrier:
    """Null every property that the comma-separated `names` leave out; no names keep all."""
    wanted = {name.strip().lower() for name in names.split(",")} - {""}
    if not wanted:
        return carrier
    return {name: value if name.lower() in wanted else None for name, value in carrier.items()}


def as_json(value: object) -> str:
    """Give the JSON text that goes on the wire: UTF-8 letters as they are, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
