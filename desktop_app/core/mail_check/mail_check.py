"""The request and the report of a mailbox check on its mail server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop_app.core.mail_check.check_verdicts import CheckStage, NotCheckable, NotChecked, Verdict
from desktop_app.core.mailbox.characters import search_key
from desktop_app.core.mailbox.mailbox import Field, ServerType, Value, value_text
from desktop_app.core.mailbox.mailbox_rules import DEFAULT_PORTS, is_valid_port
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.core.profiles.web_hosts import canonical_host


@dataclass(frozen=True, slots=True)
class Target:
    """The mail server, port and user name with which a mailbox fetches its mail."""

    server_type: ServerType
    server: str
    port: int
    user_name: str

    @property
    def host_key(self) -> str:
        """The server in the one form in which it is compared, however it is written."""
        written = self.server.strip().strip("[]")
        return canonical_host(written) or written.casefold()

    @property
    def user_key(self) -> str:
        """The user name as it is compared: mail servers seldom tell capitals from small letters."""
        return search_key(self.user_name.strip())


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """The settings to check. Without a password the check stops before the login.

    ``allow_plaintext`` allows sending the password without TLS, as SuperOffice itself does for
    server types without TLS.
    """

    target: Target
    password: str = field(default="", repr=False)
    allow_plaintext: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedPassword:
    """A password that the mail server of ``target`` has accepted, and that no one has saved yet."""

    target: Target
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage of a check, its duration in seconds, and the verdict if it failed (else None)."""

    stage: CheckStage
    seconds: float
    failure: Verdict | None = None


@dataclass(frozen=True, slots=True)
class InboxSummary:
    """The number of messages in the inbox, and the date of the oldest.

    ``oldest`` (UTC) is known for IMAP only, else None; it is the oldest of the first ``examined``
    messages.
    """

    count: int
    oldest: datetime | None = None
    examined: int = 0


@dataclass(frozen=True, slots=True)
class ServerFingerprint:
    """What a server looked like from this computer, for comparison when mail stops arriving.

    ``addresses`` are all IP addresses of the server's name, ``peer`` is the one that was used.
    """

    addresses: tuple[str, ...] = ()
    peer: str = ""
    certificate: Certificate | None = None
    certificate_sha256: str = ""
    """SHA-256 of the server's certificate in hexadecimal digits, or empty."""
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """One complete check, without password. ``started_at`` is in UTC, ``seconds`` its duration.

    ``login_attempted`` says whether a password was sent, ``encrypted`` whether TLS was in use.
    ``login_failed`` says whether the server may have counted a wrong password: the login did not
    succeed, and no response code says that something else was the cause.
    ``inbox`` is None if it was not read.
    """

    target: Target
    verdict: Verdict
    started_at: datetime
    seconds: float
    stages: tuple[StageResult, ...] = ()
    fingerprint: ServerFingerprint = ServerFingerprint()
    inbox: InboxSummary | None = None
    login_attempted: bool = False
    login_failed: bool = False
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
    """Return the target that a mailbox's values describe, or why they cannot be checked.

    A missing port is replaced by the usual port of the server type.
    """
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
