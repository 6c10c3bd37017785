"""Maps a failed answer to an AppError: by the exception's type first, then by the status."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

from desktop_app.core.errors import (
    AppError,
    BadGateway,
    BlockedByGateway,
    EndpointNotFound,
    Forbidden,
    NetworkFailure,
    NotFound,
    RequestRejected,
    ServerBusy,
    ServerError,
    ServerFailure,
    SignInRefused,
    StaleData,
    TenantMoved,
    UnexpectedResponse,
    Unreachable,
    ValidationFailed,
    WebServerAuthRequired,
    WindowsAuthOnly,
)
from desktop_app.core.redaction import Redactor
from desktop_app.net.http_call import HttpResponse
from desktop_app.webapi.codec.error_bodies import ErrorBody, parse_error_body

MAX_RETRY_AFTER = 60.0
"""Upper limit of a Retry-After, in seconds."""

_BY_TYPE: dict[str, type[ServerError]] = {
    "SoSessionException": SignInRefused,
    "XsrfValidationException": SignInRefused,
    "SoSentryException": Forbidden,
    "SoLicenseException": Forbidden,
    "SoNotFoundException": NotFound,
    "SoValidationException": ValidationFailed,
    "SoInvalidArgumentException": ValidationFailed,
}
_BY_STATUS: dict[int, type[ServerError]] = {
    400: ValidationFailed,
    401: SignInRefused,
    403: Forbidden,
    404: NotFound,
    409: StaleData,
    413: ValidationFailed,
    415: ValidationFailed,
    421: TenantMoved,
    422: ValidationFailed,
    502: BadGateway,
    504: BadGateway,
}
_BY_STATUS_WITH_HTML: dict[int, type[ServerError]] = {403: BlockedByGateway, 404: EndpointNotFound}
"""For web pages, which SuperOffice never sends: they come from a server in front of it."""
_NETWORK_STATUSES = {
    407: NetworkFailure.PROXY_SIGN_IN,
    408: NetworkFailure.TIMED_OUT,
    511: NetworkFailure.NETWORK_SIGN_IN,
}
_WINDOWS_SCHEMES = {"negotiate", "ntlm", "kerberos"}
_SCHEME_NAMES = {"ntlm": "NTLM"}
_SECONDS = re.compile(r"[0-9]{1,12}")


def error_for(
    response: HttpResponse, redact: Redactor, *, mutates: bool, body: ErrorBody | None = None
) -> AppError:
    """Return the error for an answer with a failure status, or with an error object in it.

    ``mutates`` is whether the request changes data: a server that failed may have changed them
    first.
    """
    if response.status in _NETWORK_STATUSES:
        ran = mutates and response.status == 408
        reach = _NETWORK_STATUSES[response.status]
        return Unreachable(reach, f"HTTP {response.status}", may_have_run=ran)
    body = body or parse_error_body(response)
    kind = _error_class(response.status, body)
    kind = _sign_in_error_class(response, body) if kind is SignInRefused else kind
    kind = RequestRejected if kind is ValidationFailed and not mutates else kind
    texts: dict[str, Any] = {"status": response.status, "detail": _detail(response, body, redact)}
    message = redact(body.message)
    if kind is ServerBusy:
        ran = mutates and response.status != 429
        return ServerBusy(message, retry_after=retry_after(response), may_have_run=ran, **texts)
    if kind is None:
        ran = mutates and response.status < 400
        strange = response.status if response.status != 200 else 0
        title = redact(body.title)
        return UnexpectedResponse(texts["detail"], title=title, status=strange, may_have_run=ran)
    ran = mutates and (kind is ServerError or issubclass(kind, ServerFailure))
    return kind(message, error_type=redact(body.error_type), may_have_run=ran, **texts)


def _error_class(status: int, body: ErrorBody) -> type[ServerError] | None:
    """Return the type of error; None for an answer that cannot come from this API."""
    if body.error_type in _BY_TYPE:
        return _BY_TYPE[body.error_type]
    if status in (429, 503):
        return ServerBusy
    if body.is_html and status in _BY_STATUS_WITH_HTML:
        return _BY_STATUS_WITH_HTML[status]
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500 or body.error_type:
        return ServerFailure
    return ServerError if status < 300 and body.message else None


def _sign_in_error_class(response: HttpResponse, body: ErrorBody) -> type[SignInRefused]:
    """Return who refused, by the schemes offered: SuperOffice or a web server in front of it."""
    offered = _offered_schemes(response)
    if offered and set(offered) <= _WINDOWS_SCHEMES:
        return WindowsAuthOnly
    iis = "iis" in response.headers.get("server", "").lower()
    if iis and body.is_html and "basic" in offered:
        return WebServerAuthRequired
    return SignInRefused


def _offered_schemes(response: HttpResponse) -> list[str]:
    """Return the authentication schemes that a 401 offers, in lower case."""
    offered = response.headers.get("www-authenticate", "") if response.status == 401 else ""
    found = re.findall(r"(?:^|,\s*)([A-Za-z][\w-]*)(?=\s|,|$)", offered)
    return [each.lower() for each in dict.fromkeys(found)]


def _detail(response: HttpResponse, body: ErrorBody, redact: Redactor) -> str:
    parts = [f"HTTP {response.status}", body.error_type, body.title]
    schemes = [_SCHEME_NAMES.get(each, each.capitalize()) for each in _offered_schemes(response)]
    parts.append(f"offers {', '.join(schemes)}" if schemes else "")
    return redact("; ".join(part for part in parts if part))


def retry_after(response: HttpResponse, now: Callable[[], float] = time.time) -> float | None:
    """Return Retry-After in seconds from now, at most MAX_RETRY_AFTER; None if not usable."""
    text = response.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), MAX_RETRY_AFTER)
    try:
        seconds = parsedate_to_datetime(text).timestamp() - now()
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)
