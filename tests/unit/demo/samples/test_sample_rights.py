from __future__ import annotations

import json

import pytest

from desktop_app.demo.samples.rights_scenarios import field_properties, field_property, table_right
from desktop_app.demo.samples.sample_rights import (
    TABLE_FLAGS,
    UNRESTRICTED,
    FieldRule,
    field_rules,
    may_insert,
    may_update,
    parse_mask,
    property_for_key,
)


@pytest.mark.parametrize("stated", ["null", "{}", json.dumps({"fieldName": field_property(None)})])
def test_nothing_stated_restricts_nothing(stated: str) -> None:
    assert dict(field_rules(stated)) == {}


def test_null_and_empty_rights_restrict_nothing_but_the_length() -> None:
    rules = field_rules(field_properties(Server=None, Username=("", "")))
    assert rules["Server"] == rules["Username"] == FieldRule(length=255)
    assert rules["Port"] == UNRESTRICTED


def test_two_keys_give_the_stricter_of_both() -> None:
    both = {
        "Server": field_property(("Update, UIHintMandatory", ""), length=255),
        "PopServer": field_property(("Read", ""), length=219),
        "pop_server": field_property(None, length=0),
    }
    strict = FieldRule(readable=True, writable=False, mandatory=True, length=219)
    assert field_rules(json.dumps(both))["Server"] == strict
    assert field_rules(json.dumps(dict(reversed(both.items()))))["Server"] == strict


def test_null_table_rights_allow() -> None:
    assert may_update("null")
    assert may_insert("null")
    assert not may_insert(table_right("Select, Update"))


def test_a_number_in_a_mask_is_no_name() -> None:
    assert parse_mask("15", TABLE_FLAGS) is None
    assert parse_mask("15, Select", TABLE_FLAGS) == 1


def test_keys_of_no_property() -> None:
    assert property_for_key("UserDefinedFields.SuperOffice:1") is None
    assert property_for_key("") is None
