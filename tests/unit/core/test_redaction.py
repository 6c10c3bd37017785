"""Server texts: our secrets taken out by value, and nothing that could disturb the screen."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core import redaction
from desktop_app.core.redaction import MAX_LENGTH, Redactor
from tests.unit.net.outcomes import assert_unseen, forms

SECRET = 'p"å€ss/wörd&<'


@pytest.mark.parametrize("form", sorted(forms(SECRET) - {SECRET.encode().decode("latin-1")}))
def test_every_form_of_a_secret_goes(form: str) -> None:
    shown = Redactor([SECRET])(f"before {form} after {form}")
    assert_unseen({SECRET}, shown)
    assert shown.startswith("before •••")


SPELLINGS = [
    "p%22%c3%a5%e2%82%acss%2fw%c3%b6rd%26%3c",  # HttpUtility.UrlEncode
    "p&quot;&#229;&#8364;ss/w&#246;rd&amp;&lt;",  # HttpUtility.HtmlEncode
    "p&#x22;&#xE5;&#x20AC;ss&#x2F;w&#xF6;rd&#x26;&#x3C;",  # WebUtility, and others
    r"p\u0022\u00E5\u20ACss/w\u00F6rd\u0026\u003C",  # System.Text.Json
    r"p\"å€ss\/wörd&<",
    "p&quot;&aring;&euro;ss/w&ouml;rd&amp;&lt;",
    'p"å\u202e€ss\0/wörd&<',  # with what is not shown anyway
    "\0".join(SECRET),
]


@pytest.mark.parametrize("spelt", SPELLINGS)
def test_however_a_server_spells_it(spelt: str) -> None:
    assert Redactor([SECRET])(f"Password={spelt}!") == "Password=•••!"


ODD = ["a b c d", "it's", "tab\there", "\U0001f511 key", "back\\slash"]


@pytest.mark.parametrize("secret", ODD)
def test_a_secret_with_odd_characters(secret: str) -> None:
    units = secret.encode("utf-16-be")
    escaped = "".join(f"\\u{units[i]:02X}{units[i + 1]:02X}" for i in range(0, len(units), 2))
    html = "".join(c if c.isalnum() else f"&#{ord(c)};" for c in secret)
    json_text = json.dumps(secret, ensure_ascii=False)[1:-1]
    for spelt in (secret, quote(secret).lower(), quote_plus(secret), html, json_text):
        assert Redactor([secret.lower()])(f"({spelt})") == "(•••)"
    assert secret not in Redactor([secret])(escaped)


def test_a_search_for_a_secret_takes_no_longer_with_what_nearly_is_one() -> None:
    secret, text = "\\" * 40 + "%&" * 20, "\\" * 60 + "%25&amp;" * 19
    assert Redactor([secret])(text) == text


def test_a_short_secret_takes_the_whole_text_along() -> None:
    assert Redactor(["q"])("a quick text") == "•••"
    assert Redactor(["q"])("a text") == "a text"


def test_no_secrets() -> None:
    assert Redactor(["", ""])("text") == "text"


def test_control_characters_go_and_lines_stay() -> None:
    assert Redactor([])("a\x00b\x1b[31m\nc\u202ed\u2066\ud800 ") == "ab[31m\ncd"


def test_markup_stays_as_it_is() -> None:
    assert Redactor([])("<b>bold</b>") == "<b>bold</b>"


def test_long_texts_are_cut() -> None:
    shown = Redactor([])("a" * 10_000_000)
    assert shown == "a" * MAX_LENGTH + "…"


def test_a_secret_at_the_cut_goes_too() -> None:
    text = "x" * (MAX_LENGTH - 3) + "hidden-word"
    assert "hid" not in Redactor(["hidden-word"])(text)


@given(st.text(min_size=4, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_by_value_whatever_it_is(secret: str, before: str, after: str) -> None:
    shown = Redactor([secret])(before + secret + after)
    assert secret not in shown or secret in "•••…"


def test_a_longer_text_is_no_more_work_than_can_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted as the characters of the text times those of the secret, the most a search takes."""
    real_pattern = redaction._form_pattern

    class CountingPattern:
        work = 0

        def __init__(self, form: str) -> None:
            self.form, self.pattern = form, real_pattern(form)

        def sub(self, mask: str, text: str) -> str:
            CountingPattern.work += len(text) * len(self.form)
            return self.pattern.sub(mask, text)

    def work(length: int) -> int:
        CountingPattern.work = 0
        Redactor(["-." * 100 + "b"])("x" * length)
        return CountingPattern.work

    monkeypatch.setattr(redaction, "_form_pattern", CountingPattern)
    assert work(400_000) < 1.1 * work(200_000)


@pytest.mark.parametrize("length", range(100, 140))
def test_the_part_of_a_long_text_that_is_shown_ends_in_no_half_secret(length: int) -> None:
    secret = "s3cret-" * 12
    shown = Redactor([secret])("\0" * (8 * MAX_LENGTH + 16 * len(secret) - length) + secret * 9)
    assert "s3cret" not in shown
