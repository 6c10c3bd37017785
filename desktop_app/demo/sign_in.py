"""Checks the sign-in of requests, by SuperOffice's three schemes or by a browser session.

Of a browser session, SuperOffice documents only the X-XSRF-TOKEN header, whose value is in the
cookie XSRF-TOKEN; the name of the session cookie is this project's own.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.demo.faults import ErrorResponse, superoffice_error

_CHALLENGES = tuple(
    ("WWW-Authenticate", challenge)
    for challenge in ('Basic realm="SuperOffice", charset="UTF-8"', "SOTicket", "Bearer")
)


@dataclass(frozen=True, repr=False)
class DemoCredentials:
    """The credentials that the demo server accepts; fixed, so that profiles for it stay valid.

    They protect only invented data on the loopback interface.
    """

    username: str = "demo"
    password: str = "practice-only"  # noqa: S105  (not a secret, see above)
    ticket: str = "7T:ZGVtb2RlbW8tZGVtby1kZW1vLWRlbW8tZGVtb2RlbW9kZW1vOzE="
    token: str = "8A:Cust12345.practice-only"  # noqa: S105  (not a secret, see above)
    app_token: str = "practice-only-app"  # noqa: S105  (not a secret, see above)
    session: str = "practice-only-session"
    xsrf_token: str = "practice-only-xsrf"  # noqa: S105  (not a secret, see above)

    @property
    def cookies(self) -> str:
        """The Cookie header of a signed-in browser."""
        return f"{_SESSION_COOKIE}={self.session}; {_XSRF_COOKIE}={self.xsrf_token}"


_SESSION_COOKIE, _XSRF_COOKIE = "SuperOffice.Session", "XSRF-TOKEN"


def check_sign_in(headers: Mapping[str, str], credentials: DemoCredentials) -> None:
    """Check the sign-in in `headers`, which are keyed by lower-case name.

    User names match in any case, as in SuperOffice. SO-AppToken may be missing, but must be right
    if it is sent, whatever the scheme.

    Raises: ErrorResponse (401, or 403 for a browser session with a wrong XSRF token).
    """
    if "authorization" not in headers and "cookie" in headers:
        _check_session(headers, credentials)
        return
    scheme, _, value = headers.get("authorization", "").strip().partition(" ")
    checks = {"basic": _is_basic, "soticket": _is_ticket, "bearer": _is_token}
    is_right = checks.get(scheme.lower(), _is_unknown_scheme)
    app_token = headers.get("so-apptoken", "")
    if not is_right(value.strip(), credentials):
        raise _denied_error()
    if app_token and not _equal(app_token, credentials.app_token):
        raise _denied_error()


def _check_session(headers: Mapping[str, str], credentials: DemoCredentials) -> None:
    """Check a browser session: any page can send its cookie, only the signed-in page the header."""
    parts = (part.strip().partition("=") for part in headers["cookie"].split(";"))
    cookies = {name: value for name, _, value in parts}
    if not _equal(cookies.get(_SESSION_COOKIE, ""), credentials.session):
        raise _denied_error()
    if not _equal(headers.get("x-xsrf-token", ""), credentials.xsrf_token):
        raise superoffice_error(
            403, "XsrfValidationException", "The XSRF token is missing or wrong."
        )


def _denied_error() -> ErrorResponse:
    message = "Authorization has been denied for this request."
    return ErrorResponse(401, {"Message": message}, _CHALLENGES)


def _is_unknown_scheme(_value: str, _credentials: DemoCredentials) -> bool:
    return False


def _is_basic(value: str, credentials: DemoCredentials) -> bool:
    try:
        pair = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):  # not base64, or not UTF-8
        return False
    username, _, password = pair.partition(":")
    return username.casefold() == credentials.username.casefold() and _equal(
        password, credentials.password
    )


def _is_ticket(value: str, credentials: DemoCredentials) -> bool:
    return _equal(value, credentials.ticket)


def _is_token(value: str, credentials: DemoCredentials) -> bool:
    return _equal(value, credentials.token)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(
        one.encode("utf-8", "surrogateescape"), other.encode("utf-8", "surrogateescape")
    )
