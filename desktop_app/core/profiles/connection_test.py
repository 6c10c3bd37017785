"""What a connection test finds out, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from desktop_app.core.errors import AppError
from desktop_app.core.profiles.server_info import Principal, ServerVersion


class Stage(Enum):
    """What is tried, in this order; TENANT only for Online, TLS only for https."""

    ADDRESS = auto()
    TLS = auto()
    TENANT = auto()
    VERSION = auto()
    IDENTITY = auto()
    MAILBOXES = auto()


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """A connection was made to ``peer`` (an address and port), or to the proxy that is named."""

    peer: str
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The server's certificate. Names are foreign text; ``expires`` is in UTC.

    ``trust_store`` is what the environment puts in place of the system's own certificates, or
    empty.
    """

    subject: str
    issuer: str
    expires: datetime | None
    protocol: str = ""
    trust_store: str = ""


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """The tenant's state, and where its API is."""

    state: str
    api: str


@dataclass(frozen=True, slots=True)
class MailboxCount:
    """How many mailboxes the list call gave."""

    count: int


StageFinding = ConnectionInfo | Certificate | TenantInfo | ServerVersion | Principal | MailboxCount


@dataclass(frozen=True, slots=True)
class StagePassed:
    """A stage that went well, how many seconds it took, and what it found."""

    stage: Stage
    seconds: float
    finding: StageFinding


@dataclass(frozen=True, slots=True)
class StageFailed:
    """The stage at which the test ended, and why."""

    stage: Stage
    seconds: float
    error: AppError


StageOutcome = StagePassed | StageFailed
