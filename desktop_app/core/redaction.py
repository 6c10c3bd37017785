"""Makes foreign text safe to show: removes secrets, control characters and excess length."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from html.entities import codepoint2name
from itertools import groupby

MAX_LENGTH = 2000
"""Maximum characters of a server's text to show; longer text is cut off."""

_MASK = "•••"
_MIN_SECRET_LENGTH = 4
_MAX_SPELLING = 16
"""Most characters in which a server may spell one character of a secret, as in ``&#0000233;``."""
_ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}


class Redactor:
    """Masks the secrets of one call in any text, in every encoding a server may send back.

    The gaps left by masking would reveal a secret of fewer than four characters, so a text that
    contains such a secret is replaced as a whole.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(filter(None, secrets))

    def __call__(self, text: str) -> str:
        """Return the text masked, without control characters, cut to ``MAX_LENGTH``."""
        start = self._mask_start(text)
        kept = _strip_controls(start[: 2 * MAX_LENGTH])
        kept = self._mask_secrets(kept).strip()  # a removed character may have split a secret
        if len(kept) > MAX_LENGTH:
            return kept[:MAX_LENGTH] + "…"
        return kept

    def _mask_start(self, text: str) -> str:
        """Mask as much of a text as can be shown; a search in all of a megabyte takes minutes."""
        room = _MAX_SPELLING * max(map(len, self._secrets), default=0)
        start = text[: 8 * MAX_LENGTH + room]
        masked = self._mask_secrets(start)
        if len(start) == len(text) or masked == _MASK:
            return masked
        return masked[: len(masked) - room]  # the end may hold the first half of a secret

    def _mask_secrets(self, text: str) -> str:
        for form, pattern in self._patterns:
            if len(form) >= _MIN_SECRET_LENGTH:
                text = pattern.sub(_MASK, text)
            elif pattern.search(text):
                return _MASK
        return text

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """The encoded secrets, longest first. Built on first use: most calls need no masking."""
        forms = {form for secret in self._secrets for form in _encoded_forms(secret) if form}
        return [(form, _form_pattern(form)) for form in sorted(forms, key=len, reverse=True)]


def _encoded_forms(secret: str) -> set[str]:
    packed = base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode()
    url_safe = packed.translate({ord("+"): "-", ord("/"): "_"})
    return {secret, _strip_controls(secret), *(each.rstrip("=") for each in (packed, url_safe))}


def _form_pattern(form: str) -> re.Pattern[str]:
    """Return a pattern for a secret as plain text or escaped as in JSON, HTML and URLs."""
    return re.compile("".join(_character_pattern(c, len(list(run))) for c, run in groupby(form)))


def _character_pattern(character: str, times: int) -> str:
    """Return a pattern for a run of one character, with the same escape for the whole run.

    If each character could choose its escape, a search could backtrack for ever.
    """
    if character.isascii() and character.isalnum():
        return character * times
    data = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass").hex()
    number = ord(character)
    spelt = [
        re.escape(character),
        rf"(?i:{''.join(f'%{byte:02x}' for byte in data)})",
        "".join(rf"\\u(?i:{units[i : i + 4]})" for i in range(0, len(units), 4)),
        rf"&#0{{0,7}}{number};",
        rf"(?i:&#x0{{0,7}}{number:x};)",
        rf"\\{re.escape(_ESCAPES.get(character, character))}",
    ]
    if number in codepoint2name or character == "'":
        spelt.append(f"&{codepoint2name.get(number, 'apos')};")
    if character == " ":
        spelt.append(r"\+")
    return f"(?:{'|'.join(f'(?:{each}){{{times}}}' for each in spelt)})"


def _strip_controls(text: str) -> str:
    """Return the text without control characters and bidirectional controls."""
    return "".join(c for c in text if c == "\n" or _is_displayable(c))


def _is_displayable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and not (
        "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    )
