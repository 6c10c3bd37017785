"""Addresses pasted from a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.profiles.pasted_url import candidate_urls, find_tenant, strip_page
from desktop_app.core.profiles.profile import OnlineEnvironment, Tenant


@pytest.mark.parametrize(
    ("text", "tenant"),
    [
        ("https://online3.superoffice.com/Cust12345/default.aspx?x=1#y", Tenant("Cust12345")),
        ("sod2.superoffice.com/cust26759/", Tenant("Cust26759", OnlineEnvironment.DEVELOPMENT)),
        ("https://qaonline.superoffice.com/Cust1/CS/", Tenant("Cust1", OnlineEnvironment.STAGING)),
        ("https://app.superoffice.com/Cust7", Tenant("Cust7")),
        ("https://online.superoffice.com/login", None),
        ("https://crm.example.com/Cust12345", None),
        ("https://online.superoffice.com.evil.example/Cust12345", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_a_tenant_is_read_from_its_page(text: str, tenant: Tenant | None) -> None:
    assert find_tenant(text) == tenant


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "https://crm.example.com/SuperOffice/Default.aspx?a=b#c",
            "https://crm.example.com/SuperOffice",
        ),
        ("https://crm.example.com/SuperOffice/?a=b", "https://crm.example.com/SuperOffice/"),
        ("crm.example.com/so", "crm.example.com/so"),
        ("https://crm.example.com", "https://crm.example.com"),
        ("nonsense [", "nonsense ["),
    ],
)
def test_what_a_browser_adds_goes(text: str, address: str) -> None:
    assert strip_page(text) == address


def test_other_places_are_shorter_prefixes_of_the_same_server() -> None:
    assert candidate_urls("https://crm.example.com/a/b/api") == (
        "https://crm.example.com/a/api",
        "https://crm.example.com/api",
    )
    assert candidate_urls("https://crm.example.com/api") == ()


def test_a_path_twice_as_deep_is_not_four_times_the_text() -> None:
    def size(depth: int) -> int:
        return sum(map(len, candidate_urls("https://crm.example.com" + "/a" * depth)))

    assert size(400) < 2.5 * size(200)


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    strip_page(text)
    assert find_tenant(text) is None or "superoffice.com" in text.lower()
