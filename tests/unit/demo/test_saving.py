from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop_app.demo import DemoServer
from desktop_app.demo.samples.rights_scenarios import field_properties, table_right
from tests.demo_mailboxes import stored_mailbox
from tests.unit.demo.caller import AGENT, ENTITY, Caller, Reply

FREE = 2  # FULL, Update on every field
ROW_NONE, ROW_READ_ONLY, FIELD_READ_ONLY, HINT, MANDATORY = 7, 8, 9, 10, 11
HIDDEN, WRITE_ONLY, UNKNOWN_FIELD, UNKNOWN_ROW, DATABASE_KEYS = 12, 13, 16, 17, 18
TWO_KEYS, RESTRICTED, UNINITIALIZED, PASSWORD_LOCKED = 19, 20, 21, 25


def edited(caller: Caller, mailbox_id: int, **changes: object) -> dict[str, Any]:
    """A whole entity as read, without the password, with some fields changed."""
    entity: dict[str, Any] = caller.entity(mailbox_id)
    del entity["Password"]
    return {**entity, **changes}


def refused(reply: Reply, status: int, kind: str) -> bool:
    answer = reply.json()
    return reply.status == status and kind in (answer.get("ErrorType"), *answer)


def test_an_absent_password_is_kept_and_the_rest_is_written(
    crm: DemoServer, caller: Caller
) -> None:
    before = stored_mailbox(crm, FREE)
    wanted = edited(caller, FREE, Server="new.example.com", Port=1993, ServerType="Pops")
    answer = caller.save(wanted).json()
    assert {name: answer[name] for name in ("Server", "Port", "ServerType")} == {
        "Server": "new.example.com", "Port": 1993, "ServerType": "Pops",
    }  # fmt: skip
    assert stored_mailbox(crm, FREE) == replace(
        before, server="new.example.com", port=1993, server_type="Pops"
    )


@pytest.mark.parametrize("sent", ["new", "", "********", "pässwörd-€", "\x00 odd"])
def test_any_text_replaces_the_password(crm: DemoServer, caller: Caller, sent: str) -> None:
    answer = caller.save(edited(caller, FREE, Password=sent)).json()
    assert stored_mailbox(crm, FREE).password == sent
    assert answer["Password"] == stored_mailbox(crm, FREE).password_reading


def test_a_null_password_is_kept(crm: DemoServer, caller: Caller) -> None:
    before = stored_mailbox(crm, FREE)
    assert caller.save(edited(caller, FREE, Password=None)).status == 200
    assert stored_mailbox(crm, FREE) == before


def test_a_partial_body_overwrites_with_defaults(crm: DemoServer, caller: Caller) -> None:
    password = stored_mailbox(crm, FREE).password
    caller.save({"MailInFilterId": FREE, "Address": "only@example.com"})
    after = stored_mailbox(crm, FREE)
    assert (after.address, after.username, after.server) == ("only@example.com", "", "")
    assert (after.port, after.server_type) == (0, "Unknown")
    assert after.password == password


def test_what_the_api_does_not_show_is_left_alone(crm: DemoServer, caller: Caller) -> None:
    before = stored_mailbox(crm, FREE)
    caller.save(edited(caller, FREE, Port=1))
    after = stored_mailbox(crm, FREE)
    assert (after.category, after.priority) == (before.category, before.priority)


@pytest.mark.parametrize("missing", [True, False])
def test_id_zero_or_none_creates(crm: DemoServer, caller: Caller, missing: bool) -> None:
    entity = {**ENTITY, "Password": "first"}
    if missing:
        del entity["MailInFilterId"]
    answer = caller.save(entity).json()
    assert answer["MailInFilterId"] == 44
    stored = stored_mailbox(crm, 44)
    assert (stored.address, stored.password, stored.port) == ("new@example.com", "first", 993)
    assert caller.entity(44) == answer
    assert caller.post("GetMailboxes").json()[-1]["Address"] == "new@example.com"


def test_a_new_mailbox_reads_its_password_in_one_of_three_ways(caller: Caller) -> None:
    addresses = ("a@example.com", "aa@example.com", "aaa@example.com")
    answers = [caller.save({**ENTITY, "Address": address}).json() for address in addresses]
    assert {answer["Password"] for answer in answers} == {None, "", "********"}


