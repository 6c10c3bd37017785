"""The possible verdicts of a mail server check, one class each.

The idea comes from Thunderbird for Android (ServerSettingsValidationResult). All texts sent by a
server are foreign: show them as plain text. They contain no password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import ClassVar

from desktop_app.core.errors import TlsCause
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.server_info import Certificate


class CheckStage(Enum):
    """The stages in the order they run; TLS only if the server type or the server uses TLS."""

    NAME = auto()
    CONNECT = auto()
    TLS = auto()
    GREETING = auto()
    CAPABILITIES = auto()
    LOGIN = auto()
    FOLDER = auto()


class VerdictLevel(Enum):
    """How a verdict is shown. UNREACHABLE says something about this computer, not the mailbox."""

    VERIFIED = auto()
    ANSWERED = auto()
    UNREACHABLE = auto()
    BROKEN = auto()
    NONE = auto()


class LoginSkipped(Enum):
    """Why the login was not tried although the server answered."""

    NO_PASSWORD = auto()
    NO_USER_NAME = auto()
    OAUTH = auto()
    PLAINTEXT = auto()
    """The connection has no TLS, and the user has not agreed to send the password readable."""
    UNSENDABLE = auto()
    """User name or password contain characters that cannot be sent to this server."""
    NOT_REQUIRED = auto()
    """The server let us in without asking for a password."""
    LOCKOUT_GUARD = auto()
    """Logins on this host failed in a row; a further attempt could lock an account."""
    PREVIOUSLY_REFUSED = auto()
    """This password failed before, or another program failed to log in as this user."""


class NotChecked(Enum):
    """Why a mailbox was not checked at all."""

    TYPE_UNKNOWN = auto()
    MAPI = auto()
    FACEBOOK = auto()
    SMS_PLUGIN = auto()
    MAILGUN = auto()
    NO_SERVER = auto()
    INVALID_PORT = auto()
    NO_DETAILS = auto()
    """The mailbox could not be read from SuperOffice."""
    LOGIN_CHANGED = auto()
    """Someone has changed the login since the password for it was typed."""


class DetectedProtocol(Enum):
    """The protocol that answered instead of the expected one."""

    TLS = auto()
    PLAIN = auto()
    POP = auto()
    IMAP = auto()
    SMTP = auto()
    HTTP = auto()
    SSH = auto()
    OTHER = auto()


class ProtocolFault(Enum):
    """How a server violated the protocol or failed."""

    REPORTED = auto()
    """The server reported an error; its message is in the verdict."""
    TOO_LONG = auto()
    """The server sent more than any such answer needs, so the check stopped reading."""
    MALFORMED = auto()
    """The server sent data that does not follow the protocol."""
    TRUNCATED = auto()
    """The server closed the connection in the middle of an answer."""


class OAuthProvider(Enum):
    """The provider of a mail server that no longer accepts passwords."""

    MICROSOFT = auto()
    GOOGLE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class LoginOk:
    """The login worked and the inbox exists: all that a check can verify from this computer."""

    level: ClassVar = VerdictLevel.VERIFIED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ReachedOnly:
    """The server answers correctly; the password was not tested, for ``reason``."""

    reason: LoginSkipped
    level: ClassVar = VerdictLevel.ANSWERED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """The mailbox was not checked, for ``reason``."""

    reason: NotChecked
    level: ClassVar = VerdictLevel.NONE

    @property
    def field_to_fix(self) -> Field | None:
        """The field that is missing or invalid, or None."""
        return {
            NotChecked.TYPE_UNKNOWN: Field.SERVER_TYPE,
            NotChecked.NO_SERVER: Field.SERVER,
            NotChecked.INVALID_PORT: Field.PORT,
        }.get(self.reason)


@dataclass(frozen=True, slots=True)
class NameNotFound:
    """DNS, as seen from this computer, does not know the server's name."""

    level: ClassVar = VerdictLevel.UNREACHABLE
    field_to_fix: ClassVar[Field | None] = Field.SERVER


@dataclass(frozen=True, slots=True)
class NoRoute:
    """This computer has no network route to the server."""

    level: ClassVar = VerdictLevel.UNREACHABLE
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ConnectionRefused:
    """Nothing listens on this port, or a firewall rejects this computer."""

    level: ClassVar = VerdictLevel.UNREACHABLE
    field_to_fix: ClassVar[Field | None] = Field.PORT


@dataclass(frozen=True, slots=True)
class _NoReply:
    """No reply came at ``stage``; before the greeting, this computer may be the cause."""

    stage: CheckStage

    @property
    def level(self) -> VerdictLevel:
        """UNREACHABLE if the server never accepted the connection, else BROKEN."""
        return VerdictLevel.UNREACHABLE if self.stage in CONNECT_STAGES else VerdictLevel.BROKEN

    @property
    def field_to_fix(self) -> Field | None:
        """The port if the session never started, else None."""
        return None if self.stage in SESSION_STAGES else Field.PORT


