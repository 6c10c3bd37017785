"""Characters that deceive the eye: invisible ones, odd spaces, and two forms of one letter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Invisible and bidirectional control characters (Unicode's Cc, Cf, Zl, Zp)."""
_HIDDEN_IN_WORDS = re.compile(rf"(?!\s){_HIDDEN.pattern}")
"""The same without those that end a word, such as a tab."""
_UNUSUAL_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""Spaces other than U+0020."""


class OddityKind(Enum):
    """What in a typed or pasted text is probably an accident."""

    LINE_BREAK = auto()
    EDGE_SPACE = auto()
    HIDDEN_CHARACTER = auto()
    UNUSUAL_SPACE = auto()


@dataclass(frozen=True, slots=True)
class TextOddity:
    """One oddity; ``character`` is the code point, such as U+200B, of a hidden or odd one."""

    kind: OddityKind
    character: str = ""


def find_oddity(text: str) -> TextOddity | None:
    """Return the first oddity of a secret or a name that is used as it was typed; None if none.

    The text itself is never changed: an odd character may be meant.
    """
    if "\n" in text or "\r" in text:
        return TextOddity(OddityKind.LINE_BREAK)
    if text != text.strip():
        return TextOddity(OddityKind.EDGE_SPACE)
    if hidden := hidden_character(text):
        return TextOddity(OddityKind.HIDDEN_CHARACTER, hidden)
    if space := unusual_space(text):
        return TextOddity(OddityKind.UNUSUAL_SPACE, space)
    return None


def hidden_character(text: str) -> str:
    """Return the code point of the first invisible character, such as U+202E; empty if none."""
    return _code_point(_HIDDEN.search(text))


def strip_hidden(text: str) -> str:
    """Return the text without invisible and bidirectional control characters."""
    return _HIDDEN.sub("", text)


def unusual_space(text: str) -> str:
    """Return the code point of the first space other than U+0020, such as U+00A0; empty if none."""
    return _code_point(_UNUSUAL_SPACES.search(text))


def search_key(text: str) -> str:
    """Return what a text is searched and compared by, never for passwords.

    Capitals, invisible characters, and the composed (NFC) or decomposed form of a letter make no
    difference. Line ends and tabs stay, as they part words.
    """
    if text.isascii():
        return text.casefold()
    visible = _HIDDEN_IN_WORDS.sub("", text)
    return unicodedata.normalize("NFC", visible.casefold())


def search_words(query: str) -> list[str]:
    """Return the words of a query, each as a ``search_key``."""
    return search_key(query).split()


def _code_point(found: re.Match[str] | None) -> str:
    return f"U+{ord(found[0]):04X}" if found else ""
