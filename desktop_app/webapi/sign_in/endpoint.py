"""Finds the API's address: a fixed one, or the one in the state of an Online tenant."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import urlsplit

from desktop_app import VERSION
from desktop_app.core.errors import (
    ApiOutsideDomain,
    AppError,
    NotFound,
    TenantNotRunning,
    TenantUnknown,
    UnexpectedResponse,
)
from desktop_app.core.profiles.profile import Tenant
from desktop_app.core.profiles.tenant_domain import api_domain, is_in_domain
from desktop_app.core.profiles.urls import InvalidUrl, api_address, is_insecure
from desktop_app.core.profiles.web_hosts import canonical_host
from desktop_app.core.redaction import Redactor
from desktop_app.net.cancel_token import CancellableLock, CancelToken
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.codec.api_errors import error_for
from desktop_app.webapi.codec.server_info_codec import parse_object, text_value


class ApiEndpoint:
    """A fixed address of the API, which ends in ``/api``."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def address(self, cancel: CancelToken) -> str:
        """Return the API's address, without a slash at its end. Raises AppError."""
        del cancel
        return self._address

    def relocate(self, failed_address: str, cancel: CancelToken) -> bool:
        """Return whether the address now differs from ``failed_address``. Raises AppError."""
        del failed_address, cancel
        return False

    def invalidate(self) -> None:
        """Look the address up again before the next call, if possible: no server was reached."""


STATE_SECONDS = 20.0
"""Seconds that a request for a tenant's state may take in all."""

MAX_CACHE_SECONDS = 24 * 3600.0
MIN_CACHE_SECONDS = 60.0
"""Bounds of the seconds for which a state is cached, whatever its ValidUntil says."""

_STATE_NAMES = {
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
_SERVING_STATES = {"running", "onlinemaintenance"}


@dataclass(frozen=True, slots=True)
class TenantState:
    """A tenant's state. ``api`` ends in ``/api`` or is empty, ``max_age`` is in seconds."""

    state: str
    running: bool
    api: str
    max_age: float
    version: str = ""


def fetch_tenant_state(
    session: HttpSession, tenant: Tenant, cancel: CancelToken, accepted_host: str = ""
) -> TenantState:
    """Fetch a tenant's state, without credentials.

    ``accepted_host`` is the host outside the tenant's domain that the user allows, if any.

    Raises TenantUnknown, ApiOutsideDomain, UnexpectedResponse, and any AppError of a call.
    """
    headers = {"Accept": "application/json", "User-Agent": f"MailboxAdmin/{VERSION}"}
    request = HttpRequest("GET", tenant.state_url, headers, deadline=STATE_SECONDS)
    answer = session.call(request, cancel)
    if answer.status == 200:
        return decode_state(answer.body, tenant, accepted_host=accepted_host)
    error = error_for(answer, Redactor(()), mutates=False)
    raise TenantUnknown(error.detail) if isinstance(error, NotFound) else error


def decode_state(
    body: bytes,
    tenant: Tenant,
    now: Callable[[], float] = time.time,
    *,
    accepted_host: str = "",
) -> TenantState:
    """Decode a tenant's state.

    Raises ApiOutsideDomain, UnexpectedResponse or TruncatedResponse.
    """
    named = parse_object(body)
    if not {"api", "state", "isrunning"} & named.keys():
        raise UnexpectedResponse("JSON, but not the state of a tenant")
    context = text_value(named, "contextidentifier")
    if context and context.lower() != tenant.id.lower():
        raise UnexpectedResponse("the state of another tenant")
    state = named.get("state")
    name = (
        _STATE_NAMES.get(state, str(state)) if isinstance(state, int) else str(state or "Unknown")
    )
    running = named.get("isrunning")
    return TenantState(
        name,
        running if isinstance(running, bool) else name.lower() in _SERVING_STATES,
        _checked_api_address(text_value(named, "api"), tenant, accepted_host),
        _max_age(text_value(named, "validuntil"), now()),
        text_value(named, "version"),
    )


def _checked_api_address(text: str, tenant: Tenant, accepted_host: str) -> str:
    """Return the address, empty if invalid.

    The API may be as insecure as the state, which the user was asked about, but not more so.
    Raises UnexpectedResponse if it must be https, ApiOutsideDomain if it belongs to someone else.
    """
    try:
        address = api_address(text)
    except InvalidUrl:
        return ""
    plain_state = tenant.state_url.startswith("http:")
    allowed = plain_state and (is_insecure(tenant.state_url) or not is_insecure(address))
    if address.startswith("http:") and not allowed:
        raise UnexpectedResponse("the tenant's address is not https")
    host = urlsplit(address).hostname or ""
    is_accepted = bool(accepted_host) and canonical_host(host) == accepted_host
    if not is_accepted and not is_in_domain(host, tenant):
        raise ApiOutsideDomain(canonical_host(host) or host[:100], api_domain(tenant))
    return address


def _max_age(valid_until: str, now: float) -> float:
    try:
        moment = datetime.fromisoformat(valid_until.replace("Z", "+00:00"))
    except ValueError:
        return MIN_CACHE_SECONDS
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)  # noqa: UP017  # the vendor's own default
    return min(max(moment.timestamp() - now, MIN_CACHE_SECONDS), MAX_CACHE_SECONDS)


class TenantEndpoint(ApiEndpoint):
    """A tenant's current address; looked up once for all threads, cached until ``ValidUntil``.

    ``accepted_host`` is the host outside the tenant's domain that the user allows, if any.
    """

    def __init__(
        self,
        tenant: Tenant,
        open_session: Callable[[], HttpSession],
        clock: Callable[[], float] = time.monotonic,
        *,
        accepted_host: str = "",
    ) -> None:
        super().__init__("")
        self._tenant = tenant
        self._accepted_host = accepted_host
        self._open_session = open_session
        self._clock = clock
        self._lock = CancellableLock()
        self._state: TenantState | None = None
        self._valid_until = 0.0

    def address(self, cancel: CancelToken) -> str:
        """Return the API's address.

        Raises TenantNotRunning, TenantUnknown, ApiOutsideDomain, UnexpectedResponse, and any
        AppError of a call.
        """
        with self._lock.acquire(cancel):
            known = self._state
            if known is None or self._clock() >= self._valid_until:
                known = self._fetch_state(cancel)
        if not known.running:
            raise TenantNotRunning(known.state)
        if not known.api:
            raise UnexpectedResponse("the tenant's state names no address")
        return known.api

    def relocate(self, failed_address: str, cancel: CancelToken) -> bool:
        """Look the address up again, unless another thread just did; True if it has changed."""
        with self._lock.acquire(cancel):
            if self._state is not None and self._state.api == failed_address:
                self._state = None
        return self.address(cancel) != failed_address

    def invalidate(self) -> None:
        """Make the next call look the address up again."""
        self._valid_until = 0.0

    def _fetch_state(self, cancel: CancelToken) -> TenantState:
        with self._open_session() as session:
            try:
                known = fetch_tenant_state(session, self._tenant, cancel, self._accepted_host)
            except AppError:
                self._state = None
                raise
        lasts = known.max_age if known.running else 0.0
        self._state, self._valid_until = known, self._clock() + lasts
        return known
