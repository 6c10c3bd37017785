"""The demo server's HTTP requests and responses, independent of the connection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from desktop_app.demo.carriers import to_json_text
from desktop_app.demo.faults import ErrorResponse, aspnet_error
from desktop_app.demo.list_response_cache import ResponseBody

JSON_MEDIA_TYPE = "application/json; charset=utf-8"
HTML_MEDIA_TYPE = "text/html; charset=utf-8"
_JSON_TYPES = {
    "application/json",
    "text/json",
    "application/json-patch+json",
    "application/merge-patch+json",
}
_ANY_TYPES = {"*/*", "application/*", "text/*"}
_CHARSETS = {"utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "us-ascii", "windows-1252"}


@dataclass(frozen=True)
class DemoRequest:
    """One HTTP request.

    `path` is decoded and has no trailing slash; query keys and header names are in lower case.
    """

    verb: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def text(self) -> str:
        """Return the decoded body; an empty body needs no Content-Type.

        Raises: ErrorResponse (415 for an unsupported type or charset, 400 for invalid bytes).
        """
        if not self.body:
            return ""
        charset = _charset(self.headers)
        try:
            return self.body.decode(charset).removeprefix("\ufeff")
        except UnicodeError:
            raise aspnet_error(
                400, "The request is invalid.", f"The body is not {charset}."
            ) from None


def lower_case_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by lower-case name; repeated headers are joined with commas (RFC 9110)."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def parse_request(verb: str, target: str, headers: Mapping[str, str], body: bytes) -> DemoRequest:
    """Return the request for a request line's target; of a repeated query key the first counts.

    Raises: ErrorResponse (400) if the target is not a valid URL.
    """
    try:
        parts = urlsplit(target)
    except ValueError:
        raise aspnet_error(
            400, "The request is invalid.", "The request line has no address."
        ) from None
    query: dict[str, str] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        query.setdefault(key.lower(), value)
    return DemoRequest(verb, unquote(parts.path).rstrip("/"), query, headers, body)


def _charset(headers: Mapping[str, str]) -> str:
    media, *parameters = headers.get("content-type", "").lower().split(";")
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            charset = value.strip().strip('"')
    encoding = headers.get("content-encoding", "identity").lower()
    if media.strip() not in _JSON_TYPES or charset not in _CHARSETS or encoding != "identity":
        raise _unsupported_media_error(headers)
    return charset


def _unsupported_media_error(headers: Mapping[str, str]) -> ErrorResponse:
    return aspnet_error(
        415,
        "The request contains an entity body but no formatter takes it.",
        f"Content-Type: {headers.get('content-type', '(none)')}. This server takes JSON only.",
    )


@dataclass(frozen=True)
class DemoResponse:
    """One HTTP response; `reason_phrase` replaces the usual phrase (None: do not replace)."""

    body: ResponseBody
    status: int = 200
    media_type: str = JSON_MEDIA_TYPE
    headers: tuple[tuple[str, str], ...] = ()
    reason_phrase: str | None = None


def json_response(value: object, reason_phrase: str | None = None) -> DemoResponse:
    """Return a 200 response with a value as JSON."""
    return DemoResponse(ResponseBody(to_json_text(value).encode()), reason_phrase=reason_phrase)


def response_for_error(error: ErrorResponse) -> DemoResponse:
    """Return the response for an error: its status, envelope and headers."""
    body = ResponseBody(to_json_text(error.envelope).encode())
    return DemoResponse(body, status=error.status, headers=error.headers)


def wants_json(headers: Mapping[str, str]) -> bool:
    """Return whether Accept names a JSON type (a browser's `*/*` does not)."""
    return not _accepted_types(headers).isdisjoint(_JSON_TYPES)


def accepts_json(headers: Mapping[str, str]) -> bool:
    """Return whether Accept allows JSON, by name, by wildcard or because it is missing."""
    accepted = _accepted_types(headers)
    return not accepted or not accepted.isdisjoint(_JSON_TYPES | _ANY_TYPES)


def _accepted_types(headers: Mapping[str, str]) -> set[str]:
    parts = headers.get("accept", "").split(",")
    return {part.partition(";")[0].strip().lower() for part in parts} - {""}
