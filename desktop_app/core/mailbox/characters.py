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


_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
_ORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that embed, override or isolate a direction of writing (Unicode's UAX 9)."""
_MARKS = frozenset("\u061c\u200e\u200f")
"""Invisible letters of a direction, of use only among letters that run from right to left."""
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TURNING = re.compile(f"[{''.join(_ORDERING | _MARKS)}]|{_RIGHT_TO_LEFT.pattern}")


def isolate_direction(text: str) -> str:
    """Return a foreign text that cannot turn the order of the sentence around it.

    Characters that command a direction are shown as ``[U+202E]``; a text that runs from right to
    left is isolated, so that what stands beside it stays in its place. A text that went through
    here before stays as it is.
    """
    if text.isascii() or not _TURNING.search(text):
        return text
    shown, needs_isolation = _escape_ordering(text)
    return f"{_ISOLATE}{shown}{_END_OF_ISOLATE}" if needs_isolation else shown


def _escape_ordering(text: str) -> tuple[str, bool]:
    """Return the text with what commands a direction escaped, but for whole isolates.

    Also whether letters from right to left stand outside of isolates.
    """
    shown: list[str] = []
    opened: list[int] = []
    is_turning = False
    has_turning_letters = _RIGHT_TO_LEFT.search(text) is not None
    for character in text:
        if character == _ISOLATE:
            opened.append(len(shown))
        elif character == _END_OF_ISOLATE and opened:
            opened.pop()
        elif character in _ORDERING or (character in _MARKS and not has_turning_letters):
            character = _escaped(character)
        elif not opened:
            is_turning = is_turning or _RIGHT_TO_LEFT.match(character) is not None
        shown.append(character)
    for place in opened:
        shown[place] = _escaped(_ISOLATE)
    return "".join(shown), is_turning or (bool(opened) and has_turning_letters)


def _escaped(character: str) -> str:
    return f"[U+{ord(character):04X}]"
