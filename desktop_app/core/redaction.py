"""Foreign text made fit to be shown: without our secrets, control characters and excess length."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from html.entities import codepoint2name
from itertools import groupby

MAX_LENGTH = 2000
"""Characters of a server's text that are kept."""

_MASK = "•••"
_MIN_SECRET_LENGTH = 4
_ESCAPES = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}


class Redactor:
    """Takes the secrets of one call out of any text, by value, in all forms they may come back in.

    A secret shorter than four characters would be revealed by the gaps it leaves: a text that holds
    one is withheld as a whole.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(filter(None, secrets))

    def __call__(self, text: str) -> str:
        """The text as it may be shown."""
        kept = _strip_controls(self._mask_secrets(text)[: 2 * MAX_LENGTH])
        kept = self._mask_secrets(kept).strip()  # what was taken out may have parted one
        return kept if len(kept) <= MAX_LENGTH else kept[:MAX_LENGTH] + "…"

    def _mask_secrets(self, text: str) -> str:
        for form, pattern in self._patterns:
            if len(form) >= _MIN_SECRET_LENGTH:
                text = pattern.sub(_MASK, text)
            elif pattern.search(text):
                return _MASK
        return text

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """The longest first. Made when a text is there: most calls go well."""
        forms = {form for secret in self._secrets for form in _encoded_forms(secret) if form}
        return [(form, _form_pattern(form)) for form in sorted(forms, key=len, reverse=True)]


def _encoded_forms(secret: str) -> set[str]:
    packed = base64.b64encode(secret.encode("utf-8", "surrogatepass")).decode()
    url_safe = packed.translate({ord("+"): "-", ord("/"): "_"})
    return {secret, _strip_controls(secret), *(each.rstrip("=") for each in (packed, url_safe))}


def _form_pattern(form: str) -> re.Pattern[str]:
    """Matches it as it is, and as JSON, HTML and addresses may write it, in capitals or not."""
    return re.compile("".join(_character_pattern(c, len(list(run))) for c, run in groupby(form)))


def _character_pattern(character: str, times: int) -> str:
    """A run of one character is spelt in one way: free to choose, a search could take for ever."""
    if character.isascii() and character.isalnum():
        return character * times
    data = character.encode("utf-8", "surrogatepass")
    units = character.encode("utf-16-be", "surrogatepass").hex()
    number = ord(character)
    spelt = [
        re.escape(character),
        rf"(?i:{''.join(f'%{byte:02x}' for byte in data)})",
        "".join(rf"\\u(?i:{units[i : i + 4]})" for i in range(0, len(units), 4)),
        rf"&#0*{number};",
        rf"(?i:&#x0*{number:x};)",
        rf"\\{re.escape(_ESCAPES.get(character, character))}",
    ]
    if number in codepoint2name or character == "'":
        spelt.append(f"&{codepoint2name.get(number, 'apos')};")
    if character == " ":
        spelt.append(r"\+")
    return f"(?:{'|'.join(f'(?:{each}){{{times}}}' for each in spelt)})"


def _strip_controls(text: str) -> str:
    """Without control characters, and what turns the direction of writing around."""
    return "".join(c for c in text if c == "\n" or _is_displayable(c))


def _is_displayable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and not (
        "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    )
