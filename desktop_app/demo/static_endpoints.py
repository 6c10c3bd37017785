"""The answers that need no mailboxes: version, endpoint list, tenant state and current user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from html import escape

from desktop_app.demo.http_messages import HTML_MEDIA_TYPE, DemoResponse
from desktop_app.demo.list_response_cache import ResponseBody

TENANT = "Cust12345"
_VERSION = "12.4.1514.0"
_VERSION_LABEL = "Release_12.4_2026.09.17-05"
_STATE_LIFETIME = timedelta(minutes=15)


def version_info(base_url: str) -> dict[str, object]:
    """Return the JSON of `GET /api` for the server at `base_url`."""
    return {
        "v1": f"{base_url}/v1/",
        "NetServerVersion": _VERSION,
        "NetServerAssembly": "12.4.0.0",
        "NetServerDate": "2026-09-17",
        "NetServerLabel": _VERSION_LABEL,
        "NetServer": f"SuperOffice 12.4 NetServer 12.4 Demo (Build: {_VERSION_LABEL})",
        "Services": "Services87",
        "ServicesCurrent": "Services88",
        "Version": "v1",
        "Documentation": "https://docs.superoffice.com/en/api/",
    }


def version_page(base_url: str) -> DemoResponse:
    """Return the HTML page that a browser gets at `GET /api`."""
    facts = "".join(
        f"<li>{escape(k)}: {escape(str(v))}</li>" for k, v in version_info(base_url).items()
    )
    page = f"<!DOCTYPE html><title>SuperOffice WebAPI (demo)</title><ul>{facts}</ul>"
    return DemoResponse(ResponseBody(page.encode()), media_type=HTML_MEDIA_TYPE)


def endpoint_map(
    base_url: str, known: Iterable[tuple[str, str, str]]
) -> dict[str, Mapping[str, str]]:
    """Return the JSON of `GET /api/v1` from (path below /api, verb, description)."""
    urls: dict[str, dict[str, str]] = {}
    for path, verb, description in known:
        urls.setdefault(f"{base_url}{path}", {})[verb] = description
    return dict(sorted(urls.items()))


def tenant_state(base_url: str, tenant: str) -> dict[str, object] | None:
    """Return the state of a tenant, or None if `tenant` is not a tenant id.

    The demo's own tenant is Running; any other is Unknown and has no API. `ValidUntil` is in UTC.
    """
    if not re.fullmatch(r"cust\d{1,9}", tenant.lower()):
        return None
    is_ours = tenant.lower() == TENANT.lower()
    until = datetime.now(UTC) + _STATE_LIFETIME
    return {
        "ContextIdentifier": TENANT if is_ours else tenant,
        "Endpoint": base_url.removesuffix("/api") if is_ours else "",
        "State": "Running" if is_ours else "Unknown",
        "IsRunning": is_ours,
        "ValidUntil": until.isoformat().replace("+00:00", "Z"),
        "Api": base_url if is_ours else "",
        "Version": _VERSION_LABEL if is_ours else "",
    }


def principal_carrier(username: str) -> dict[str, object]:
    """Return the SoPrincipalCarrier of the only user, a Service administrator."""
    return {
        "UserType": "InternalAssociate",
        "Associate": username,
        "AssociateId": 5,
        "IsPerson": True,
        "PersonId": 5,
        "CountryId": 578,
        "HomeCountryId": 578,
        "ContactId": 2,
        "GroupId": 2,
        "BusinessId": 1,
        "CategoryId": 1,
        "ContactOwner": 5,
        "RoleId": 2,
        "RoleName": "User level 0",
        "RoleDescription": "Administrator of the demo",
        "RoleType": "Employee",
        "Licenses": ["serviceessentials", "user", "webapi"],
        "FullName": "Kim Demo",
        "EMailAddress": "kim@example.com",
        "FunctionRights": ["admin-all", "cs-categories", "cs-system"],
        "EjUserId": 3,
        "EjAccessLevel": 1,
        "EjUserStatus": "StatusNormal",
        "ProvidedCredentials": [],
        "SecondaryGroups": [],
        "DatabaseContextIdentifier": TENANT,
        "UserName": username,
    }
