"""Finds the Online tenant, or likely addresses of the API, in a URL pasted from a browser."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from desktop_app.core.profiles.profile import OnlineEnvironment, Tenant

_CUSTOMER = re.compile(r"Cust\d{1,10}", re.IGNORECASE)
_ENVIRONMENT = re.compile(r"([a-z]+)\d*\.superoffice\.com")
_ENVIRONMENTS_BY_HOST = {
    "sod": OnlineEnvironment.DEVELOPMENT,
    "qaonline": OnlineEnvironment.STAGING,
    "stage": OnlineEnvironment.STAGING,
}
MAX_CANDIDATES = 8
_PAGE = re.compile(r"[^/]+\.[A-Za-z]{2,5}")


def find_tenant(text: str) -> Tenant | None:
    """Return the tenant in a URL like ``https://online3.superoffice.com/Cust12345/…``, or None.

    Any host under superoffice.com that is not a development or staging host counts as production.
    """
    parts = _split(text)
    host = _ENVIRONMENT.fullmatch((parts.hostname or "").lower()) if parts else None
    if parts is None or host is None:
        return None
    named = [each for each in parts.path.split("/") if _CUSTOMER.fullmatch(each)]
    if not named:
        return None
    number = "Cust" + named[0][4:]
    return Tenant(number, _ENVIRONMENTS_BY_HOST.get(host[1], OnlineEnvironment.PRODUCTION))


def strip_page(text: str) -> str:
    """Return the address without query, fragment and final page, such as ``Default.aspx``."""
    parts = _split(text)
    if parts is None or not parts.hostname:
        return text
    path, _, last = parts.path.rpartition("/")
    ends_in_page = bool(_PAGE.fullmatch(last))
    if not (ends_in_page or parts.query or parts.fragment):
        return text
    path = path if ends_in_page else parts.path
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def candidate_urls(address: str) -> tuple[str, ...]:
    """Return other addresses to try for the API: ``/api`` under each shorter path prefix.

    The longest first, and of a deep path only the ``MAX_CANDIDATES`` shortest.
    """
    parts = urlsplit(address)
    names = [name for name in parts.path.removesuffix("/api").split("/") if name]
    prefixes = [
        "".join(f"/{name}" for name in names[:count])
        for count in range(min(len(names), MAX_CANDIDATES))
    ]
    return tuple(
        urlunsplit((parts.scheme, parts.netloc, f"{prefix}/api", "", ""))
        for prefix in reversed(prefixes)
    )


def _split(text: str) -> SplitResult | None:
    text = text.strip()
    if "\\" in text:  # a browser would read another host out of it
        return None
    try:
        return urlsplit(text if "://" in text else f"https://{text}") if text else None
    except ValueError:
        return None
