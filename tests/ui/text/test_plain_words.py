"""One word for one thing: the words that no window and no page uses, and what is used instead."""

from __future__ import annotations

import re

import pytest

from tests.ui.text.source_texts import PROJECT, source_texts

PAGES = [*sorted((PROJECT / "resources/help").glob("*.md")), PROJECT / "README.md"]

UNUSED = {
    r"secrets? lives?|your secret|its secret\b(?! service)": "password, Password storage",
    r"encrypted file of": "password vault",
    r"\btype (it|them|the|your|a)\b": "enter",
    r"\bdemands?\b": "requires",
    r"\bblanks?\b": "space",
    r"\babilities\b": "capabilities",
    r"\bproved\b|\bproves?\b|\bunproved\b": "verified",
    r"\btwins?\b": "duplicate",
    r"\ball the same\b": "anyway",
    r"\bleads? elsewhere|leads? back\b": "points to a different server",
    r"\b(is|are) (not )?(there )?any ?more\b": "no longer",
    r"\bif it stays\b": "If the problem persists",
    r"\bask whoever\b": "contact the administrator",
    r"\btak(e|es|en) out\b": "Discard, Remove",
    r"\btak(e|es|en) over\b": "import",
    r"\btak(e|es) .{0,20}\bback\b": "Restore",
    r"\bby now\b|\bmeanwhile\b": "in the meantime",
    r"\bgo on (with|reading)\b|\bgoes on\b": "continue, resume",
    r"\bset aside\b": "moved aside",
    r"\bnot known( yet)?\b": "Unknown",
    r"\bShown are\b|\bholds? these words\b": "Showing only, No mailboxes match the filter",
    r"\bread all details\b|\breading details\b": "Load all details",
    r"\bgive[ns]? out\b|\bhand(ed|s)? out\b": "provides",
    r"\bmade (a mistake|itself)\b": "An internal error occurred, self-signed",
    r"\bfind out once\b|\btrial\b": "Test this once",
    r"\bwithout a word\b": "without a reply",
    r" …": "an ellipsis without a space",
    r"\bthe other side\b|\bboth sides\b|\btwo sides\b": "the old and new values",
    r"(keyring|administrator) of this computer": "system keyring, your administrator",
}


@pytest.mark.parametrize("pattern", UNUSED, ids=str)
def test_no_window_uses_a_word_that_has_a_better_one(pattern: str) -> None:
    found = [found for found in source_texts() if re.search(pattern, found[1], re.IGNORECASE)]
    assert not found, f"write {UNUSED[pattern]!r}: {found}"


@pytest.mark.parametrize("pattern", UNUSED, ids=str)
def test_no_page_uses_a_word_that_has_a_better_one(pattern: str) -> None:
    found = [
        f"{page.name}: {match.group()}"
        for page in PAGES
        for match in re.finditer(pattern, " ".join(page.read_text("utf-8").split()), re.IGNORECASE)
    ]
    assert not found, f"write {UNUSED[pattern]!r}: {found}"


NAMES = {
    *("Mailbox", "Admin", "Super", "Service", "Online", "Web", "Cust", "Basic", "Qt", "Py"),
    *("Python", "Google", "Microsoft", "Mozilla", "Windows", "Kee", "Keys", "Secret", "Caps"),
    *("Bulk", "Edit", "Profile", "Lock", "Support"),
}
"""Names, and menus and buttons that a text names, such as “Bulk edit”; parts of SuperOffice."""


def test_titles_and_buttons_are_in_sentence_case() -> None:
    found = [
        f"{place}: {word} in {text!r}"
        for place, text in source_texts()
        for word in re.findall(r"(?<=[a-z,;] )([A-Z][a-z]+)", text)
        if word not in NAMES
    ]
    assert found == []