def test_ids_are_never_used_twice(crm: DemoServer, caller: Caller) -> None:
    crm.store.remove(43)
    assert caller.save(ENTITY).json()["MailInFilterId"] == 44


def test_two_creates_make_two_mailboxes(crm: DemoServer, caller: Caller) -> None:
    caller.save(ENTITY)
    caller.save(ENTITY)
    assert [box.address for box in crm.store.mailboxes()].count("new@example.com") == 2


@pytest.mark.parametrize("mailbox_id", [-1, 99999, 2**31 - 1, -(2**31)])
def test_an_unknown_id_is_not_created(crm: DemoServer, caller: Caller, mailbox_id: int) -> None:
    reply = caller.save({**ENTITY, "MailInFilterId": mailbox_id})
    assert refused(reply, 404, "SoNotFoundException")
    assert len(crm.store.mailboxes()) == 43


def test_names_match_in_any_case_and_rights_and_unknown_ones_are_ignored(
    crm: DemoServer, caller: Caller
) -> None:
    body = {
        "mailInFilterId": FREE, "SERVERTYPE": 5, "address": "a@example.com", "userName": "u",
        "server": "s", "port": 7, "tableRight": {"mask": 0}, "fieldProperties": "junk", "x": [1],
    }  # fmt: skip
    assert caller.save(body).status == 200
    after = stored_mailbox(crm, FREE)
    assert (after.server_type, after.address, after.username) == ("Pops", "a@example.com", "u")
    assert (after.server, after.port) == ("s", 7)
    assert after.table_right == table_right("FULL")


