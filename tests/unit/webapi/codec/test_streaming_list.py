"""A list that is read while it comes in is the list that is read at the end."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox_list.listing import ListedMailbox, Listing
from desktop_app.webapi.codec import streaming_list
from desktop_app.webapi.codec.list_codec import decode_list
from desktop_app.webapi.codec.streaming_list import StreamingListParser
from tests.servers import faults
from tests.servers.hostile import Exchange, HostileServer
from tests.unit.webapi.conftest import Connect

Rows = Sequence[ListedMailbox]
PATH = "GetMailboxes"


def row(number: object, **others: object) -> dict[str, Any]:
    return {
        "MailInFilterId": number,
        "Address": f"a{number}@example.com",
        "CategoryName": "Support",
        "PriorityName": None,
        "TableRight": {"Mask": "Select, Update", "Reason": ""},
    } | others


def body(count: int) -> bytes:
    return json.dumps([row(number) for number in range(1, count + 1)]).encode()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming_list, "FIRST_CHUNK_BYTES", 20)
    monkeypatch.setattr(streaming_list, "CHUNK_BYTES", 50)
    monkeypatch.setattr(streaming_list, "REPORT_INTERVAL", 0.0)


def outcome(data: bytes, parts: int | None) -> Listing | type[AppError]:
    """What comes of a body in parts of so many bytes, or as a whole."""
    try:
        if parts is None:
            return decode_list(data)
        arriving = StreamingListParser()
        take = arriving.start()
        for start in range(0, len(data), parts):
            take(data[start : start + parts])
        return arriving.finish(data)
    except AppError as error:
        return type(error)


values: st.SearchStrategy[Any] = (
    st.none() | st.integers() | st.text(alphabet='a"{},[]\\', max_size=8) | st.just([{}, {}])
)
entries = st.fixed_dictionaries(
    {"MailInFilterId": st.integers(1, 9)},
    optional=dict.fromkeys(("Address", "CategoryName", "TableRight", "Extra"), values),
)


@pytest.mark.usefixtures("small_pieces")
class TestSmallPieces:
    @given(
        st.lists(entries | values, max_size=20),
        st.integers(1, 60),
        st.integers(0, 3),
        st.sampled_from([None, 2]),
        st.sampled_from([b"", b"\xef\xbb\xbf", b" \r\n"]),
    )
    def test_in_parts_or_whole_is_the_same(
        self, rows: list[Any], parts: int, short: int, indent: int | None, before: bytes
    ) -> None:
        data = before + json.dumps(rows, indent=indent).encode()
        data = data[: len(data) - short]
        assert outcome(data, parts) == outcome(data, None)

    @pytest.mark.parametrize(
        "data", [b"", b"null", b"{}", b"<html>" * 50, b"[" * 500, b'[{"MailInFilterId": 1},{' * 9]
    )
    def test_what_is_no_list_in_parts(self, data: bytes) -> None:
        assert outcome(data, 7) == outcome(data, None)

    def test_rows_are_told_of_in_order_and_twice_as_many_each_time(self) -> None:
        told: list[Rows] = []
        arriving = StreamingListParser(told.append)
        take, data = arriving.start(), body(40)
        for start in range(0, len(data), 64):
            take(data[start : start + 64])
        whole = arriving.finish(data).rows
        assert len(whole) == 40
        assert [list(rows) for rows in told] == [whole[: len(rows)] for rows in told]
        counts = [len(rows) for rows in told]
        assert len(counts) > 2
        assert all(later >= 2 * earlier for earlier, later in pairwise(counts))

    def test_a_second_attempt_starts_anew(self) -> None:
        arriving, data = StreamingListParser(), body(9)
        arriving.start()(data[:400])
        take = arriving.start()
        take(data)
        assert arriving.finish(data) == decode_list(data)


def test_rows_come_before_the_answer_has_ended(connect: Connect) -> None:
    data = body(1000)
    half, on_rows = len(data) // 2, threading.Event()

    def answer(exchange: Exchange) -> None:
        exchange.send(faults.head(200, {"Content-Length": str(len(data))}) + data[:half])
        on_rows.wait(10)
        exchange.send(data[half:])

    told: list[Rows] = []

    def take(rows: Rows) -> None:
        told.append(rows)
        on_rows.set()

    with HostileServer({PATH: answer}) as server:
        found = connect(server).mailboxes(on_rows=take)
    assert len(found.rows) == 1000
    assert 0 < len(told[0]) < 1000
    assert list(told[0]) == found.rows[: len(told[0])]


def test_a_list_that_broke_off_is_read_anew(connect: Connect) -> None:
    data = body(1000)
    broken = faults.cut_at_length(data[: len(data) // 2])
    with HostileServer({PATH: [broken, faults.reply(data)]}) as server:
        assert connect(server).mailboxes() == decode_list(data)
