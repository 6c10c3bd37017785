"""The list: fast or patient, whole or in pieces, the rows are the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import TruncatedResponse, UnexpectedResponse
from desktop_app.core.mailbox.rights import TableFlag, TableRight
from desktop_app.core.mailbox_list.listing import ListedMailbox, RowIssue, RowProblem
from desktop_app.webapi.codec import list_codec
from desktop_app.webapi.codec.list_codec import decode_list


def row(number: object = 1, **others: object) -> dict[str, Any]:
    return {
        "MailInFilterId": number,
        "Address": "a@example.com",
        "CategoryName": "Support",
        "PriorityName": "Normal",
        "TableRight": {"Mask": "Select, Update", "Reason": ""},
        "FieldProperties": {"Address": {"FieldRight": None, "FieldLength": 219}},
    } | others


def body(*rows: object) -> bytes:
    return json.dumps(rows).encode()


UPDATE = TableRight(TableFlag.SELECT | TableFlag.UPDATE, "Select, Update", "")
PLAIN = ListedMailbox(1, "a@example.com", "Support", "Normal", UPDATE)


def test_a_row() -> None:
    found = decode_list(body(row(), row(2, TableRight=None, CategoryName=None)))
    assert found.rows == [PLAIN, ListedMailbox(2, "a@example.com", None, "Normal", None)]
    assert found.issues == ()
    assert found.unreadable == 0


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**40, 2**70])
def test_ids_are_exact(number: int) -> None:
    assert decode_list(body(row(number))).rows[0].id == number


def test_equal_rights_and_names_are_one_object() -> None:
    first, second = decode_list(body(row(1), row(2))).rows
    assert first.right is second.right
    assert first.category is second.category
    assert first.priority is second.priority


def test_an_empty_list() -> None:
    assert decode_list(b" [ ] ").rows == []
    assert decode_list(b"\xef\xbb\xbf[]").rows == []


def test_names_in_any_case_and_without_some() -> None:
    camel = {name[0].lower() + name[1:]: value for name, value in row().items()}
    assert decode_list(body(camel)).rows == [PLAIN]
    assert decode_list(body({"MailInFilterId": 3})).rows == [ListedMailbox(3)]


def test_odd_texts_are_shown_as_they_are() -> None:
    found = decode_list(body(row(Address=5, CategoryName=["x"]))).rows[0]
    assert (found.address, found.category) == ("5", '["x"]')


@pytest.mark.parametrize("right", ["FULL", 15, {"Mask": 3}])
def test_an_odd_right_locks(right: object) -> None:
    found = decode_list(body(row(TableRight=right))).rows[0].right
    assert found is not None
    assert found.flags is None
    assert not found.is_unrestricted


@pytest.mark.parametrize("number", ["5", 5.0, None, True, 0, -3])
def test_a_row_without_a_usable_id_is_reported(number: object) -> None:
    found = decode_list(body(row(), row(number), row(2)))
    assert [each.id for each in found.rows] == [1, 2]
    assert found.issues == (RowIssue(1, RowProblem.NO_ID),)
    assert found.unreadable == 1


@pytest.mark.parametrize("entry", [None, [], "row", 7])
def test_an_entry_that_is_no_row_is_reported(entry: object) -> None:
    found = decode_list(body(entry, row()))
    assert found.rows == [PLAIN]
    assert found.issues == (RowIssue(0, RowProblem.NOT_AN_OBJECT),)


def test_a_double_id_is_kept_and_reported() -> None:
    found = decode_list(body(row(), row(2), row()))
    assert [each.id for each in found.rows] == [1, 2, 1]
    assert found.issues == (RowIssue(2, RowProblem.DUPLICATE_ID),)
    assert found.unreadable == 0


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b"null",
        b"7",
        b'"x"',
        b"",
        b"hello",
        b"[1]x",
        b"[" * 100_000,
        b'[{"Address": "\xff"}]',
    ],
)
def test_what_is_no_list(data: bytes) -> None:
    with pytest.raises(UnexpectedResponse):
        decode_list(data)


@pytest.mark.parametrize("short", [1, 2, 40, 200])
def test_a_cut_list(short: int) -> None:
    with pytest.raises(TruncatedResponse):
        decode_list(body(row(), row(2))[:-short])


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_codec, "CHUNK_BYTES", 50)


TRAPS = [
    row(Address='},{"MailInFilterId": 9},{'),
    row(2, Extra=[{"a": 1}, {"b": 2}, {"c": [{}, {}, {}]}] * 9),
    row(3, CategoryName='"},{"' * 20),
    row(4),
]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("style", [None, 4])
def test_a_wrong_cut_is_never_believed(style: int | None) -> None:
    for count in range(1, 9):
        rows = [*TRAPS[:count], *(row(n) for n in range(10, 30)), *TRAPS[count:]]
        whole = [(each["MailInFilterId"], each["Address"], each["CategoryName"]) for each in rows]
        found = decode_list(json.dumps(rows, indent=style).encode())
        assert [(each.id, each.address, each.category) for each in found.rows] == whole
        assert found.issues == ()


@pytest.mark.usefixtures("small_pieces")
def test_pieces_count_on() -> None:
    rows = [row(n) for n in range(1, 30)]
    rows[20] = row("x")
    found = decode_list(body(*rows, row(5), None))
    assert len(found.rows) == 29
    assert [(odd.index, odd.problem) for odd in found.issues] == [
        (20, RowProblem.NO_ID),
        (29, RowProblem.DUPLICATE_ID),
        (30, RowProblem.NOT_AN_OBJECT),
    ]


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("short", [1, 2, 40, 200])
def test_a_cut_list_in_pieces(short: int) -> None:
    with pytest.raises(TruncatedResponse):
        decode_list(body(*(row(n) for n in range(1, 30)))[:-short])


values: st.SearchStrategy[Any] = (
    st.none() | st.integers() | st.text(alphabet='a"{},[]\\', max_size=8) | st.just([{}, {}])
)
entries = st.fixed_dictionaries(
    {"MailInFilterId": st.integers(1, 9)},
    optional=dict.fromkeys(("Address", "CategoryName", "TableRight", "Extra"), values),
)


@given(st.lists(entries | values, max_size=20))
def test_pieces_or_whole_is_the_same(rows: list[Any]) -> None:
    data, usual = body(*rows), list_codec.CHUNK_BYTES
    whole = decode_list(data)
    list_codec.CHUNK_BYTES = 10
    try:
        assert decode_list(data) == whole
    finally:
        list_codec.CHUNK_BYTES = usual
    assert len(whole.rows) + whole.unreadable == len(rows)
