"""What a check of a mail server may find out, as types: one for each result.

The idea is Thunderbird for Android's (ServerSettingsValidationResult). All texts that a server sent
are foreign: they are shown as plain text, and hold no password.
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
    """What is tried, in this order; TLS only where the type or the server brings it."""

    NAME = auto()
    CONNECT = auto()
    TLS = auto()
    GREETING = auto()
    CAPABILITIES = auto()
    LOGIN = auto()
    FOLDER = auto()


class VerdictLevel(Enum):
    """How a result is shown. UNREACHED says nothing of the mailbox, only of this computer."""

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
    """The password could be read on its way, and nobody has agreed to that."""
    UNSENDABLE = auto()
    """User name or password hold characters that this server cannot be told."""
    NOT_REQUIRED = auto()
    """The server let us in without asking for a password."""
    LOCKOUT_GUARD = auto()
    """Other passwords were refused by this host in a row; no account is to be locked out."""
    PREVIOUSLY_REFUSED = auto()
    """The server refused this password before; it is not tried a second time."""


class NotChecked(Enum):
    """Why nothing was asked at all."""

    TYPE_UNKNOWN = auto()
    MAPI = auto()
    FACEBOOK = auto()
    SMS_PLUGIN = auto()
    MAILGUN = auto()
    NO_SERVER = auto()
    INVALID_PORT = auto()
    NO_DETAILS = auto()
    """The mailbox could not be read from SuperOffice."""


class DetectedProtocol(Enum):
    """What answered instead of the protocol that was expected."""

    TLS = auto()
    PLAIN = auto()
    POP = auto()
    IMAP = auto()
    SMTP = auto()
    HTTP = auto()
    SSH = auto()
    OTHER = auto()


class ProtocolFault(Enum):
    """How a server failed."""

    REPORTED = auto()
    """It said so; its words are given."""
    TOO_LONG = auto()
    """It sent more than any such answer needs, and was not listened to any longer."""
    MALFORMED = auto()
    """It sent what does not belong to the protocol."""
    TRUNCATED = auto()
    """It closed the connection in the middle."""


class OAuthProvider(Enum):
    """Whose hosts have ended the login with a password."""

    MICROSOFT = auto()
    GOOGLE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class LoginOk:
    """The login went well and the inbox is there: all was proved that can be from here."""

    level: ClassVar = VerdictLevel.VERIFIED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ReachedOnly:
    """The server answers as it should; the password was not tried, for this reason."""

    reason: LoginSkipped
    level: ClassVar = VerdictLevel.ANSWERED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """Nothing was asked, for this reason."""

    reason: NotChecked
    level: ClassVar = VerdictLevel.NONE

    @property
    def field_to_fix(self) -> Field | None:
        """The field that is missing or odd."""
        return {
            NotChecked.TYPE_UNKNOWN: Field.SERVER_TYPE,
            NotChecked.NO_SERVER: Field.SERVER,
            NotChecked.INVALID_PORT: Field.PORT,
        }.get(self.reason)


@dataclass(frozen=True, slots=True)
class NameNotFound:
    """The server's name is not known to the name service that this computer asks."""

    level: ClassVar = VerdictLevel.UNREACHABLE
    field_to_fix: ClassVar[Field | None] = Field.SERVER


@dataclass(frozen=True, slots=True)
class NoRoute:
    """This computer has no way to the server's network."""

    level: ClassVar = VerdictLevel.UNREACHABLE
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ConnectionRefused:
    """Nothing listens on this port, or a firewall turns this computer away."""

    level: ClassVar = VerdictLevel.UNREACHABLE
    field_to_fix: ClassVar[Field | None] = Field.PORT


@dataclass(frozen=True, slots=True)
class _NoReply:
    """No word came at this stage; before the greeting, this computer may be the cause."""

    stage: CheckStage

    @property
    def level(self) -> VerdictLevel:
        """A server that never took the connection was not reached."""
        return VerdictLevel.UNREACHABLE if self.stage in CONNECT_STAGES else VerdictLevel.BROKEN

    @property
    def field_to_fix(self) -> Field | None:
        """The port, if the server took the connection and then had nothing to say."""
        return None if self.stage in SESSION_STAGES else Field.PORT


