"""Carriers of rights: the documented shape is understood, any other locks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.webapi.codec.rights_codec import field_rights, table_right


def test_a_rows_right() -> None:
    found = table_right({"Mask": "FULL, Sparkle", "Reason": "why"})
    assert found == TableRight(TableFlag(15), "FULL, Sparkle", "why")
    assert table_right({"mask": "R", "REASON": None}) == TableRight(TableFlag.SELECT, "R", "")


def test_nothing_stated() -> None:
    assert table_right(None) is None
    for carrier in ({}, {"Mask": None, "Reason": None}, {"Mask": ""}):
        right = table_right(carrier)
        assert right is not None
        assert right.is_unrestricted
    assert field_rights(None) == field_rights({}) == {}


@pytest.mark.parametrize("carrier", ["FULL", 15, [], True, {"Mask": 15}, {"Mask": ["FULL"]}])
def test_another_shape_locks_and_is_shown(carrier: Any) -> None:
    right = table_right(carrier)
    assert right is not None
    assert right.flags is None
    assert not right.is_unrestricted
    field = field_rights({"Server": {"FieldRight": carrier}})["server"]
    assert field.flags is None
    assert not field.is_unrestricted


def test_a_fields_right_and_size() -> None:
    right = {"Mask": "Update, UIHintMandatory", "Reason": "[SR]"}
    carrier = {"Server": {"FieldRight": right, "FieldType": "System.String", "FieldLength": 219}}
    flags = FieldFlag.READ | FieldFlag.WRITE | FieldFlag.HINT_MANDATORY
    assert field_rights(carrier) == {
        "server": FieldRight(flags, "Update, UIHintMandatory", "[SR]", max_characters=219)
    }


@pytest.mark.parametrize("carrier", [None, {}, {"FieldRight": None}])
def test_a_field_without_a_right_is_free(carrier: Any) -> None:
    assert field_rights({"Server": carrier})["server"].is_unrestricted


@pytest.mark.parametrize("properties", ["Update", 3, [], True, [{"FieldRight": None}]])
def test_properties_of_another_shape_lock_the_field(properties: Any) -> None:
    right = field_rights({"Server": properties})["server"]
    assert right.flags is None
    assert not right.is_unrestricted


@pytest.mark.parametrize("length", ["255", 255.0, True, None, 0, -1])
def test_odd_lengths_say_nothing(length: object) -> None:
    carrier = {"Server": {"FieldType": "System.String", "FieldLength": length}}
    assert field_rights(carrier)["server"].max_characters is None


@pytest.mark.parametrize("carrier", [[], "none", 7])
def test_a_dictionary_that_is_none_locks_all(carrier: Any) -> None:
    mailbox = Mailbox(1, {Field.SERVER_TYPE: ServerType.POP}, None, field_rights(carrier))
    assert not any(access.can_write for access in field_access_for(mailbox).values())


def test_two_names_that_differ_only_in_case_lock() -> None:
    free = {"FieldRight": {"Mask": "Update", "Reason": ""}}
    assert field_rights({"Server": free, "SERVER": free})["server"].flags is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Mask", "Reason", "FieldRight", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json_values)
def test_no_shape_is_too_odd(carrier: Any) -> None:
    table_right(carrier)
    field_rights(carrier)
    field_rights({"Server": carrier, "server": carrier})
