"""The OAuth sign-in of a profile, shared by all its threads: one token, renewed once for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from desktop_app.core.errors import BrowserSignInFailed, SignInNeeded, TokenRefused
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.cancellable_lock import Turns
from desktop_app.webapi.sign_in.auth_schemes import Bearer, SignIn
from desktop_app.webapi.sign_in.token_server import Tokens, TokenServer

EARLY = 60.0
"""Seconds before its end that a token is renewed, but never before nine tenths of its life."""


class OAuth(SignIn):
    """Bearer tokens that are renewed by themselves, until a person has to sign in again.

    ``refresh_token`` is the kept one, or empty. ``keep`` is called, in whatever thread, with a
    refresh token that is to be kept from now on.
    """

    refusal = TokenRefused

    def __init__(
        self,
        server: TokenServer,
        refresh_token: str,
        keep: Callable[[str], None] = lambda _token: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.server = server
        self._refresh = refresh_token
        self._keep = keep
        self._clock = clock
        self._turns = Turns()
        self._access = ""
        self._renew_at = 0.0
        self._over = "" if refresh_token else "never signed in"
        self._account = 0

    @property
    def account(self) -> int:
        """Counts the sign-ins in the browser."""
        return self._account

    def use(self, tokens: Tokens) -> None:
        """Go on with what a sign-in in the browser gave."""
        self._take(tokens)
        self._over = ""
        self._account += 1

    def prepare(self, cancel: Cancel) -> None:
        """Renew the token if it is about to end. Raises SignInNeeded, Trouble."""
        if self._access and self._clock() < self._renew_at:
            return
        with self._turns.mine(cancel):
            if not self._access or self._clock() >= self._renew_at:
                self._renew(cancel)

    def headers(self) -> dict[str, str]:
        """The Authorization header."""
        return Bearer(self._access).headers()

    def secrets(self) -> tuple[str, ...]:
        """Both tokens."""
        return tuple(filter(None, (self._access, self._refresh)))

    def renew(self, refused: Mapping[str, str], cancel: Cancel) -> bool:
        """Another token than the refused one, by whichever thread is first. Raises SignInNeeded."""
        with self._turns.mine(cancel):
            if self._access and self.headers() == refused:
                self._renew_at = 0.0  # should the server not be reached now, it is not sent again
                self._renew(cancel)
        return True

    def _renew(self, cancel: Cancel) -> None:
        """A token that was refused, or has ended, is not sent again, whatever comes of this."""
        if not self._over and not self._refresh:
            self._over = "there is no refresh token"
        if self._over:
            self._access = ""
            raise SignInNeeded(detail=self._over)
        try:
            self._take(self.server.refresh(self._refresh, cancel))
        except (SignInNeeded, BrowserSignInFailed) as error:
            self._access, self._over = "", error.detail or "refused"
            raise

    def _take(self, tokens: Tokens) -> None:
        early = min(EARLY, tokens.life / 10)
        self._access, self._renew_at = tokens.access, self._clock() + tokens.life - early
        if tokens.refresh and tokens.refresh != self._refresh:
            self._refresh = tokens.refresh
            self._keep(tokens.refresh)
