"""Makes the API clients of a profile. Imports requests: import this in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop_app.core.errors import InsecureHttp
from desktop_app.core.profiles.connection_test import StageOutcome
from desktop_app.core.profiles.profile import Profile, SignInKind, origin
from desktop_app.core.secrets.secret import Credentials
from desktop_app.core.sign_in_prompts import SignInPrompts
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import proxy_resolver
from desktop_app.net.tls_trust import Trust
from desktop_app.webapi.api_transport import RequestLocale
from desktop_app.webapi.client import Client
from desktop_app.webapi.connection_probe import probe
from desktop_app.webapi.sign_in.auth_schemes import (
    AuthScheme,
    BasicScheme,
    BearerScheme,
    BrowserSessionScheme,
    TicketScheme,
)
from desktop_app.webapi.sign_in.endpoint import ApiEndpoint, TenantEndpoint
from desktop_app.webapi.sign_in.oidc_sign_in import OpenBrowser, sign_in_with_browser
from desktop_app.webapi.sign_in.token_cache import TokenCache
from desktop_app.webapi.sign_in.token_server import Registration, TokenServer


class ApiClientFactory:
    """Makes the clients of one profile, which share its sign-in and the API's address.

    ``language`` is the program's own, for a profile without one. ``on_new_refresh_token`` is called
    with every new refresh token, in any thread. Raises InsecureHttp if secrets would travel over
    http and the profile does not allow that.
    """

    def __init__(
        self,
        profile: Profile,
        credentials: Credentials,
        language: str = "en",
        on_new_refresh_token: Callable[[str], None] = lambda _token: None,
    ) -> None:
        if profile.insecure_addresses and not profile.plain_http:
            raise InsecureHttp(origin(profile.insecure_addresses[0]))
        self._profile = profile
        self._credentials = credentials
        self._locale = RequestLocale(
            profile.language or language, profile.culture, profile.time_zone
        )
        self._token_cache = self._make_token_cache(on_new_refresh_token)
        self.auth_scheme = self._token_cache or _auth_scheme(profile, credentials)
        self.endpoint = self._make_endpoint()

    def client(self) -> Client:
        """Return a new client with its own connections, for one thread."""
        return Client(self.session(), self.endpoint, self.auth_scheme, self._locale)

    def session(self) -> HttpSession:
        """Return a new session with the profile's proxy and trusted certificates."""
        proxy = proxy_resolver(self._profile.proxy, self._credentials.proxy_password)
        return HttpSession(Trust(self._profile.ca_file), proxy)

    def sign_in_with_browser(
        self, open_browser: OpenBrowser, cancel: CancelToken, prompts: SignInPrompts | None = None
    ) -> str:
        """Have a person sign in, and return as whom; all clients use the new tokens.

        Raises BrowserSignInFailed, Cancelled, and any AppError of a call; ValueError if the profile
        does not sign in with a browser.
        """
        if self._token_cache is None:
            raise ValueError("this profile does not sign in with a browser")
        server = self._token_cache.server
        found = sign_in_with_browser(server, open_browser, cancel, prompts or SignInPrompts())
        self._token_cache.set_tokens(found.tokens)
        return found.account

    def probe(self, cancel: CancelToken) -> Iterator[StageOutcome]:
        """Test the connection, and yield the outcome of each stage. Raises Cancelled only."""
        return probe(self.session, self.client, self._profile, cancel)

    def _make_token_cache(self, on_new_refresh_token: Callable[[str], None]) -> TokenCache | None:
        tenant = self._profile.tenant
        if self._profile.sign_in is not SignInKind.OAUTH or tenant is None:
            return None
        secrets = self._credentials
        registration = Registration(tenant, self._profile.oauth, secrets.client_secret)
        return TokenCache(
            TokenServer(registration, self.session), secrets.refresh_token, on_new_refresh_token
        )

    def _make_endpoint(self) -> ApiEndpoint:
        tenant, accepted = self._profile.tenant, self._profile.accepted_api_host
        if tenant is None:
            return ApiEndpoint(self._profile.address)
        return TenantEndpoint(tenant, self.session, accepted_host=accepted)


def _auth_scheme(profile: Profile, credentials: Credentials) -> AuthScheme:
    secret = credentials.secret
    match profile.sign_in:
        case SignInKind.TICKET:
            return TicketScheme(secret, credentials.app_token)
        case SignInKind.BEARER:
            return BearerScheme(secret)
        case SignInKind.BROWSER:
            return BrowserSessionScheme(secret)
        case _:
            return BasicScheme(profile.user_name, secret)


def open_client(profile: Profile, secret: str | Credentials, language: str = "en") -> Client:
    """Return a client for a profile, sharing nothing; a plain ``secret`` is the password."""
    credentials = Credentials(secret) if isinstance(secret, str) else secret
    return ApiClientFactory(profile, credentials, language).client()
