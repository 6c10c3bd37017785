"""Requests and renews the tokens of SuperOffice Online. No repr shows a token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from desktop_app import VERSION
from desktop_app.core.errors import (
    AppError,
    BrowserSignInFailed,
    BrowserSignInFailure,
    ServerError,
    SignInNeeded,
    SignInRefused,
    UnexpectedResponse,
    ValidationFailed,
)
from desktop_app.core.profiles.profile import OAuthApp, Tenant
from desktop_app.core.redaction import Redactor
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import HttpRequest, HttpResponse
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.codec.api_errors import error_for
from desktop_app.webapi.codec.server_info_codec import parse_object, text_value

TOKEN_SECONDS = 30.0
"""Seconds that a call to the sign-in server may take in all."""

DEFAULT_LIFETIME = 1200.0
"""Assumed lifetime of an access token, in seconds, if the server does not state one."""

_SIGN_IN_AGAIN_CODES = {"invalid_grant", "access_denied", "login_required", "consent_required"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one answer, empty if not sent. ``lifetime`` is in seconds from now.

    ``issued_at`` is by the sign-in server's clock, in seconds since 1970 (UTC), or None.
    """

    access_token: str = field(repr=False)
    lifetime: float
    refresh_token: str = field(default="", repr=False)
    id_token: str = field(default="", repr=False)
    issued_at: float | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A program's registration with the sign-in server of a tenant. ``secret`` may be empty."""

    tenant: Tenant
    app: OAuthApp
    secret: str = field(default="", repr=False)

    @property
    def authorize_url(self) -> str:
        """The sign-in page for the browser."""
        return f"{self.tenant.login_url}/common/oauth/authorize"

    @property
    def token_url(self) -> str:
        """The URL that issues tokens."""
        return f"{self.tenant.login_url}/common/oauth/tokens"

    @property
    def jwks_url(self) -> str:
        """The URL of the keys that verify identity tokens."""
        return f"{self.tenant.login_url}/.well-known/jwks"

    @property
    def issuers(self) -> list[str]:
        """Valid issuer names: SuperOffice's own lacks the ``/login`` of its addresses."""
        return [self.tenant.login_url.removesuffix("/login"), self.tenant.login_url]


class TokenServer:
    """Calls the sign-in server, with a new session for each call, from any thread."""

    def __init__(self, registration: Registration, open_session: Callable[[], HttpSession]) -> None:
        self.registration = registration
        self._open_session = open_session

    def exchange_code(self, code: str, verifier: str, redirect: str, cancel: CancelToken) -> Tokens:
        """Return the tokens for an authorization code. Raises BrowserSignInFailed, AppError."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        try:
            return self._request_tokens(form, (code, verifier), cancel)
        except SignInNeeded as error:
            detail = error.detail
        raise BrowserSignInFailed(BrowserSignInFailure.INVALID_REGISTRATION, detail)

    def refresh(self, token: str, cancel: CancelToken) -> Tokens:
        """Return a new access token, with the new or old refresh token.

        Raises SignInNeeded, AppError.
        """
        form = {"grant_type": "refresh_token", "refresh_token": token}
        found = self._request_tokens(form, (token,), cancel)
        return Tokens(
            found.access_token, found.lifetime, found.refresh_token or token, "", found.issued_at
        )

    def fetch_jwks(self, cancel: CancelToken) -> dict[str, Any]:
        """Return the JSON web keys that verify identity tokens. Raises AppError."""
        request = HttpRequest("GET", self.registration.jwks_url, _HEADERS, deadline=TOKEN_SECONDS)
        with self._open_session() as session:
            answer = session.call(request, cancel)
        if answer.status != 200:
            raise error_for(answer, Redactor(()), mutates=False)
        return parse_object(answer.body)

    def _request_tokens(
        self, form: Mapping[str, str], hidden: tuple[str, ...], cancel: CancelToken
    ) -> Tokens:
        registration = self.registration
        fields = {**form, "client_id": registration.app.client_id}
        if registration.secret:
            fields["client_secret"] = registration.secret
        headers = {**_HEADERS, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        request = HttpRequest("POST", registration.token_url, headers, body, deadline=TOKEN_SECONDS)
        with self._open_session() as session:
            answer = session.call(request, cancel)
        if answer.status != 200:
            raise _token_error(answer, Redactor((*hidden, registration.secret)))
        return _parse_tokens(answer)


_HEADERS = {"Accept": "application/json", "User-Agent": f"MailboxAdmin/{VERSION}"}


def _token_error(response: HttpResponse, redact: Redactor) -> AppError:
    """Return the error; 400 and 401 carry OAuth's own codes for sign-in or registration."""
    error = error_for(response, redact, mutates=False)
    if not isinstance(error, ValidationFailed | SignInRefused):
        return error
    code, detail = error.error_type, f"{error.error_type} {error.detail}".strip()
    if code in _SIGN_IN_AGAIN_CODES:
        return SignInNeeded(_server_message(error), status=response.status, detail=detail)
    return BrowserSignInFailed(BrowserSignInFailure.INVALID_REGISTRATION, detail)


def _server_message(error: ServerError) -> str:
    return error.message


def _parse_tokens(response: HttpResponse) -> Tokens:
    named = parse_object(response.body)
    access = text_value(named, "access_token")
    if not access:
        raise UnexpectedResponse("JSON, but no tokens")
    return Tokens(
        access,
        _parse_lifetime(named.get("expires_in")),
        text_value(named, "refresh_token"),
        text_value(named, "id_token"),
        _parse_date(response.headers.get("date", "")),
    )


def _parse_lifetime(value: object) -> float:
    """Return ``expires_in`` in seconds; some servers write it as text."""
    text = str(value)
    return float(text) if text.isdecimal() and len(text) < 10 else DEFAULT_LIFETIME


def _parse_date(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
