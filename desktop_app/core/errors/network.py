"""Errors without an answer from SuperOffice: network, TLS, proxy, or another server answered."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.errors.base import AppError


class NetworkFailure(Enum):
    """Why a server could not be reached; the user interface has one sentence for each."""

    NAME_NOT_FOUND = auto()
    REFUSED = auto()
    NO_ROUTE = auto()
    RESET = auto()
    TIMED_OUT = auto()
    TLS = auto()
    PROXY = auto()
    PROXY_SIGN_IN = auto()
    """407: the proxy requires a user name and password."""
    PROXY_ADDRESS = auto()
    """What is set as the proxy is no address, or a kind of proxy that this program cannot use."""
    NETWORK_SIGN_IN = auto()
    """511: the network requires a sign-in on a web page first, as in a hotel."""


PROXY_FAILURES = frozenset(
    {NetworkFailure.PROXY, NetworkFailure.PROXY_SIGN_IN, NetworkFailure.PROXY_ADDRESS}
)
"""Failures before the server could be asked for anything."""


class Unreachable(AppError):
    """The network failed before a complete answer arrived. ``failure`` says how."""

    def __init__(
        self, failure: NetworkFailure, detail: str = "", *, may_have_run: bool = False
    ) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.failure = failure

    @property
    def is_refusal(self) -> bool:
        """Whether the proxy refused the user name or password: retrying may lock the account."""
        return self.failure is NetworkFailure.PROXY_SIGN_IN


class TlsCause(Enum):
    """Why a TLS handshake failed; the user interface has one sentence for each."""

    UNKNOWN_ISSUER = auto()
    SELF_SIGNED = auto()
    WRONG_NAME = auto()
    EXPIRED = auto()
    NOT_YET = auto()
    """The certificate is not valid yet, or the clock of this computer is slow."""
    REVOKED = auto()
    WEAK_CERTIFICATE = auto()
    """The certificate's key is too short, or its signature uses a broken hash."""
    TOO_OLD = auto()
    """The server supports only TLS versions or ciphers that are no longer safe."""
    CLIENT_CERTIFICATE = auto()
    """The server requires a certificate of the client."""
    NAME_REFUSED = auto()
    """The server does not serve the name that it was asked for."""
    NOT_TLS = auto()
    """The server does not use TLS on this port."""
    CLOSED = auto()
    """The server closed the connection in the middle of the handshake."""
    CA_FILE = auto()
    """The profile's own CA file cannot be used."""
    OTHER = auto()


class TlsError(Unreachable):
    """No trusted TLS connection could be established. ``cause`` says why."""

    written_name = "TlsTrouble"

    def __init__(self, cause: TlsCause, detail: str = "", *, may_have_run: bool = False) -> None:
        # a server that restarts closes connections too: like any closed one, worth another attempt
        failure = NetworkFailure.RESET if cause is TlsCause.CLOSED else NetworkFailure.TLS
        super().__init__(failure, detail, may_have_run=may_have_run)
        self.cause = cause


class CaFileProblem(Enum):
    """Why a CA file cannot be used; the user interface has one sentence for each."""

    NOT_FOUND = auto()
    UNREADABLE = auto()
    TOO_LARGE = auto()
    NO_CERTIFICATE = auto()
    PASSWORD_STORE = auto()
    """A PKCS #12 store (.pfx, .p12)."""


class CaFileError(TlsError):
    """The profile's own CA file cannot be used. ``problem`` says why."""

    written_name = "TlsTrouble"

    def __init__(self, problem: CaFileProblem) -> None:
        super().__init__(TlsCause.CA_FILE, f"CA file: {problem.name}")
        self.problem = problem


class Cancelled(AppError):
    """The call was cancelled by the user or by the end of the program."""


class DeadlineExceeded(AppError):
    """The whole call took longer than allowed, even if data was still arriving."""

    written_name = "DeadlinePassed"


class ResponseTooLarge(AppError):
    """The answer, compressed or decompressed, was larger than ``limit`` bytes."""

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
    """The server redirected to ``target``. The program never follows redirects."""

    written_name = "Redirected"

    def __init__(self, target: str, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.target = target


class UnexpectedResponse(AppError):
    """The answer does not come from this API: a web page, or JSON of another shape.

    ``title`` is the title of an HTML page (foreign text), else empty. ``status`` is an HTTP status
    that this API never answers with, or 0.
    """

    written_name = "NotTheApi"

    def __init__(
        self, detail: str = "", *, title: str = "", status: int = 0, may_have_run: bool = False
    ) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.title = title
        self.status = status


class UnreadableMailbox(UnexpectedResponse):
    """SuperOffice answered, but not with a mailbox that can be read exactly, or with another one.

    The connection works: nothing is gained by waiting until it is back.
    """
