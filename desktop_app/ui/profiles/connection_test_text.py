"""What a connection test found, and the request for a right that is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.core.errors import Forbidden
from desktop_app.core.profiles.connection_test import (
    Certificate,
    ConnectionInfo,
    MailboxCount,
    Stage,
    StageFailed,
    StageOutcome,
    StagePassed,
    TenantInfo,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.ui.text.errors.explain import explain

ADMIN_RIGHTS = ("cs-system", "admin-all")
"""Functional rights that let a user administer the Service; a hint only."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("connection", text)


def stage_name(stage: Stage) -> str:
    """What is tried, in a word or two."""
    return {
        Stage.ADDRESS: tr("Address"),
        Stage.TLS: tr("Certificate"),
        Stage.TENANT: tr("Tenant"),
        Stage.VERSION: tr("Version"),
        Stage.IDENTITY: tr("Sign-in"),
        Stage.MAILBOXES: tr("Mailboxes"),
    }[stage]


def connection_stage_text(outcome: StageOutcome) -> str:
    """A stage in one line: whether it went well, what it found, and how long it took."""
    seconds = tr("%s s") % QLocale().toString(outcome.seconds, "f", 2)
    mark = "✓" if isinstance(outcome, StagePassed) else "✗"
    return f"{mark} {stage_name(outcome.stage)}: {stage_outcome_text(outcome)} ({seconds})"


def stage_outcome_text(outcome: StageOutcome) -> str:
    """What a stage found, or why it failed and what to do."""
    if isinstance(outcome, StageFailed):
        return explain(outcome.error).text
    found = outcome.finding
    if isinstance(found, ConnectionInfo):
        return _connection_text(found)
    if isinstance(found, Certificate):
        return _certificate_text(found)
    if isinstance(found, TenantInfo):
        return tr("it runs (%s), at %s") % (found.state, found.api)
    if isinstance(found, ServerVersion):
        return tr("SuperOffice %s") % " ".join(filter(None, (found.version, found.label)))
    if isinstance(found, Principal):
        return _principal_text(found)
    return _count_text(found)


def _connection_text(found: ConnectionInfo) -> str:
    if found.proxy:
        return tr("reached through the proxy %s") % found.proxy
    return tr("connected to %s") % found.peer


def _certificate_text(found: Certificate) -> str:
    store = (
        tr(", trusting %s in place of the system’s certificates") % found.trust_store
        if found.trust_store
        else ""
    )
    if found.expires is None:
        return tr("it cannot be read") + store
    end = QDate(found.expires.year, found.expires.month, found.expires.day)
    day = QLocale().toString(end, QLocale.FormatType.ShortFormat)
    parts = (found.subject, found.issuer, day, found.protocol)
    return tr("for %s, by %s, until %s, %s") % parts + store


def _principal_text(found: Principal) -> str:
    who = found.full_name or found.user_name
    if found.function_rights and not set(ADMIN_RIGHTS) & set(found.function_rights):
        return tr("signed in as %s; without the right “Service administration”") % who
    return tr("signed in as %s") % who


def _count_text(found: MailboxCount) -> str:
    return tr("1 in the list") if found.count == 1 else tr("%d in the list") % found.count


def missing_right_request(
    profile: Profile, principal: Principal | None, failed: StageFailed
) -> str:
    """What to send to the SuperOffice administrator; empty where no right is missing."""
    if not isinstance(failed.error, Forbidden):
        return ""
    user = (principal.user_name or principal.full_name) if principal else profile.user_name
    place = profile.tenant.id if profile.tenant else profile.address
    return tr(
        "Please give the user “%s” of %s the functional right “Service administration” (cs-system) "
        "in SuperOffice, so that the mailboxes of SuperOffice Service can be listed and changed "
        "through the WebAPI.\nWhat the server said: %s"
    ) % (user, place, explain(failed.error).detail)
