"""Who may call the demo server, by each of the three schemes that SuperOffice knows."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.demo.faults import Fault

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


def check(headers: Mapping[str, str], credentials: Credentials) -> None:
    """Raise a 401 Fault unless `headers` sign in.

    User names match without regard to case, as in SuperOffice. SO-AppToken may be left out; one
    that is sent must be the right one, whatever the scheme.
    """
    scheme, _, value = headers.get("authorization", "").strip().partition(" ")
    checks = {"basic": _is_basic, "soticket": _is_ticket, "bearer": _is_token}
    is_right = checks.get(scheme.lower(), _is_nobody)
    app_token = headers.get("so-apptoken", "")
    if not is_right(value.strip(), credentials):
        raise _denied()
    if app_token and not _same(app_token, credentials.app_token):
        raise _denied()


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