@dataclass(frozen=True, slots=True)
class TimedOut(_NoReply):
    """The server did not reply in time."""


@dataclass(frozen=True, slots=True)
class ConnectionClosed(_NoReply):
    """The server closed the connection without a reply."""


@dataclass(frozen=True, slots=True)
class WrongProtocol:
    """Another protocol answers on this port. ``server_message`` is the start of its reply."""

    detected: DetectedProtocol
    server_message: str = ""
    level: ClassVar = VerdictLevel.BROKEN

    @property
    def field_to_fix(self) -> Field | None:
        """The server type if SuperOffice can fetch mail by the detected protocol, else the port."""
        mails = (
            DetectedProtocol.TLS,
            DetectedProtocol.PLAIN,
            DetectedProtocol.POP,
            DetectedProtocol.IMAP,
        )
        return Field.SERVER_TYPE if self.detected in mails else Field.PORT


@dataclass(frozen=True, slots=True)
class TlsFailed:
    """No trusted TLS connection. ``certificate`` is the server's, None if it could not be read."""

    cause: TlsCause
    certificate: Certificate | None = None
    detail: str = ""
    level: ClassVar = VerdictLevel.BROKEN

    @property
    def names(self) -> tuple[str, ...]:
        """The host names that the certificate is valid for."""
        subject = self.certificate.subject if self.certificate else ""
        return tuple(filter(None, subject.split(", ")))

    @property
    def issuer(self) -> str:
        """The issuer of the certificate (foreign text), or empty."""
        return self.certificate.issuer if self.certificate else ""

    @property
    def expires(self) -> datetime | None:
        """The time when the certificate expires, in UTC; None if unknown."""
        return self.certificate.expires if self.certificate else None

    @property
    def protocol(self) -> str:
        """The TLS version that the server chose, or empty."""
        return self.certificate.protocol if self.certificate else ""

    @property
    def field_to_fix(self) -> Field | None:
        """The server if the certificate is for other names, else None."""
        return Field.SERVER if self.cause is TlsCause.WRONG_NAME else None


@dataclass(frozen=True, slots=True)
class TlsRequired:
    """The server does not accept passwords without TLS, and the server type does not use TLS."""

    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """The server rejected user name or password. ``server_message`` is its text.

    ``provider`` is a provider that accepts only passwords made for mail programs, else None.
    """

    server_message: str
    provider: OAuthProvider | None = None
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.PASSWORD


@dataclass(frozen=True, slots=True)
class LoginUnclear:
    """The server did not accept the login and does not clearly say why; the password may be right.

    ``server_message`` is its text.
    """

    server_message: str
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class LoginMethodMissing:
    """The server accepts no user name and password; ``offered`` are its sign-in methods."""

    offered: tuple[str, ...]
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class OAuthRequired:
    """The provider no longer accepts passwords.

    ``server_message`` is the server's text, empty if the server did not say so itself.
    """

    provider: OAuthProvider
    server_message: str = ""
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class TooManyConnections:
    """The server accepts no more connections now; the settings may still be right."""

    server_message: str
    level: ClassVar = VerdictLevel.ANSWERED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class MaildropLocked:
    """Another program is reading this POP mailbox; the password was accepted or not requested."""

    server_message: str
    level: ClassVar = VerdictLevel.ANSWERED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ServerFault:
    """The server failed at ``stage``."""

    stage: CheckStage
    fault: ProtocolFault
    server_message: str = ""
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class CheckCancelled:
    """The check was cancelled before it had a result."""

    level: ClassVar = VerdictLevel.NONE
    field_to_fix: ClassVar[Field | None] = None


Verdict = (
    LoginOk
    | ReachedOnly
    | NotCheckable
    | NameNotFound
    | NoRoute
    | ConnectionRefused
    | TimedOut
    | ConnectionClosed
    | WrongProtocol
    | TlsFailed
    | TlsRequired
    | LoginRefused
    | LoginUnclear
    | LoginMethodMissing
    | OAuthRequired
    | TooManyConnections
    | MaildropLocked
    | ServerFault
    | CheckCancelled
)
"""Any verdict: each has ``level``, and ``field_to_fix``, the field to correct (None: no field)."""

CONNECT_STAGES = (CheckStage.NAME, CheckStage.CONNECT)
SESSION_STAGES = (CheckStage.CAPABILITIES, CheckStage.LOGIN, CheckStage.FOLDER)

WITH_SERVER_MESSAGE = (
    WrongProtocol,
    LoginRefused,
    LoginUnclear,
    OAuthRequired,
    TooManyConnections,
    MaildropLocked,
    ServerFault,
)
"""The verdicts that have a ``server_message``, foreign text."""
