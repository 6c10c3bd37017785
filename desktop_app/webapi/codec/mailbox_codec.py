"""MailboxEntity: decodes one mailbox, and encodes a draft to save.

Decoding loses only the password, of which just the presence is recorded. A value that is not
understood is kept as exact JSON text, and sent back unchanged.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from desktop_app.core.errors import UnexpectedResponse, UnreadableMailbox, ValidationFailed
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    PasswordPresence,
    ReplacePassword,
    SendSavedPassword,
    ServerType,
    UnknownValue,
    Value,
)
from desktop_app.webapi.codec.rights_codec import field_rights, table_right
from desktop_app.webapi.codec.strict_json import has_lone_surrogates, parse_strict, raw_properties

_ID = "MailInFilterId"
_NAMES = {
    Field.SERVER_TYPE: "ServerType",
    Field.ADDRESS: "Address",
    Field.USER_NAME: "Username",
    Field.SERVER: "Server",
    Field.PORT: "Port",
}
"""The fields that are read and written. The password is only written."""

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
    """Return the mailbox, or None for JSON null.

    Raises UnreadableMailbox if the body is no mailbox, or cannot be read exactly, and
    TruncatedResponse.
    """
    try:
        value = parse_strict(body)
    except UnexpectedResponse as error:
        raise UnreadableMailbox(error.detail) from None
    if value is None:
        return None
    if not isinstance(value, dict):
        raise UnreadableMailbox("JSON, but not a mailbox")
    plain = {name.lower(): each for name, each in value.items()}
    if len(plain) < len(value):
        raise UnreadableMailbox("the answer cannot be read exactly: two names differ only in case")
    raw = raw_properties(body)
    return _mailbox(plain, {name.lower(): text for name, text in raw.items()}, _extra(raw))


def _mailbox(plain: dict[str, Any], raw: dict[str, str], extra: dict[str, str]) -> Mailbox:
    number = plain.get(_ID.lower())
    if type(number) is not int or number < 0:
        raise UnreadableMailbox("JSON, but not a mailbox: it has no usable id")
    return Mailbox(
        number,
        {
            field: _value(field, plain[name.lower()], raw[name.lower()])
            for field, name in _NAMES.items()
            if name.lower() in plain
        },
        table_right(plain.get("tableright")),
        field_rights(plain.get("fieldproperties")),
        _password_presence(plain),
        tuple(extra.items()),
    )


def _extra(raw: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in raw.items() if name.lower() not in _KNOWN}


def _value(field: Field, plain: Any, raw: str) -> Value:
    if plain is None:
        return None
    if field is Field.PORT:
        return int(raw) if _WHOLE_NUMBER.fullmatch(raw) else UnknownValue(raw)
    if not isinstance(plain, str):
        return UnknownValue(raw)
    if field is Field.SERVER_TYPE:
        return _TYPES.get(plain.lower(), UnknownValue(raw))
    return plain


def _password_presence(plain: dict[str, Any]) -> PasswordPresence:
    if "password" not in plain:
        return PasswordPresence.ABSENT
    password = plain["password"]
    if password is None:
        return PasswordPresence.NULL
    if password == "":
        return PasswordPresence.EMPTY
    masked = isinstance(password, str) and _MASKED.fullmatch(password)
    return PasswordPresence.MASKED if masked else PasswordPresence.OTHER


def encode_save(draft: Draft) -> bytes:
    """Return the whole entity for SaveMailboxEntity: no rights, a password only if replaced.

    Raises ValidationFailed, before anything is sent, for text with half a surrogate pair, and
    ValueError for SendSavedPassword, whose password was not fetched: leaving it out would be
    another choice.
    """
    if isinstance(draft.password, SendSavedPassword):
        raise ValueError("the kept password was not fetched")
    entity: dict[str, Any] = {_ID: draft.original.id}
    result = draft.result
    for field, name in _NAMES.items():
        if field in result:
            entity[name] = _wire_value(result[field], name)
    if isinstance(draft.password, ReplacePassword):
        entity["Password"] = _wire_value(draft.password.text, "Password")
    entity.update((name, msgspec.Raw(text.encode())) for name, text in draft.original.extra)
    return msgspec.json.encode(entity)


def _wire_value(value: Value, name: str) -> Any:
    if isinstance(value, UnknownValue):
        return msgspec.Raw(value.json.encode())
    if isinstance(value, ServerType):
        return _TYPE_NAMES[value]
    if isinstance(value, str) and has_lone_surrogates(value):
        raise ValidationFailed(detail=f"{name} holds half a character, which cannot be sent")
    return value
