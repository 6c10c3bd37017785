"""Which language a request asks for, and texts put into it.

Without a language header texts travel raw: multi-language strings such as `NO:"Salg";US:"Sales"`
and resource ids such as `[SR_ACCESS_MANDATORY]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from desktop_app.demo.samples.translations import RESOURCES

FALLBACK = "en"
_LEGACY = {"en": "US", "nb": "NO", "sv": "SW", "da": "DA", "de": "GE", "nl": "NL"}
_SAME = {"no": "nb", "nn": "nb"}
_OFF = {"", "*", "x", "-"}

_ONE = re.compile(r'([A-Z]{2}):"([^"]*)"')
_MULTI = re.compile(r'(?:[A-Z]{2}:"[^"]*";?)+')
_RESOURCE = re.compile(r"\[(SR_[A-Z0-9_]+)\]")


def asked_for(headers: Mapping[str, str]) -> str | None:
    """Give the language to translate into (en, nb, sv, da, de, nl), or None for raw texts.

    SO-Language overrides Accept-Language, also when it switches translation off. A language
    that is not on offer falls back to English, as NetServer does.
    """
    own = headers.get("so-language")
    if own is not None:
        return _nearest(_wanted(own))
    return _nearest(_wanted(headers.get("accept-language") or ""))


def _wanted(header: str) -> list[str]:
    """Give the language tags in falling order of preference, those with q=0 left out."""
    ranked = [_ranked(part) for part in header.split(",")]
    kept = [(q, tag) for q, tag in ranked if q > 0 and tag not in _OFF]
    return [tag for _, tag in sorted(kept, key=lambda pair: -pair[0])]


def _ranked(part: str) -> tuple[float, str]:
    tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return _quality(value.strip()), tag
    return 1.0, tag


def _quality(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{0,3})?", text) else 0.0


def _nearest(tags: list[str]) -> str | None:
    for tag in tags:
        primary = re.split("[-_]", tag)[0]
        language = _SAME.get(primary, primary)
        if language in _LEGACY:
            return language
    return FALLBACK if tags else None


def plain(text: str, language: str | None) -> str:
    """Give the part of a multi-language string that is in `language`; other text unchanged."""
    if language is None or not _MULTI.fullmatch(text):
        return text
    parts: dict[str, str] = dict(_ONE.findall(text))
    for code in (_LEGACY[language], _LEGACY[FALLBACK]):
        if code in parts:
            return parts[code]
    return next(iter(parts.values()))


@lru_cache(maxsize=4096)
def in_json(text: str, language: str | None) -> str:
    """Replace the resource ids inside a JSON text; an id without a text stays as it is."""
    if language is None:
        return text
    return _RESOURCE.sub(lambda found: _resource(found, language), text)


def _resource(found: re.Match[str], language: str) -> str:
    texts = RESOURCES.get(found[1])
    return found[0] if texts is None else json.dumps(texts[language], ensure_ascii=False)[1:-1]
