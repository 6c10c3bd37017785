from __future__ import annotations

import pytest

from desktop_app.demo.samples import localisation, translations
from desktop_app.demo.samples.rights_scenarios import SCENARIOS
from tests.unit.demo.caller import Caller

SALES = 'NO:"Salg";US:"Sales";SW:"Försäljning";DA:"Salg";GE:"Vertrieb";NL:"Verkoop"'


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, None),
        ({"accept-language": "en"}, "en"),
        ({"accept-language": "en-US"}, "en"),
        ({"accept-language": "no"}, "nb"),
        ({"accept-language": "nb-no"}, "nb"),
        ({"accept-language": "nn"}, "nb"),
        ({"accept-language": "fr"}, "en"),
        ({"accept-language": "fr, nl;q=0.5"}, "nl"),
        ({"accept-language": "de;q=0.2,da;q=0.9, sv ; q=0.5"}, "da"),
        ({"accept-language": "de;q=0,sv"}, "sv"),
        ({"accept-language": "de;q=junk"}, None),
        ({"accept-language": "de;level=1"}, "de"),
        ({"accept-language": "*"}, None),
        ({"accept-language": ""}, None),
        ({"so-language": "sv", "accept-language": "de"}, "sv"),
        ({"so-language": "*", "accept-language": "de"}, None),
        ({"so-language": "x", "accept-language": "de"}, None),
        ({"so-language": "-", "accept-language": "de"}, None),
        ({"so-language": "", "accept-language": "de"}, None),
    ],
)
def test_the_language_asked_for(headers: dict[str, str], language: str | None) -> None:
    assert localisation.requested_language(headers) == language


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        (SALES, None, SALES),
        (SALES, "nb", "Salg"),
        (SALES, "de", "Vertrieb"),
        ('NO:"Salg";US:"Sales"', "nl", "Sales"),
        ('NO:"Salg"', "nl", "Salg"),
        ('US:"50 % off; really"', "en", "50 % off; really"),
        ("Webshop", "de", "Webshop"),
        ('Say US:"hi"', "de", 'Say US:"hi"'),
        ("", "de", ""),
    ],
)
def test_multi_language_text(text: str, language: str | None, shown: str) -> None:
    assert localisation.localised_text(text, language) == shown


def test_every_reason_of_the_estate_is_known_in_every_language() -> None:
    for situation in SCENARIOS.values():
        for language in ("en", "nb", "sv", "da", "de", "nl"):
            stated = situation.table_right + situation.field_properties
            assert "[SR_" not in localisation.localise_json(stated, language)
    assert all(len(words) == 6 for words in translations.RESOURCES.values())


def test_an_unknown_resource_stays() -> None:
    assert localisation.localise_json('"[SR_SPARKLE]"', "en") == '"[SR_SPARKLE]"'


def test_names_and_reasons_are_raw_without_a_language(caller: Caller) -> None:
    row = caller.post("GetMailboxes").json()[7]
    assert row["CategoryName"].startswith('NO:"')
    assert row["PriorityName"].startswith('NO:"')
    assert row["TableRight"]["Reason"] == "[SR_ACCESS_MAILBOX_READONLY]"
    assert caller.entity(8)["TableRight"]["Reason"] == "[SR_ACCESS_MAILBOX_READONLY]"


def test_names_and_reasons_are_translated_with_one(caller: Caller) -> None:
    row = caller.post("GetMailboxes", Accept_Language="de-at").json()[7]
    assert (row["CategoryName"], row["PriorityName"]) == ("Kundendienst", "Hoch")
    assert row["TableRight"]["Reason"].startswith("Dieses Postfach")
    again = caller.post("GetMailboxes", SO_Language="sv", Accept_Language="de").json()[7]
    assert again["TableRight"]["Reason"].startswith("Den här brevlådan")


def test_a_mandatory_reason_is_translated_to_a_label(caller: Caller) -> None:
    server = caller.entity(11, SO_Language="da")["FieldProperties"]["Server"]
    assert server["FieldRight"] == {"Mask": "Update, UIHintMandatory", "Reason": "E-mailserver"}


def test_a_saved_entity_is_translated_too_and_the_store_is_not(caller: Caller) -> None:
    answer = caller.save({**caller.entity(11), "Password": None}, SO_Language="nb").json()
    assert answer["FieldProperties"]["Address"]["FieldRight"]["Reason"] == "Adresse"
    raw = caller.entity(11)["FieldProperties"]["Address"]["FieldRight"]["Reason"]
    assert raw == "[SR_MANDATORY_FIELD_2711]"
