"""Sends an API call: its headers, its retries, and the renewal of a refused sign-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_app import VERSION
from desktop_app.core.errors import (
    PROXY_FAILURES,
    AppError,
    BadGateway,
    BlockedByGateway,
    Forbidden,
    NetworkFailure,
    ServerBusy,
    ServerError,
    SignInRefused,
    TenantMoved,
    TruncatedResponse,
    Unreachable,
)
from desktop_app.core.redaction import Redactor
from desktop_app.core.retry import RetryNotice
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import DEFAULT_MAX_BYTES, HttpRequest, HttpResponse
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.codec.api_errors import error_for
from desktop_app.webapi.codec.error_bodies import is_html, parse_error_body, parse_error_object
from desktop_app.webapi.sign_in.auth_schemes import AuthScheme
from desktop_app.webapi.sign_in.endpoint import ApiEndpoint

CALL_SECONDS = 60.0
"""Seconds that a call may take in all."""

MAX_RETRY_WAIT = 10.0
"""Longest wait for a busy server, in seconds; if told to wait longer, a read fails at once."""

RETRY_DELAYS = (0.5, 2.0)
"""Seconds before the second and the third attempt of a read."""

SendGuard = Callable[[Callable[[], HttpResponse]], HttpResponse]
"""Runs an attempt, or raises an AppError without sending anything."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TIME_ZONE = re.compile(r"[A-Za-z0-9+_/-]{1,60}(, ?includeTZOffset)?")


@dataclass(frozen=True, slots=True)
class RequestLocale:
    """The language, culture (such as ``nb-NO``) and time zone (SuperOffice's code) for answers.

    ``culture`` and ``time_zone`` may be empty. A malformed value is not sent.
    """

    language: str = "en"
    culture: str = ""
    time_zone: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers that state the locale."""
        language = self.language if _LANGUAGE.fullmatch(self.language) else "en"
        found = {"Accept-Language": language, "SO-Language": language}
        if _LANGUAGE.fullmatch(self.culture):
            found["SO-Culture"] = self.culture
        if _TIME_ZONE.fullmatch(self.time_zone):
            found["SO-TimeZone"] = self.time_zone
        return found


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One API call. ``path`` is appended to the API's address.

    ``carrier_property`` is a property that all objects of the expected type have, and an error
    object lacks. ``password`` is redacted from errors, ``limit`` caps the answer in bytes, and
    ``seconds`` the time. ``mutates`` says that executing the call twice would do harm.
    ``new_chunk_handler`` makes, for each attempt, the callback for the parts of the answer while
    they arrive.
    """

    method: str
    path: str
    carrier_property: str = ""
    body: bytes | None = field(default=None, repr=False)
    mutates: bool = False
    password: str = field(default="", repr=False)
    limit: int = DEFAULT_MAX_BYTES
    seconds: float = CALL_SECONDS
    new_chunk_handler: Callable[[], Callable[[bytes], None]] | None = field(
        default=None, repr=False
    )


