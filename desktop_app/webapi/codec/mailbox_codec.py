"""MailboxEntity: one mailbox read from the wire, and a draft written to it.

Reading loses nothing but the password, of which only its class is kept; what is not understood is
kept as its exact JSON text and returned unchanged.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from desktop_app.core.errors import InvalidFields, NotTheApi
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    Odd,
    PasswordSeen,
    Replace,
    SendKept,
    ServerType,
    Value,
)
from desktop_app.webapi.codec.rights_codec import field_rights, table_right
from desktop_app.webapi.codec.strict_json import has_half_characters, raw_properties, read_exactly

_ID = "MailInFilterId"
_NAMES = {
    Field.SERVER_TYPE: "ServerType",
    Field.ADDRESS: "Address",
    Field.USER_NAME: "Username",
    Field.SERVER: "Server",
    Field.PORT: "Port",
}
"""The fields that travel both ways. The password only travels one way."""

_KNOWN = {name.lower() for name in (_ID, *_NAMES.values())} | {
    "password",
    "tableright",
    "fieldproperties",
}

_TYPE_NAMES = {
    ServerType.UNKNOWN: "Unknown",
    ServerType.POP: "Pop",
    ServerType.IMAP: "Imap",
    ServerType.MAPI: "Mapi",
    ServerType.FACEBOOK: "Facebook",
    ServerType.POPS: "Pops",
    ServerType.IMAPS: "Imaps",
    ServerType.SMS_PLUGIN: "SmsPlugin",
    ServerType.MAILGUN: "Mailgun",
    ServerType.IMAP_OAUTH: "ImapOAuth",
}
_TYPES = {name.lower(): server_type for server_type, name in _TYPE_NAMES.items()}

_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,99}")
_MASKED = re.compile(r"[*•●]+")


def decode_entity(body: bytes) -> Mailbox | None:
    """The mailbox, or None for JSON null.

    Raises NotTheApi if it is none, or cannot be read exactly, and AnswerCut.
    """
    value = read_exactly(body)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise NotTheApi("JSON, but not a mailbox")
    plain = {name.lower(): each for name, each in value.items()}
    if len(plain) < len(value):
        raise NotTheApi("the answer cannot be read exactly: two names differ only in case")
    raw = raw_properties(body)
    return _mailbox(plain, {name.lower(): text for name, text in raw.items()}, _extra(raw))


def _mailbox(plain: dict[str, Any], raw: dict[str, str], extra: dict[str, str]) -> Mailbox:
    number = plain.get(_ID.lower())
    if type(number) is not int or number < 0:
        raise NotTheApi("JSON, but not a mailbox: it has no usable id")
    return Mailbox(
        number,
        {
            field: _value(field, plain[name.lower()], raw[name.lower()])
            for field, name in _NAMES.items()
            if name.lower() in plain
        },
        table_right(plain.get("tableright")),
        field_rights(plain.get("fieldproperties")),
        _password_seen(plain),
        tuple(extra.items()),
    )


def _extra(raw: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in raw.items() if name.lower() not in _KNOWN}


def _value(field: Field, plain: Any, raw: str) -> Value:
    if plain is None:
        return None
    if field is Field.PORT:
        return int(raw) if _WHOLE_NUMBER.fullmatch(raw) else Odd(raw)
    if not isinstance(plain, str):
        return Odd(raw)
    if field is Field.SERVER_TYPE:
        return _TYPES.get(plain.lower(), Odd(raw))
    return plain


def _password_seen(plain: dict[str, Any]) -> PasswordSeen:
    if "password" not in plain:
        return PasswordSeen.ABSENT
    password = plain["password"]
    if password is None:
        return PasswordSeen.NULL
    if password == "":
        return PasswordSeen.EMPTY
    masked = isinstance(password, str) and _MASKED.fullmatch(password)
    return PasswordSeen.MASKED if masked else PasswordSeen.OTHER


def encode_save(draft: Draft) -> bytes:
    """The whole entity as SaveMailboxEntity wants it: without rights, and without the password
    unless it is replaced.

    Raises InvalidFields, before anything is sent, for text that is no Unicode (half a pair), and
    ValueError for a kept password that was not fetched: to leave it out would be another choice.
    """
    if isinstance(draft.password, SendKept):
        raise ValueError("the kept password was not fetched")
    entity: dict[str, Any] = {_ID: draft.original.id}
    result = draft.result
    for field, name in _NAMES.items():
        if field in result:
            entity[name] = _wire(result[field], name)
    if isinstance(draft.password, Replace):
        entity["Password"] = _wire(draft.password.text, "Password")
    entity.update((name, msgspec.Raw(text.encode())) for name, text in draft.original.extra)
    return msgspec.json.encode(entity)


def _wire(value: Value, name: str) -> Any:
    if isinstance(value, Odd):
        return msgspec.Raw(value.json.encode())
    if isinstance(value, ServerType):
        return _TYPE_NAMES[value]
    if isinstance(value, str) and has_half_characters(value):
        raise InvalidFields(detail=f"{name} holds half a character, which cannot be sent")
    return value
