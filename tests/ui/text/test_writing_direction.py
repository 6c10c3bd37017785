"""Foreign text cannot turn the order of the sentence it stands in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, Mailbox
from desktop_app.core.snapshot import FieldChange
from desktop_app.demo import DemoServer
from desktop_app.ui.bulk.bulk_text import field_change_text
from desktop_app.ui.i18n import translate
from desktop_app.ui.snapshots.snapshot_text import value_change_text
from desktop_app.ui.text.errors.explain import MESSAGES
from desktop_app.ui.text.message import Choice, fields_of, message_of
from desktop_app.ui.text.plain_text import shortened
from desktop_app.ui.text.saving import mailbox_name, sending_text
from tests.demo_mailboxes import change_mailbox
from tests.ui.conftest import OpenDialog

UI = Path(__file__).parents[3] / "desktop_app" / "ui"
EVIL = "\u202e(noitcudorp) emcA"
"""Reads "Acme (production)" where its first character is obeyed."""
ORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HEBREW = "\u05e9\u05dc\u05d5\u05dd"


def sentences() -> Iterator[tuple[str, str]]:
    """The context and text of every call of ``translate`` whose text has fields."""
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [str(a.value) for a in node.args[:2] if isinstance(a, ast.Constant)]
                if node.func.id == "translate" and len(texts) == 2 and fields_of(texts[1]):
                    yield texts[0], texts[1]


def error_texts(text: str | Choice) -> Iterator[str]:
    if isinstance(text, Choice):
        for each in (*text.texts.values(), text.otherwise):
            yield from error_texts(each)
    elif fields_of(text):
        yield text


def is_safe(text: str) -> bool:
    """Whether nothing in a sentence commands a direction, except around a whole isolated part."""
    depth = 0
    for character in text:
        depth += (character == "\u2068") - (character == "\u2069")
        if depth < 0 or character in ORDERING - {"\u2068", "\u2069"}:
            return False
    return depth == 0


def test_no_sentence_with_a_field_obeys_what_is_filled_in() -> None:
    found = list(sentences())
    assert len(found) > 100
    obeyed = [
        text
        for context, text in found
        if not is_safe(translate(context, text).format(**dict.fromkeys(fields_of(text), EVIL)))
    ]
    assert not obeyed


def test_no_error_obeys_what_a_server_says() -> None:
    texts = [each for text in MESSAGES.values() for each in error_texts(text)]
    assert texts
    told = [message_of("errors", text, object(), lambda _name: EVIL).text for text in texts]
    assert [text for text in told if not is_safe(text)] == []


BOX = Mailbox(7, {Field.ADDRESS: EVIL, Field.USER_NAME: EVIL})
DRAFT = Draft(BOX, {Field.USER_NAME: f"{EVIL}2"})


@pytest.mark.parametrize(
    "text",
    [
        shortened(EVIL),
        mailbox_name(BOX),
        sending_text(DRAFT, KeepBehaviour.PROVED, is_later=False),
        field_change_text(DRAFT, Field.USER_NAME),
        value_change_text(FieldChange("category", EVIL, "Sales")),
    ],
    ids=["quote", "mailbox", "what a save sends", "bulk edit", "difference"],
)
def test_lines_that_quote_a_value(text: str) -> None:
    assert is_safe(text)
    assert "[U+202E](noitcudorp) emcA" in text, "what is there can be read"


def test_the_window_of_a_mailbox(open_dialog: OpenDialog, crm: DemoServer) -> None:
    change_mailbox(crm, 1, address=f"{EVIL} <a@example.com>")
    dialog = open_dialog(1)
    assert "a@example.com" in dialog.windowTitle()
    assert is_safe(dialog.windowTitle())


def test_a_name_from_right_to_left_leaves_the_rest_in_its_place() -> None:
    text = translate("saving", "Saved {mailbox}.").format(mailbox=HEBREW)
    assert text == f"Saved \u2068{HEBREW}\u2069."
    again = translate("saving", "{state}: {count}").format(state=text, count=3)
    assert again == f"Saved \u2068{HEBREW}\u2069.: 3", "isolated once"


@pytest.mark.parametrize("text", ["Acme", "J\u00f6rg", "\u65e5\u672c", "\U0001f511", "a\u0308"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert translate("saving", "Saved {mailbox}.").format(mailbox=text) == f"Saved {text}."


@given(st.text(alphabet=[*sorted(ORDERING), "\u200f", "\u05d0", "a", "("], max_size=6))
def test_whatever_is_filled_in_twice_is_safe_and_the_same(text: str) -> None:
    once = shortened(text)
    assert is_safe(once)
    assert shortened(once) == once
