from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import stored_mailbox
from tests.unit.demo.caller import AGENT, Caller, calling

NAMES = ("MailInFilterId", "ServerType", "Address", "Username", "Password", "Server", "Port")
PROPERTIES = {*NAMES, "TableRight", "FieldProperties"}
ENVELOPES = (
    {"Error", "ErrorType", "ErrorMessage", "ErrorSource"},
    {"Message"},
    {"Message", "MessageDetail"},
    {"Message", "ModelState"},
)

texts = st.text(max_size=300) | st.sampled_from(["", "x" * 255, "x" * 256, "\ud800", "********"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
ids = st.integers(min_value=-2, max_value=60)
cased = st.sampled_from(NAMES).flatmap(
    lambda name: st.sampled_from([name, name.lower(), name.upper(), name[0].lower() + name[1:]])
)
wild = st.dictionaries(cased | st.text(max_size=10), anything, max_size=9)
nearly_right = st.fixed_dictionaries(
    {
        "MailInFilterId": ids,
        "ServerType": st.sampled_from(["Unknown", "pop", "IMAPS", "Mailgun", "", "Sparkle"])
        | st.integers(-1, 11),
        "Address": texts | st.none(),
        "Port": st.integers(-(2**31) - 1, 2**31),
    },
    optional={"Username": texts, "Password": texts | st.none(), "Server": texts | st.none()},
)
quiet = settings(max_examples=150, deadline=None, database=None)


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[DemoServer, Caller]]:
    with DemoServer() as crm, calling(crm) as caller:
        yield crm, caller


def judge(crm: DemoServer, caller: Caller, body: bytes) -> Any:
    """Post a body; it is answered with a saved entity or an envelope, on the same connection."""
    before = {box.id: box for box in crm.store.mailboxes()}
    headers = {"Content-Type": "application/json"}
    reply = caller.send("POST", f"{AGENT}/SaveMailboxEntity", body, headers)
    answer = reply.json()
    assert reply.headers["Connection"] is None
    assert answer.get("ErrorType") not in ("SoServerException", "SoDbAccessException")
    if set(answer) == PROPERTIES:
        assert reply.status == 200
        assert caller.entity(answer["MailInFilterId"]) == answer
        changed = {box.id for box in crm.store.mailboxes() if before.get(box.id) != box}
        assert changed <= {answer["MailInFilterId"]}
    else:
        assert set(answer) in ENVELOPES
        assert reply.status in (200, 400, 403, 404, 500)
        assert {box.id: box for box in crm.store.mailboxes()} == before
    return answer


@quiet
@given(body=st.binary(max_size=200))
def test_any_bytes(shared: tuple[DemoServer, Caller], body: bytes) -> None:
    judge(*shared, body)


@quiet
@given(value=anything)
def test_any_json(shared: tuple[DemoServer, Caller], value: object) -> None:
    judge(*shared, json.dumps(value).encode())


@quiet
@given(entity=wild)
def test_any_properties(shared: tuple[DemoServer, Caller], entity: dict[str, object]) -> None:
    judge(*shared, json.dumps(entity).encode())


@quiet
@given(entity=nearly_right)
def test_entities_that_nearly_fit(
    shared: tuple[DemoServer, Caller], entity: dict[str, object]
) -> None:
    crm, caller = shared
    answer = judge(crm, caller, json.dumps(entity).encode())
    if "MailInFilterId" in answer and "Password" in entity and entity["Password"] is not None:
        password = stored_mailbox(crm, answer["MailInFilterId"]).password
        readable = password.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert readable in (str(entity["Password"]), "\ufffd")


@quiet
@given(
    query=st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=20),
    language=st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=20),
)
def test_any_query_and_language(
    shared: tuple[DemoServer, Caller], query: str, language: str
) -> None:
    _, caller = shared
    reply = caller.post(f"GetMailboxEntity?mailboxEntityId={query}", Accept_Language=language)
    assert reply.status in (200, 400)
    answer = reply.json()
    assert answer is None or set(answer) == PROPERTIES or set(answer) in ENVELOPES
