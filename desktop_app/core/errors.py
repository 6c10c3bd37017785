"""What can go wrong, as types. The words for people are in ui/words/.

Every type carries ``detail``, technical text for a "details" box that never holds a secret, and
``may_have_run``: whether the server may have executed the request although we got no proof.
"""

from __future__ import annotations

from enum import Enum, auto


class Trouble(Exception):
    """The base of all errors that a person is told about."""

    def __init__(self, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.may_have_run = may_have_run


class Reach(Enum):
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
    NETWORK_SIGN_IN = auto()
    """511: the network wants a person to sign in on a page first, as in a hotel."""


class Unreachable(Trouble):
    """No complete answer came, because of the network. ``reach`` says how it failed."""

    def __init__(self, reach: Reach, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.reach = reach

    @property
    def is_refusal(self) -> bool:
        """Whether a name or password was refused on the way: trying again may lock somebody out."""
        return self.reach is Reach.PROXY_SIGN_IN


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


class TlsTrouble(Unreachable):
    """No trusted TLS connection came about. ``cause`` says why."""

    def __init__(self, cause: TlsCause, detail: str = "") -> None:
        super().__init__(Reach.TLS, detail)
        self.cause = cause


class Cancelled(Trouble):
    """The user, or the end of the program, stopped the call."""


class DeadlinePassed(Trouble):
    """The whole call took longer than it may, although bytes may still have been dripping."""


class AnswerTooLarge(Trouble):
    """The answer, packed or unpacked, was larger than ``limit`` bytes."""

    def __init__(self, limit: int, *, may_have_run: bool = False) -> None:
        super().__init__(f"more than {limit} bytes", may_have_run=may_have_run)
        self.limit = limit


class AnswerCut(Trouble):
    """The connection closed in the middle of the answer."""


class Redirected(Trouble):
    """The server sent us elsewhere. Redirects are never followed; ``target`` names where to."""

    def __init__(self, target: str, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.target = target


class NotTheApi(Trouble):
    """Something answered that is not this API: a web page, or JSON of another shape.

    ``title`` is the page's title when it was HTML, else empty. It is foreign text. ``status`` is
    an HTTP status that this API never answers with, or 0.
    """

    def __init__(
        self, detail: str = "", *, title: str = "", status: int = 0, may_have_run: bool = False
    ) -> None:
        super().__init__(detail, may_have_run=may_have_run)
        self.title = title
        self.status = status


class ServerSaid(Trouble):
    """The server refused or failed in its own words: ``message`` is foreign, plain text.

    ``error_type`` is the server's exception class (``SoSentryException``) or empty, ``status``
    the HTTP status.
    """

    def __init__(
        self,
        message: str = "",
        *,
        error_type: str = "",
        status: int = 0,
        detail: str = "",
        may_have_run: bool = False,
    ) -> None:
        super().__init__(detail or message, may_have_run=may_have_run)
        self.message = message
        self.error_type = error_type
        self.status = status


class SignInRefused(ServerSaid):
    """401: user name, password, ticket or token was not accepted. Never tried again by itself."""


class TicketRefused(SignInRefused):
    """401: the ticket, or the app token sent with it, was not accepted."""


class TokenRefused(SignInRefused):
    """401: the access token was not accepted."""


class BrowserSessionOver(SignInRefused):
    """401: the cookies of the browser's session were not accepted."""


class SignInNeeded(SignInRefused):
    """Only a person can go on: the browser sign-in was never made, has ended, or was revoked."""


class WindowsSignInOnly(SignInRefused):
    """401: the server offers nothing but Windows sign-in (Negotiate, NTLM), which we have not."""


class WebServerAsks(SignInRefused):
    """401: not SuperOffice asks for the password, but the web server before it (IIS)."""


class TakenForNobody(SignInRefused):
    """The server answered, but took us for its anonymous user: that is not signed in."""


class NoRight(ServerSaid):
    """The server says that the signed-in user may not do this."""


class InvalidFields(ServerSaid):
    """The server refused values of the request."""


class NotFound(ServerSaid):
    """The address, or what was asked for, does not exist on the server."""


class AddressUnknown(NotFound):
    """404 with a web page: not SuperOffice, but the web server before it, knows no such address."""


class Blocked(ServerSaid):
    """403 with a web page: a web server or firewall before SuperOffice refused the request."""


class Busy(ServerSaid):
    """429 or 503: the server asks to be left alone. ``wait`` is its wish in seconds, or None."""

    def __init__(
        self,
        message: str = "",
        *,
        wait: float | None = None,
        status: int = 0,
        detail: str = "",
        may_have_run: bool = False,
    ) -> None:
        super().__init__(message, status=status, detail=detail, may_have_run=may_have_run)
        self.wait = wait


class HeldOtherwise(ServerSaid):
    """409: what was asked for contradicts what the server holds by now."""


class WrongSubdomain(ServerSaid):
    """421: Online has moved this tenant to another host; its state endpoint knows where."""


class TenantNotRunning(Trouble):
    """The tenant of SuperOffice Online exists, but serves nobody now. ``state`` is its own word."""

    def __init__(self, state: str, detail: str = "") -> None:
        super().__init__(detail or state)
        self.state = state


class TenantUnknown(Trouble):
    """SuperOffice Online knows no tenant of this name in this environment."""


class ApiElsewhere(Trouble):
    """This API is not at the profile's address, but at ``address`` on the same server."""

    def __init__(self, address: str, detail: str = "") -> None:
        super().__init__(detail)
        self.address = address


class PlainHttp(Trouble):
    """Nothing was sent: it could be read on its way, and the user has not agreed to that."""


class BrowserTrouble(Enum):
    """Why a sign-in in the browser came to nothing; each has a sentence of its own."""

    DENIED = auto()
    """The person, or SuperOffice, said no."""
    STRANGE_ANSWER = auto()
    """What came back does not belong to the sign-in that was begun."""
    NOT_PROVED = auto()
    """The identity token is not genuine, or for somebody else."""
    OTHER_TENANT = auto()
    TOO_LATE = auto()
    PORT_TAKEN = auto()
    NO_BROWSER = auto()
    REGISTRATION = auto()
    """Client id, client secret or redirect address are not as registered."""


class BrowserSignInFailed(Trouble):
    """A sign-in in the browser came to nothing. ``kind`` says why."""

    def __init__(self, kind: BrowserTrouble, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


class ServerFault(ServerSaid):
    """The server failed: an exception of its own, or a broken gateway before it."""


class GatewayFault(ServerFault):
    """502 or 504: what stands before the server did not reach it."""


class MailboxGone(Trouble):
    """There is no mailbox with this id (any more)."""


class Halted(Trouble):
    """Nothing was sent: a refused password halted this profile until the user acts."""


class SecretMissing(Trouble):
    """The profile's secret is not where it should be; one field has to be filled in."""


class SecretElsewhere(SecretMissing):
    """The kept secret was entered for another server: ``before`` and ``now`` say which.

    It is not sent. Neither text holds a secret.
    """

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class MailboxPasswordGone(Trouble):
    """No password is kept for this mailbox; it has to be typed."""


class MailboxPasswordElsewhere(Trouble):
    """The kept password of a mailbox was typed for another login, or another SuperOffice.

    It is not sent. ``before`` and ``now`` say which; neither holds a secret.
    """

    def __init__(self, before: str, now: str) -> None:
        super().__init__(f"{before} -> {now}")
        self.before = before
        self.now = now


class SecretStoreFault(Enum):
    """Why secrets cannot be kept or read; each has a sentence of its own."""

    MISSING = auto()
    LOCKED = auto()
    SILENT = auto()
    UNSAFE = auto()
    FORGETFUL = auto()
    FAILED = auto()
    SHUT = auto()
    WRONG_PASSPHRASE = auto()
    DAMAGED = auto()
    FORGED = auto()
    NOT_WRITTEN = auto()


class SecretStoreTrouble(Trouble):
    """The place for secrets does not work. ``kind`` says how, ``detail`` may name the place."""

    def __init__(self, kind: SecretStoreFault, detail: str = "") -> None:
        super().__init__(detail)
        self.kind = kind


class ProfilesDamaged(Trouble):
    """The profiles file could not be read; it was set aside, ``detail`` says where."""


class ProfilesUnreadable(ProfilesDamaged):
    """The profiles file could neither be read nor set aside; it was left as it is."""


class ProfilesNewer(Trouble):
    """The profiles file is of a newer version of this program; it is not written."""


class ProfilesNotWritten(Trouble):
    """The profiles file could not be written; the old one is as it was."""


class ImportRefused(Trouble):
    """A file that was to be imported holds no profiles; nothing was taken over."""


class MachineWideRefused(Trouble):
    """The administrator's file of profiles cannot be used; ``detail`` says why."""


class ProfileLocked(Trouble):
    """Nothing was sent: the profile is read-only until the user unlocks it."""


class Unexpected(Trouble):
    """A fault of this program. ``detail`` names the kind of exception, never its text."""


class NothingKept(Trouble):
    """Drafts cannot be kept on this computer; the program works, but a crash loses edits."""


class StoreSetAside(Trouble):
    """What was kept on this computer was damaged; ``detail`` says where it lies, unused.

    What could be read of it, and cannot be asked for again, was carried over.
    """


class EditsUnreadable(Trouble):
    """Edits that wait cannot be read; they stay where they are. ``detail`` names the mailboxes."""


class NotWrittenDown(Trouble):
    """Nothing was sent: the journal could not take the save."""


class JournalNotCopied(Trouble):
    """The administrator's folder or system log does not take the journal's lines now."""


class FileNotWritten(Trouble):
    """A file that the user wanted could not be written; ``detail`` is the system's reason."""


class SentBefore(Trouble):
    """Nothing was sent: this very edit was sent before. ``saved`` says whether it is known to be

    saved; otherwise nobody knows yet, and it is looked up.
    """

    def __init__(self, detail: str = "", *, saved: bool = False) -> None:
        super().__init__(detail)
        self.saved = saved