class ApiTransport:
    """Calls one installation as one user, from one thread. Every method raises AppError.

    ``on_retry`` is called before a read pauses for its next attempt. ``guard`` runs every attempt.
    """

    def __init__(
        self,
        session: HttpSession,
        endpoint: ApiEndpoint,
        auth_scheme: AuthScheme,
        locale: RequestLocale,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
    ) -> None:
        self.session = session
        self.on_retry: Callable[[RetryNotice], None] = lambda _waiting: None
        self.guard: SendGuard = lambda attempt: attempt()
        self._endpoint = endpoint
        self._auth_scheme = auth_scheme
        self._locale = locale
        self._retry_delays = retry_delays
        self._account_generation = auth_scheme.account_generation
        self._masked_secret = ""

    @contextmanager
    def masking(self, secret: str) -> Iterator[None]:
        """Redact a secret, beside those of each call itself, from all errors during the block."""
        self._masked_secret = secret
        try:
            yield
        finally:
            self._masked_secret = ""

    def send_with_retries(self, call: ApiCall, cancel: CancelToken) -> HttpResponse:
        """Send a read, and send it again after a pause if the failure may be temporary."""
        for attempt, pause in enumerate(self._retry_delays, 2):
            try:
                return self.send(call, cancel)
            except AppError as error:
                seconds = _retry_delay(error, pause)
                if seconds is None:
                    raise
                self.on_retry(RetryNotice(seconds, attempt, error, cancel.cancel))
            cancel.wait(seconds)
        return self.send(call, cancel)

    def send(self, call: ApiCall, cancel: CancelToken) -> HttpResponse:
        """Send a call; at most one attempt may have been executed.

        A call that was refused before execution is sent once more if the cause could be removed: a
        token that had expired, a tenant that has moved.
        """
        return self.guard(lambda: self._send_and_cure(call, cancel))

    def _send_and_cure(self, call: ApiCall, cancel: CancelToken) -> HttpResponse:
        cured: set[type[AppError]] = set()
        while True:
            self._auth_scheme.prepare(cancel)
            self._reset_on_account_change()
            signed, address = self._auth_scheme.headers(), self._endpoint.address(cancel)
            scrub = Redactor((*self._auth_scheme.secrets(), call.password, self._masked_secret))
            try:
                return self._send_once(
                    call, self._build_request(call, address, signed), scrub, cancel
                )
            except (SignInRefused, Forbidden, BlockedByGateway) as error:
                if SignInRefused in cured or not self._renew_sign_in(error, call, signed, cancel):
                    raise _scheme_error(error, self._auth_scheme) from None
                cured.add(SignInRefused)
            except TenantMoved:
                if TenantMoved in cured or not self._endpoint.relocate(address, cancel):
                    raise
                cured.add(TenantMoved)

    def _reset_on_account_change(self) -> None:
        """Drop the server's cookies of the previous account after a new sign-in."""
        if self._account_generation != self._auth_scheme.account_generation:
            self._account_generation = self._auth_scheme.account_generation
            self.session.reset()

    def _renew_sign_in(
        self, error: ServerError, call: ApiCall, signed: Mapping[str, str], cancel: CancelToken
    ) -> bool:
        return _may_be_expiry(error, call) and self._auth_scheme.renew(signed, cancel)

    def _send_once(
        self, call: ApiCall, request: HttpRequest, scrub: Redactor, cancel: CancelToken
    ) -> HttpResponse:
        answer = self._exchange(request, cancel)
        words = None
        if answer.status in (200, 201, 204):
            words = (
                parse_error_body(answer)
                if is_html(answer)
                else parse_error_object(answer, call.carrier_property)
            )
            if words is None:
                return answer
        raise error_for(answer, scrub, mutates=call.mutates, body=words)

    def _exchange(self, request: HttpRequest, cancel: CancelToken) -> HttpResponse:
        try:
            return self.session.call(request, cancel)
        except Unreachable as error:
            if error.failure not in PROXY_FAILURES:
                self._endpoint.invalidate()
            raise

    def _build_request(self, call: ApiCall, address: str, signed: Mapping[str, str]) -> HttpRequest:
        headers = {
            "Accept": "application/json",
            "User-Agent": f"MailboxAdmin/{VERSION}",
            **self._locale.headers(),
            **signed,
        }
        if call.body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        return HttpRequest(
            call.method,
            address + call.path,
            headers,
            call.body,
            call.mutates,
            call.limit,
            call.seconds,
            on_chunk=call.new_chunk_handler() if call.new_chunk_handler else None,
        )


def _scheme_error(error: ServerError, auth_scheme: AuthScheme) -> ServerError:
    """Return a plain refusal as the sign-in scheme's error, which says what to renew."""
    if type(error) is not SignInRefused or auth_scheme.refused_error is SignInRefused:
        return error
    return auth_scheme.refused_error(
        error.message, error_type=error.error_type, status=error.status, detail=error.detail
    )


def _may_be_expiry(error: ServerError, call: ApiCall) -> bool:
    """Whether a fresh token may help, and sending again does no harm.

    401 comes before execution. 403 may mean an expired token too, but a save may have been executed
    in part; a session error with any other status proves nothing for a save.
    """
    if call.mutates:
        return error.status == 401
    return isinstance(error, SignInRefused) or error.status == 403


def _retry_delay(error: AppError, pause: float) -> float | None:
    """Return the seconds to wait before a read is sent again, or None if that would not help."""
    if isinstance(error, ServerBusy):
        wait = pause if error.retry_after is None else error.retry_after
        return wait if wait <= MAX_RETRY_WAIT else None
    broken = isinstance(error, Unreachable) and error.failure is NetworkFailure.RESET
    return pause if broken or isinstance(error, BadGateway | TruncatedResponse) else None
