"""Signing in to SuperOffice Online in the system's browser: authorization code with PKCE."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop_app.core.errors import BrowserSignInFailed, BrowserTrouble
from desktop_app.core.profiles.profile import OAuthApp
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.redirect_listener import Loopback, PortTaken
from desktop_app.webapi.sign_in.id_token import check_identity
from desktop_app.webapi.sign_in.token_server import Registration, Tokens, TokenServer

PATIENCE = 600.0
"""Seconds that a person gets to sign in; SuperOffice's codes live as long."""

DONE = "You are signed in. You can close this page."

OpenBrowser = Callable[[str], bool]
"""Opens an address in the system's browser; says whether that worked."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """The secrets of one sign-in."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


def sign_in_with_browser(
    server: TokenServer,
    open_browser: OpenBrowser,
    cancel: Cancel,
    done: str = DONE,
    seconds: float = PATIENCE,
) -> Tokens:
    """Have a person sign in; ``done`` is the sentence that the browser shows in the end.

    Blocks until the answer came. Raises BrowserSignInFailed, Cancelled, and what a call raises.
    """
    begun, app = _begin(), server.registration.app
    with _listen(app, begun.state, done) as loopback:
        redirect = _redirect(app, loopback.port)
        if not open_browser(_page(server.registration, redirect, begun)):
            raise BrowserSignInFailed(BrowserTrouble.NO_BROWSER)
        answer = loopback.answer(seconds, cancel)
    tokens = server.redeem(_code(answer), begun.verifier, redirect, cancel)
    check_identity(tokens, server.published_keys(cancel), server.registration, begun.nonce)
    return tokens


def _begin() -> _Begun:
    from authlib.common.security import generate_token

    return _Begun(generate_token(43), generate_token(43), generate_token(64))


def _listen(app: OAuthApp, state: str, done: str) -> Loopback:
    host = "::1" if ":" in app.redirect_host else "127.0.0.1"
    try:
        return Loopback(
            app.redirect_port, app.redirect_path, {"state": state}, done=done, host=host
        )
    except PortTaken:
        pass
    raise BrowserSignInFailed(BrowserTrouble.PORT_TAKEN, f"port {app.redirect_port}")


def _redirect(app: OAuthApp, port: int) -> str:
    """The address that the browser comes back to, exactly as it is registered."""
    host = app.redirect_host
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{port}{app.redirect_path}"


def _page(registration: Registration, redirect: str, begun: _Begun) -> str:
    """The address to open. It holds no secret: state and nonce are good for this sign-in only."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    challenge = create_s256_code_challenge(begun.verifier)  # type: ignore[no-untyped-call]
    page: str = prepare_grant_uri(
        registration.authorize,
        client_id=registration.app.client_id,
        response_type="code",
        redirect_uri=redirect,
        scope="openid",
        state=begun.state,
        nonce=begun.nonce,
        code_challenge=challenge,
        code_challenge_method="S256",
        acr_values=f"tenant:{registration.tenant.id}",
    )
    return page


def _code(answer: dict[str, str] | None) -> str:
    if answer is None:
        raise BrowserSignInFailed(BrowserTrouble.TOO_LATE)
    if "error" in answer:
        raise BrowserSignInFailed(BrowserTrouble.DENIED, answer["error"][:100])
    if not answer.get("code"):
        raise BrowserSignInFailed(BrowserTrouble.STRANGE_ANSWER, "no code")
    return answer["code"]
