"""File names from foreign text: short enough, allowed everywhere, and still to be recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.file_names import MAX_NAME_BYTES, safe_file_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme (production)", "Acme (production).csv"),
        ("Blåbær 東京 🟢", "Blåbær 東京 🟢.csv"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j.csv"),
        ("line\nend\0 \u202egpj", "line_end_ _gpj.csv"),
        (" .hidden. ", "hidden.csv"),
        ("CON", "CON_.csv"),
        ("con.acme", "con_.acme.csv"),
        ("LPT¹", "LPT¹_.csv"),
        ("Console", "Console.csv"),
        ("///", "list.csv"),
        ("", "list.csv"),
    ],
)
def test_a_profile_s_name_becomes_a_file_s_name(name: str, expected: str) -> None:
    assert safe_file_name(name, ".csv", "list") == expected


@given(st.text(max_size=400))
def test_any_text_becomes_a_name_that_every_system_takes(text: str) -> None:
    name = safe_file_name(text, ".xlsx", "list")
    assert name.endswith(".xlsx")
    assert 0 < len(name.encode("utf-8")) <= MAX_NAME_BYTES
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name[0] not in " ."
