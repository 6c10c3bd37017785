"""Converts a stored mailbox to the API's two JSON carriers: the list row and the entity."""

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
# The .NET default of a property that a user may not read, or that a request leaves out.
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
    """Return the editable properties as a read shows them, except Password."""
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
    """Return the MailboxEntity carrier; text that the user may not read is null, as in .NET.

    `language` None returns the raw texts.
    """
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
    """Return the Mailbox carrier of a list as JSON text, built from cached parts for speed."""
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
    """Return the FieldProperties of a list row: only those of the row's own properties."""
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
    """Return a carrier with null for every property not in the comma-separated `names`.

    Empty `names` keep all properties.
    """
    wanted = {name.strip().lower() for name in names.split(",")} - {""}
    if not wanted:
        return carrier
    return {name: value if name.lower() in wanted else None for name, value in carrier.items()}


def to_json_text(value: object) -> str:
    """Return a value as compact JSON text, with non-ASCII letters unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
