"""Words in the order of the user's language.

Comparing through Qt's collator costs four times as much as comparing Python's texts (measured).
So the collator is asked once for each letter that is not ASCII, and texts are compared as Python
does, with those letters put where the language has them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import cmp_to_key, lru_cache
from string import ascii_lowercase

from PySide6.QtCore import QCollator, QLocale

Compare = Callable[[str, str], int]
COLLATED_LETTERS = (*range(0xDF, 0x250), *range(0x370, 0x530))
"""Latin, Greek and Cyrillic letters."""
COMBINING_MARKS = range(0x300, 0x370)
"""Accents that stand behind their letter."""
PRIVATE_USE_START = 0xE000
"""Private characters: behind all ASCII, whatever a text holds."""
OTHER_SCRIPTS = f"z{chr(PRIVATE_USE_START + 0x1000)}"
"""Behind all of those, in the order of their code points."""


def sort_keys(texts: Iterable[str]) -> list[str]:
    """What to sort texts by, capitals or not."""
    locale = _locale_name()
    folded = [text.casefold() for text in texts]
    return [text if text.isascii() else _collation_key(text, locale) for text in folded]


def sort_key(text: str) -> str:
    """What to sort one text by."""
    return sort_keys((text,))[0]


@lru_cache(maxsize=16_384)
def _collation_key(text: str, locale: str) -> str:
    """A refreshed list has nearly the same texts as before."""
    return unicodedata.normalize("NFC", text).translate(_letter_table_for(locale))


def _locale_name() -> str:
    locale = QLocale()
    return "en" if locale.language() == QLocale.Language.C else locale.name()


@lru_cache(maxsize=4)
def _letter_table_for(locale: str) -> _LetterTable:
    return _LetterTable(QCollator(QLocale(locale)).compare)


class _LetterTable(dict[int, str]):
    """For ``str.translate``: the ASCII that a letter counts as, and a mark if it is one more."""

    def __init__(self, compare: Compare) -> None:
        super().__init__({code: chr(code) for code in range(128)})
        self._compare = compare
        key = cmp_to_key(compare)
        self._rank: dict[str, int] = {}
        head = ""
        for letter in sorted(
            {c for code in COLLATED_LETTERS if (c := chr(code)).islower()}, key=key
        ):
            if not head or not self._is_same_letter(letter, head):
                head = letter
            self._rank[letter] = self._rank.get(head, len(self._rank))

    def __missing__(self, code: int) -> str:
        self[code] = found = "" if code in COMBINING_MARKS else self._replacement_for(chr(code))
        return found

    def _replacement_for(self, letter: str) -> str:
        if letter not in self._rank:
            return OTHER_SCRIPTS + letter if letter.isalpha() else letter
        base = self._last_before(letter, "")
        if base is None or self._is_same_letter(letter, base):
            return base or letter
        two = self._last_before(letter, base)
        if two is not None and self._is_same_letter(letter, two):
            return two
        return f"{base}{chr(PRIVATE_USE_START + self._rank[letter])}"

    def _last_before(self, letter: str, start: str) -> str | None:
        """The last of a to z, behind ``start``, that does not come after the letter."""
        before = [c for c in ascii_lowercase if self._compare(start + c, letter) <= 0]
        return start + before[-1] if before else None

    def _is_same_letter(self, letter: str, base: str) -> bool:
        """Whether only an accent tells them apart: what follows decides before that does."""
        compare = self._compare  # m and q: no language makes one letter of them and another
        return compare(letter + "m", base + "q") < 0 < compare(letter + "q", base + "m")
