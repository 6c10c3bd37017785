"""No text becomes a formula, and every other text stays what it is."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.spreadsheet_text import STARTS, harmless, one_line, sound


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+47 00 00 00 00",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\0=1+1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM",
        "  =1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\t",
    ],
)
def test_a_formula_is_written_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert one_line(text)[:1] not in STARTS


@pytest.mark.parametrize(
    "text", ["", "info@example.com", "a=b", "1+1", "<b>", "blåbær", " x", "'="]
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_no_cell_of_a_csv_file_begins_a_formula(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(text), "x"])
    out.seek(0)
    cell = next(iter(csv.reader(out)), [""])[0] if "\0" not in text else harmless(text)
    assert not cell.lstrip().startswith(tuple(STARTS))


@given(st.text())
def test_a_copied_cell_stays_one_cell(text: str) -> None:
    cell = one_line(text)
    assert not set(cell) & set("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    assert not cell.strip().startswith(tuple(STARTS))


def test_half_a_pair_of_surrogates_can_be_written() -> None:
    assert sound("a\ud800b") == "a?b"
    assert sound("blåbær 東京") == "blåbær 東京"
