"""Reads the session of a browser from whatever its developer tools copy.

Cookies alone, request headers (``name: value``, or name and value on lines of their own as
Chromium copies them), the table of cookies, ``curl`` commands, PowerShell, ``fetch`` and JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote

from desktop_app.webapi.sign_in.pasted_command import curl_headers, powershell_headers
from desktop_app.webapi.sign_in.pasted_json import json_headers

MAX_PASTED_LENGTH = 1024 * 1024
"""Characters; a request copied with all its data is rarely longer."""

HeaderPairs = Iterable[tuple[str, str]]
"""Headers, the name in any case. A cookie may come as a Cookie header of its own."""

_WANTED = ("cookie", "x-xsrf-token")
_COOKIE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=.*")
"""One cookie: its name is a token (RFC 6265, 4.1.1); real values may be anything."""
_TABLE_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class PastedSession:
    """What a browser sends with each request. ``xsrf_token`` may be empty."""

    cookies: str = field(repr=False)
    xsrf_token: str = field(repr=False)

    @property
    def values(self) -> dict[str, str]:
        """The cookies by name, split by hand: real cookies may violate the standard."""
        pairs = (part.strip().partition("=") for part in self.cookies.split(";"))
        return {name: value.strip('"') for name, _, value in pairs}


def read_pasted_session(pasted: str) -> PastedSession | None:
    """Return the cookies and the XSRF token of a header or a cookie; None without a cookie."""
    text = pasted.lstrip("\ufeff").strip()
    if not text or len(text) > MAX_PASTED_LENGTH:
        return None
    found = [(name.lower(), value.strip()) for name, value in _reader_for(text)(text)]
    cookies = "; ".join(value for name, value in found if name == "cookie" and value)
    if not _COOKIE.match(cookies):
        return None
    token = next((value for name, value in found if name == "x-xsrf-token"), "")
    session = PastedSession(cookies, token)
    return session if token else PastedSession(cookies, _token_of_cookie(session.values))


def _token_of_cookie(values: dict[str, str]) -> str:
    return unquote({name.upper(): value for name, value in values.items()}.get("XSRF-TOKEN", ""))


def _reader_for(text: str) -> Callable[[str], HeaderPairs]:
    if re.match(r"curl(\.exe)?\s", text, re.IGNORECASE):
        return curl_headers
    if "System.Net.Cookie" in text or "Invoke-WebRequest" in text:
        return powershell_headers
    if re.match(r"[{\[]|(await\s+)?fetch\(", text):
        return json_headers
    if "\n" not in text and _COOKIE.match(text):
        return lambda cookies: [("cookie", cookies)]
    return _table_headers if text.count("\t") >= _TABLE_COLUMNS - 1 else _line_headers


def _line_headers(text: str) -> HeaderPairs:
    """Yield headers of one line each, or with the value on the line below the name."""
    lines = [line.strip() for line in text.splitlines()]
    for line, next_line in pairwise([*lines, ""]):
        name, colon, value = line.partition(":")
        if name.lower() in _WANTED and (value or not colon or next_line):
            yield name, value or next_line


def _table_headers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of the developer tools' table of cookies: name, value, domain, path, ..."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if all(len(row) >= _TABLE_COLUMNS for row in rows):
        yield from (("cookie", f"{name.strip()}={value.strip()}") for name, value, *_ in rows)
