"""Tenants of SuperOffice Online: where they are now, and whether they run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit

from desktop_app import VERSION
from desktop_app.core.errors import NotFound, NotTheApi, TenantNotRunning, TenantUnknown, Trouble
from desktop_app.core.profiles.profile import Tenant
from desktop_app.core.profiles.urls import AddressWrong, api_address
from desktop_app.core.redaction import Scrubber
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.cancellable_lock import Turns
from desktop_app.net.http_session import HttpSession, Request
from desktop_app.webapi.codec.api_errors import refusal
from desktop_app.webapi.codec.server_info_codec import json_object, text_of
from desktop_app.webapi.sign_in.endpoint import Place

STATE_SECONDS = 20.0
"""How long asking for a tenant's state may take in all."""

LONGEST_CACHE = 24 * 3600.0
SHORTEST_CACHE = 60.0
"""Seconds for which a state is believed, whatever its ValidUntil says."""

_STATES = {
    0: "Unknown",
    1: "Provisioning",
    2: "Running",
    3: "Deleted",
    4: "Suspended",
    5: "OnlineMaintenance",
    6: "OfflineMaintenance",
    8: "ProvisioningFailed",
    10: "Deleting",
    11: "DeleteFailed",
    12: "MigrationPending",
}
_SERVING = {"running", "onlinemaintenance"}


@dataclass(frozen=True, slots=True)
class TenantState:
    """What the state endpoint says. ``api`` ends in ``/api``, ``good_for`` is in seconds."""

    state: str
    running: bool
    api: str
    good_for: float
    version: str = ""


def ask_state(session: HttpSession, tenant: Tenant, cancel: Cancel) -> TenantState:
    """Ask for a tenant's state, without credentials.

    Raises TenantUnknown, NotTheApi, and what a call raises.
    """
    headers = {"Accept": "application/json", "User-Agent": f"MailboxAdmin/{VERSION}"}
    request = Request("GET", tenant.state, headers, deadline=STATE_SECONDS)
    answer = session.call(request, cancel)
    if answer.status == 200:
        return decode_state(answer.body, tenant)
    trouble = refusal(answer, Scrubber(()), changes=False)
    raise TenantUnknown(trouble.detail) if isinstance(trouble, NotFound) else trouble


def decode_state(body: bytes, tenant: Tenant, now: Callable[[], float] = time.time) -> TenantState:
    """The answer of the state endpoint. Raises NotTheApi or AnswerCut."""
    named = json_object(body)
    if not {"api", "state", "isrunning"} & named.keys():
        raise NotTheApi("JSON, but not the state of a tenant")
    context = text_of(named, "contextidentifier")
    if context and context.lower() != tenant.id.lower():
        raise NotTheApi("the state of another tenant")
    state = named.get("state")
    name = _STATES.get(state, str(state)) if isinstance(state, int) else str(state or "Unknown")
    running = named.get("isrunning")
    return TenantState(
        name,
        running if isinstance(running, bool) else name.lower() in _SERVING,
        _api(text_of(named, "api"), tenant),
        _good_for(text_of(named, "validuntil"), now()),
        text_of(named, "version"),
    )


def _api(text: str, tenant: Tenant) -> str:
    """The address, if it is one that credentials may be sent to."""
    try:
        address = api_address(text) if text else ""
    except AddressWrong:
        address = ""
    plain_state = tenant.state.startswith("http:")
    if address and urlsplit(address).scheme != "https" and not plain_state:
        raise NotTheApi("the tenant's address is not https")
    return address


def _good_for(valid_until: str, now: float) -> float:
    try:
        moment = datetime.fromisoformat(valid_until.replace("Z", "+00:00"))
    except ValueError:
        return SHORTEST_CACHE
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)  # noqa: UP017  # the vendor's own default
    return min(max(moment.timestamp() - now, SHORTEST_CACHE), LONGEST_CACHE)


class TenantPlace(Place):
    """Wherever the tenant is now; asked once for all threads, and kept until ``ValidUntil``."""

    def __init__(
        self,
        tenant: Tenant,
        open_session: Callable[[], HttpSession],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("")
        self._tenant = tenant
        self._open_session = open_session
        self._clock = clock
        self._turns = Turns()
        self._known: TenantState | None = None
        self._until = 0.0

    def address(self, cancel: Cancel) -> str:
        """Where the API is. Raises TenantNotRunning, TenantUnknown, and what a call raises."""
        with self._turns.mine(cancel):
            known = self._known
            if known is None or self._clock() >= self._until:
                known = self._ask(cancel)
        if not known.running:
            raise TenantNotRunning(known.state)
        if not known.api:
            raise NotTheApi("the tenant's state names no address")
        return known.api

    def moved(self, wrong: str, cancel: Cancel) -> bool:
        """Ask again, unless another thread just did."""
        with self._turns.mine(cancel):
            if self._known is not None and self._known.api == wrong:
                self._known = None
        return self.address(cancel) != wrong

    def doubt(self) -> None:
        """The next call asks again."""
        self._until = 0.0

    def _ask(self, cancel: Cancel) -> TenantState:
        with self._open_session() as session:
            try:
                known = ask_state(session, self._tenant, cancel)
            except Trouble:
                self._known = None
                raise
        lasts = known.good_for if known.running else 0.0
        self._known, self._until = known, self._clock() + lasts
        return known
