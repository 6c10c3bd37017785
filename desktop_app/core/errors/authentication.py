"""Errors of signing in: rejected credentials, a wrong address, or an unsuitable sign-in method."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError
from desktop_app.core.errors.server import ServerError


class SignInRefused(ServerError):
    """401: user name, password, ticket or token was not accepted. Never retried automatically."""


class UserNameUnusable(SignInRefused):
    """Nothing was sent: the user name contains what a sign-in cannot carry."""


class TicketRefused(SignInRefused):
    """401: the ticket, or the app token sent with it, was not accepted."""


class TokenRefused(SignInRefused):
    """401: the access token was not accepted."""


class BrowserSessionExpired(SignInRefused):
    """401: the cookies of the browser's session were not accepted."""

    written_name = "BrowserSessionOver"


class BrowserSessionUnreadable(SignInRefused):
    """Nothing was sent: what was pasted as a browser's session contains no cookies."""


class SignInPart(Enum):
    """A secret that signs the user in; each has a sentence of its own if it cannot be sent."""

    PASSWORD = auto()
    TICKET = auto()
    APP_TOKEN = auto()
    ACCESS_TOKEN = auto()
    COOKIES = auto()


class SignInUnsendable(SignInRefused):
    """Nothing was sent: no HTTP header can carry ``part`` as the user entered it."""

    def __init__(self, part: SignInPart) -> None:
        super().__init__(detail=f"no HTTP header can carry this: {part.name}")
        self.part = part


class SignInNeeded(SignInRefused):
    """The user must sign in with the browser: never done yet, expired, or revoked."""


class WindowsAuthOnly(SignInRefused):
    """401: the server offers only Windows sign-in (Negotiate, NTLM), which is not supported."""

    written_name = "WindowsSignInOnly"


class WebServerAuthRequired(SignInRefused):
    """401: the web server in front of SuperOffice (IIS) asks for the password."""

    written_name = "WebServerAsks"


class AnonymousSession(SignInRefused):
    """The server answered but treats the user as anonymous, that is not signed in."""

    written_name = "TakenForNobody"


class TenantNotRunning(AppError):
    """The Online tenant exists but is not running. ``state`` is SuperOffice's word for it."""

    def __init__(self, state: str, detail: str = "") -> None:
        super().__init__(detail or state)
        self.state = state


class TenantUnknown(AppError):
    """SuperOffice Online knows no tenant of this name in this environment."""


class ApiOutsideDomain(AppError):
    """A tenant's state names ``host`` for the API, which is not in ``domain``: nothing was sent."""

    def __init__(self, host: str, domain: str) -> None:
        super().__init__(f"{host} is not in {domain}")
        self.host = host
        self.domain = domain


class ApiMoved(AppError):
    """The API is not at the profile's address but at ``address`` on the same server."""

    written_name = "ApiElsewhere"

    def __init__(self, address: str, detail: str = "") -> None:
        super().__init__(detail)
        self.address = address


class InsecureHttp(AppError):
    """Nothing was sent: the address has no TLS, and the user has not agreed to plain http."""

    written_name = "PlainHttp"


class BrowserSignInFailure(Enum):
    """Why a browser sign-in failed; the user interface has one sentence for each."""

    DENIED = auto()
    """The user or SuperOffice denied access."""
    UNEXPECTED_RESPONSE = auto()
    """The browser returned a response that does not belong to this sign-in."""
    INVALID_ID_TOKEN = auto()
    """The identity token is not genuine, or was issued for someone else."""
    WRONG_TENANT = auto()
    ACCOUNT_REJECTED = auto()
    """The person did not want to go on as the user who signed in."""
    TIMED_OUT = auto()
    PORT_IN_USE = auto()
    NO_BROWSER = auto()
    INVALID_REGISTRATION = auto()
    """Client id, client secret or redirect address do not match the registration."""


class BrowserSignInFailed(AppError):
    """A browser sign-in failed. ``kind`` says why."""

    def __init__(self, kind: BrowserSignInFailure, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind
