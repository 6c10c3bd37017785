"""The OAuth sign-in of a profile, shared by all its threads: one token, renewed once for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from desktop_app.core.errors import BrowserSignInFailed, SignInNeeded, TokenRefused
from desktop_app.net.cancel_token import CancellableLock, CancelToken
from desktop_app.webapi.sign_in.auth_schemes import AuthScheme, BearerScheme
from desktop_app.webapi.sign_in.token_server import Tokens, TokenServer

RENEW_EARLY_SECONDS = 60.0
"""Seconds before its expiry that a token is renewed, but never before 90 % of its lifetime."""


class TokenCache(AuthScheme):
    """Bearer tokens, renewed automatically until a person has to sign in again. Any thread.

    ``refresh_token`` is the stored one, or empty. ``on_new_refresh_token`` is called, in any
    thread, with a refresh token to store from now on.
    """

    refused_error = TokenRefused

    def __init__(
        self,
        server: TokenServer,
        refresh_token: str,
        on_new_refresh_token: Callable[[str], None] = lambda _token: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server
        self._refresh_token = refresh_token
        self._on_new_refresh_token = on_new_refresh_token
        self._clock = clock
        self._lock = CancellableLock()
        self._access_token = ""
        self._renew_at = 0.0
        self._ended_reason = "" if refresh_token else "never signed in"
        self._account_generation = 0

    @property
    def account_generation(self) -> int:
        """The number of sign-ins in the browser."""
        return self._account_generation

    def set_tokens(self, tokens: Tokens) -> None:
        """Use the tokens of a sign-in in the browser from now on."""
        self._apply(tokens)
        self._ended_reason = ""
        self._account_generation += 1

    def prepare(self, cancel: CancelToken) -> None:
        """Renew the access token if it is about to expire. Raises SignInNeeded, AppError."""
        if self._access_token and self._clock() < self._renew_at:
            return
        with self._lock.acquire(cancel):
            if not self._access_token or self._clock() >= self._renew_at:
                self._renew(cancel)

    def headers(self) -> dict[str, str]:
        """Return the Authorization header."""
        return BearerScheme(self._access_token).headers()

    def secrets(self) -> tuple[str, ...]:
        """Return access token and refresh token, if not empty."""
        return tuple(filter(None, (self._access_token, self._refresh_token)))

    def renew(self, refused: Mapping[str, str], cancel: CancelToken) -> bool:
        """Replace the refused token, unless another thread did. Raises SignInNeeded, AppError."""
        with self._lock.acquire(cancel):
            if self._access_token and self.headers() == refused:
                # if this renewal fails, prepare() must renew before anything is sent
                self._renew_at = 0.0
                self._renew(cancel)
        return True

    def _renew(self, cancel: CancelToken) -> None:
        """Renew the token. A refused or expired token is not sent again, even if this fails."""
        if not self._ended_reason and not self._refresh_token:
            self._ended_reason = "there is no refresh token"
        if self._ended_reason:
            self._access_token = ""
            raise SignInNeeded(detail=self._ended_reason)
        try:
            self._apply(self.server.refresh(self._refresh_token, cancel))
        except (SignInNeeded, BrowserSignInFailed) as error:
            self._access_token, self._ended_reason = "", error.detail or "refused"
            raise

    def _apply(self, tokens: Tokens) -> None:
        early = min(RENEW_EARLY_SECONDS, tokens.lifetime / 10)
        self._access_token, self._renew_at = (
            tokens.access_token,
            self._clock() + tokens.lifetime - early,
        )
        if tokens.refresh_token and tokens.refresh_token != self._refresh_token:
            self._refresh_token = tokens.refresh_token
            self._on_new_refresh_token(tokens.refresh_token)
