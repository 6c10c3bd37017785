"""Trying a profile stage by stage, so that a failure says at which of them, and why."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.errors import (
    ApiElsewhere,
    Cancelled,
    Reach,
    TakenForNobody,
    TenantNotRunning,
    Trouble,
    Unreachable,
)
from desktop_app.core.profiles.connection_test import (
    Found,
    MailboxCount,
    Missed,
    Outcome,
    Passed,
    Reached,
    Stage,
    TenantRuns,
)
from desktop_app.core.profiles.pasted_url import other_places
from desktop_app.core.profiles.profile import Profile, Tenant
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.core.redaction import Scrubber
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.certificates import describe
from desktop_app.net.http_session import Answer, HttpSession, Request
from desktop_app.webapi.api_transport import Manner
from desktop_app.webapi.client import Client
from desktop_app.webapi.codec.api_errors import refusal
from desktop_app.webapi.codec.error_bodies import is_html, said
from desktop_app.webapi.codec.server_info_codec import decode_version
from desktop_app.webapi.sign_in.tenant_state import ask_state

if TYPE_CHECKING:
    from desktop_app.webapi.client_factory import Access

PROBE_SECONDS = 30.0
"""How long a call that signs nobody in may take in all."""

_PROXY = (Reach.PROXY, Reach.PROXY_SIGN_IN)
Value = TypeVar("Value")


class _Over(Exception):
    """The test ended; ``missed`` says where."""

    def __init__(self, missed: Missed) -> None:
        super().__init__()
        self.missed = missed


Steps = Generator[Outcome, None, Value]
"""Outcomes as they come, and what the next stage needs."""


def probe(access: Access, profile: Profile, cancel: Cancel) -> Iterator[Outcome]:
    """The stages' outcomes as they come; the last one may be a Missed. Raises Cancelled only."""
    try:
        yield from _stages(access, profile, cancel)
    except _Over as over:
        yield over.missed


def _stages(access: Access, profile: Profile, cancel: Cancel) -> Steps[None]:
    with _tried(Stage.TLS, access.session) as session:
        address, known = profile.address, False
        if profile.tenant is not None:
            address, known = (yield from _tenant(session, profile.tenant, cancel)), True
        told = yield from _version(session, address, cancel, known=known)
    with _tried(Stage.IDENTITY, access.client) as client:
        yield _passed(Stage.IDENTITY, lambda: _who(client, cancel))
        if not told:
            yield _passed(Stage.VERSION, lambda: client.version(cancel))
        yield _passed(Stage.MAILBOXES, lambda: MailboxCount(len(client.mailboxes(cancel).rows)))


def _tenant(session: HttpSession, tenant: Tenant, cancel: Cancel) -> Steps[str]:
    started = perf_counter()
    try:
        state = ask_state(session, tenant, cancel)
    except Cancelled:
        raise
    except Trouble as trouble:
        yield from _connection(session, tenant.state, trouble)
        raise _over(Stage.TENANT, started, trouble) from None
    yield from _connection(session, tenant.state, None)
    if not state.running:
        raise _over(Stage.TENANT, started, TenantNotRunning(state.state))
    yield Passed(Stage.TENANT, perf_counter() - started, TenantRuns(state.state, state.api))
    return state.api


def _version(session: HttpSession, address: str, cancel: Cancel, *, known: bool) -> Steps[bool]:
    """Whether the server told its version to somebody who is not signed in."""
    started = perf_counter()
    try:
        answer = _start_page(session, address, cancel)
    except Cancelled:
        raise
    except Trouble as trouble:
        if not known:
            yield from _connection(session, address, trouble)
        raise _over(Stage.VERSION, started, trouble) from None
    if not known:
        yield from _connection(session, address, None)
    if answer.status in (401, 403):
        return False
    try:
        found = _decoded(answer)
    except Trouble as trouble:
        elsewhere = None if known else _found_elsewhere(session, address, cancel)
        raise _over(Stage.VERSION, started, elsewhere or trouble) from None
    yield Passed(Stage.VERSION, perf_counter() - started, found)
    return True


def _start_page(session: HttpSession, address: str, cancel: Cancel) -> Answer:
    """By GET and without credentials: whatever answers learns nothing."""
    headers = {"Accept": "application/json", **Manner().headers()}
    return session.call(Request("GET", address, headers, deadline=PROBE_SECONDS), cancel)


def _found_elsewhere(session: HttpSession, address: str, cancel: Cancel) -> ApiElsewhere | None:
    for place in other_places(address):
        try:
            _decoded(_start_page(session, place, cancel))
        except Cancelled:
            raise
        except Trouble:
            continue
        return ApiElsewhere(place)
    return None


def _connection(session: HttpSession, url: str, trouble: Trouble | None) -> Steps[None]:
    """What the call learned of the way to the server."""
    trace = session.trace
    blamed = isinstance(trouble, Unreachable) and trouble.reach in _PROXY
    if trace.connected is None or blamed:
        raise _Over(Missed(Stage.ADDRESS, trace.connected or 0.0, trouble or Trouble()))
    yield Passed(Stage.ADDRESS, trace.connected, Reached(trace.peer, trace.proxy))
    if not url.startswith("https:"):
        return
    if trace.secured is None:
        raise _Over(Missed(Stage.TLS, 0.0, trouble or Trouble()))
    certificate = describe(trace.certificate, trace.protocol)
    yield Passed(Stage.TLS, trace.secured, certificate)


def _decoded(answer: Answer) -> ServerVersion:
    if answer.status != 200:
        raise refusal(answer, Scrubber(()), changes=False)
    if is_html(answer):
        raise refusal(answer, Scrubber(()), changes=False, words=said(answer))
    return decode_version(answer.body)


def _who(client: Client, cancel: Cancel) -> Principal:
    found = client.who(cancel)
    if found.anonymous:
        raise TakenForNobody()
    return found


def _passed(stage: Stage, work: Callable[[], Found]) -> Passed:
    started = perf_counter()
    found = _tried(stage, work)
    return Passed(stage, perf_counter() - started, found)


def _tried(stage: Stage, work: Callable[[], Value]) -> Value:
    started = perf_counter()
    try:
        return work()
    except Cancelled:
        raise
    except Trouble as trouble:
        raise _over(stage, started, trouble) from None


def _over(stage: Stage, started: float, trouble: Trouble) -> _Over:
    return _Over(Missed(stage, perf_counter() - started, trouble))