@pytest.mark.parametrize(
    ("sent", "stored"),
    [("imapoauth", "ImapOAuth"), ("UNKNOWN", "Unknown"), (0, "Unknown"), (9, "ImapOAuth")],
)
def test_server_types_by_name_or_number(
    crm: DemoServer, caller: Caller, sent: object, stored: str
) -> None:
    caller.save(edited(caller, FREE, ServerType=sent))
    assert stored_mailbox(crm, FREE).server_type == stored


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ServerType", "Carrier pigeon"), ("ServerType", 10), ("ServerType", -1),
        ("ServerType", None), ("ServerType", True), ("ServerType", ["Pop"]), ("ServerType", "2"),
        ("Port", 2**31), ("Port", -(2**31) - 1), ("Port", 10**400), ("Port", "993"),
        ("Port", 993.0), ("Port", None), ("Port", True), ("Port", {}),
        ("MailInFilterId", 2**31), ("MailInFilterId", None), ("MailInFilterId", "2"),
        ("Address", 5), ("Username", ["u"]), ("Password", 5), ("Password", False), ("Server", {}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_400_naming_the_property(
    crm: DemoServer, caller: Caller, name: str, value: object
) -> None:
    before = crm.store.mailboxes()
    reply = caller.save(edited(caller, FREE, **{name: value}))
    assert refused(reply, 400, "ModelState")
    assert list(reply.json()["ModelState"]) == [f"mailboxEntity.{name}"]
    assert crm.store.mailboxes() == before


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"{'a': 1}", b'{"Port": NaN}', b"[" * 100_000, b"\xff\xfe",
        b'{"Port": ' + b"9" * 5000 + b"}", b"[]", b'"x"', b"5",
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_400(caller: Caller, body: bytes) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    reply = caller.send("POST", f"{AGENT}/SaveMailboxEntity", body, headers)
    assert reply.status == 400
    assert "Message" in reply.json()


@pytest.mark.parametrize("body", [b"", b"null", b"  "])
def test_a_missing_entity_is_400(caller: Caller, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    reply = caller.send("POST", f"{AGENT}/SaveMailboxEntity", body, headers)
    assert refused(reply, 400, "MessageDetail")


@pytest.mark.parametrize("length", [255, 256])
def test_text_has_255_utf16_units(crm: DemoServer, caller: Caller, length: int) -> None:
    text = "😀" * 127 + "x" * (length - 254)
    reply = caller.save(edited(caller, 1, Username=text))
    if length == 255:
        assert stored_mailbox(crm, 1).username == text
    else:
        assert refused(reply, 500, "SoValidationException")
        assert stored_mailbox(crm, 1).username != text


def test_a_stated_length_counts(caller: Caller) -> None:
    assert caller.save(edited(caller, DATABASE_KEYS, Server="x" * 219)).json()["Port"] == 995
    reply = caller.save(edited(caller, DATABASE_KEYS, Server="x" * 220))
    assert refused(reply, 500, "SoValidationException")


def test_an_overlong_legacy_value_does_not_stop_other_changes(
    crm: DemoServer, caller: Caller
) -> None:
    assert len(stored_mailbox(crm, 42).address) > 255
    assert caller.save(edited(caller, 42, Port=110)).json()["Port"] == 110


@pytest.mark.parametrize("mailbox_id", [ROW_NONE, ROW_READ_ONLY, UNKNOWN_ROW])
def test_a_row_without_update_is_refused_even_unchanged(
    crm: DemoServer, caller: Caller, mailbox_id: int
) -> None:
    before = crm.store.mailboxes()
    assert refused(caller.save(edited(caller, mailbox_id)), 403, "SoSentryException")
    assert refused(caller.save(edited(caller, mailbox_id, Port=1)), 403, "SoSentryException")
    assert crm.store.mailboxes() == before


@pytest.mark.parametrize(
    ("mailbox_id", "name", "value"),
    [
        (FIELD_READ_ONLY, "Server", "other.example.com"),
        (FIELD_READ_ONLY, "Port", 1),
        (HIDDEN, "Username", "guess"),
        (HIDDEN, "Port", 993),
        (HIDDEN, "Password", "guess"),
        (UNKNOWN_FIELD, "Server", "other.example.com"),
        (DATABASE_KEYS, "Username", "other"),
        (TWO_KEYS, "Server", "other.example.com"),
        (RESTRICTED, "Address", "other@example.com"),
        (RESTRICTED, "ServerType", "Pop"),
        (PASSWORD_LOCKED, "Password", "guess"),
        (PASSWORD_LOCKED, "Password", ""),
    ],
)
def test_a_field_without_write_is_refused_when_it_changes(
    crm: DemoServer, caller: Caller, mailbox_id: int, name: str, value: object
) -> None:
    before = crm.store.mailboxes()
    reply = caller.save(edited(caller, mailbox_id, **{name: value}))
    assert refused(reply, 403, "SoSentryException")
    assert name in reply.json()["ErrorMessage"]
    assert crm.store.mailboxes() == before


@pytest.mark.parametrize(
    ("mailbox_id", "name", "value"),
    [
        (FIELD_READ_ONLY, "Address", "other@example.com"),
        (HIDDEN, "Server", "other.example.com"),
        (UNKNOWN_FIELD, "Port", 1993),
        (DATABASE_KEYS, "Port", 1995),
        (TWO_KEYS, "Port", 1995),
        (RESTRICTED, "Server", "other.example.com"),
        (UNINITIALIZED, "Port", 1993),
        (WRITE_ONLY, "Port", 1993),
        (PASSWORD_LOCKED, "Port", 1993),
        (15, "Server", "other.example.com"),
        (22, "Server", "other.example.com"),
        (24, "Server", "other.example.com"),
        (HINT, "Address", "other@example.com"),
    ],
)
def test_the_other_fields_of_the_same_mailbox_can_be_saved(
    crm: DemoServer, caller: Caller, mailbox_id: int, name: str, value: object
) -> None:
    before = stored_mailbox(crm, mailbox_id)
    answer = caller.save(edited(caller, mailbox_id, **{name: value})).json()
    assert answer[name] == value
    column = {"Address": "address", "Server": "server", "Port": "port"}[name]
    assert stored_mailbox(crm, mailbox_id) == replace(before, **{column: value})  # type: ignore[arg-type]  # by column name


@pytest.mark.parametrize("mailbox_id", [HIDDEN, PASSWORD_LOCKED])
def test_a_locked_password_does_not_stop_a_client_that_posts_all_it_read(
    crm: DemoServer, caller: Caller, mailbox_id: int
) -> None:
    before = stored_mailbox(crm, mailbox_id)
    assert before.password
    assert caller.save(caller.entity(mailbox_id)).json()["MailInFilterId"] == mailbox_id
    assert stored_mailbox(crm, mailbox_id) == before


def test_a_hidden_value_survives_a_save(crm: DemoServer, caller: Caller) -> None:
    before = stored_mailbox(crm, HIDDEN)
    caller.save(edited(caller, HIDDEN, Server="other.example.com"))
    after = stored_mailbox(crm, HIDDEN)
    assert (after.username, after.port, after.password) == (
        before.username, before.port, before.password,
    )  # fmt: skip


def test_a_write_only_field_is_kept_when_empty_and_written_otherwise(
    crm: DemoServer, caller: Caller
) -> None:
    before = stored_mailbox(crm, WRITE_ONLY)
    assert caller.entity(WRITE_ONLY)["Username"] is None
    caller.save(edited(caller, WRITE_ONLY))
    assert stored_mailbox(crm, WRITE_ONLY) == before
    answer = caller.save(edited(caller, WRITE_ONLY, Username="fresh", Password="secret")).json()
    assert answer["Username"] is None
    assert stored_mailbox(crm, WRITE_ONLY) == replace(before, username="fresh", password="secret")


@pytest.mark.parametrize(("name", "empty"), [("Address", ""), ("Server", None), ("Port", 0)])
def test_a_mandatory_field_left_empty_is_an_error_with_status_200(
    crm: DemoServer, caller: Caller, name: str, empty: object
) -> None:
    before = stored_mailbox(crm, MANDATORY)
    reply = caller.save(edited(caller, MANDATORY, **{name: empty}))
    assert refused(reply, 200, "MessageDetail")
    assert "MailInFilterId" not in reply.json()
    assert name in reply.json()["MessageDetail"]
    assert stored_mailbox(crm, MANDATORY) == before


def test_a_new_mailbox_must_have_an_address(crm: DemoServer, caller: Caller) -> None:
    assert refused(caller.save({**ENTITY, "Address": ""}), 200, "MessageDetail")
    assert len(crm.store.mailboxes()) == 43


def test_mandatory_password_and_type(crm: DemoServer, caller: Caller) -> None:
    demanded = ("Update, UIHintMandatory", "")
    rights = field_properties(Password=demanded, ServerType=demanded)
    crm.store.update(replace(stored_mailbox(crm, FREE), field_properties=rights))
    assert caller.save(edited(caller, FREE)).json()["MailInFilterId"] == FREE
    assert refused(caller.save(edited(caller, FREE, Password="")), 200, "MessageDetail")
    assert refused(caller.save(edited(caller, FREE, ServerType=0)), 200, "MessageDetail")


def test_a_user_called_unknown_is_not_an_empty_field(crm: DemoServer, caller: Caller) -> None:
    rights = field_properties(Username=("Update, UIHintMandatory", ""))
    crm.store.update(replace(stored_mailbox(crm, FREE), field_properties=rights))
    assert caller.save(edited(caller, FREE, Username="Unknown")).json()["Username"] == "Unknown"


def test_half_a_surrogate_pair_is_replaced_as_dotnet_does(crm: DemoServer, caller: Caller) -> None:
    answer = caller.save(edited(caller, FREE, Username="a\ud83db", Server="😀")).json()
    assert (answer["Username"], answer["Server"]) == ("a\ufffdb", "😀")
    assert stored_mailbox(crm, FREE).username == "a\ufffdb"


def test_the_reason_phrase_is_not_one_to_match_on(crm: DemoServer, caller: Caller) -> None:
    caller.exchange.request(
        "POST", "/api/v1/Agents/CustomerService/SaveMailboxEntity",
        b'{"Address": "x@example.com"}',
        {**caller.sign_in, "Content-Type": "application/json"},
    )  # fmt: skip
    answer = caller.exchange.getresponse()
    answer.read()
    assert (answer.status, answer.reason) == (200, "MailboxEntity saved.")
    assert len(crm.store.mailboxes()) == 44
