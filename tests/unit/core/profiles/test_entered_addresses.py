"""An address means what a browser makes of it, and is kept in the form that everybody reads."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_app.core.profiles.pasted_url import find_tenant
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.urls import (
    InvalidUrl,
    api_address,
    base_address,
    is_insecure,
    proxy_address,
    split_credentials,
)
from desktop_app.profiles.profile_codec import decode_profile, encode_profile

ENTRIES = [api_address, base_address, proxy_address]
"""What reads the address of a server, of a sign-in or state endpoint, and of a proxy."""


def problem(parse: Callable[[str], str], text: str) -> str:
    """The name of what is wrong with an address; empty if it was taken."""
    try:
        parse(text)
    except InvalidUrl as wrong:
        return wrong.problem.name
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example\\@crm.example.com/so",
        "https://evil.example\\.crm.example.com@crm.example.com",
        "https://jens:pass\\word@crm.example.com",
        "evil.example\\@crm.example.com",
        "https:\\\\jens@crm.example.com",
    ],
)
def test_no_login_is_split_off_at_a_backslash(text: str) -> None:
    """A browser takes ``\\`` for ``/``, and goes to what stands before it."""
    assert split_credentials(text) is None
    assert {problem(parse, text) for parse in ENTRIES} == {"BACKSLASH"}


def test_no_tenant_is_found_behind_a_backslash() -> None:
    assert find_tenant("https://evil.example\\@online3.superoffice.com/Cust12345/") is None
    assert find_tenant("https://online3.superoffice.com\\@evil.example/Cust12345/") is None


LOOPBACKS = ["2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1"]
LOOPBACKS += ["127.0.0.1.", "\uff11\uff12\uff17.\uff10.\uff10.\uff11", "127\u30020\uff0e0\uff611"]


@pytest.mark.parametrize("host", LOOPBACKS)
def test_a_number_is_kept_as_four_numbers(host: str) -> None:
    assert api_address(f"http://{host}:81/so") == "http://127.0.0.1:81/so/api"
    assert base_address(f"http://{host}/state") == "http://127.0.0.1/state"
    assert proxy_address(f"http://{host}:3128") == "http://127.0.0.1:3128"
    assert not is_insecure(api_address(f"http://{host}:81"))


@pytest.mark.parametrize(
    ("host", "kept"),
    [
        ("3232235777", "192.168.1.1"),
        ("0xC0A80101", "192.168.1.1"),
        ("10.1", "10.0.0.1"),
        ("1.2.772", "1.2.3.4"),
        ("010.0.0.1", "8.0.0.1"),
        ("0", "0.0.0.0"),
        ("[0:0:0:0:0:0:0:1]", "[::1]"),
        ("[FE80::0001%25eth0]", "[fe80::1%25eth0]"),
        ("[2001:DB8:0::1]", "[2001:db8::1]"),
        ("1password.example", "1password.example"),
        ("0x.example", "0x.example"),
        ("10.0.0.1.example", "10.0.0.1.example"),
    ],
)
def test_every_reader_sees_the_same_host(host: str, kept: str) -> None:
    assert api_address(f"https://{host}:8443/so") == f"https://{kept}:8443/so/api"
    assert api_address(api_address(f"https://{host}:8443/so")) == f"https://{kept}:8443/so/api"


@pytest.mark.parametrize(
    "host",
    [
        *("256.1.1.1", "1.2.3.256", "1.2.3.4.5", "4294967296", "0x100000000", "08.1.1.1", "0x"),
        *("crm.example.1", "crm.0x1", "1..2", "1.2.3.4_5.6", "9" * 5000, "[::1", "[1.2.3.4]"),
    ],
)
def test_a_number_that_is_no_address_is_refused(host: str) -> None:
    assert {problem(parse, f"http://{host}") for parse in ENTRIES} <= {"NUMBER", "HOST"}
    assert all(problem(parse, f"http://{host}") for parse in ENTRIES)


@pytest.mark.parametrize(
    "text",
    [
        *("https://https://crm.example.com", "https://http://crm.example.com/so"),
        *("HTTPS://HTTPS://crm.example.com", "https://https//crm.example.com"),
        *("http//crm.example.com", "https:/crm.example.com"),
    ],
)
def test_a_scheme_stands_once(text: str) -> None:
    assert {problem(parse, text) for parse in (api_address, base_address)} == {"DOUBLED_SCHEME"}


def test_a_name_that_cannot_be_looked_up_is_refused() -> None:
    assert problem(api_address, "https://\u0301abc.example") == "NAME"
    assert problem(api_address, "https://" + "\u00e5" * 80 + ".example") == "NAME"


@pytest.mark.parametrize(
    "address",
    ["https://https://crm.example/api", "http://1.2.3.4.5/api", "https://\u0301a.example/api"],
)
def test_a_profile_kept_by_an_older_version_is_read_all_the_same(address: str) -> None:
    """Else the whole file would count as damaged; only connecting fails."""
    entry = encode_profile(Profile("6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10", "Old", address, "kim"))
    assert decode_profile(entry).address == address


def test_a_kept_number_is_normalised_when_it_is_read() -> None:
    entry = encode_profile(Profile("6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10", "Old", "x", "kim"))
    assert (
        decode_profile({**entry, "address": "http://127.1/api"}).address == "http://127.0.0.1/api"
    )


def test_a_name_of_other_letters_is_shown_in_both_forms() -> None:
    spoof = Profile.new("Spoof", "https://super\u043effice.com:8443/so", "kim")
    assert spoof.address_text == "super\u043effice.com:8443 (xn--superffice-ivi.com)"
    plain = Profile.new("Plain", "https://crm.example.com:8443/so", "kim")
    assert plain.address_text == "crm.example.com:8443"
