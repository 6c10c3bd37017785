"""Reads message, error type and title out of any form of error body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from desktop_app.net.http_call import HttpResponse
from desktop_app.webapi.codec.strict_json import strip_bom

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_TYPE_NAME = re.compile(r"\w{1,100}")
_MESSAGE_KEYS = ("friendlytext", "friendlymessage", "errormessage", "message", "error_description")
_ERROR_KEYS = {
    *_MESSAGE_KEYS,
    "error",
    "errortype",
    "exceptiontype",
    "exceptionmessage",
    "modelstate",
}
_MAX_TITLE_BYTES = 20_000
"""How far a web page is searched for its title."""
_MAX_TEXT_BYTES = 1 << 20
"""Far more than a Redactor looks at: it must not meet half a secret at a cut."""


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The server's foreign text, not yet redacted. ``title`` is that of a web page."""

    message: str = ""
    error_type: str = ""
    title: str = ""
    is_html: bool = False


def parse_error_body(response: HttpResponse) -> ErrorBody:
    """Return message, error type and title in the body of a failed call."""
    if is_html(response):
        return ErrorBody(title=_html_title(response.body), is_html=True)
    try:
        value = msgspec.json.decode(strip_bom(response.body))
    except (ValueError, msgspec.DecodeError, RecursionError):
        return ErrorBody(response.body[:_MAX_TEXT_BYTES].decode("utf-8", "replace"))
    if isinstance(value, str):
        return ErrorBody(value)
    return _from_envelope(value) if isinstance(value, dict) else ErrorBody()


def parse_error_object(response: HttpResponse, carrier_property: str) -> ErrorBody | None:
    """Return the error in an answer with a success status; None if it holds no error object.

    ``carrier_property`` is a property that every object of the expected type has.
    """
    try:
        value = msgspec.json.decode(strip_bom(response.body), type=dict[str, msgspec.Raw])
    except (ValueError, msgspec.DecodeError, RecursionError):
        return None
    names = {name.lower() for name in value}
    if carrier_property.lower() in names or not names & _ERROR_KEYS:
        return None
    return parse_error_body(response)


def is_html(response: HttpResponse) -> bool:
    """Whether the body is a web page, judged by its first character, then its content type."""
    start = strip_bom(response.body[:200]).lstrip()[:1]
    return start == b"<" or (
        "html" in response.headers.get("content-type", "").lower() and start not in (b"{", b"[")
    )


def _html_title(body: bytes) -> str:
    found = _TITLE.search(body[:_MAX_TITLE_BYTES].decode("utf-8", "replace"))
    return " ".join(found[1].split()) if found else ""


def _from_envelope(value: dict[str, Any]) -> ErrorBody:
    named = {name.lower(): each for name, each in value.items()}
    return ErrorBody(_message(named), _error_type(named))


def _message(named: dict[str, Any]) -> str:
    texts = [named[key] for key in _MESSAGE_KEYS if _is_text(named.get(key))][:1]
    more = [named.get("messagedetail"), named.get("exceptionmessage"), *_model_state(named)]
    texts += [each for each in more if _is_text(each)]
    if not texts and _is_text(named.get("error")):
        texts = [named["error"]]
    return "\n".join(dict.fromkeys(texts))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _model_state(named: dict[str, Any]) -> list[str]:
    """Return ASP.NET's validation errors, the first of each field."""
    state = named.get("modelstate")
    if not isinstance(state, dict):
        return []
    return [f"{name}: {_first(each)}" for name, each in state.items()]


def _first(complaints: Any) -> str:
    first = complaints[0] if isinstance(complaints, list) and complaints else complaints
    return first if isinstance(first, str) else ""


def _error_type(named: dict[str, Any]) -> str:
    """Return the exception's class name without namespace, else the OAuth error code."""
    for key in ("errortype", "exceptiontype", "error"):
        name = named.get(key)
        if isinstance(name, str):
            short = name.rpartition(".")[2]
            return short if _TYPE_NAME.fullmatch(short) else ""
    return ""
