"""A stored mailbox as the two carriers that travel: the list row and the entity."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from desktop_app.demo.samples import sample_rights
from desktop_app.demo.samples.localisation import localise_json, localised_text
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
_LIST_PROPERTIES = ("MailInFilterId", "Address")
_FOREIGN_NAME_PROPERTY = {
    "FieldRight": {"Mask": "Read", "Reason": ""},
    "FieldType": "System.String",
    "FieldLength": 0,
}


def visible_values(mailbox: StoredMailbox) -> dict[str, str | int]:
    """Give what a read shows of the editable properties (Password apart)."""
    rules = sample_rights.field_rules(mailbox.field_properties)
    held: dict[str, str | int] = {
        "ServerType": mailbox.server_type,
        "Address": mailbox.address,
        "Username": mailbox.username,
        "Server": mailbox.server,
        "Port": mailbox.port,
    }
    return {
        name: value if rules.get(name, sample_rights.UNRESTRICTED).readable else DEFAULTS[name]
        for name, value in held.items()
    }


def mailbox_entity(mailbox: StoredMailbox, language: str | None) -> Carrier:
    """Give the MailboxEntity carrier; text that may not be read is null, as is .NET's own."""
    values = visible_values(mailbox)
    hidden = {name for name, rule in _field_rules(mailbox) if not rule.readable}
    return {
        "MailInFilterId": mailbox.id,
        "ServerType": values["ServerType"],
        "Address": None if "Address" in hidden else values["Address"],
        "Username": None if "Username" in hidden else values["Username"],
        "Password": mailbox.password_reading,
        "Server": None if "Server" in hidden else values["Server"],
        "Port": values["Port"],
        "TableRight": json.loads(localise_json(mailbox.table_right, language)),
        "FieldProperties": json.loads(localise_json(mailbox.field_properties, language)),
    }


def _field_rules(mailbox: StoredMailbox) -> Iterable[tuple[str, sample_rights.FieldRule]]:
    return sample_rights.field_rules(mailbox.field_properties).items()


def mailbox_list_row(mailbox: StoredMailbox, language: str | None) -> str:
    """Give the Mailbox carrier as JSON text, put together from parts that many rows share."""
    rule = sample_rights.field_rules(mailbox.field_properties).get(
        "Address", sample_rights.UNRESTRICTED
    )
    address = to_json_text(mailbox.address) if rule.readable else "null"
    return (
        f'{{"MailInFilterId":{mailbox.id},"Address":{address},'
        f'"CategoryName":{_localised_name(mailbox.category, language)},'
        f'"PriorityName":{_localised_name(mailbox.priority, language)},'
        f'"TableRight":{localise_json(mailbox.table_right, language)},'
        f'"FieldProperties":{_list_properties(mailbox.field_properties, language)}}}'
    )


@lru_cache(maxsize=1024)
def _localised_name(text: str, language: str | None) -> str:
    return to_json_text(localised_text(text, language))


@lru_cache(maxsize=1024)
def _list_properties(field_properties: str, language: str | None) -> str:
    """Give the FieldProperties of a list row: only what the row has."""
    stated = json.loads(localise_json(field_properties, language))
    if not stated:
        return to_json_text(stated)
    kept = {
        key: value
        for key, value in stated.items()
        if sample_rights.property_for_key(key) in _LIST_PROPERTIES
    }
    return to_json_text(
        kept | {"CategoryName": _FOREIGN_NAME_PROPERTY, "PriorityName": _FOREIGN_NAME_PROPERTY}
    )


def select_properties(carrier: Carrier, names: str) -> Carrier:
    """Null every property that the comma-separated `names` leave out; no names keep all."""
    wanted = {name.strip().lower() for name in names.split(",")} - {""}
    if not wanted:
        return carrier
    return {name: value if name.lower() in wanted else None for name, value in carrier.items()}


def to_json_text(value: object) -> str:
    """Give the JSON text that goes on the wire: UTF-8 letters as they are, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
