"""What mailboxes are counted and filtered by, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.quick_filter import EditRight, Security, TypeTrait
from desktop_app.core.mailbox_list.risks import Risk, SharedMailbox
from desktop_app.ui.text.mailbox import server_type_text


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("traits", text)


def type_trait_text(kind: TypeTrait) -> str:
    """A server type; one that is not known as the server wrote it."""
    return server_type_text(kind) if isinstance(kind, ServerType) else kind or tr("no type")


def security_text(security: Security) -> str:
    """How the way to the mail server is protected."""
    return {
        Security.PLAINTEXT: tr("no TLS"),
        Security.TLS: tr("TLS"),
        Security.OAUTH: tr("TLS, OAuth"),
        Security.NOT_STATED: tr("not stated"),
    }[security]


def right_text(right: EditRight) -> str:
    """What the user may do with a mailbox."""
    return {
        EditRight.CHANGE: tr("change"),
        EditRight.READ_ONLY: tr("read-only"),
        EditRight.NO_UPDATE: tr("no update right"),
    }[right]


def risk_text(risk: Risk) -> str:
    """A risk as it is counted, and as something to filter by."""
    return {
        Risk.FAILING: tr("failing at the last check"),
        Risk.PASSWORD_LOGIN_ENDED: tr("password, where the host takes none any more"),
        Risk.CERTIFICATE_EXPIRES: tr("certificate ends within 30 days"),
        Risk.SHARED: tr("same server and user twice"),
        Risk.SHARED_ACROSS_PROFILES: tr("same server and user in another profile"),
        Risk.NO_TLS: tr("without TLS"),
        Risk.NEVER_CHECKED: tr("never checked"),
    }[risk]


def shared_mailboxes_text(others: Iterable[SharedMailbox]) -> str:
    """Which mailboxes of other profiles have the same server and user; empty if none has."""
    named = sorted({(one.profile_name, one.address) for one in others})
    told = tr("The profile %s fetches from the same server as the same user: %s.")
    return "\n".join(told % (profile, address or tr("no address")) for profile, address in named)


def server_text(server: str) -> str:
    """A mail server as it is counted."""
    return server or tr("no server")


def last_check_text(check: LastCheck | None) -> str:
    """When a mailbox was checked last, and what was found."""
    if check is None:
        return tr("never")
    found = {
        CheckOutcome.WORKS: tr("works"),
        CheckOutcome.PARTLY: tr("answers, password not tried"),
        CheckOutcome.FAILS: tr("fails"),
        CheckOutcome.NOT_REACHED: tr("not reached from here"),
    }[check.outcome]
    return tr("%s, %s") % (date_time_text(check.at), found)


def date_time_text(at: datetime) -> str:
    """A moment as the user's locale writes it."""
    here = at.astimezone()
    moment = QDateTime(
        QDate(here.year, here.month, here.day), QTime(here.hour, here.minute, here.second)
    )
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def server_group_text(server: str | None, count: int) -> str:
    """The line above the mailboxes of one mail server."""
    number = QLocale().toString(count)
    if server is None:
        return tr("Server not read yet (%s)") % number
    return f"{server_text(server)} ({number})"
