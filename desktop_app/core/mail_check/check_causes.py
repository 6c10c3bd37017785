"""Why mailboxes fail or work, in the few causes by which the results of many checks are grouped."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check import check_verdicts as found
from desktop_app.core.mail_check.check_verdicts import (
    LoginSkipped,
    NotChecked,
    Verdict,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport


class CheckCause(Enum):
    """The cause of a result. The order is that of the groups: what fails comes first."""

    LOGIN_REFUSED = auto()
    LOGIN_UNCLEAR = auto()
    PASSWORD_NOT_ACCEPTED = auto()
    """The server accepts OAuth or other methods only, or no password without TLS."""
    CERTIFICATE_EXPIRED = auto()
    CERTIFICATE_NAME = auto()
    CERTIFICATE_UNTRUSTED = auto()
    TLS_FAILED = auto()
    WRONG_PORT = auto()
    NO_REPLY = auto()
    SERVER_ERROR = auto()
    UNREACHABLE = auto()
    BUSY = auto()
    LOGIN_BLOCKED = auto()
    """The lock-out guard did not let the password be sent."""
    LOGIN_NOT_TRIED = auto()
    NOT_CHECKED = auto()
    NO_MAIL_SERVER = auto()
    """The type of the mailbox has no mail server to check."""
    WORKS = auto()


_BY_TYPE: Mapping[type[Verdict], CheckCause] = {
    found.LoginOk: CheckCause.WORKS,
    found.WrongProtocol: CheckCause.WRONG_PORT,
    found.TlsRequired: CheckCause.PASSWORD_NOT_ACCEPTED,
    found.LoginRefused: CheckCause.LOGIN_REFUSED,
    found.LoginUnclear: CheckCause.LOGIN_UNCLEAR,
    found.LoginMethodMissing: CheckCause.PASSWORD_NOT_ACCEPTED,
    found.OAuthRequired: CheckCause.PASSWORD_NOT_ACCEPTED,
    found.TooManyConnections: CheckCause.BUSY,
    found.MaildropLocked: CheckCause.BUSY,
    found.ServerFault: CheckCause.SERVER_ERROR,
    found.TimedOut: CheckCause.NO_REPLY,
    found.ConnectionClosed: CheckCause.NO_REPLY,
    found.CheckCancelled: CheckCause.NOT_CHECKED,
}
_BY_TLS_CAUSE = {
    TlsCause.EXPIRED: CheckCause.CERTIFICATE_EXPIRED,
    TlsCause.WRONG_NAME: CheckCause.CERTIFICATE_NAME,
    TlsCause.UNKNOWN_ISSUER: CheckCause.CERTIFICATE_UNTRUSTED,
    TlsCause.SELF_SIGNED: CheckCause.CERTIFICATE_UNTRUSTED,
}
_BLOCKED = (LoginSkipped.LOCKOUT_GUARD, LoginSkipped.PREVIOUSLY_REFUSED)
_WITHOUT_SERVER = (
    NotChecked.MAPI,
    NotChecked.FACEBOOK,
    NotChecked.SMS_PLUGIN,
    NotChecked.MAILGUN,
)


def cause_of(verdict: Verdict) -> CheckCause:
    """Return the cause of a verdict; all verdicts of one cause have the same level."""
    if verdict.level is VerdictLevel.UNREACHABLE:
        return CheckCause.UNREACHABLE
    match verdict:
        case found.TlsFailed():
            return _BY_TLS_CAUSE.get(verdict.cause, CheckCause.TLS_FAILED)
        case found.ReachedOnly():
            blocked = verdict.reason in _BLOCKED
            return CheckCause.LOGIN_BLOCKED if blocked else CheckCause.LOGIN_NOT_TRIED
        case found.NotCheckable():
            has_none = verdict.reason in _WITHOUT_SERVER
            return CheckCause.NO_MAIL_SERVER if has_none else CheckCause.NOT_CHECKED
        case _:
            return _BY_TYPE[type(verdict)]


def group_by_cause(reports: Mapping[int, CheckReport]) -> dict[CheckCause, list[int]]:
    """Return the mailbox ids of each cause, in the order of the causes and of ``reports``."""
    groups: dict[CheckCause, list[int]] = {}
    for mailbox_id, report in reports.items():
        groups.setdefault(cause_of(report.verdict), []).append(mailbox_id)
    return {cause: groups[cause] for cause in CheckCause if cause in groups}
