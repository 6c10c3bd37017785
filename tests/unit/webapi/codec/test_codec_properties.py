"""Whatever a server sends ends in a value or in an error of ours, and nothing odd is saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword
from desktop_app.core.profiles.profile import Tenant
from desktop_app.core.redaction import MAX_LENGTH, Redactor
from desktop_app.net.http_call import HttpResponse
from desktop_app.webapi.codec.api_errors import MAX_RETRY_AFTER, error_for, retry_after
from desktop_app.webapi.codec.error_bodies import parse_error_body, parse_error_object
from desktop_app.webapi.codec.list_codec import decode_list
from desktop_app.webapi.codec.mailbox_codec import decode_entity, encode_save
from desktop_app.webapi.codec.server_info_codec import decode_principal, decode_version
from desktop_app.webapi.sign_in.endpoint import decode_state
from desktop_app.webapi.sign_in.token_server import _parse_tokens

NAMES = (
    *("MailInFilterId", "mailinfilterid", "ServerType", "Address", "address", "Username"),
    *("Password", "Server", "Port", "TableRight", "FieldProperties", "Extra", "\\u0050ort", "å"),
    *("Message", "Error", "ErrorType", "ModelState", "State", "IsRunning", "Api", "v1"),
    *("access_token", "expires_in", "AssociateId", "FullName", "\\ud800"),
)
"""Real ones and odd ones, as they stand between the quotation marks."""

SCALARS = (
    *("null", "true", "false", "0", "-0", "5", "110", "70000", "-1", "993.0", "1e2", "1E400"),
    *("2147483648", "1099511627776", "9007199254740993", "123456789012345678901234567890"),
    *("NaN", "Infinity", "-Infinity", "01", "1.", ".5", "0x10", "+1", "tru", "nul"),
    *(
        '""',
        '"Imaps"',
        '"a@example.com"',
        '"****"',
        '"\\u00e5"',
        '"\\/"',
        '"😀"',
        '"\\ud83d\\ude00"',
    ),
    *(
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\u0000"',
        '"\x00"',
        '"\n"',
        '"unended',
        "'one'",
        "[",
        "{",
    ),
)
"""Numbers at every edge, text with and without half characters, and what is no JSON."""


def _object(members: list[tuple[str, str]]) -> str:
    return "{" + ", ".join(f'"{name}": {value}' for name, value in members) + "}"


json_texts = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.lists(st.tuples(st.sampled_from(NAMES), inner), max_size=5).map(_object)
    ),
    max_leaves=12,
)
entities = st.lists(st.tuples(st.sampled_from(NAMES), json_texts), max_size=6).map(
    lambda members: _object([("MailInFilterId", "7"), *members])
)
"""Objects with names twice, or twice but for their case, too."""

noise = st.sampled_from([b"", b"\xff", b"\xef\xbb\xbf", b"\x00", b"\xc3", b"}", b"[]", b"\r\n "])
bodies = st.one_of(
    st.binary(max_size=60),
    st.tuples(noise, json_texts | entities, noise).map(
        lambda parts: parts[0] + parts[1].encode("utf-8", "surrogatepass") + parts[2]
    ),
)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    assert len(found) == len(pairs), "a name twice"
    return found


@given(entities)
@example('{"MailInFilterId": 7, "Extra": "\\ud83d\\ude00", "Port": 9007199254740993}')
@example('{"MailInFilterId": 7, "Extra": {"a": 1, "a": 2}}')
def test_what_is_saved_is_exact_unicode_with_each_name_once(text: str) -> None:
    try:
        box = decode_entity(text.encode("utf-8", "surrogatepass"))
    except AppError:
        return
    assert box is not None
    sent = encode_save(Draft(box, {Field.SERVER: "new"}, ReplacePassword("pass"))).decode("utf-8")
    value = json.loads(sent, object_pairs_hook=_once)
    assert len({name.lower() for name in value}) == len(value)
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # no half characters
    original = json.loads(text)
    kept = {name: value[name] for name in original if name.lower() in ("extra", "å", "port")}
    assert kept == {name: original[name] for name in kept}
    assert (value["MailInFilterId"], value["Server"], value["Password"]) == (7, "new", "pass")


@given(bodies)
def test_any_list_ends_in_rows_or_in_an_error(body: bytes) -> None:
    with suppress(AppError):
        for row in decode_list(body).rows:
            assert type(row.id) is int
            assert row.id > 0


READERS: list[Callable[[bytes], object]] = [
    decode_entity,
    decode_principal,
    decode_version,
    lambda body: decode_state(body, Tenant("Cust1")),
    lambda body: _parse_tokens(HttpResponse(200, {"date": "x"}, body)),
]


@pytest.mark.parametrize("read", READERS)
@given(body=bodies)
def test_any_answer_ends_in_a_value_or_in_an_error(
    read: Callable[[bytes], object], body: bytes
) -> None:
    with suppress(AppError):
        read(body)


@given(bodies, st.integers(100, 999), st.sampled_from(["", "text/html", "application/json"]))
def test_any_failure_is_an_error_that_can_be_shown(body: bytes, status: int, kind: str) -> None:
    answer = HttpResponse(status, {"content-type": kind, "www-authenticate": "x, Basic y=z,"}, body)
    error = error_for(answer, Redactor(("hidden-word",)), mutates=True)
    assert len(error.detail) <= MAX_LENGTH + 1
    error.detail.encode("utf-8")
    parse_error_body(answer)
    parse_error_object(answer, "MailInFilterId")


@given(st.text(max_size=30) | st.integers(-10, 10**15).map(str) | st.datetimes().map(str))
def test_any_retry_after_is_a_time_within_reason(text: str) -> None:
    found = retry_after(HttpResponse(503, {"retry-after": text}, b""))
    assert found is None or 0 <= found <= MAX_RETRY_AFTER
