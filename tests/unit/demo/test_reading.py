from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.demo import DemoServer
from desktop_app.demo.samples.rights_scenarios import field_properties
from tests.demo_mailboxes import stored_mailbox
from tests.unit.demo.caller import AGENT, Caller, calling


def test_the_list_has_every_mailbox_of_the_store(crm: DemoServer, caller: Caller) -> None:
    rows = caller.post("GetMailboxes").json()
    boxes = crm.store.mailboxes()
    assert [row["MailInFilterId"] for row in rows] == [box.id for box in boxes]
    assert [row["Address"] for row in rows] == [box.address for box in boxes]


def test_the_list_follows_what_others_do(crm: DemoServer, caller: Caller) -> None:
    caller.post("GetMailboxes")
    first = crm.store.mailboxes()[0]
    crm.store.update(replace(first, address="moved@example.com"))
    crm.store.remove(2)
    added = crm.store.add(replace(first, address="added@example.com"))
    rows = caller.post("GetMailboxes").json()
    assert rows[0]["Address"] == "moved@example.com"
    assert rows[1]["MailInFilterId"] == 3
    assert (rows[-1]["MailInFilterId"], rows[-1]["Address"]) == (added.id, "added@example.com")


def test_an_entity_shows_what_the_store_holds(crm: DemoServer, caller: Caller) -> None:
    box = stored_mailbox(crm, 3)
    answer = caller.entity(3)
    assert answer["ServerType"] == box.server_type
    assert answer["Username"] == box.username
    assert (answer["Server"], answer["Port"]) == (box.server, box.port)


def test_the_password_is_never_returned(crm: DemoServer, caller: Caller) -> None:
    passwords = [box.password for box in crm.store.mailboxes() if box.password]
    assert len(passwords) > 30
    readings = set()
    everything = caller.post("GetMailboxes").body.decode()
    for box in crm.store.mailboxes():
        answer = caller.entity(box.id)
        readings.add(answer["Password"])
        everything += str(answer)
    assert readings == {None, "", "********"}
    assert not [password for password in passwords if password in everything]


def test_an_unknown_id_is_null(caller: Caller) -> None:
    for mailbox_id in (0, -1, 99999, 2**31 - 1):
        assert caller.entity(mailbox_id) is None


@pytest.mark.parametrize("query", ["", "?mailboxEntityId=", "?mailboxEntityId=abc",
                                   "?mailboxEntityId=2147483648", "?mailboxEntityId=1.0",
                                   "?mailboxEntityId=1_0", "?mailboxEntityId=%D9%A1"])  # fmt: skip
def test_an_id_that_is_no_int32_is_not_bound(caller: Caller, query: str) -> None:
    reply = caller.post(f"GetMailboxEntity{query}")
    assert reply.status == 400
    assert list(reply.json()["ModelState"]) == ["mailboxEntityId"]


def test_select_nulls_the_other_fields_of_an_entity(caller: Caller) -> None:
    answer = caller.entity(2, select=" server,PORT,Sparkle")
    full = caller.entity(2)
    assert set(answer) == set(full)
    kept = {name: value for name, value in answer.items() if value is not None}
    assert kept == {"Server": full["Server"], "Port": full["Port"]}


def test_select_nulls_the_other_fields_of_every_row(caller: Caller) -> None:
    rows = caller.post("GetMailboxes?$select=Address").json()
    assert len(rows) == 43
    assert all(row["Address"] for row in rows if row["MailInFilterId"] is None)
    assert {name for row in rows for name, value in row.items() if value is not None} == {"Address"}


def test_an_empty_select_shows_all(caller: Caller) -> None:
    assert caller.post("GetMailboxes?$select=").json() == caller.post("GetMailboxes").json()
    assert caller.entity(2, select=" , ") == caller.entity(2)


def test_the_default_entity_is_new_and_may_be_inserted(caller: Caller) -> None:
    blank = caller.post("CreateDefaultMailboxEntity").json()
    assert (blank["MailInFilterId"], blank["ServerType"], blank["Port"]) == (0, "Unknown", 0)
    assert blank["TableRight"]["Mask"] == "URI"


def test_creating_can_be_forbidden() -> None:
    with DemoServer(may_create=False) as crm, calling(crm) as caller:
        blank = caller.post("CreateDefaultMailboxEntity", SO_Language="en").json()
        assert blank["TableRight"]["Mask"] == "Select, Update"
        assert blank["TableRight"]["Reason"] == "You may not create mailboxes."
        reply = caller.save({"Address": "x@example.com"})
        assert (reply.status, reply.json()["ErrorType"]) == (403, "SoSentryException")
        assert len(crm.store.mailboxes()) == 43


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b'{"x": [1]}', b" "])
def test_a_read_takes_no_body_or_any_json(caller: Caller, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    reply = caller.send("POST", f"{AGENT}/GetMailboxes", body, headers)
    assert reply.status == 200
    assert isinstance(reply.json(), list)


def test_a_read_refuses_a_body_that_is_not_json(caller: Caller) -> None:
    headers = {"Content-Type": "application/json"}
    assert caller.send("POST", f"{AGENT}/GetMailboxes", b"{", headers).status == 400


def test_a_hidden_field_is_not_shown(crm: DemoServer, caller: Caller) -> None:
    assert stored_mailbox(crm, 12).username
    answer = caller.entity(12)
    assert (answer["Username"], answer["Port"]) == (None, 0)
    assert answer["FieldProperties"]["Username"]["FieldRight"]["Mask"] == "None"


def test_a_hidden_address_is_not_listed(crm: DemoServer, caller: Caller) -> None:
    box = stored_mailbox(crm, 2)
    crm.store.update(replace(box, field_properties=field_properties(Address=("None", ""))))
    assert caller.post("GetMailboxes").json()[1]["Address"] is None
    assert caller.entity(2)["Address"] is None


def test_a_list_row_speaks_only_of_its_own_fields(caller: Caller) -> None:
    rows = {row["MailInFilterId"]: row for row in caller.post("GetMailboxes").json()}
    assert set(rows[2]["FieldProperties"]) == {
        "MailInFilterId", "Address", "CategoryName", "PriorityName",
    }  # fmt: skip
    assert rows[1]["TableRight"] is None
    assert rows[5]["FieldProperties"] is None
    assert rows[6]["FieldProperties"] == {}
