"""What a check of a mailbox asks a mail server, and what it reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.core.mail_check.check_verdicts import CheckStage, NotCheckable, NotChecked, Verdict
from desktop_app.core.mailbox.mailbox import Field, ServerType, Value, value_text
from desktop_app.core.mailbox.mailbox_rules import DEFAULT_PORTS, is_valid_port
from desktop_app.core.profiles.server_info import Certificate


@dataclass(frozen=True, slots=True)
class Target:
    """Where a mailbox fetches its mail from, and as whom."""

    server_type: ServerType
    server: str
    port: int
    user_name: str


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is to be checked. Without a password the check stops before the login.

    ``allow_plaintext`` allows the password to travel without TLS, as SuperOffice itself sends it
    for the types without TLS.
    """

    target: Target
    password: str = field(default="", repr=False)
    allow_plaintext: bool = False


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage: how many seconds it took, and at the last one the result if it failed there."""

    stage: CheckStage
    seconds: float
    failure: Verdict | None = None


@dataclass(frozen=True, slots=True)
class InboxSummary:
    """What lies in the inbox. ``oldest`` (UTC) is known for IMAP only.

    ``examined`` is among how many messages the oldest was looked for.
    """

    count: int
    oldest: datetime | None = None
    examined: int = 0


@dataclass(frozen=True, slots=True)
class ServerFingerprint:
    """What a server looked like from here; two of them are compared when mail has stopped."""

    addresses: tuple[str, ...] = ()
    peer: str = ""
    certificate: Certificate | None = None
    certificate_sha256: str = ""
    """SHA-256 of the server's certificate in hexadecimal digits, or empty."""
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One check from its beginning to its end. ``started_at`` is in UTC; it holds no password.

    ``login_attempted`` says whether a password was sent, ``encrypted`` whether it was under TLS.
    """

    target: Target
    verdict: Verdict
    started_at: datetime
    seconds: float
    stages: tuple[StageResult, ...] = ()
    fingerprint: ServerFingerprint = ServerFingerprint()
    inbox: InboxSummary | None = None
    login_attempted: bool = False
    encrypted: bool = False
    transcript: tuple[str, ...] = field(default=(), repr=False)


_NOT_CHECKABLE_TYPES: Mapping[ServerType, NotChecked] = {
    ServerType.UNKNOWN: NotChecked.TYPE_UNKNOWN,
    ServerType.MAPI: NotChecked.MAPI,
    ServerType.FACEBOOK: NotChecked.FACEBOOK,
    ServerType.SMS_PLUGIN: NotChecked.SMS_PLUGIN,
    ServerType.MAILGUN: NotChecked.MAILGUN,
}


def check_target(values: Mapping[Field, Value]) -> Target | NotCheckable:
    """What these values of a mailbox say to check; a missing port is the type's usual one."""
    server_type = values.get(Field.SERVER_TYPE)
    if not isinstance(server_type, ServerType):
        return NotCheckable(NotChecked.TYPE_UNKNOWN)
    if server_type in _NOT_CHECKABLE_TYPES:
        return NotCheckable(_NOT_CHECKABLE_TYPES[server_type])
    server = value_text(values.get(Field.SERVER)).strip()
    if not server:
        return NotCheckable(NotChecked.NO_SERVER)
    port = values.get(Field.PORT)
    if port is None:
        port = DEFAULT_PORTS[server_type]
    if not isinstance(port, int) or not is_valid_port(port):
        return NotCheckable(NotChecked.INVALID_PORT)
    return Target(server_type, server, port, value_text(values.get(Field.USER_NAME)))
