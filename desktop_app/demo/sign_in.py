"""Who may call the demo server: by each of SuperOffice's three schemes, or as a browser does.

How a browser's session is told is documented as far as the X-XSRF-TOKEN header, whose value is in
the cookie XSRF-TOKEN; the name of the session's own cookie is this project's.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.demo.faults import Fault, superoffice

_CHALLENGES = tuple(
    ("WWW-Authenticate", challenge)
    for challenge in ('Basic realm="SuperOffice", charset="UTF-8"', "SOTicket", "Bearer")
)


@dataclass(frozen=True, repr=False)
class Credentials:
    """What the demo server lets in; the same every time, so that a profile made by hand lasts.

    They guard nothing but invented data on the loopback interface.
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
        """What a browser that is signed in sends as Cookie."""
        return f"{_SESSION}={self.session}; {_XSRF}={self.xsrf_token}"


_SESSION, _XSRF = "SuperOffice.Session", "XSRF-TOKEN"


def check(headers: Mapping[str, str], credentials: Credentials) -> None:
    """Raise a 401 Fault unless `headers` sign in.

    User names match without regard to case, as in SuperOffice. SO-AppToken may be left out; one
    that is sent must be the right one, whatever the scheme.
    """
    if "authorization" not in headers and "cookie" in headers:
        _check_session(headers, credentials)
        return
    scheme, _, value = headers.get("authorization", "").strip().partition(" ")
    checks = {"basic": _is_basic, "soticket": _is_ticket, "bearer": _is_token}
    is_right = checks.get(scheme.lower(), _is_nobody)
    app_token = headers.get("so-apptoken", "")
    if not is_right(value.strip(), credentials):
        raise _denied()
    if app_token and not _same(app_token, credentials.app_token):
        raise _denied()


def _check_session(headers: Mapping[str, str], credentials: Credentials) -> None:
    """A cookie comes with any page's request: only the header proves who wrote it."""
    parts = (part.strip().partition("=") for part in headers["cookie"].split(";"))
    cookies = {name: value for name, _, value in parts}
    if not _same(cookies.get(_SESSION, ""), credentials.session):
        raise _denied()
    if not _same(headers.get("x-xsrf-token", ""), credentials.xsrf_token):
        raise superoffice(403, "XsrfValidationException", "The XSRF token is missing or wrong.")


def _denied() -> Fault:
    message = "Authorization has been denied for this request."
    return Fault(401, {"Message": message}, _CHALLENGES)


def _is_nobody(_value: str, _credentials: Credentials) -> bool:
    return False


def _is_basic(value: str, credentials: Credentials) -> bool:
    try:
        pair = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):  # not base64, or not UTF-8
        return False
    username, _, password = pair.partition(":")
    return username.casefold() == credentials.username.casefold() and _same(
        password, credentials.password
    )


def _is_ticket(value: str, credentials: Credentials) -> bool:
    return _same(value, credentials.ticket)


def _is_token(value: str, credentials: Credentials) -> bool:
    return _same(value, credentials.token)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(
        one.encode("utf-8", "surrogateescape"), other.encode("utf-8", "surrogateescape")
    )
