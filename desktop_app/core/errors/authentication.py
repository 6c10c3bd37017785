"""Nobody is signed in: what was shown is not accepted, or it is the wrong place or way."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError
from desktop_app.core.errors.server import ServerError


class SignInRefused(ServerError):
    """401: user name, password, ticket or token was not accepted. Never tried again by itself."""


class TicketRefused(SignInRefused):
    """401: the ticket, or the app token sent with it, was not accepted."""


class TokenRefused(SignInRefused):
    """401: the access token was not accepted."""


class BrowserSessionExpired(SignInRefused):
    """401: the cookies of the browser's session were not accepted."""

    written_name = "BrowserSessionOver"


class SignInNeeded(SignInRefused):
    """Only a person can go on: the browser sign-in was never made, has ended, or was revoked."""


class WindowsAuthOnly(SignInRefused):
    """401: the server offers nothing but Windows sign-in (Negotiate, NTLM), which we have not."""

    written_name = "WindowsSignInOnly"


class WebServerAuthRequired(SignInRefused):
    """401: not SuperOffice asks for the password, but the web server before it (IIS)."""

    written_name = "WebServerAsks"


class AnonymousSession(SignInRefused):
    """The server answered, but took us for its anonymous user: that is not signed in."""

    written_name = "TakenForNobody"


class TenantNotRunning(AppError):
    """The tenant of SuperOffice Online exists, but serves nobody now. ``state`` is its own word."""

    def __init__(self, state: str, detail: str = "") -> None:
        super().__init__(detail or state)
        self.state = state


class TenantUnknown(AppError):
    """SuperOffice Online knows no tenant of this name in this environment."""


class ApiMoved(AppError):
    """This API is not at the profile's address, but at ``address`` on the same server."""

    written_name = "ApiElsewhere"

    def __init__(self, address: str, detail: str = "") -> None:
        super().__init__(detail)
        self.address = address


class InsecureHttp(AppError):
    """Nothing was sent: it could be read on its way, and the user has not agreed to that."""

    written_name = "PlainHttp"


class BrowserSignInFailure(Enum):
    """Why a sign-in in the browser came to nothing; each has a sentence of its own."""

    DENIED = auto()
    """The person, or SuperOffice, said no."""
    UNEXPECTED_RESPONSE = auto()
    """What came back does not belong to the sign-in that was begun."""
    INVALID_ID_TOKEN = auto()
    """The identity token is not genuine, or for somebody else."""
    WRONG_TENANT = auto()
    TIMED_OUT = auto()
    PORT_IN_USE = auto()
    NO_BROWSER = auto()
    INVALID_REGISTRATION = auto()
    """Client id, client secret or redirect address are not as registered."""


class BrowserSignInFailed(AppError):
    """A sign-in in the browser came to nothing. ``kind`` says why."""

    def __init__(self, kind: BrowserSignInFailure, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind
