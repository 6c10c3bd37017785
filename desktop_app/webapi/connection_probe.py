"""Tests a profile's connection stage by stage, so that a failure names its stage and reason."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from time import perf_counter
from typing import TypeVar

from desktop_app.core.errors import (
    PROXY_FAILURES,
    AnonymousSession,
    ApiMoved,
    AppError,
    Cancelled,
    TenantNotRunning,
    Unreachable,
)
from desktop_app.core.profiles.connection_test import (
    Stage,
    StageFailed,
    StageFinding,
    StageOutcome,
    StagePassed,
)
from desktop_app.core.profiles.pasted_url import candidate_urls
from desktop_app.core.profiles.profile import Profile, Tenant
from desktop_app.core.profiles.server_info import (
    ConnectionInfo,
    MailboxCount,
    Principal,
    ServerVersion,
    TenantInfo,
)
from desktop_app.core.redaction import Redactor
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.certificates import describe_certificate
from desktop_app.net.http_call import HttpRequest, HttpResponse
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.api_transport import RequestLocale
from desktop_app.webapi.client import Client
from desktop_app.webapi.codec.api_errors import error_for
from desktop_app.webapi.codec.error_bodies import is_html, parse_error_body
from desktop_app.webapi.codec.server_info_codec import decode_version
from desktop_app.webapi.sign_in.endpoint import fetch_tenant_state

PROBE_SECONDS = 30.0
"""Seconds that a call without a sign-in may take in all."""

Value = TypeVar("Value")


class _TestEnded(Exception):
    """Ends the test; ``failure`` names the stage and the error."""

    def __init__(self, failure: StageFailed) -> None:
        super().__init__()
        self.failure = failure


StageSteps = Generator[StageOutcome, None, Value]
"""Yields outcomes as they come, and returns what the next stage needs."""


def probe(
    open_session: Callable[[], HttpSession],
    open_client: Callable[[], Client],
    profile: Profile,
    cancel: CancelToken,
) -> Iterator[StageOutcome]:
    """Yield the outcome of each stage as it ends; the last one may be a StageFailed.

    Raises Cancelled only.
    """
    try:
        yield from _run_stages(open_session, open_client, profile, cancel)
    except _TestEnded as over:
        yield over.failure


def _run_stages(
    open_session: Callable[[], HttpSession],
    open_client: Callable[[], Client],
    profile: Profile,
    cancel: CancelToken,
) -> StageSteps[None]:
    with _attempt(Stage.TLS, open_session) as session:
        address, known = profile.address, False
        if (tenant := profile.tenant) is not None:
            accepted = profile.accepted_api_host
            address = yield from _tenant_stage(session, tenant, cancel, accepted)
            known = True
        told = yield from _version_stage(session, address, cancel, known=known)
    with _attempt(Stage.IDENTITY, open_client) as client:
        yield _run_stage(Stage.IDENTITY, lambda: _signed_in_principal(client, cancel))
        if not told:
            yield _run_stage(Stage.VERSION, lambda: client.version(cancel))
        yield _run_stage(Stage.MAILBOXES, lambda: MailboxCount(len(client.mailboxes(cancel).rows)))


def _tenant_stage(
    session: HttpSession, tenant: Tenant, cancel: CancelToken, accepted_host: str
) -> StageSteps[str]:
    started = perf_counter()
    try:
        state = fetch_tenant_state(session, tenant, cancel, accepted_host)
    except Cancelled:
        raise
    except AppError as error:
        yield from _connection_stages(session, tenant.state_url, error)
        raise _ended(Stage.TENANT, started, error) from None
    yield from _connection_stages(session, tenant.state_url, None)
    if not state.running:
        raise _ended(Stage.TENANT, started, TenantNotRunning(state.state))
    yield StagePassed(Stage.TENANT, perf_counter() - started, TenantInfo(state.state, state.api))
    return state.api


def _version_stage(
    session: HttpSession, address: str, cancel: CancelToken, *, known: bool
) -> StageSteps[bool]:
    """Return whether the server revealed its version without a sign-in."""
    started = perf_counter()
    try:
        answer = _start_page(session, address, cancel)
    except Cancelled:
        raise
    except AppError as error:
        if not known:
            yield from _connection_stages(session, address, error)
        raise _ended(Stage.VERSION, started, error) from None
    if not known:
        yield from _connection_stages(session, address, None)
    if answer.status in (401, 403):
        return False
    try:
        found = _decode_version(answer)
    except AppError as error:
        elsewhere = None if known else _find_moved_api(session, address, cancel)
        raise _ended(Stage.VERSION, started, elsewhere or error) from None
    yield StagePassed(Stage.VERSION, perf_counter() - started, found)
    return True


def _start_page(session: HttpSession, address: str, cancel: CancelToken) -> HttpResponse:
    """Get the API's start page without credentials, so that no unknown server learns any."""
    headers = {"Accept": "application/json", **RequestLocale().headers()}
    return session.call(HttpRequest("GET", address, headers, deadline=PROBE_SECONDS), cancel)


def _find_moved_api(session: HttpSession, address: str, cancel: CancelToken) -> ApiMoved | None:
    for place in candidate_urls(address):
        try:
            _decode_version(_start_page(session, place, cancel))
        except Cancelled:
            raise
        except AppError:
            continue
        return ApiMoved(place)
    return None


def _connection_stages(session: HttpSession, url: str, error: AppError | None) -> StageSteps[None]:
    """Yield the outcomes for address and TLS, from the trace of the session's last call."""
    trace = session.trace
    blamed = isinstance(error, Unreachable) and error.failure in PROXY_FAILURES
    if trace.connect_seconds is None or blamed:
        raise _TestEnded(
            StageFailed(Stage.ADDRESS, trace.connect_seconds or 0.0, error or AppError())
        )
    yield StagePassed(Stage.ADDRESS, trace.connect_seconds, ConnectionInfo(trace.peer, trace.proxy))
    if not url.startswith("https:"):
        return
    if trace.handshake_seconds is None:
        raise _TestEnded(StageFailed(Stage.TLS, 0.0, error or AppError()))
    certificate = describe_certificate(trace.certificate, trace.tls_version)
    yield StagePassed(Stage.TLS, trace.handshake_seconds, certificate)


def _decode_version(answer: HttpResponse) -> ServerVersion:
    if answer.status != 200:
        raise error_for(answer, Redactor(()), mutates=False)
    if is_html(answer):
        raise error_for(answer, Redactor(()), mutates=False, body=parse_error_body(answer))
    return decode_version(answer.body)


def _signed_in_principal(client: Client, cancel: CancelToken) -> Principal:
    found = client.current_principal(cancel)
    if found.anonymous:
        raise AnonymousSession()
    return found


def _run_stage(stage: Stage, action: Callable[[], StageFinding]) -> StagePassed:
    started = perf_counter()
    found = _attempt(stage, action)
    return StagePassed(stage, perf_counter() - started, found)


def _attempt(stage: Stage, action: Callable[[], Value]) -> Value:
    started = perf_counter()
    try:
        return action()
    except Cancelled:
        raise
    except AppError as error:
        raise _ended(stage, started, error) from None


def _ended(stage: Stage, started: float, error: AppError) -> _TestEnded:
    return _TestEnded(StageFailed(stage, perf_counter() - started, error.without_frames()))
