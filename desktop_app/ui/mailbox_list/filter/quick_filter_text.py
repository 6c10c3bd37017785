"""Translated texts of the traits that mailboxes are counted and filtered by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QLocale

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import EditRight, Security, TypeTrait
from desktop_app.core.mailbox_list.risks import Risk, SharedMailbox
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import clock_text, date_text, date_time_text
from desktop_app.ui.text.mailbox import server_type_text


def type_trait_text(kind: TypeTrait) -> str:
    """Return the name of a server type; an unknown type as the server wrote it."""
    return (
        server_type_text(kind)
        if isinstance(kind, ServerType)
        else kind or translate("mailbox_list", "no type")
    )


def state_text(state: MailboxState) -> str:
    """Return the state of a mailbox in a word."""
    return {
        MailboxState.UNSAVED: translate("mailbox_list", "unsaved"),
        MailboxState.PENDING: translate("mailbox_list", "pending"),
        MailboxState.FAILING: translate("mailbox_list", "failing"),
        MailboxState.WARNING: translate("mailbox_list", "warning"),
        MailboxState.LOCKED: translate("mailbox_list", "locked"),
        MailboxState.NEW: translate("mailbox_list", "new"),
        MailboxState.WORKS: translate("mailbox_list", "works"),
        MailboxState.UNKNOWN: translate("mailbox_list", "unknown"),
    }[state]


def security_text(security: Security, tls_version: str = "") -> str:
    """Return how the connection to the mail server is protected.

    ``tls_version`` is what a check negotiated, such as "TLSv1.3". SuperOffice itself never uses
    STARTTLS: a type without TLS sends the password readable, whatever the server offers.
    """
    if tls_version:
        return _checked_security_text(security, tls_version.replace("TLSv", "TLS "))
    return {
        Security.PLAINTEXT: translate("mailbox_list", "no TLS"),
        Security.TLS: translate("mailbox_list", "TLS"),
        Security.OAUTH: translate("mailbox_list", "TLS, OAuth"),
        Security.NOT_STATED: translate("mailbox_list", "not stated"),
    }[security]


def _checked_security_text(security: Security, version: str) -> str:
    if security is Security.PLAINTEXT:
        return translate("mailbox_list", "no TLS, STARTTLS offered")
    if security is Security.OAUTH:
        return translate("mailbox_list", "{tls_version}, OAuth").format(tls_version=version)
    return version if security is Security.TLS else security_text(security)


def right_text(right: EditRight) -> str:
    """Return what the user may do with a mailbox."""
    return {
        EditRight.CHANGE: translate("mailbox_list", "change"),
        EditRight.READ_ONLY: translate("mailbox_list", "read-only"),
        EditRight.NO_UPDATE: translate("mailbox_list", "no update right"),
    }[right]


def risk_text(risk: Risk) -> str:
    """Return the name of a risk, for the overview and the filter."""
    return {
        Risk.FAILING: translate("mailbox_list", "failed the last check"),
        Risk.PASSWORD_LOGIN_ENDED: translate(
            "mailbox_list", "password sign-in no longer accepted by the provider"
        ),
        Risk.CERTIFICATE_EXPIRES: translate("mailbox_list", "certificate expires within 30 days"),
        Risk.SHARED: translate("mailbox_list", "same server and user name twice"),
        Risk.SHARED_ACROSS_PROFILES: translate(
            "mailbox_list", "same server and user name in another profile"
        ),
        Risk.NO_TLS: translate("mailbox_list", "without TLS"),
    }[risk]


def shared_mailboxes_text(others: Iterable[SharedMailbox]) -> str:
    """Return which mailboxes of other profiles share the server and user; empty if none do."""
    named = sorted({(one.profile_name, one.address) for one in others})
    told = translate(
        "mailbox_list",
        "{address} of the profile {profile} uses the same server and user name.",
    )
    nameless = translate("mailbox_list", "no address")
    return "\n".join(
        told.format(profile=profile, address=address or nameless) for profile, address in named
    )


def server_text(server: str) -> str:
    """Return the name of a mail server, or "no server"."""
    return server or translate("mailbox_list", "no server")


def check_outcome_text(outcome: CheckOutcome) -> str:
    """Return the verdict of a check in a few words."""
    return {
        CheckOutcome.WORKS: translate("mailbox_list", "works"),
        CheckOutcome.PARTLY: translate("mailbox_list", "login not tried"),
        CheckOutcome.FAILS: translate("mailbox_list", "fails"),
        CheckOutcome.LOGIN_REFUSED: translate("mailbox_list", "login refused"),
        CheckOutcome.TLS_FAILED: translate("mailbox_list", "TLS failed"),
        CheckOutcome.NOT_REACHED: translate("mailbox_list", "cannot be reached"),
    }[outcome]


def last_check_text(check: LastCheck) -> str:
    """Return the verdict of a mailbox's last check, and its date and time."""
    return _check_text(check, date_time_text(check.at))


def short_last_check_text(check: LastCheck) -> str:
    """Return the verdict of a mailbox's last check, and its time today, else its date."""
    here = check.at.astimezone()
    is_today = here.date() == datetime.now().astimezone().date()
    return _check_text(check, clock_text(here) if is_today else date_text(here))


def _check_text(check: LastCheck, moment: str) -> str:
    return translate("mailbox_list", "{result} · {moment}").format(
        result=check_outcome_text(check.outcome), moment=moment
    )


def server_group_text(server: str | None, count: int) -> str:
    """Return the group heading of a mail server; None means that its details are not read."""
    number = QLocale().toString(count)
    if server is None:
        return translate("mailbox_list", "Server not loaded yet ({count})").format(count=number)
    return f"{server_text(server)} ({number})"
