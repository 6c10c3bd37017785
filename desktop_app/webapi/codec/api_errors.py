"""From a failed answer to the error that says it: the exception's type first, then the status."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

from desktop_app.core.errors import (
    AddressUnknown,
    Blocked,
    Busy,
    GatewayFault,
    HeldOtherwise,
    InvalidFields,
    NoRight,
    NotFound,
    NotTheApi,
    Reach,
    ServerFault,
    ServerSaid,
    SignInRefused,
    Trouble,
    Unreachable,
    WebServerAsks,
    WindowsSignInOnly,
    WrongSubdomain,
)
from desktop_app.core.redaction import Scrubber
from desktop_app.net.http_session import Answer
from desktop_app.webapi.codec.error_bodies import Said, said

LONGEST_WAIT = 60.0
"""Seconds of a Retry-After that are believed."""

_BY_TYPE: dict[str, type[ServerSaid]] = {
    "SoSessionException": SignInRefused,
    "XsrfValidationException": SignInRefused,
    "SoSentryException": NoRight,
    "SoLicenseException": NoRight,
    "SoNotFoundException": NotFound,
    "SoValidationException": InvalidFields,
    "SoInvalidArgumentException": InvalidFields,
}
_BY_STATUS: dict[int, type[ServerSaid]] = {
    400: InvalidFields,
    401: SignInRefused,
    403: NoRight,
    404: NotFound,
    409: HeldOtherwise,
    413: InvalidFields,
    415: InvalidFields,
    421: WrongSubdomain,
    422: InvalidFields,
    502: GatewayFault,
    504: GatewayFault,
}
_BY_PAGE: dict[int, type[ServerSaid]] = {403: Blocked, 404: AddressUnknown}
"""With a web page, which SuperOffice never sends: somebody before it speaks."""
_ON_THE_WAY = {
    407: Reach.PROXY_SIGN_IN,
    408: Reach.TIMED_OUT,
    511: Reach.NETWORK_SIGN_IN,
}
_WINDOWS = {"negotiate", "ntlm", "kerberos"}
_SPELT = {"ntlm": "NTLM"}
_SECONDS = re.compile(r"[0-9]{1,12}")


def refusal(
    answer: Answer, scrub: Scrubber, *, changes: bool, words: Said | None = None
) -> Trouble:
    """The error for an answer with a status of failure, or with an error object in it.

    ``changes`` is whether the request would have changed something: a server that failed may have
    done so before.
    """
    if answer.status in _ON_THE_WAY:
        ran = changes and answer.status == 408
        reach = _ON_THE_WAY[answer.status]
        return Unreachable(reach, f"HTTP {answer.status}", may_have_run=ran)
    words = words or said(answer)
    kind = _kind(answer.status, words)
    kind = _who_asks(answer, words) if kind is SignInRefused else kind
    texts: dict[str, Any] = {"status": answer.status, "detail": _detail(answer, words, scrub)}
    message = scrub(words.message)
    if kind is Busy:
        ran = changes and answer.status != 429
        return Busy(message, wait=retry_after(answer), may_have_run=ran, **texts)
    if kind is None:
        ran = changes and answer.status < 400
        strange = answer.status if answer.status != 200 else 0
        title = scrub(words.title)
        return NotTheApi(texts["detail"], title=title, status=strange, may_have_run=ran)
    ran = changes and (kind is ServerSaid or issubclass(kind, ServerFault))
    return kind(message, error_type=scrub(words.error_type), may_have_run=ran, **texts)


def _kind(status: int, words: Said) -> type[ServerSaid] | None:
    """The type of error; None for an answer that cannot be this API's."""
    if words.error_type in _BY_TYPE:
        return _BY_TYPE[words.error_type]
    if status in (429, 503):
        return Busy
    if words.is_html and status in _BY_PAGE:
        return _BY_PAGE[status]
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500 or words.error_type:
        return ServerFault
    return ServerSaid if status < 300 and words.message else None


def _who_asks(answer: Answer, words: Said) -> type[SignInRefused]:
    """Told apart by what is offered: a web server before SuperOffice may ask for itself."""
    offered = _schemes(answer)
    if offered and set(offered) <= _WINDOWS:
        return WindowsSignInOnly
    iis = "iis" in answer.headers.get("server", "").lower()
    if iis and words.is_html and "basic" in offered:
        return WebServerAsks
    return SignInRefused


def _schemes(answer: Answer) -> list[str]:
    """The ways of signing in that a 401 offers, in lower case."""
    offered = answer.headers.get("www-authenticate", "") if answer.status == 401 else ""
    found = re.findall(r"(?:^|,\s*)([A-Za-z][\w-]*)(?=\s|,|$)", offered)
    return [each.lower() for each in dict.fromkeys(found)]


def _detail(answer: Answer, words: Said, scrub: Scrubber) -> str:
    parts = [f"HTTP {answer.status}", words.error_type, words.title]
    schemes = [_SPELT.get(each, each.capitalize()) for each in _schemes(answer)]
    parts.append(f"offers {', '.join(schemes)}" if schemes else "")
    return scrub("; ".join(part for part in parts if part))


def retry_after(answer: Answer, now: Callable[[], float] = time.time) -> float | None:
    """The server's Retry-After in seconds from now, within reason; None where it makes no sense."""
    text = answer.headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), LONGEST_WAIT)
    try:
        seconds = parsedate_to_datetime(text).timestamp() - now()
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
