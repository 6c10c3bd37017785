"""Reads the headers of a request from JSON: ``fetch(...)``, HAR files, exported cookies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_FETCH = re.compile(r'(?:await\s+)?fetch\(\s*"(?:[^"\\]|\\.)*"\s*,\s*')
"""The call up to its second argument, which is JSON."""

_WANTED = ("cookie", "x-xsrf-token")


def json_headers(text: str) -> list[tuple[str, str]]:
    """Return the cookies and headers of the first request; none if the JSON is cut."""
    call = _FETCH.match(text)
    try:
        value, _ = json.JSONDecoder().raw_decode(text, call.end() if call else 0)
        headers = list(_first_request(value))
    except (ValueError, RecursionError):
        return []
    return headers


def _first_request(value: Any) -> Iterator[tuple[str, str]]:
    """Yield what the outermost, first object with cookies says; an object's headers come first."""
    if isinstance(value, list):
        yield from _named(value) if _are_cookies(value) else _first_of(value)
    elif isinstance(value, dict):
        own = list(_own_headers(value))
        yield from own if _has_cookie(own) else _first_of(list(value.values()))


def _first_of(values: list[Any]) -> Iterator[tuple[str, str]]:
    for each in values:
        found = list(_first_request(each))
        if _has_cookie(found):
            yield from found
            return


def _has_cookie(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "cookie" for name, _ in headers)


def _own_headers(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the headers in an object: as its properties, or in a ``headers`` or ``cookies``."""
    yield from _wanted(value.items())
    headers, cookies = value.get("headers"), value.get("cookies")
    found = list(_wanted(headers.items() if isinstance(headers, dict) else _pairs(headers)))
    yield from found
    if not _has_cookie(found):
        yield from _named(cookies)


def _wanted(pairs: Any) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if isinstance(value, str) and name.lower() in _WANTED:
            yield name, value


def _pairs(items: Any) -> list[tuple[str, str]]:
    """Return name and value of each item that has both."""
    found = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
    pairs = [(each.get("name"), each.get("value")) for each in found]
    return [(name, text) for name, text in pairs if isinstance(name, str) and isinstance(text, str)]


def _named(cookies: Any) -> Iterator[tuple[str, str]]:
    pairs = list(cookies.items()) if isinstance(cookies, dict) else _pairs(cookies)
    yield from (("cookie", f"{name}={text}") for name, text in pairs if isinstance(text, str))


def _are_cookies(items: list[Any]) -> bool:
    """Return whether a list is an export of cookies: name, value and domain of each."""
    return bool(items) and all(isinstance(each, dict) and "domain" in each for each in items)
