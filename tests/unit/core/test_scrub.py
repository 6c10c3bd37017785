"""Server texts: our secrets taken out by value, and nothing that could disturb the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.scrub import LONGEST, Scrubber
from tests.unit.net.outcomes import assert_unseen, forms

SECRET = 'p"å€ss/wörd&<'


@pytest.mark.parametrize("form", sorted(forms(SECRET) - {SECRET.encode().decode("latin-1")}))
def test_every_form_of_a_secret_goes(form: str) -> None:
    shown = Scrubber([SECRET])(f"before {form} after {form}")
    assert_unseen({SECRET}, shown)
    assert shown.startswith("before •••")


def test_a_short_secret_takes_the_whole_text_along() -> None:
    assert Scrubber(["q"])("a quick text") == "•••"
    assert Scrubber(["q"])("a text") == "a text"


def test_no_secrets() -> None:
    assert Scrubber(["", ""])("text") == "text"


def test_control_characters_go_and_lines_stay() -> None:
    assert Scrubber([])("a\x00b\x1b[31m\nc\u202ed\u2066\ud800 ") == "ab[31m\ncd"


def test_markup_stays_as_it_is() -> None:
    assert Scrubber([])("<b>bold</b>") == "<b>bold</b>"


def test_long_texts_are_cut() -> None:
    shown = Scrubber([])("a" * 10_000_000)
    assert shown == "a" * LONGEST + "…"


def test_a_secret_at_the_cut_goes_too() -> None:
    text = "x" * (LONGEST - 3) + "hidden-word"
    assert "hid" not in Scrubber(["hidden-word"])(text)


@given(st.text(min_size=4, max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_by_value_whatever_it_is(secret: str, before: str, after: str) -> None:
    shown = Scrubber([secret])(before + secret + after)
    assert secret not in shown or secret in "•••…"
