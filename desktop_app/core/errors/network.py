"""No answer of SuperOffice came: the network, the way, or something else that answered."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError


class NetworkFailure(Enum):
    """Why a server could not be reached; each has a sentence of its own."""

    NAME_NOT_FOUND = auto()
    REFUSED = auto()
    NO_ROUTE = auto()
    RESET = auto()
    TIMED_OUT = auto()
    TLS = auto()
    PROXY = auto()
    PROXY_SIGN_IN = auto()
    """407: the proxy wants a user name and password of its own."""
    CAPTIVE_PORTAL = auto()
    """511: the network wants a person to sign in on a page first, as in a hotel."""


class Unreachable(AppError):
    """No complete answer came, because of the network. ``failure`` says how it failed."""

    def __init__(
        self, failure: NetworkFailure, detail: str = "", *, may_have_run: bool = False
    ) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.failure = failure

    @property
    def is_refusal(self) -> bool:
        """Whether a name or password was refused on the way: trying again may lock somebody out."""
        return self.failure is NetworkFailure.PROXY_SIGN_IN


class TlsCause(Enum):
    """Why a TLS handshake failed; each has a sentence of its own."""

    UNKNOWN_ISSUER = auto()
    SELF_SIGNED = auto()
    WRONG_NAME = auto()
    EXPIRED = auto()
    NOT_YET = auto()
    """Valid only later, or the clock of this computer is slow."""
    TOO_OLD = auto()
    """The server speaks no version of TLS, or uses no cipher or key, that is safe today."""
    NOT_TLS = auto()
    """What answered does not speak TLS at all."""
    CA_FILE = auto()
    """The profile's own CA file cannot be used."""
    OTHER = auto()


class TlsError(Unreachable):
    """No trusted TLS connection came about. ``cause`` says why."""

    written_name = "TlsTrouble"

    def __init__(self, cause: TlsCause, detail: str = "") -> None:
        super().__init__(NetworkFailure.TLS, detail)
        self.cause = cause


class Cancelled(AppError):
    """The user, or the end of the program, stopped the call."""


class DeadlineExceeded(AppError):
    """The whole call took longer than it may, although bytes may still have been dripping."""

    written_name = "DeadlinePassed"


class ResponseTooLarge(AppError):
    """The answer, packed or unpacked, was larger than ``limit`` bytes."""

    written_name = "AnswerTooLarge"

    def __init__(self, limit: int, *, may_have_run: bool = False) -> None:
        super().__init__(f"more than {limit} bytes", may_have_run=may_have_run)
        self.limit = limit

    @property
    def limit_mib(self) -> int:
        """The limit in mebibytes, rounded down."""
        return self.limit // (1024 * 1024)


class TruncatedResponse(AppError):
    """The connection closed in the middle of the answer."""

    written_name = "AnswerCut"


class RedirectRefused(AppError):
    """The server sent us elsewhere. Redirects are never followed; ``target`` names where to."""

    written_name = "Redirected"

    def __init__(self, target: str, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.target = target


class UnexpectedResponse(AppError):
    """Something answered that is not this API: a web page, or JSON of another shape.

    ``title`` is the page's title when it was HTML, else empty. It is foreign text. ``status`` is
    an HTTP status that this API never answers with, or 0.
    """

    written_name = "NotTheApi"

    def __init__(
        self, detail: str = "", *, title: str = "", status: int = 0, may_have_run: bool = False
    ) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.title = title
        self.status = status
