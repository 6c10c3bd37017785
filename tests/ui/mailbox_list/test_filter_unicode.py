"""The filter finds what is meant: either form of a letter, whatever invisible was pasted along."""

from __future__ import annotations

import unicodedata

import pytest

from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.profiles.profile import Profile
from desktop_app.ui.mailbox_list.table.collation import sort_keys
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.profiles.profile_list_model import ProfileListModel

COMPOSED = "J\u00f6rg@b\u00fccher.example"
FORMS = [unicodedata.normalize(form, COMPOSED) for form in ("NFC", "NFD")]


def found(address: str, query: str) -> bool:
    """Whether a query finds this address, and not another."""
    model = MailboxListModel()
    model.set_rows((ListedMailbox(1, address), ListedMailbox(2, "info@other.test")), None)
    model.set_filter(query)
    return [model.id_at(line) for line in range(model.rowCount())] == [1]


@pytest.mark.parametrize("address", FORMS, ids=["listed composed", "listed decomposed"])
@pytest.mark.parametrize("query", FORMS, ids=["asked composed", "asked decomposed"])
def test_both_forms_of_a_letter_are_one(address: str, query: str) -> None:
    assert found(address, query.upper())


@pytest.mark.parametrize(
    "query",
    [
        "sales\u200b@a.test",
        "\ufeffsales@a.test",
        "sa\u00adles",
        "sales@a.test\u202c",
        "\u2060sales",
    ],
)
def test_an_invisible_character_in_what_was_pasted_does_not_count(query: str) -> None:
    assert found("sales@a.test", query)


def test_a_mailbox_with_an_invisible_character_is_found_by_what_is_seen() -> None:
    assert found("sa\u200bles@a.test", "sales@a.test")


def test_nothing_but_invisible_characters_asks_for_nothing() -> None:
    model = MailboxListModel()
    model.set_rows((ListedMailbox(2, "info@a.test"),), None)
    model.set_filter("\u200b \ufeff")
    assert model.rowCount() == 1


@pytest.mark.parametrize("query", [*FORMS, "J\u00f6rg\u200b"])
def test_profiles_are_found_alike(query: str) -> None:
    model = ProfileListModel()
    model.set_profiles([Profile.new(FORMS[1], "https://crm.example.com", "u")])
    model.set_filter(query)
    assert model.profile_at(0) is not None


def test_both_forms_have_one_place_in_the_order() -> None:
    composed, decomposed = sort_keys(FORMS)
    assert composed == decomposed
