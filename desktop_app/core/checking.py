"""What a check of a mailbox asks a mail server, and what it may find out, as types.

The idea of one type for each result is Thunderbird for Android's (ServerSettingsValidationResult).
All texts that a server sent are foreign: they are shown as plain text, and hold no password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import ClassVar

from desktop_app.core.errors import TlsCause
from desktop_app.core.mailbox import Field, ServerType, Value, value_text
from desktop_app.core.probing import Certificate
from desktop_app.core.rules import USUAL_PORT, is_usual_number


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


@dataclass(frozen=True, slots=True)
class Target:
    """Where a mailbox fetches its mail from, and as whom."""

    server_type: ServerType
    server: str
    port: int
    user_name: str


@dataclass(frozen=True, slots=True)
class CheckWish:
    """What is to be checked. Without a password the check stops before the login.

    ``in_the_clear`` allows the password to travel without TLS, as SuperOffice itself sends it for
    the types without TLS.
    """

    target: Target
    password: str = field(default="", repr=False)
    in_the_clear: bool = False


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
class TimedOut:
    """Nothing came in time at this stage; before the greeting, this computer may be the cause."""

    stage: CheckStage

    @property
    def standing(self) -> Standing:
        """A server that never took the connection was not reached."""
        return Standing.UNREACHED if self.stage in BEFORE_THE_SERVER else Standing.BROKEN

    @property
    def mend(self) -> Field | None:
        """The port, if the server took the connection and then said nothing."""
        return None if self.stage in TALKING else Field.PORT


@dataclass(frozen=True, slots=True)
class Closed:
    """The connection was closed without a word at this stage."""

    stage: CheckStage

    @property
    def standing(self) -> Standing:
        """Closed before the server was there, it says nothing of the mailbox."""
        return Standing.UNREACHED if self.stage in BEFORE_THE_SERVER else Standing.BROKEN

    @property
    def mend(self) -> Field | None:
        """The port, if the server had nothing to say on it."""
        return None if self.stage in TALKING else Field.PORT


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


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: how many seconds it took, and at the last one the result if it failed there."""

    stage: CheckStage
    seconds: float
    failed: Verdict | None = None


@dataclass(frozen=True, slots=True)
class OldMail:
    """What lies in the inbox. ``oldest`` (UTC) is known for IMAP only.

    ``looked_at`` is among how many messages the oldest was looked for.
    """

    count: int
    oldest: datetime | None = None
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """What a server looked like from here; two of them are compared when mail has stopped."""

    addresses: tuple[str, ...] = ()
    peer: str = ""
    certificate: Certificate | None = None
    fingerprint: str = ""
    """SHA-256 of the server's certificate in hexadecimal digits, or empty."""
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check from its beginning to its end. ``began`` is in UTC; it holds no password.

    ``tried`` says whether a password was sent, ``encrypted`` whether it was under TLS.
    """

    target: Target
    verdict: Verdict
    began: datetime
    seconds: float
    steps: tuple[Step, ...] = ()
    look: Look = Look()
    mail: OldMail | None = None
    tried: bool = False
    encrypted: bool = False
    transcript: tuple[str, ...] = field(default=(), repr=False)


_UNCHECKED: Mapping[ServerType, NotChecked] = {
    ServerType.UNKNOWN: NotChecked.TYPE_UNKNOWN,
    ServerType.MAPI: NotChecked.MAPI,
    ServerType.FACEBOOK: NotChecked.FACEBOOK,
    ServerType.SMS_PLUGIN: NotChecked.SMS_PLUGIN,
    ServerType.MAILGUN: NotChecked.MAILGUN,
}


def target_of(values: Mapping[Field, Value]) -> Target | NotCheckable:
    """What these values of a mailbox say to check; a missing port is the type's usual one."""
    server_type = values.get(Field.SERVER_TYPE)
    if not isinstance(server_type, ServerType):
        return NotCheckable(NotChecked.TYPE_UNKNOWN)
    if server_type in _UNCHECKED:
        return NotCheckable(_UNCHECKED[server_type])
    server = value_text(values.get(Field.SERVER)).strip()
    if not server:
        return NotCheckable(NotChecked.NO_SERVER)
    port = values.get(Field.PORT)
    if port is None:
        port = USUAL_PORT[server_type]
    if not isinstance(port, int) or not is_usual_number(port):
        return NotCheckable(NotChecked.ODD_PORT)
    return Target(server_type, server, port, value_text(values.get(Field.USER_NAME)))
