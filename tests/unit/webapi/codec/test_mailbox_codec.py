"""MailboxEntity: nothing is lost on reading, and nothing changes on the way back."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import UnexpectedResponse, ValidationFailed
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    PasswordPresence,
    ReplacePassword,
    ServerType,
    UnknownValue,
)
from desktop_app.webapi.codec.mailbox_codec import decode_entity, encode_save

ENTITY = {
    "MailInFilterId": 5,
    "ServerType": "Imaps",
    "Address": "post@example.com",
    "Username": None,
    "Password": None,
    "Server": "imap.example.com:993/INBOX",
    "Port": 993,
    "TableRight": {"Mask": "FULL", "Reason": ""},
    "FieldProperties": {"PopServer": {"FieldRight": {"Mask": "Read", "Reason": "why"}}},
}


def read(text: str | dict[str, Any]) -> Mailbox:
    body = text if isinstance(text, str) else json.dumps(text)
    mailbox = decode_entity(body.encode())
    assert mailbox is not None
    return mailbox


def sent(draft: Draft) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode_save(draft))
    return found


def test_reading() -> None:
    mailbox = read(ENTITY)
    assert mailbox.id == 5
    assert dict(mailbox.values) == {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: "post@example.com",
        Field.USER_NAME: None,
        Field.SERVER: "imap.example.com:993/INBOX",
        Field.PORT: 993,
    }
    assert mailbox.table_right is not None
    assert mailbox.field_rights["popserver"].reason == "why"
    assert mailbox.extra == ()


def test_null_is_no_mailbox() -> None:
    assert decode_entity(b" null ") is None


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        '"text"',
        "7",
        "{}",
        '{"MailInFilterId": null}',
        '{"MailInFilterId": "5"}',
        '{"MailInFilterId": 5.0}',
        '{"MailInFilterId": true}',
        '{"MailInFilterId": -1}',
        '{"MailInFilterId": 5, "mailInFilterId": 5}',
        '{"MailInFilterId": 5, "Port": 1, "PORT": 2}',
        '{"MailInFilterId": 5, "Password": "a", "password": "b"}',
        '{"MailInFilterId": 5, "Folder": 1, "folder": 2}',
    ],
)
def test_what_is_no_mailbox(body: str) -> None:
    with pytest.raises(UnexpectedResponse):
        decode_entity(body.encode())


def test_names_in_any_case() -> None:
    camel = {name[0].lower() + name[1:]: value for name, value in ENTITY.items()}
    assert read(camel) == read(ENTITY)
    assert sent(Draft(read(camel), {})) == sent(Draft(read(ENTITY), {}))


@pytest.mark.parametrize("port", [0, -1, 70000, 2**31, 2**40, -(2**63)])
def test_whole_ports_are_exact(port: int) -> None:
    mailbox = read(ENTITY | {"Port": port})
    assert mailbox.values[Field.PORT] == port
    assert sent(Draft(mailbox, {}))["Port"] == port


@pytest.mark.parametrize("text", ["993.0", "1e3", '"110"', "true", "[1]", '{"a": 1.10}', "-0"])
@pytest.mark.parametrize("name", ["Port", "ServerType", "Address"])
def test_odd_values_go_back_as_they_came(text: str, name: str) -> None:
    mailbox = read(f'{{"MailInFilterId": 5, "{name}":  {text} }}')
    [value] = mailbox.values.values()
    if text == '"110"' and name == "Address":
        assert value == "110"
    else:
        assert value == UnknownValue(text)
    assert f'"{name}":{text}'.encode() in encode_save(Draft(mailbox, {}))


def test_an_unheard_of_type_goes_back_as_it_came() -> None:
    mailbox = read(ENTITY | {"ServerType": "Frobnicate"})
    assert mailbox.values[Field.SERVER_TYPE] == UnknownValue('"Frobnicate"')
    assert sent(Draft(mailbox, {}))["ServerType"] == "Frobnicate"


@pytest.mark.parametrize("server_type", ServerType)
def test_every_type_goes_both_ways(server_type: ServerType) -> None:
    draft = Draft(read(ENTITY), {Field.SERVER_TYPE: server_type})
    name = sent(draft)["ServerType"]
    assert read(ENTITY | {"ServerType": name}).values[Field.SERVER_TYPE] is server_type


@pytest.mark.parametrize(
    ("password", "seen"),
    [
        (None, PasswordPresence.NULL),
        ("", PasswordPresence.EMPTY),
        ("********", PasswordPresence.MASKED),
        ("•••", PasswordPresence.MASKED),
        ("hunter2", PasswordPresence.OTHER),
        (["hunter2"], PasswordPresence.OTHER),
    ],
)
def test_of_the_password_only_its_class_is_kept(password: object, seen: PasswordPresence) -> None:
    mailbox = read(ENTITY | {"Password": password})
    assert mailbox.password_presence is seen
    assert "hunter2" not in repr(mailbox)
    assert "Password" not in sent(Draft(mailbox, {}))


def test_an_absent_password() -> None:
    assert read('{"MailInFilterId": 5}').password_presence is PasswordPresence.ABSENT


def test_a_password_is_sent_when_it_is_replaced() -> None:
    draft = Draft(read(ENTITY), {}, ReplacePassword('nytt "blåbær" €\\'))
    assert sent(draft)["Password"] == 'nytt "blåbær" €\\'
    assert "blåbær" not in repr(draft)


def test_rights_are_never_sent_and_strange_properties_always() -> None:
    text = '{"MailInFilterId": 5, "Folder": "\\u00e5" , "TableRight": null, "x": {"y": 1.10}}'
    mailbox = read(text)
    assert mailbox.extra == (("Folder", '"\\u00e5"'), ("x", '{"y": 1.10}'))
    body = encode_save(Draft(mailbox, {Field.PORT: 1}))
    assert body == b'{"MailInFilterId":5,"Port":1,"Folder":"\\u00e5","x":{"y": 1.10}}'


def test_a_change_is_sent() -> None:
    draft = Draft(read(ENTITY), {Field.ADDRESS: "<a@b> (Å)", Field.PORT: None})
    assert sent(draft) == {
        "MailInFilterId": 5,
        "ServerType": "Imaps",
        "Address": "<a@b> (Å)",
        "Username": None,
        "Server": "imap.example.com:993/INBOX",
        "Port": None,
    }


@pytest.mark.parametrize("where", ["Address", "Password"])
def test_half_a_character_is_refused_before_sending(where: str) -> None:
    text = "hidden\ud800"
    mailbox = read(ENTITY)
    draft = Draft(mailbox, {Field.ADDRESS: text})
    if where == "Password":
        draft = Draft(mailbox, {}, ReplacePassword(text))
    with pytest.raises(ValidationFailed) as caught:
        encode_save(draft)
    assert where in caught.value.detail
    assert "hidden" not in repr(caught.value)
    assert caught.value.__context__ is None


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
known = st.fixed_dictionaries(
    {"MailInFilterId": st.integers(0, 2**40)},
    optional={name: json_values for name in ENTITY if name != "MailInFilterId"},
)
LOWER = {name.lower() for name in ENTITY}
strange = st.dictionaries(texts.filter(lambda n: n.lower() not in LOWER), json_values, max_size=3)


@given(known, strange.filter(lambda names: len({n.lower() for n in names}) == len(names)))
def test_an_untouched_mailbox_goes_back_as_it_came(
    known: dict[str, Any], strange: dict[str, Any]
) -> None:
    entity = known | strange
    back = sent(Draft(read(entity), {}))
    for name in ("Password", "TableRight", "FieldProperties"):
        entity.pop(name, None)
    if isinstance(entity.get("ServerType"), str):  # names of types are known in any case
        entity["ServerType"] = entity["ServerType"].lower()
        back["ServerType"] = back["ServerType"].lower()
    assert back == entity


@given(json_values)
def test_any_json_ends_in_a_mailbox_or_an_error_of_ours(value: Any) -> None:
    with suppress(UnexpectedResponse):
        decode_entity(json.dumps(value).encode())
