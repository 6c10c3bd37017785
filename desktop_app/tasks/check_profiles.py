"""``mailbox-admin --check-profiles``: whether the machine-wide profiles lead anywhere.

One line of JSON for each profile. Nobody is signed in and no secret is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from desktop_app.core.errors import Trouble, Unreachable
from desktop_app.core.profile import Profile
from desktop_app.net.session import HttpSession, Request
from desktop_app.profiles.machine_wide import MachineWide
from desktop_app.webapi.server import decode_version

DEADLINE = 20.0
"""Seconds for one profile."""


def check_lines(given: MachineWide) -> Iterator[str]:
    """A line for each profile, as soon as it is known; or one that says why there are none."""
    if given.trouble is not None:
        said = {"ok": False, "error": type(given.trouble).__name__, "detail": given.trouble.detail}
        yield json.dumps(said)
    for profile in given.profiles:
        yield json.dumps(_checked(profile))


def _checked(profile: Profile) -> dict[str, object]:
    url = profile.tenant.state if profile.tenant else profile.address
    found: dict[str, object] = {"id": profile.id, "name": profile.name, "address": url}
    try:
        return {**found, "ok": True, "tls": url.startswith("https:"), "version": _version(url)}
    except Trouble as trouble:
        kind = trouble.reach.name if isinstance(trouble, Unreachable) else type(trouble).__name__
        tls = False if kind == "TLS" else None
        return {**found, "ok": False, "tls": tls, "error": kind, "detail": trouble.detail}


def _version(url: str) -> str:
    headers = {"Accept": "application/json"}
    with HttpSession() as session:
        answer = session.call(Request("GET", url, headers, deadline=DEADLINE))
    if answer.status != 200:
        return ""
    return decode_version(answer.body).version
