"""What a profile's secrets belong to, and addresses as people paste them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.profiles.profile import (
    MAX_PROFILE_NAME_LENGTH,
    OnlineEnvironment,
    Profile,
    Proxy,
    ProxyKind,
    Tenant,
    same_connection,
    sanitized_name,
)
from desktop_app.core.profiles.urls import (
    InvalidUrl,
    UrlCredentials,
    UrlProblem,
    api_address,
    base_address,
    proxy_address,
    split_credentials,
)

ONE = Profile.new("One", "https://CRM.example.com/SuperOffice", "jens")
GIVEN = Proxy(ProxyKind.CUSTOM, "http://proxy.example:8080", "jens")
CHANGES = {
    "host": replace(ONE, address="https://other.example.com/SuperOffice/api"),
    "path": replace(ONE, address="https://crm.example.com/other/api"),
    "port": replace(ONE, address="https://crm.example.com:8443/SuperOffice/api"),
    "scheme": replace(ONE, address="http://crm.example.com/SuperOffice/api"),
    "proxy": replace(ONE, proxy=GIVEN),
    "no proxy": replace(ONE, proxy=Proxy(ProxyKind.NONE)),
    "another proxy": replace(ONE, proxy=replace(GIVEN, address="http://p2.example:8080")),
    "CA": replace(ONE, ca_file="/etc/ssl/own.pem"),
    "tenant": replace(ONE, tenant=Tenant("Cust1")),
    "another tenant": replace(ONE, tenant=Tenant("Cust2")),
    "cloud": replace(ONE, tenant=Tenant("Cust1", OnlineEnvironment.STAGING)),
    "own login host": replace(
        ONE, tenant=Tenant("Cust1", OnlineEnvironment.CUSTOM, "https://l", "https://s")
    ),
    "own login path": replace(
        ONE, tenant=Tenant("Cust1", OnlineEnvironment.CUSTOM, "https://l/other", "https://s")
    ),
    "own state host": replace(
        ONE, tenant=Tenant("Cust1", OnlineEnvironment.CUSTOM, "https://l", "https://t")
    ),
}


def test_a_plain_profile_is_bound_to_its_whole_address() -> None:
    assert ONE.secret_origin == "https://crm.example.com:443/SuperOffice/api"


def test_version_0_1_0_bound_to_the_origin_alone() -> None:
    assert ONE.former_secret_origin == ONE.origin == "https://crm.example.com:443"


def test_every_change_of_the_way_there_is_another_binding() -> None:
    bindings = [ONE.secret_origin, *(profile.secret_origin for profile in CHANGES.values())]
    assert len(set(bindings)) == len(bindings)


def test_what_does_not_lead_elsewhere_keeps_the_binding() -> None:
    same = replace(
        ONE,
        name="x",
        note="y",
        language="da",
        address="https://CRM.example.com:443/SuperOffice/api",
    )
    assert same.secret_origin == ONE.secret_origin


def test_a_connection_is_another_with_another_path_or_person() -> None:
    assert same_connection(ONE, replace(ONE, name="x", note="y", read_only=True))
    assert not same_connection(ONE, replace(ONE, user_name="else"))
    assert not same_connection(ONE, replace(ONE, address="https://crm.example.com/x/api"))
    assert not any(same_connection(ONE, changed) for changed in CHANGES.values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" Åse's Øl ", "Åse's Øl"),
        ("Acme \u202e)tset(", "Acme )tset("),
        ("two\nlines\tand\x00more", "two lines and more"),
        ("no\xa0break, soft\u00adhyphen", "no break, soft hyphen"),
        ("\u2066\u200b\ufeff", ""),
        ("x" * 5000, "x" * MAX_PROFILE_NAME_LENGTH),
        ("漢字 🔑", "漢字 🔑"),
    ],
)
def test_a_name_is_one_line_and_hides_nothing(text: str, name: str) -> None:
    assert sanitized_name(text) == name == sanitized_name(name)


def test_a_copy_has_an_id_of_its_own_and_is_read_only() -> None:
    copy = replace(ONE, tested=True, is_machine_wide=True).copy("Copy")
    assert copy.id != ONE.id
    assert (copy.name, copy.tested, copy.read_only, copy.is_machine_wide) == (
        "Copy",
        False,
        True,
        False,
    )
    assert copy.secret_origin == ONE.secret_origin


def test_where_a_tenant_signs_in_and_says_how_it_is() -> None:
    tenant = Tenant("Cust12345", OnlineEnvironment.STAGING)
    assert tenant.login_url == "https://qaonline.superoffice.com/login"
    assert tenant.state_url == "https://qaonline.superoffice.com/api/state/Cust12345"
    own = Tenant(
        "Cust1",
        OnlineEnvironment.CUSTOM,
        "http://127.0.0.1:8080/login",
        "http://127.0.0.1:8080/state",
    )
    assert (own.login_url, own.state_url, own.environment_key) == (
        "http://127.0.0.1:8080/login",
        "http://127.0.0.1:8080/state/Cust1",
        "http://127.0.0.1:8080",
    )


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        (
            "https://jens:p%40ss@crm.example.com/x?y",
            UrlCredentials("https://crm.example.com/x?y", "jens", "p@ss"),
        ),
        (
            "jens:secret@crm.example.com",
            UrlCredentials("https://crm.example.com", "jens", "secret"),
        ),
        ("https://jens@crm.example.com", UrlCredentials("https://crm.example.com", "jens", "")),
        ("http://a:b:c@d@[::1]:80/", UrlCredentials("http://[::1]:80/", "a", "b:c@d")),
        ("https://crm.example.com/x@y", None),
        ("https://jens:secret@", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_a_login_in_an_address_is_split_off(text: str, parted: UrlCredentials | None) -> None:
    assert split_credentials(text) == parted
    assert "secret" not in repr(split_credentials(text))


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("proxy.example", "http://proxy.example:8080"),
        ("Proxy.example:3128/", "http://proxy.example:3128"),
        ("https://proxy.example", "https://proxy.example:8080"),
    ],
)
def test_a_proxy_as_it_is_kept(text: str, proxy: str) -> None:
    assert proxy_address(text) == proxy
    assert proxy_address(proxy) == proxy


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", UrlProblem.EMPTY),
        ("http://jens:secret@proxy:1", UrlProblem.HAS_CREDENTIALS),
        ("http://proxy/path", UrlProblem.UNEXPECTED_PART),
        ("socks5://proxy", UrlProblem.SCHEME),
    ],
)
def test_a_proxy_that_cannot_be_used(text: str, problem: UrlProblem) -> None:
    with pytest.raises(InvalidUrl) as caught:
        proxy_address(text)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    "address", ["https://[fe80::1%25eth0]/api", "https://bücher.example:8443/x%20y/api"]
)
def test_zones_and_other_scripts_are_no_odd_hosts(address: str) -> None:
    assert api_address(address) == address


def test_a_base_address_has_no_slash_at_its_end() -> None:
    assert base_address("HTTPS://login.example.com/login/") == "https://login.example.com/login"
