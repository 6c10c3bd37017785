"""Foreign text made fit to be shown: without our secrets, control characters and excess length."""

from __future__ import annotations

import base64
import html
import json
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

LONGEST = 2000
"""Characters of a server's text that are kept."""

_GONE = "•••"
_SHORT = 4


class Scrubber:
    """Takes the secrets of one call out of any text, by value, in all forms they may come back in.

    A secret shorter than four characters would be revealed by the gaps it leaves: a text that holds
    one is withheld as a whole.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if secret for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text as it may be shown."""
        for form in self._forms:
            if form in text:
                if len(form) < _SHORT:
                    return _GONE
                text = text.replace(form, _GONE)
        return _readable(text)


def _forms(secret: str) -> set[str]:
    data = secret.encode("utf-8", "surrogatepass")
    packed = base64.b64encode(data).decode()
    return {
        secret,
        packed,
        packed.rstrip("="),
        base64.urlsafe_b64encode(data).decode().rstrip("="),
        quote(data, safe=""),
        quote(data),
        quote_plus(data),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        html.escape(secret),
        html.escape(secret, quote=False),
    }


def _readable(text: str) -> str:
    kept = "".join(c for c in text[: 2 * LONGEST] if c == "\n" or _is_harmless(c)).strip()
    return kept if len(kept) <= LONGEST else kept[:LONGEST] + "…"


def _is_harmless(character: str) -> bool:
    """Not a control character, and nothing that turns the direction of writing around."""
    return unicodedata.category(character) not in ("Cc", "Cs") and not (
        "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
    )
