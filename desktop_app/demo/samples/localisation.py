"""Reads the language that a request asks for, and translates texts into it.

Without a language header the texts are sent raw: multi-language strings such as
`NO:"Salg";US:"Sales"` and resource ids such as `[SR_ACCESS_MANDATORY]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from desktop_app.demo.samples.translations import RESOURCES

FALLBACK_LANGUAGE = "en"
_LEGACY_CODES = {"en": "US", "nb": "NO", "sv": "SW", "da": "DA", "de": "GE", "nl": "NL"}
_LANGUAGE_ALIASES = {"no": "nb", "nn": "nb"}
_NO_LANGUAGE = {"", "*", "x", "-"}

_LANGUAGE_PART = re.compile(r'([A-Z]{2}):"([^"]*)"')
_MULTI_LANGUAGE = re.compile(r'(?:[A-Z]{2}:"[^"]*";?)+')
_RESOURCE_ID = re.compile(r"\[(SR_[A-Z0-9_]+)\]")


def requested_language(headers: Mapping[str, str]) -> str | None:
    """Return the language to translate into (en, nb, sv, da, de, nl), or None for raw texts.

    SO-Language overrides Accept-Language, even to switch translation off. An unavailable language
    falls back to English, as in NetServer.
    """
    own = headers.get("so-language")
    if own is not None:
        return _best_match(_preferred_tags(own))
    return _best_match(_preferred_tags(headers.get("accept-language") or ""))


def _preferred_tags(header: str) -> list[str]:
    """Return the language tags in falling order of preference, without those with q=0."""
    ranked = [_parse_preference(part) for part in header.split(",")]
    kept = [(q, tag) for q, tag in ranked if q > 0 and tag not in _NO_LANGUAGE]
    return [tag for _, tag in sorted(kept, key=lambda pair: -pair[0])]


def _parse_preference(part: str) -> tuple[float, str]:
    tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return _quality(value.strip()), tag
    return 1.0, tag


def _quality(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{0,3})?", text) else 0.0


def _best_match(tags: list[str]) -> str | None:
    for tag in tags:
        primary = re.split("[-_]", tag)[0]
        language = _LANGUAGE_ALIASES.get(primary, primary)
        if language in _LEGACY_CODES:
            return language
    return FALLBACK_LANGUAGE if tags else None


def localised_text(text: str, language: str | None) -> str:
    """Return the part of a multi-language string in `language`; return other text unchanged.

    A missing part falls back to English, then to the first part.
    """
    if language is None or not _MULTI_LANGUAGE.fullmatch(text):
        return text
    parts: dict[str, str] = dict(_LANGUAGE_PART.findall(text))
    for code in (_LEGACY_CODES[language], _LEGACY_CODES[FALLBACK_LANGUAGE]):
        if code in parts:
            return parts[code]
    return next(iter(parts.values()))


@lru_cache(maxsize=4096)
def localise_json(text: str, language: str | None) -> str:
    """Replace the resource ids inside a JSON text; unknown ids are left unchanged."""
    if language is None:
        return text
    return _RESOURCE_ID.sub(lambda found: _resource_text(found, language), text)


def _resource_text(found: re.Match[str], language: str) -> str:
    texts = RESOURCES.get(found[1])
    return found[0] if texts is None else json.dumps(texts[language], ensure_ascii=False)[1:-1]
