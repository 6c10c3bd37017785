"""How a profile gets in: what all its clients share. This brings requests: use it in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop_app.core.errors import PlainHttp
from desktop_app.core.profiles.connection_test import Outcome
from desktop_app.core.profiles.credentials import Credentials
from desktop_app.core.profiles.profile import Profile, SignInKind, sends_readable
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.http_session import HttpSession
from desktop_app.net.proxies import way_out
from desktop_app.net.tls_trust import Trust
from desktop_app.webapi.api_transport import Manner
from desktop_app.webapi.client import Client
from desktop_app.webapi.connection_probe import probe
from desktop_app.webapi.sign_in.auth_schemes import Basic, Bearer, BrowserSession, SignIn, SoTicket
from desktop_app.webapi.sign_in.endpoint import Place
from desktop_app.webapi.sign_in.oidc_sign_in import DONE, OpenBrowser, sign_in_with_browser
from desktop_app.webapi.sign_in.tenant_state import TenantPlace
from desktop_app.webapi.sign_in.token_cache import OAuth
from desktop_app.webapi.sign_in.token_server import Registration, TokenServer


class Access:
    """Makes the clients of one profile. They share the sign-in and the knowledge of the place.

    ``language`` is the program's own, for a profile that names none. ``keep`` is called with every
    new refresh token, in whatever thread. Raises PlainHttp where a secret could be read on its way.
    """

    def __init__(
        self,
        profile: Profile,
        credentials: Credentials,
        language: str = "en",
        keep: Callable[[str], None] = lambda _token: None,
    ) -> None:
        if sends_readable(profile.address) and not profile.plain_http:
            raise PlainHttp(profile.origin)
        self._profile = profile
        self._credentials = credentials
        self._manner = Manner(profile.language or language, profile.culture, profile.time_zone)
        self._oauth = self._make_oauth(keep)
        self.sign_in = self._oauth or _sign_in(profile, credentials)
        self.place = self._make_place()

    def client(self) -> Client:
        """A client with connections of its own, for one thread."""
        return Client(self.session(), self.place, self.sign_in, self._manner)

    def session(self) -> HttpSession:
        """A session that goes the profile's way out, and trusts whom the profile trusts."""
        proxy = way_out(self._profile.proxy, self._credentials.proxy_password)
        return HttpSession(Trust(self._profile.ca_file), proxy)

    def sign_in_with_browser(
        self, open_browser: OpenBrowser, cancel: Cancel, done: str = DONE
    ) -> None:
        """Have a person sign in; clients made before and after go on with the new tokens.

        Raises BrowserSignInFailed, Cancelled, and what a call raises; ValueError if the profile
        does not sign in so.
        """
        if self._oauth is None:
            raise ValueError("this profile does not sign in with a browser")
        server = self._oauth.server
        self._oauth.use(sign_in_with_browser(server, open_browser, cancel, done))

    def probe(self, cancel: Cancel) -> Iterator[Outcome]:
        """Try everything stage by stage; the outcomes as they come. Raises Cancelled only."""
        return probe(self, self._profile, cancel)

    def _make_oauth(self, keep: Callable[[str], None]) -> OAuth | None:
        tenant = self._profile.tenant
        if self._profile.sign_in is not SignInKind.OAUTH or tenant is None:
            return None
        secrets = self._credentials
        registration = Registration(tenant, self._profile.oauth, secrets.client_secret)
        return OAuth(TokenServer(registration, self.session), secrets.refresh_token, keep)

    def _make_place(self) -> Place:
        tenant = self._profile.tenant
        return TenantPlace(tenant, self.session) if tenant else Place(self._profile.address)


def _sign_in(profile: Profile, credentials: Credentials) -> SignIn:
    secret = credentials.secret
    match profile.sign_in:
        case SignInKind.TICKET:
            return SoTicket(secret, credentials.app_token)
        case SignInKind.BEARER:
            return Bearer(secret)
        case SignInKind.BROWSER:
            return BrowserSession(secret)
        case _:
            return Basic(profile.user_name, secret)


def open_client(profile: Profile, secret: str | Credentials, language: str = "en") -> Client:
    """A client for a profile, sharing nothing; a plain ``secret`` is the password."""
    credentials = Credentials(secret) if isinstance(secret, str) else secret
    return Access(profile, credentials, language).client()
