"""The client's codec against wire.json, which was written by neither side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    ServerType,
)
from desktop_app.core.mailbox.mailbox_rules import RIGHT_KEYS, field_access_for
from desktop_app.core.mailbox.rights import AccessLevel, FieldFlag, TableFlag, row_lock
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.net.http_call import HttpResponse
from desktop_app.webapi.codec.error_bodies import parse_error_object
from desktop_app.webapi.codec.list_codec import decode_list
from desktop_app.webapi.codec.mailbox_codec import decode_entity, encode_save
from desktop_app.webapi.codec.right_masks import field_flags, table_flags
from desktop_app.webapi.codec.rights_codec import field_rights, table_right

WIRE: dict[str, Any] = json.loads(Path(__file__).with_name("wire.json").read_text("utf-8"))

PROPERTIES = {
    Field.SERVER_TYPE: "ServerType",
    Field.ADDRESS: "Address",
    Field.USER_NAME: "Username",
    Field.PASSWORD: "Password",
    Field.SERVER: "Server",
    Field.PORT: "Port",
}


def read(carrier: Any) -> Mailbox:
    mailbox = decode_entity(json.dumps(carrier).encode())
    assert mailbox is not None
    return mailbox


@pytest.mark.parametrize(("name", "number"), WIRE["mailbox_types"].items())
def test_server_types(name: str, number: int) -> None:
    mailbox = read({"MailInFilterId": 1, "ServerType": name})
    assert mailbox.values[Field.SERVER_TYPE] is ServerType(number)
    assert json.loads(encode_save(Draft(mailbox, {})))["ServerType"] == name


@pytest.mark.parametrize(("name", "bits"), WIRE["table_flags"].items())
def test_table_flags(name: str, bits: int) -> None:
    assert table_flags(name) == TableFlag(bits)


@pytest.mark.parametrize(("name", "bits"), WIRE["field_flags"].items())
def test_field_flags(name: str, bits: int) -> None:
    assert field_flags(name) == FieldFlag(bits)


@pytest.mark.parametrize("case", WIRE["table_masks"], ids=lambda case: case["mask"])
def test_table_masks(case: dict[str, Any]) -> None:
    right = table_right({"Mask": case["mask"], "Reason": ""})
    assert right is not None
    assert right.mask == case["mask"]
    assert (right.flags is None) == (case["bits"] is None)
    assert right.flags is None or int(right.flags) == case["bits"]
    assert (row_lock(right, is_new=False) is None) == case["update"]
    assert (row_lock(right, is_new=True) is None) == case["insert"]


@pytest.mark.parametrize("case", WIRE["field_masks"], ids=lambda case: case["mask"])
def test_field_masks(case: dict[str, Any]) -> None:
    carrier = {"Server": {"FieldRight": {"Mask": case["mask"], "Reason": ""}}}
    right = field_rights(carrier)["server"]
    assert (right.flags is None) == (case["bits"] is None)
    assert right.flags is None or int(right.flags) == case["bits"]
    values = {Field.SERVER_TYPE: ServerType.POP}
    access = field_access_for(Mailbox(1, values, None, {"server": right}))[Field.SERVER]
    assert (access.level not in (AccessLevel.HIDDEN, AccessLevel.WRITE_ONLY)) == case["read"]
    assert access.can_write == (case["write"] and not case["hint_read_only"])
    assert access.mandatory == case["mandatory"]


@pytest.mark.parametrize("case", WIRE["field_keys"], ids=lambda case: case["key"])
def test_field_keys(case: dict[str, Any]) -> None:
    [key] = field_rights({case["key"]: {"FieldRight": {"Mask": "Read", "Reason": ""}}})
    found = [PROPERTIES[field] for field, keys in RIGHT_KEYS.items() if key in keys]
    assert found == ([case["property"]] if case["property"] else [])


@pytest.mark.parametrize("case", WIRE["field_lengths"])
def test_field_lengths(case: dict[str, Any]) -> None:
    carrier = {"Server": {"FieldRight": None, **case}}
    assert field_rights(carrier)["server"].max_characters == case["limit"]


@pytest.mark.parametrize("case", WIRE["error_envelopes"], ids=lambda case: case["name"])
def test_error_envelopes(case: dict[str, Any]) -> None:
    answer = HttpResponse(200, {}, json.dumps(case["sample"]).encode())
    words = parse_error_object(answer, "MailInFilterId")
    assert words is not None
    assert words.message.split("\n")[0] == case["says"]
    assert words.error_type == (case["type"] or "")


def test_the_list() -> None:
    rows = WIRE["samples"]["GetMailboxes"]
    found = decode_list(json.dumps(rows, ensure_ascii=False).encode())
    assert found.issues == ()
    assert found.rows == [
        ListedMailbox(
            row["MailInFilterId"],
            row["Address"],
            row["CategoryName"],
            row["PriorityName"],
            table_right(row["TableRight"]),
        )
        for row in rows
    ]


@pytest.mark.parametrize("sample", WIRE["samples"]["GetMailboxEntity"])
def test_entities(sample: dict[str, Any] | None) -> None:
    mailbox = decode_entity(json.dumps(sample).encode())
    if sample is None:
        assert mailbox is None
        return
    assert mailbox is not None
    assert mailbox.extra == ()
    kept = set(WIRE["carriers"]["MailboxEntity"]) - {"Password", "TableRight", "FieldProperties"}
    sent = json.loads(encode_save(Draft(mailbox, {})))
    assert sent == {name: sample[name] for name in kept}


SAVES = [
    case
    for case in WIRE["saves"]
    if "MailInFilterId" in case["body"] and case["body"].get("Password") != ""
]
"""The saves that this client can make: it writes PascalCase, and never an empty password."""


@pytest.mark.parametrize("case", SAVES, ids=lambda case: case["name"])
def test_saves(case: dict[str, Any]) -> None:
    before = case["given"] or {"MailInFilterId": 0}
    wished = read(case["body"])
    password = case["body"].get("Password")
    draft = Draft(
        read(before), wished.values, ReplacePassword(password) if password else KeepPassword()
    )
    assert json.loads(encode_save(draft)) == case["body"]
