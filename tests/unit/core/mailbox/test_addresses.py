"""Reading the address of a mailbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.addresses import AddressFault, bare_address, read_address


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
    read = read_address(text)
    assert read.fault is None
    assert read.mail == "info@example.com"
    assert bare_address(text.upper()) == "info@example.com"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", AddressFault.NO_AT),
        ("info", AddressFault.NO_AT),
        ("<info> (Example)", AddressFault.NO_AT),
        ("info@", AddressFault.DOMAIN),
        ("info@example..com", AddressFault.DOMAIN),
        ("info@exa mple.com", AddressFault.BRACKETS),
        ("info@example.com, sales@example.com", AddressFault.BRACKETS),
        ("info@a@example.com", AddressFault.SEVERAL_AT),
        ("@example.com", AddressFault.NO_USER),
        ("<info@example.com", AddressFault.BRACKETS),
        ("info@example.com\n", AddressFault.CONTROL),
        ("info@example.com\x00", AddressFault.CONTROL),
    ],
)
def test_what_is_no_address_says_why(text: str, fault: AddressFault) -> None:
    assert read_address(text).fault is fault


def test_international_domains_have_both_forms() -> None:
    assert read_address("post@blåbær.example").other_form == "xn--blbr-roah.example"
    assert read_address("post@xn--blbr-roah.example").other_form == "blåbær.example"
    assert read_address("post@example.com").other_form == ""
    assert read_address("info@[192.0.2.1]").fault is None


def test_look_alikes_are_noticed() -> None:
    assert read_address("info@аcme.example").looks_alike, "the first letter is Cyrillic"
    assert not read_address("info@münchen.example").looks_alike
    assert not read_address("info@пример.example").looks_alike, "one alphabet in each label"
    assert read_address("info@xn--cme-5cd.example").looks_alike, "also in its machine's form"


@given(st.text(max_size=400))
def test_nothing_crashes_it(text: str) -> None:
    read_address(text)
    bare_address(text)
