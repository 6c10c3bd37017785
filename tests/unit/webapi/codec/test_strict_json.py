"""JSON that two readers could understand differently is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import AppError, TruncatedResponse, UnexpectedResponse
from desktop_app.webapi.codec.strict_json import parse_strict, raw_properties


@pytest.mark.parametrize(
    "body",
    [
        b'{"A": "\xff"}',
        b'{"A": "\xed\xa0\x80"}',
        b'{"A": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'[{"A": 1, "A": 1}]',
        b'{"A": {"B": 1, "\\u0042": 2}}',
        b'{"A": NaN}',
        b'{"A": -Infinity}',
        b'{"A": 1e999}',
        b"[" * 100_000,
        b'{"A":' * 100_000,
        b"",
        b"  ",
        b"hello",
        b"{} {}",
        b"[1,]",
        b"\x00",
        b"{'A': 1}",
        b'{"A": ' + b"9" * 5000 + b"}",
    ],
)
def test_refused(body: bytes) -> None:
    with pytest.raises(UnexpectedResponse):
        parse_strict(body)


@pytest.mark.parametrize(
    "body", [b'{"A": 1', b'{"A": "x', b'{"A"', b"[1, 2", b"[1, ", b'{"A": 1, ', b"[", b'{"A": nu']
)
def test_cut(body: bytes) -> None:
    with pytest.raises(TruncatedResponse):
        parse_strict(body)


def test_an_error_does_not_hang_on_the_decoders_own() -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        parse_strict(b'{"Password": "hidden" x')
    assert caught.value.__context__ is None


def test_a_mark_at_the_start_is_passed_over() -> None:
    assert parse_strict(b'\xef\xbb\xbf {"A": 1}') == {"A": 1}
    assert raw_properties(b'\xef\xbb\xbf{"A": 1.10 }') == {"A": "1.10"}


def test_the_text_of_properties_is_exact() -> None:
    body = b'{ "A" : 1.10, "B":\t{ "x" : [ 1e2 ] } , "\\u0043": "\\u00e5\\/" }'
    assert raw_properties(body) == {"A": "1.10", "B": '{ "x" : [ 1e2 ] }', "C": '"\\u00e5\\/"'}


@given(st.binary(max_size=40))
def test_any_bytes_end_in_a_value_or_an_error_of_ours(body: bytes) -> None:
    with suppress(AppError):
        parse_strict(body)