@dataclass(frozen=True, slots=True)
class TimedOut(_NoReply):
    """Nothing came in time."""


@dataclass(frozen=True, slots=True)
class ConnectionClosed(_NoReply):
    """The connection was closed without a word."""


@dataclass(frozen=True, slots=True)
class WrongProtocol:
    """Something else answers on this port. ``server_message`` is the beginning of what it sent."""

    detected: DetectedProtocol
    server_message: str = ""
    level: ClassVar = VerdictLevel.BROKEN

    @property
    def field_to_fix(self) -> Field | None:
        """The type, where the other protocol is one that SuperOffice can fetch with."""
        mails = (
            DetectedProtocol.TLS,
            DetectedProtocol.PLAIN,
            DetectedProtocol.POP,
            DetectedProtocol.IMAP,
        )
        return Field.SERVER_TYPE if self.detected in mails else Field.PORT


@dataclass(frozen=True, slots=True)
class TlsFailed:
    """No trusted TLS. ``certificate`` is what the server showed, where it could be read."""

    cause: TlsCause
    certificate: Certificate | None = None
    detail: str = ""
    level: ClassVar = VerdictLevel.BROKEN

    @property
    def names(self) -> tuple[str, ...]:
        """The servers that the certificate is for."""
        subject = self.certificate.subject if self.certificate else ""
        return tuple(filter(None, subject.split(", ")))

    @property
    def issuer(self) -> str:
        """Who issued the certificate, or empty."""
        return self.certificate.issuer if self.certificate else ""

    @property
    def expires(self) -> datetime | None:
        """Until when the certificate is valid, in UTC, or None."""
        return self.certificate.expires if self.certificate else None

    @property
    def protocol(self) -> str:
        """The version of TLS that the server chose, or empty."""
        return self.certificate.protocol if self.certificate else ""

    @property
    def field_to_fix(self) -> Field | None:
        """The server's name, if the certificate is for others."""
        return Field.SERVER if self.cause is TlsCause.WRONG_NAME else None


@dataclass(frozen=True, slots=True)
class TlsRequired:
    """The server takes no password without TLS, and the type brings none."""

    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """User name or password were not accepted. ``server_message`` is the server's text."""

    server_message: str
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.PASSWORD


@dataclass(frozen=True, slots=True)
class LoginMethodMissing:
    """The server takes no user name and password; it offers these methods."""

    offered: tuple[str, ...]
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class OAuthRequired:
    """These hosts take no password any more. ``server_message`` is the server's text, if it was
    asked.
    """

    provider: OAuthProvider
    server_message: str = ""
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class TooManyConnections:
    """The server takes no more connections just now; it says nothing of the settings."""

    server_message: str
    level: ClassVar = VerdictLevel.ANSWERED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class MaildropLocked:
    """Another program reads this POP mailbox just now; a password was accepted or not asked."""

    server_message: str
    level: ClassVar = VerdictLevel.ANSWERED
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ServerFault:
    """The server failed at this stage."""

    stage: CheckStage
    fault: ProtocolFault
    server_message: str = ""
    level: ClassVar = VerdictLevel.BROKEN
    field_to_fix: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class CheckCancelled:
    """The check was cancelled."""

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
    | LoginMethodMissing
    | OAuthRequired
    | TooManyConnections
    | MaildropLocked
    | ServerFault
    | CheckCancelled
)
"""Each has ``level``, and ``field_to_fix``: the field to look at, or None."""

CONNECT_STAGES = (CheckStage.NAME, CheckStage.CONNECT)
SESSION_STAGES = (CheckStage.CAPABILITIES, CheckStage.LOGIN, CheckStage.FOLDER)

WITH_SERVER_MESSAGE = (
    WrongProtocol,
    LoginRefused,
    OAuthRequired,
    TooManyConnections,
    MaildropLocked,
    ServerFault,
)
"""Those with ``server_message``: the server's own words."""
