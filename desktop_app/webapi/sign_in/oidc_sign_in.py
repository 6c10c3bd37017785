"""Signs in to SuperOffice Online in the system's browser: authorization code with PKCE."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from desktop_app.core.errors import BrowserSignInFailed, BrowserSignInFailure
from desktop_app.core.profiles.profile import OAuthApp, Tenant
from desktop_app.core.profiles.tenant_domain import is_in_domain
from desktop_app.core.sign_in_prompts import SignInPrompts
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.loopback.redirect_listener import PortInUse, RedirectListener
from desktop_app.webapi.sign_in.id_token import verify_id_token
from desktop_app.webapi.sign_in.token_server import Registration, Tokens, TokenServer

SIGN_IN_SECONDS = 600.0
"""Seconds that a person gets to sign in; SuperOffice's codes are valid as long."""

_NO_PROMPTS = SignInPrompts()

OpenBrowser = Callable[[str], bool]
"""Opens a URL in the system's browser; returns whether that worked."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The tokens of a sign-in, and the user who signed in (foreign text)."""

    tokens: Tokens
    account: str


@dataclass(frozen=True, slots=True)
class _AuthorizationRequest:
    """The secrets of one sign-in."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


def sign_in_with_browser(
    server: TokenServer,
    open_browser: OpenBrowser,
    cancel: CancelToken,
    prompts: SignInPrompts = _NO_PROMPTS,
    seconds: float = SIGN_IN_SECONDS,
) -> SignedIn:
    """Have a person sign in.

    Blocks until the browser answers, at most ``seconds``, and until ``prompts`` has confirmed the
    user. Raises BrowserSignInFailed, Cancelled, and any AppError of a call.
    """
    begun, app = _new_request(), server.registration.app
    with _open_listener(server.registration, begun.state, prompts) as loopback:
        redirect = _redirect_uri(app, loopback.port)
        page = _authorization_url(server.registration, redirect, begun)
        if not open_browser(loopback.start_address(page)):
            raise BrowserSignInFailed(BrowserSignInFailure.NO_BROWSER)
        answer = loopback.wait_for_parameters(seconds, cancel)
    tokens = server.exchange_code(_authorization_code(answer), begun.verifier, redirect, cancel)
    keys = server.fetch_jwks(cancel)
    account = verify_id_token(tokens, keys, server.registration, begun.nonce)
    if not prompts.confirm_account(account):
        raise BrowserSignInFailed(BrowserSignInFailure.ACCOUNT_REJECTED)
    return SignedIn(tokens, account)


def _new_request() -> _AuthorizationRequest:
    from authlib.common.security import generate_token  # lazy: start

    return _AuthorizationRequest(generate_token(43), generate_token(43), generate_token(64))


def _open_listener(
    registration: Registration, state: str, prompts: SignInPrompts
) -> RedirectListener:
    app, tenant = registration.app, registration.tenant
    host = "::1" if ":" in app.redirect_host else "127.0.0.1"
    try:
        return RedirectListener(
            app.redirect_port,
            app.redirect_path,
            {"state": state},
            done_text=prompts.closing_text,
            host=host,
            is_own_origin=lambda origin: _is_of_sign_in_server(origin, tenant),
            on_bare_error=prompts.on_bare_error,
        )
    except PortInUse:
        pass
    raise BrowserSignInFailed(BrowserSignInFailure.PORT_IN_USE, f"port {app.redirect_port}")


def _is_of_sign_in_server(origin: str, tenant: Tenant) -> bool:
    """Return whether a page with this origin may bring the answer, as a form POST."""
    login = urlsplit(tenant.login_url)
    try:
        parts = urlsplit(origin)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_known = host == login.hostname or is_in_domain(host, tenant)
    return parts.scheme == login.scheme and bool(host) and is_known


def _redirect_uri(app: OAuthApp, port: int) -> str:
    """Return the redirect URI, exactly as it is registered."""
    host = app.redirect_host
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{port}{app.redirect_path}"


def _authorization_url(
    registration: Registration, redirect: str, request: _AuthorizationRequest
) -> str:
    """Return the URL to open. It holds no secret: state and nonce serve one sign-in only."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # lazy: start
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # lazy: start

    challenge = create_s256_code_challenge(request.verifier)  # type: ignore[no-untyped-call]
    page: str = prepare_grant_uri(
        registration.authorize_url,
        client_id=registration.app.client_id,
        response_type="code",
        redirect_uri=redirect,
        scope="openid",
        state=request.state,
        nonce=request.nonce,
        code_challenge=challenge,
        code_challenge_method="S256",
        acr_values=f"tenant:{registration.tenant.id}",
    )
    return page


def _authorization_code(answer: dict[str, str] | None) -> str:
    if answer is None:
        raise BrowserSignInFailed(BrowserSignInFailure.TIMED_OUT)
    if "error" in answer:
        raise BrowserSignInFailed(BrowserSignInFailure.DENIED, answer["error"][:100])
    if not answer.get("code"):
        raise BrowserSignInFailed(BrowserSignInFailure.UNEXPECTED_RESPONSE, "no code")
    return answer["code"]
