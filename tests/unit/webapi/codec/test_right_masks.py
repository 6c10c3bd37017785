"""Masks: known names count, whatever their case and order; unknown ones are passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.rights import FieldFlag, TableFlag
from desktop_app.webapi.codec.right_masks import field_flags, table_flags


@pytest.mark.parametrize(
    ("mask", "bits"),
    [("FULL", 15), ("uri", 7), ("RI, RestrictedUpdate", 37), ("Select,Update", 3), ("None", 0)],
)
def test_a_rows_mask(mask: str, bits: int) -> None:
    assert table_flags(mask) == TableFlag(bits)


@pytest.mark.parametrize(
    ("mask", "bits"),
    [("FULL", 3), ("UIHints", 192), ("Update, UIHintMandatory", 67), ("nullable, Read", 33)],
)
def test_a_fields_mask(mask: str, bits: int) -> None:
    assert field_flags(mask) == FieldFlag(bits)


@pytest.mark.parametrize("mask", ["", " ", ",", "51", "Frobnicate", "Sparkle, 512", "R W"])
def test_a_mask_without_a_known_name(mask: str) -> None:
    assert table_flags(mask) is None
    assert field_flags(mask) is None


names = st.sampled_from(["Select", "Update", "Insert", "Delete", "Filtering", "RestrictedUpdate"])


@given(st.lists(names, min_size=1), st.lists(st.text(alphabet="xyz ", max_size=5)))
def test_order_case_and_strangers_do_not_matter(known: list[str], strange: list[str]) -> None:
    plain = table_flags(", ".join(known))
    mixed = ",".join([*strange, *(name.upper() for name in reversed(known)), *strange])
    assert table_flags(mixed) == plain


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert table_flags(text) is None or isinstance(table_flags(text), TableFlag)
    assert field_flags(text) is None or isinstance(field_flags(text), FieldFlag)
