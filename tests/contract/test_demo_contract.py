"""The demo server against wire.json, which was written from the vendor's own sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from desktop_app.demo import DemoServer, StoredMailbox
from desktop_app.demo.carriers import SERVER_TYPES
from desktop_app.demo.samples import sample_rights
from desktop_app.demo.samples.rights_scenarios import field_property, table_right
from tests.unit.demo.caller import AGENT, Caller, calling

WIRE: dict[str, Any] = json.loads(Path(__file__).with_name("wire.json").read_text("utf-8"))
COLUMNS = {
    "MailInFilterId": "id",
    "ServerType": "server_type",
    "Address": "address",
    "Username": "username",
    "Password": "password",
    "Server": "server",
    "Port": "port",
}


def named(entries: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", WIRE[entries], ids=lambda case: str(case["name"]))


def masks(entries: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", WIRE[entries], ids=lambda case: case["mask"] or "empty")


@pytest.fixture
def caller(crm: DemoServer) -> Iterator[Caller]:
    with calling(crm) as one:
        yield one


def fits(value: object, kind: str) -> bool:
    """Tell whether a JSON value is of a kind of the contract."""
    if value is None:
        return kind in WIRE["nullable"]
    if kind.startswith("map of "):
        return isinstance(value, dict) and all(
            fits(each, kind.removeprefix("map of ")) for each in value.values()
        )
    if kind in WIRE["carriers"]:
        return is_carrier(value, kind)
    if kind == "int32":
        return type(value) is int and -(2**31) <= value < 2**31
    return isinstance(value, str) and (kind == "string" or value in WIRE["mailbox_types"])


def is_carrier(value: object, kind: str) -> bool:
    properties: Mapping[str, str] = WIRE["carriers"][kind]
    return (
        isinstance(value, dict)
        and set(value) == set(properties)
        and all(fits(value[name], each) for name, each in properties.items())
    )


@named("endpoints")
def test_endpoints_are_where_the_vendor_has_them(caller: Caller, case: dict[str, Any]) -> None:
    reply = caller.send("POST", f"{case['path']}?mailboxEntityId=1&{quote('$select')}=")
    assert reply.status == (400 if case["name"] == "SaveMailboxEntity" else 200)
    listed = caller.send("GET", "/v1").json()
    assert any(url.endswith(case["path"]) and case["verb"] in listed[url] for url in listed)


def test_every_answer_is_the_carrier_of_the_swagger_file(crm: DemoServer, caller: Caller) -> None:
    for language in ("", "de"):
        rows = caller.post("GetMailboxes", SO_Language=language).json()
        assert all(is_carrier(row, "Mailbox") for row in rows)
        for box in crm.store.mailboxes():
            assert is_carrier(caller.entity(box.id, SO_Language=language), "MailboxEntity"), box
    assert is_carrier(caller.post("CreateDefaultMailboxEntity").json(), "MailboxEntity")


@pytest.mark.parametrize("method", ["GetMailboxes", "GetMailboxEntity"])
def test_the_samples_are_themselves_the_carriers(method: str) -> None:
    kind = "Mailbox" if method == "GetMailboxes" else "MailboxEntity"
    assert all(each is None or is_carrier(each, kind) for each in WIRE["samples"][method])


def test_mailbox_types_are_the_vendors() -> None:
    assert {name: number for number, name in enumerate(SERVER_TYPES)} == WIRE["mailbox_types"]


def test_flags_are_the_vendors() -> None:
    assert WIRE["table_flags"] == sample_rights.TABLE_FLAGS
    assert WIRE["field_flags"] == sample_rights.FIELD_FLAGS


@masks("table_masks")
def test_table_masks_mean_what_was_captured(case: dict[str, Any]) -> None:
    assert sample_rights.parse_mask(case["mask"], sample_rights.TABLE_FLAGS) == case["bits"]
    stated = table_right(case["mask"])
    assert sample_rights.may_update(stated) == case["update"]
    assert sample_rights.may_insert(stated) == case["insert"]


@masks("field_masks")
def test_field_masks_mean_what_was_captured(case: dict[str, Any]) -> None:
    assert sample_rights.parse_mask(case["mask"], sample_rights.FIELD_FLAGS) == case["bits"]
    stated = json.dumps({"Server": field_property((case["mask"], ""))})
    rule = sample_rights.field_rules(stated)["Server"]
    assert (rule.readable, rule.writable) == (case["read"], case["write"])
    assert rule.mandatory == case["mandatory"]


@pytest.mark.parametrize("case", WIRE["field_keys"], ids=lambda case: str(case["key"]))
def test_field_keys_speak_of_properties(case: dict[str, Any]) -> None:
    assert sample_rights.property_for_key(case["key"]) == case["property"]


@pytest.mark.parametrize("case", WIRE["field_lengths"])
def test_lengths_limit_text_only(case: dict[str, Any]) -> None:
    stated = field_property(None, case["FieldType"], case["FieldLength"])
    assert sample_rights.field_rules(json.dumps({"Port": stated}))["Port"].length == case["limit"]


@named("saves")
def test_saves_do_what_is_said(crm: DemoServer, caller: Caller, case: dict[str, Any]) -> None:
    if case["given"]:
        given = {COLUMNS[name]: value for name, value in case["given"].items()}
        crm.store.update(StoredMailbox(**given))
    answer = caller.save(case["body"]).json()
    assert is_carrier(answer, "MailboxEntity")
    stored = crm.store.mailbox(answer["MailInFilterId"])
    assert {name: getattr(stored, COLUMNS[name]) for name in case["then"]} == case["then"]
    shown = {name: value for name, value in case["then"].items() if name != "Password"}
    assert {name: answer[name] for name in shown} == shown


@named("refused_saves")
def test_refused_saves_say_so_in_an_envelope(
    crm: DemoServer, caller: Caller, case: dict[str, Any]
) -> None:
    before = crm.store.mailboxes()
    headers = {"Content-Type": WIRE["headers"]["content types taken"][0]}
    body = json.dumps(case["body"]).encode()
    answer = caller.send("POST", f"{AGENT}/SaveMailboxEntity", body, headers).json()
    marks = [set(envelope["marks"]) for envelope in WIRE["error_envelopes"]]
    assert any(each <= set(answer) for each in marks)
    assert crm.store.mailboxes() == before


def test_every_sample_envelope_has_a_duplicate_in_the_server(caller: Caller) -> None:
    provoked = [
        caller.save({"MailInFilterId": 99999, "Address": "x"}).json(),
        caller.save({"MailInFilterId": 8}).json(),
        caller.send("POST", "/nowhere").json(),
        caller.save({"Port": 2**31}).json(),
    ]
    for answer, envelope in zip(provoked, WIRE["error_envelopes"], strict=True):
        assert set(answer) == set(envelope["sample"])
        assert answer.get("ErrorType") == envelope["type"]


@pytest.mark.parametrize("media", WIRE["headers"]["content types taken"])
def test_the_content_types_of_the_vendor_that_are_json(caller: Caller, media: str) -> None:
    reply = caller.save({"Address": "x@example.com"}, Content_Type=media)
    assert reply.headers["Content-Type"] == WIRE["headers"]["content type answered"]
    assert is_carrier(reply.json(), "MailboxEntity")
