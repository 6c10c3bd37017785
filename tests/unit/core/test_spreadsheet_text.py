"""No text becomes a formula, and every other text stays what it is."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.spreadsheet_text import (
    FORMULA_STARTS,
    escape_cell,
    escape_formula,
    replace_lone_surrogates,
)


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
    assert escape_formula(text) == f"'{text}"
    assert escape_cell(text)[:1] not in FORMULA_STARTS


@pytest.mark.parametrize(
    "text", ["", "info@example.com", "a=b", "1+1", "<b>", "blåbær", " x", "'="]
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert escape_formula(text) == text


@given(st.text())
def test_no_cell_of_a_csv_file_begins_a_formula(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([escape_formula(text), "x"])
    out.seek(0)
    cell = next(iter(csv.reader(out)), [""])[0] if "\0" not in text else escape_formula(text)
    assert not cell.lstrip().startswith(tuple(FORMULA_STARTS))


@given(st.text())
def test_a_copied_cell_stays_one_cell(text: str) -> None:
    cell = escape_cell(text)
    assert not set(cell) & set("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    assert not cell.strip().startswith(tuple(FORMULA_STARTS))


def test_half_a_pair_of_surrogates_can_be_written() -> None:
    assert replace_lone_surrogates("a\ud800b") == "a?b"
    assert replace_lone_surrogates("blåbær 東京") == "blåbær 東京"
