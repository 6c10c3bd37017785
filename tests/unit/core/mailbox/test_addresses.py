"""Reading the address of a mailbox."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.addresses import AddressIssue, bare_address, parse_address


@pytest.mark.parametrize(
    "text",
    [
        "info@example.com",
        "<info@example.com> (Example Ltd)",
        "<info@example.com>",
        "Example Ltd <info@example.com>",
        "info@example.com (Example Ltd)",
        " info@example.com ",
        '"Support, Ltd" <info@example.com>',
    ],
)
def test_every_way_to_write_an_address_gives_the_same_one(text: str) -> None:
    read = parse_address(text)
    assert read.issue is None
    assert read.address == "info@example.com"
    assert bare_address(text.upper()) == "info@example.com"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", AddressIssue.NO_AT),
        ("info", AddressIssue.NO_AT),
        ("<info> (Example)", AddressIssue.NO_AT),
        ("info@", AddressIssue.DOMAIN),
        ("info@example..com", AddressIssue.DOMAIN),
        ("info@exa mple.com", AddressIssue.BRACKETS),
        ("info@example.com, sales@example.com", AddressIssue.BRACKETS),
        ("info@a@example.com", AddressIssue.SEVERAL_AT),
        ("@example.com", AddressIssue.NO_USER),
        ("<info@example.com", AddressIssue.BRACKETS),
        ("info@example.com\n", AddressIssue.CONTROL),
        ("info@example.com\x00", AddressIssue.CONTROL),
    ],
)
def test_what_is_no_address_says_why(text: str, fault: AddressIssue) -> None:
    assert parse_address(text).issue is fault


def test_international_domains_have_both_forms() -> None:
    assert parse_address("post@blåbær.example").alternate_form == "xn--blbr-roah.example"
    assert parse_address("post@xn--blbr-roah.example").alternate_form == "blåbær.example"
    assert parse_address("post@example.com").alternate_form == ""
    assert parse_address("info@[192.0.2.1]").issue is None


def test_look_alikes_are_noticed() -> None:
    assert parse_address("info@аcme.example").is_confusable, "the first letter is Cyrillic"
    assert not parse_address("info@münchen.example").is_confusable
    assert not parse_address("info@пример.example").is_confusable, "one alphabet in each label"
    assert parse_address("info@xn--cme-5cd.example").is_confusable, "also in its machine's form"


@given(st.text(max_size=400))
def test_nothing_crashes_it(text: str) -> None:
    parse_address(text)
    bare_address(text)


@pytest.mark.parametrize("address", ["J\u00f6rg@example.com", "jo\u0308rg@b\u00fccher.example"])
def test_both_forms_of_a_letter_make_one_address(address: str) -> None:
    forms = {bare_address(normalize(form, address)) for form in ("NFC", "NFD")}
    assert len(forms) == 1
