"""Tokens of SuperOffice Online: how they are asked for, and renewed. No repr shows one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from desktop_app import VERSION
from desktop_app.core.errors import (
    BrowserSignInFailed,
    BrowserTrouble,
    InvalidFields,
    NotTheApi,
    ServerSaid,
    SignInNeeded,
    SignInRefused,
    Trouble,
)
from desktop_app.core.profiles.profile import OAuthApp, Tenant
from desktop_app.core.redaction import Scrubber
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.http_session import Answer, HttpSession, Request
from desktop_app.webapi.codec.api_errors import refusal
from desktop_app.webapi.codec.server_info_codec import json_object, text_of

TOKEN_SECONDS = 30.0
"""How long a call of the sign-in server may take in all."""

USUAL_LIFE = 1200.0
"""Seconds that an access token is believed to live where the server does not say."""

_OVER = {"invalid_grant", "access_denied", "login_required", "consent_required"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in gave. ``life`` is in seconds from now; a refresh brings no refresh token.

    ``told_at`` is the sign-in server's clock, in seconds since 1970, or None.
    """

    access: str = field(repr=False)
    life: float
    refresh: str = field(default="", repr=False)
    identity: str = field(default="", repr=False)
    told_at: float | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """Which program signs in where. ``secret`` is optional."""

    tenant: Tenant
    app: OAuthApp
    secret: str = field(default="", repr=False)

    @property
    def authorize(self) -> str:
        """The page for the browser."""
        return f"{self.tenant.login}/common/oauth/authorize"

    @property
    def tokens(self) -> str:
        """Where tokens are asked for."""
        return f"{self.tenant.login}/common/oauth/tokens"

    @property
    def keys(self) -> str:
        """Where the keys are published that identity tokens are signed with."""
        return f"{self.tenant.login}/.well-known/jwks"

    @property
    def issuers(self) -> list[str]:
        """Names of the issuer: SuperOffice's own lacks the ``/login`` of its addresses."""
        return [self.tenant.login.removesuffix("/login"), self.tenant.login]


class TokenServer:
    """Asks the sign-in server, with a session of its own for each call; for any thread."""

    def __init__(self, registration: Registration, open_session: Callable[[], HttpSession]) -> None:
        self.registration = registration
        self._open_session = open_session

    def redeem(self, code: str, verifier: str, redirect: str, cancel: Cancel) -> Tokens:
        """Tokens for the code that the browser brought. Raises BrowserSignInFailed, Trouble."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        try:
            return self._ask(form, (code, verifier), cancel)
        except SignInNeeded as error:
            detail = error.detail
        raise BrowserSignInFailed(BrowserTrouble.REGISTRATION, detail)

    def refresh(self, token: str, cancel: Cancel) -> Tokens:
        """A new access token, and the refresh token that stays. Raises SignInNeeded, Trouble."""
        form = {"grant_type": "refresh_token", "refresh_token": token}
        found = self._ask(form, (token,), cancel)
        return Tokens(found.access, found.life, found.refresh or token, "", found.told_at)

    def published_keys(self, cancel: Cancel) -> dict[str, Any]:
        """The JSON web keys that identity tokens are signed with."""
        request = Request("GET", self.registration.keys, _HEADERS, deadline=TOKEN_SECONDS)
        with self._open_session() as session:
            answer = session.call(request, cancel)
        if answer.status != 200:
            raise refusal(answer, Scrubber(()), changes=False)
        return json_object(answer.body)

    def _ask(self, form: Mapping[str, str], hidden: tuple[str, ...], cancel: Cancel) -> Tokens:
        registration = self.registration
        fields = {**form, "client_id": registration.app.client_id}
        if registration.secret:
            fields["client_secret"] = registration.secret
        headers = {**_HEADERS, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields).encode()
        request = Request("POST", registration.tokens, headers, body, deadline=TOKEN_SECONDS)
        with self._open_session() as session:
            answer = session.call(request, cancel)
        if answer.status != 200:
            raise _refused(answer, Scrubber((*hidden, registration.secret)))
        return _tokens(answer)


_HEADERS = {"Accept": "application/json", "User-Agent": f"MailboxAdmin/{VERSION}"}


def _refused(answer: Answer, scrub: Scrubber) -> Trouble:
    """400 and 401 speak of the sign-in or of the registration, in OAuth's own codes."""
    trouble = refusal(answer, scrub, changes=False)
    if not isinstance(trouble, InvalidFields | SignInRefused):
        return trouble
    code, detail = trouble.error_type, f"{trouble.error_type} {trouble.detail}".strip()
    if code in _OVER:
        return SignInNeeded(_said(trouble), status=answer.status, detail=detail)
    return BrowserSignInFailed(BrowserTrouble.REGISTRATION, detail)


def _said(trouble: ServerSaid) -> str:
    return trouble.message


def _tokens(answer: Answer) -> Tokens:
    named = json_object(answer.body)
    access = text_of(named, "access_token")
    if not access:
        raise NotTheApi("JSON, but no tokens")
    return Tokens(
        access,
        _life(named.get("expires_in")),
        text_of(named, "refresh_token"),
        text_of(named, "id_token"),
        _clock(answer.headers.get("date", "")),
    )


def _life(value: object) -> float:
    """``expires_in``, which some servers write as text."""
    text = str(value)
    return float(text) if text.isdecimal() and len(text) < 10 else USUAL_LIFE


def _clock(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
