"""The stages of a connection test, and the result of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.errors import AppError
from desktop_app.core.profiles.server_info import (
    Certificate,
    ConnectionInfo,
    MailboxCount,
    Principal,
    ServerVersion,
    TenantInfo,
)


class Stage(Enum):
    """The stages in the order they run; TENANT only for Online, TLS only for https."""

    ADDRESS = auto()
    TLS = auto()
    TENANT = auto()
    VERSION = auto()
    IDENTITY = auto()
    MAILBOXES = auto()


StageFinding = ConnectionInfo | Certificate | TenantInfo | ServerVersion | Principal | MailboxCount


@dataclass(frozen=True, slots=True)
class StagePassed:
    """A stage that passed, its duration in seconds, and its finding."""

    stage: Stage
    seconds: float
    finding: StageFinding


@dataclass(frozen=True, slots=True)
class StageFailed:
    """The stage at which the test ended, its duration in seconds, and the error."""

    stage: Stage
    seconds: float
    error: AppError


StageOutcome = StagePassed | StageFailed
