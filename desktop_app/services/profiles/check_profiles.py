"""``mailbox-admin --check-profiles``: whether the servers of machine-wide profiles can be reached.

One line of JSON for each profile. Each check uses the profile's proxy and CA file, but signs nobody
in and reads no secret, not even the proxy's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from desktop_app.core.errors import (
    AppError,
    NetworkFailure,
    TenantNotRunning,
    TlsError,
    Unreachable,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.redaction import Redactor
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.certificates import describe_certificate
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import ProxyResolver, proxy_resolver
from desktop_app.net.tls_trust import Trust
from desktop_app.profiles.machine_wide import MachineWideProfiles
from desktop_app.webapi.codec.api_errors import error_for
from desktop_app.webapi.codec.server_info_codec import decode_version
from desktop_app.webapi.sign_in.endpoint import fetch_tenant_state

CALL_SECONDS = 20.0
"""Time limit of one call; a tenant of Online takes two calls."""
PROXY_WANTS_LOGIN = "the proxy wants a user name and password, and this check sends none"

JsonObject = dict[str, object]


def check_lines(machine_wide: MachineWideProfiles) -> Iterator[str]:
    """Yield a line for each profile once it is known, or one that says why there is none."""
    if machine_wide.error is not None:
        message = {
            "ok": False,
            "error": machine_wide.error.written_name,
            "detail": machine_wide.error.detail,
        }
        yield json.dumps(message)
    for profile in machine_wide.profiles:
        yield json.dumps(_check_profile(profile))


def _check_profile(profile: Profile) -> JsonObject:
    address = profile.tenant.state_url if profile.tenant else profile.address
    known: JsonObject = {"id": profile.id, "name": profile.name, "address": address}
    try:
        with HttpSession(Trust(profile.ca_file), _resolver_without_login(profile)) as session:
            try:
                return {
                    **known,
                    "ok": True,
                    **_fetch_state(session, profile),
                    **_connection_fields(session),
                }
            except AppError as error:
                return {
                    **known,
                    "ok": False,
                    **_error_fields(error),
                    **_connection_fields(session),
                }
    except AppError as error:  # the CA file cannot be used
        return {**known, "ok": False, **_error_fields(error)}


def _resolver_without_login(profile: Profile) -> ProxyResolver:
    """Return the profile's proxy without its user name: an empty password would count as wrong."""
    return proxy_resolver(replace(profile.proxy, user_name=""))


def _fetch_state(session: HttpSession, profile: Profile) -> JsonObject:
    """Return the server's version, and a tenant's current address. Raises AppError."""
    if profile.tenant is None:
        version = _fetch_version(session, profile.address)
        return {"tls": _is_secure(profile.address), "version": version}
    state = fetch_tenant_state(session, profile.tenant, CancelToken(), profile.accepted_api_host)
    if not state.running:
        raise TenantNotRunning(state.state)
    version = _fetch_version(session, state.api)
    return {"api": state.api, "tls": _is_secure(state.api), "version": version}


def _is_secure(address: str) -> bool:
    return address.startswith("https:")


def _fetch_version(session: HttpSession, address: str) -> str:
    """Return the version; empty if the server requires a sign-in for it. Raises AppError."""
    headers = {"Accept": "application/json"}
    answer = session.call(HttpRequest("GET", address, headers, deadline=CALL_SECONDS))
    if answer.status in (401, 403):
        return ""
    if answer.status != 200:
        raise error_for(answer, Redactor(()), mutates=False)
    return decode_version(answer.body).version


def _error_fields(error: AppError) -> JsonObject:
    if not isinstance(error, Unreachable):
        return {"tls": None, "error": error.written_name, "detail": error.detail}
    tls = False if isinstance(error, TlsError) else None
    wants_login = error.failure is NetworkFailure.PROXY_SIGN_IN
    detail = PROXY_WANTS_LOGIN if wants_login else error.detail
    return {"tls": tls, "error": error.failure.name, "detail": detail}


def _connection_fields(session: HttpSession) -> JsonObject:
    """Return what the last call learnt: the proxy, and when the certificate expires."""
    found: JsonObject = {}
    if session.trace.proxy:
        found["proxy"] = session.trace.proxy
    if session.trace.tls_version:
        certificate = describe_certificate(session.trace.certificate, session.trace.tls_version)
        found["protocol"] = certificate.protocol
        found["expires"] = certificate.expires.isoformat() if certificate.expires else None
    return found
