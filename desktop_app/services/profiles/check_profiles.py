"""``mailbox-admin --check-profiles``: whether the machine-wide profiles lead anywhere.

One line of JSON for each profile. Each goes its profile's own way, through its proxy and trusting
its CA file, but nobody is signed in and no secret is read: not even the proxy's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from desktop_app.core.errors import Reach, TenantNotRunning, Trouble, Unreachable
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.redaction import Scrubber
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.certificates import describe
from desktop_app.net.http_session import HttpSession, Request
from desktop_app.net.proxies import WayOut, way_out
from desktop_app.net.tls_trust import Trust
from desktop_app.profiles.machine_wide import MachineWide
from desktop_app.webapi.codec.api_errors import refusal
from desktop_app.webapi.codec.server_info_codec import decode_version
from desktop_app.webapi.sign_in.tenant_state import ask_state

DEADLINE = 20.0
"""Seconds for one call; a tenant of Online takes two."""
PROXY_WANTS_LOGIN = "the proxy wants a user name and password, and this check sends none"

Said = dict[str, object]


def check_lines(given: MachineWide) -> Iterator[str]:
    """A line for each profile, as soon as it is known; or one that says why there are none."""
    if given.trouble is not None:
        said = {"ok": False, "error": type(given.trouble).__name__, "detail": given.trouble.detail}
        yield json.dumps(said)
    for profile in given.profiles:
        yield json.dumps(_checked(profile))


def _checked(profile: Profile) -> Said:
    address = profile.tenant.state if profile.tenant else profile.address
    known: Said = {"id": profile.id, "name": profile.name, "address": address}
    try:
        with HttpSession(Trust(profile.ca_file), _way_out(profile)) as session:
            try:
                return {**known, "ok": True, **_asked(session, profile), **_way(session)}
            except Trouble as trouble:
                return {**known, "ok": False, **_wrong(trouble), **_way(session)}
    except Trouble as trouble:  # the CA file cannot be used
        return {**known, "ok": False, **_wrong(trouble)}


def _way_out(profile: Profile) -> WayOut:
    """Without a sign-in: an empty password would count as a wrong one."""
    return way_out(replace(profile.proxy, user_name=""))


def _asked(session: HttpSession, profile: Profile) -> Said:
    """The version, and for a tenant where it is now. Raises Trouble."""
    if profile.tenant is None:
        version = _version(session, profile.address)
        return {"tls": _is_secure(profile.address), "version": version}
    state = ask_state(session, profile.tenant, Cancel())
    if not state.running:
        raise TenantNotRunning(state.state)
    version = _version(session, state.api)
    return {"api": state.api, "tls": _is_secure(state.api), "version": version}


def _is_secure(address: str) -> bool:
    return address.startswith("https:")


def _version(session: HttpSession, address: str) -> str:
    """Empty where the server tells it only to those who are signed in. Raises Trouble."""
    headers = {"Accept": "application/json"}
    answer = session.call(Request("GET", address, headers, deadline=DEADLINE))
    if answer.status in (401, 403):
        return ""
    if answer.status != 200:
        raise refusal(answer, Scrubber(()), changes=False)
    return decode_version(answer.body).version


def _wrong(trouble: Trouble) -> Said:
    if not isinstance(trouble, Unreachable):
        return {"tls": None, "error": type(trouble).__name__, "detail": trouble.detail}
    tls = False if trouble.reach is Reach.TLS else None
    wants_login = trouble.reach is Reach.PROXY_SIGN_IN
    detail = PROXY_WANTS_LOGIN if wants_login else trouble.detail
    return {"tls": tls, "error": trouble.reach.name, "detail": detail}


def _way(session: HttpSession) -> Said:
    """What the last call learned of its way: the proxy, and until when the certificate is good."""
    found: Said = {}
    if session.trace.proxy:
        found["proxy"] = session.trace.proxy
    if session.trace.protocol:
        certificate = describe(session.trace.certificate, session.trace.protocol)
        found["protocol"] = certificate.protocol
        found["expires"] = certificate.expires.isoformat() if certificate.expires else None
    return found
