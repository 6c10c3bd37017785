"""What a check of a mail server may find out, as types: one for each result.

The idea is Thunderbird for Android's (ServerSettingsValidationResult). All texts that a server sent
are foreign: they are shown as plain text, and hold no password.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from desktop_app.core.errors import TlsCause
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.connection_test import Certificate


class CheckStage(Enum):
    """What is tried, in this order; TLS only where the type or the server brings it."""

    NAME = auto()
    CONNECT = auto()
    TLS = auto()
    GREETING = auto()
    CAPABILITIES = auto()
    LOGIN = auto()
    FOLDER = auto()


class Standing(Enum):
    """How a result is shown. UNREACHED says nothing of the mailbox, only of this computer."""

    PROVED = auto()
    ANSWERED = auto()
    UNREACHED = auto()
    BROKEN = auto()
    NONE = auto()


class NotTried(Enum):
    """Why the login was not tried although the server answered."""

    NO_PASSWORD = auto()
    NO_USER_NAME = auto()
    OAUTH = auto()
    IN_THE_CLEAR = auto()
    """The password could be read on its way, and nobody has agreed to that."""
    UNSENDABLE = auto()
    """User name or password hold characters that this server cannot be told."""
    NOT_ASKED = auto()
    """The server let us in without asking for a password."""
    STOPPED = auto()
    """Other passwords were refused by this host in a row; no account is to be locked out."""
    REFUSED_BEFORE = auto()
    """The server refused this password before; it is not tried a second time."""


class NotChecked(Enum):
    """Why nothing was asked at all."""

    TYPE_UNKNOWN = auto()
    MAPI = auto()
    FACEBOOK = auto()
    SMS_PLUGIN = auto()
    MAILGUN = auto()
    NO_SERVER = auto()
    ODD_PORT = auto()
    NO_DETAILS = auto()
    """The mailbox could not be read from SuperOffice."""


class Seen(Enum):
    """What answered instead of the protocol that was expected."""

    TLS = auto()
    PLAIN = auto()
    POP = auto()
    IMAP = auto()
    SMTP = auto()
    HTTP = auto()
    SSH = auto()
    OTHER = auto()


class Fault(Enum):
    """How a server failed."""

    SAID = auto()
    """It said so; its words are given."""
    TOO_LONG = auto()
    """It sent more than any such answer needs, and was not listened to any longer."""
    GARBLED = auto()
    """It sent what does not belong to the protocol."""
    CUT = auto()
    """It closed the connection in the middle."""


class OAuthProvider(Enum):
    """Whose hosts have ended the login with a password."""

    MICROSOFT = auto()
    GOOGLE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Works:
    """The login went well and the inbox is there: all was proved that can be from here."""

    standing: ClassVar = Standing.PROVED
    mend: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The server answers as it should; the password was not tried, for this reason."""

    why: NotTried
    standing: ClassVar = Standing.ANSWERED
    mend: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """Nothing was asked, for this reason."""

    why: NotChecked
    standing: ClassVar = Standing.NONE

    @property
    def mend(self) -> Field | None:
        """The field that is missing or odd."""
        return {
            NotChecked.TYPE_UNKNOWN: Field.SERVER_TYPE,
            NotChecked.NO_SERVER: Field.SERVER,
            NotChecked.ODD_PORT: Field.PORT,
        }.get(self.why)


@dataclass(frozen=True, slots=True)
class NameNotFound:
    """The server's name is not known to the name service that this computer asks."""

    standing: ClassVar = Standing.UNREACHED
    mend: ClassVar[Field | None] = Field.SERVER


@dataclass(frozen=True, slots=True)
class NoWay:
    """This computer has no way to the server's network."""

    standing: ClassVar = Standing.UNREACHED
    mend: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing listens on this port, or a firewall turns this computer away."""

    standing: ClassVar = Standing.UNREACHED
    mend: ClassVar[Field | None] = Field.PORT


@dataclass(frozen=True, slots=True)
class _Silence:
    """No word came at this stage; before the greeting, this computer may be the cause."""

    stage: CheckStage

    @property
    def standing(self) -> Standing:
        """A server that never took the connection was not reached."""
        return Standing.UNREACHED if self.stage in BEFORE_THE_SERVER else Standing.BROKEN

    @property
    def mend(self) -> Field | None:
        """The port, if the server took the connection and then had nothing to say."""
        return None if self.stage in TALKING else Field.PORT


@dataclass(frozen=True, slots=True)
class TimedOut(_Silence):
    """Nothing came in time."""


@dataclass(frozen=True, slots=True)
class Closed(_Silence):
    """The connection was closed without a word."""


@dataclass(frozen=True, slots=True)
class NotThisProtocol:
    """Something else answers on this port. ``said`` is the beginning of what it sent."""

    seen: Seen
    said: str = ""
    standing: ClassVar = Standing.BROKEN

    @property
    def mend(self) -> Field | None:
        """The type, where the other protocol is one that SuperOffice can fetch with."""
        mails = (Seen.TLS, Seen.PLAIN, Seen.POP, Seen.IMAP)
        return Field.SERVER_TYPE if self.seen in mails else Field.PORT


@dataclass(frozen=True, slots=True)
class TlsFailed:
    """No trusted TLS. ``certificate`` is what the server showed, where it could be read."""

    cause: TlsCause
    certificate: Certificate | None = None
    detail: str = ""
    standing: ClassVar = Standing.BROKEN

    @property
    def mend(self) -> Field | None:
        """The server's name, if the certificate is for others."""
        return Field.SERVER if self.cause is TlsCause.WRONG_NAME else None


@dataclass(frozen=True, slots=True)
class WantsTls:
    """The server takes no password without TLS, and the type brings none."""

    standing: ClassVar = Standing.BROKEN
    mend: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """User name or password were not accepted. ``said`` is the server's text."""

    said: str
    standing: ClassVar = Standing.BROKEN
    mend: ClassVar[Field | None] = Field.PASSWORD


@dataclass(frozen=True, slots=True)
class LoginMethodMissing:
    """The server takes no user name and password; it offers these methods."""

    offered: tuple[str, ...]
    standing: ClassVar = Standing.BROKEN
    mend: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class NeedsOAuth:
    """These hosts take no password any more. ``said`` is the server's text, if it was asked."""

    provider: OAuthProvider
    said: str = ""
    standing: ClassVar = Standing.BROKEN
    mend: ClassVar[Field | None] = Field.SERVER_TYPE


@dataclass(frozen=True, slots=True)
class TooManyConnections:
    """The server takes no more connections just now; it says nothing of the settings."""

    said: str
    standing: ClassVar = Standing.ANSWERED
    mend: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class MaildropLocked:
    """Another program reads this POP mailbox just now; a password was accepted or not asked."""

    said: str
    standing: ClassVar = Standing.ANSWERED
    mend: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class ServerFault:
    """The server failed at this stage."""

    stage: CheckStage
    fault: Fault
    said: str = ""
    standing: ClassVar = Standing.BROKEN
    mend: ClassVar[Field | None] = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The check was cancelled."""

    standing: ClassVar = Standing.NONE
    mend: ClassVar[Field | None] = None


Verdict = (
    Works
    | Answered
    | NotCheckable
    | NameNotFound
    | NoWay
    | Refused
    | TimedOut
    | Closed
    | NotThisProtocol
    | TlsFailed
    | WantsTls
    | LoginRefused
    | LoginMethodMissing
    | NeedsOAuth
    | TooManyConnections
    | MaildropLocked
    | ServerFault
    | Stopped
)
"""Each has ``standing``, and ``mend``: the field to look at, or None."""

BEFORE_THE_SERVER = (CheckStage.NAME, CheckStage.CONNECT)
TALKING = (CheckStage.CAPABILITIES, CheckStage.LOGIN, CheckStage.FOLDER)

SAYING = (
    NotThisProtocol,
    LoginRefused,
    NeedsOAuth,
    TooManyConnections,
    MaildropLocked,
    ServerFault,
)
"""Those with ``said``: the server's own words."""
